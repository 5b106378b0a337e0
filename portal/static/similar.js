// Shows what is published about similar events while somebody writes. The focus stays in the text.

const place = document.getElementById("similar");
const area = document.getElementById("description");
const [details, told, list, one] = ["details", "[role=status]", "ul", "template"].map((each) => place.querySelector(each));
const rest = 1500; // after the last key
const least = 4; // words that say something
let pause, asked;

place.hidden = false;
details.open = matchMedia("(min-width: 40em)").matches;

function row({ label, url, essence, step }) {
  const item = one.content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = url;
  link.firstElementChild.textContent = label;
  const [words, facts] = item.querySelectorAll("div p");
  words.textContent = essence;
  if (step) facts.textContent = step;
  else facts.remove();
  return item;
}

async function look() {
  const text = area.value.trim();
  if (text === asked || text.split(/\s+/).length < least) return;
  asked = text;
  const body = new FormData();
  body.append("description", text);
  body.append("csrf_token", area.form.elements.csrf_token.value);
  let said;
  try {
    const answer = await fetch(place.dataset.similar, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    said = await answer.json();
  } catch {
    return; // it only helps: the report goes on without it
  }
  list.replaceChildren(...said.found.map(row));
  details.hidden = !said.found.length;
  if (told.textContent !== said.told) told.textContent = said.told;
}

area.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, rest);
});
look();
