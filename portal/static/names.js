// Tells what in a form may name somebody while it is written. The server keeps nothing of it.

const place = document.getElementById("names");
const form = place.closest("form");
const fields = [...form.querySelectorAll("textarea[lang], input[lang]")];
const rest = 1500; // after the last key
let pause, asked;

async function look() {
  const body = new FormData();
  for (const field of fields) if (field.value.trim()) body.append(field.lang.slice(0, 2), field.value);
  const texts = JSON.stringify([...body]);
  if (texts === asked) return;
  asked = texts;
  body.append("csrf_token", form.elements.csrf_token.value);
  let said;
  try {
    const answer = await fetch(place.dataset.names, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    said = await answer.json();
  } catch {
    return; // it only helps: the form goes on without it
  }
  if (place.textContent !== said.hint) place.textContent = said.hint;
}

form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, rest);
});
