// Shows what is known of similar events while somebody writes. The focus stays in the text.

const place = document.getElementById("similar");
const { similar: address, fields, incident = "", language = "" } = place.dataset;
const form = document.querySelector(fields).form;
const [details, told, list, one] = ["details", "[role=status]", "ul", "template"].map((each) => place.querySelector(each));
const rest = 1500; // after the last key
const least = 4; // words that say something
let pause, asked;

place.hidden = false;
details.open = matchMedia("(min-width: 40em)").matches;

function written() {
  const areas = [...form.querySelectorAll(fields)];
  return areas.map((each) => each.value.trim()).filter(Boolean).join("\n");
}

function inLanguage(element, text, lang) {
  element.textContent = text;
  if (lang !== document.documentElement.lang) element.lang = lang;
  return element;
}

function chip(lang) {
  const element = document.createElement("span");
  element.className = "chip";
  element.textContent = lang.slice(0, 2).toUpperCase();
  return element;
}

function inCommon(line, why) {
  why.forEach(({ said, words, lang }, index) => {
    line.append(index ? " · " : "", said);
    if (words) line.append(" ", inLanguage(document.createElement("span"), words, lang));
    if (words && lang !== document.documentElement.lang) line.append(" ", chip(lang));
  });
}

function row({ label, url, title, lang, facts, why }) {
  const item = one.content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = url;
  link.firstElementChild.textContent = label;
  const [words, kinds, reasons] = item.querySelectorAll("div p");
  inLanguage(words, title, lang);
  kinds.textContent = facts;
  inCommon(reasons, why);
  for (const each of [kinds, reasons]) if (!each.textContent) each.remove();
  return item;
}

function question(text) {
  const body = new FormData();
  body.append("description", text);
  body.append("incident", incident);
  body.append("language", language || form.querySelector("[name=language]:checked")?.value || "");
  body.append("csrf_token", form.elements.csrf_token.value);
  return body;
}

async function look() {
  const text = written();
  if (text === asked) return;
  asked = text;
  if (text.split(/\s+/).length < least) return show([], "");
  let said;
  try {
    const answer = await fetch(address, { method: "POST", body: question(text), headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    said = await answer.json();
  } catch {
    return; // it only helps: the writing goes on without it
  }
  if (text !== asked) return;
  show(said.found, said.told);
}

function show(found, words) {
  list.replaceChildren(...found.map(row));
  details.hidden = !found.length;
  if (told.textContent !== words) told.textContent = words;
}

form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, rest);
});
look();
