// Saves a form while somebody writes in it, and says so. Only the server keeps the text: computers are shared.

const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("autosave");
const words = line.querySelector("[role=status]");
const names = line.querySelector("[data-names]");
const retry = line.querySelector("button");
const rest = 3000; // after the last key
const patience = 15000; // for an answer, and until the next try
const quiet = 30000; // between two announcements
let pause, busy;
let told = -quiet;

const fields = [...form.querySelectorAll("textarea, select, input:not([type=hidden])")];
const now = (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value);
let kept = new Map(fields.map((field) => [field, now(field)]));
const changed = () => fields.some((field) => now(field) !== kept.get(field));

form.elements.script.value = "yes";

// A copy of this page, in a second tab or by going back, is a window of its own.
form.elements.window.value = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("-");

function tell(text, isProblem = false) {
  const news = text !== words.textContent && (isProblem || line.dataset.problem || performance.now() - told > quiet);
  line.dataset.problem = isProblem ? "yes" : "";
  retry.hidden = !isProblem;
  if (!news) return;
  words.textContent = text;
  told = performance.now();
}

// What may name somebody, as long as it stands there.
function hint(text) {
  if (text !== names.textContent) names.textContent = text;
  names.hidden = !text;
}

// What the server has is what these fields would fall back to: leaving then asks nothing.
function settle(sent, fingerprints) {
  kept = sent;
  for (const [field, value] of sent) {
    if (field.options) for (const each of field.options) each.defaultSelected = each.value === value;
    else if (typeof value === "boolean") field.defaultChecked = value;
    else field.defaultValue = value;
  }
  for (const [name, fingerprint] of Object.entries(fingerprints)) form.elements[`${name}_opened`].value = fingerprint;
}

async function send() {
  const sent = new Map(fields.map((field) => [field, now(field)]));
  form.elements.turn.value = Number(form.elements.turn.value) + 1;
  let answer, said;
  try {
    const signal = AbortSignal.timeout(patience);
    const headers = { Accept: "application/json" };
    answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers, signal });
    said = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
  } catch {
    pause = setTimeout(save, patience);
    return tell(line.dataset.offline, true);
  }
  if (!answer.ok) return tell(said.problem ?? line.dataset[`status${answer.status}`] ?? line.dataset.failed, true);
  if (said.draft && form.elements.draft) form.elements.draft.value = said.draft;
  settle(sent, said.opened);
  tell(said.saved);
  hint(said.hint ?? "");
  if (changed()) later();
}

function save() {
  clearTimeout(pause);
  if (!busy && changed()) busy = send().finally(() => (busy = null));
}

function later() {
  clearTimeout(pause);
  pause = setTimeout(save, rest);
}

form.addEventListener("input", later);
form.addEventListener("focusout", save);
retry.addEventListener("click", save);
addEventListener("online", save);

// One thing after the other: what is being saved arrives before what is sent.
form.addEventListener("submit", (event) => {
  clearTimeout(pause);
  if (busy) {
    event.preventDefault();
    event.stopPropagation();
    busy.finally(() => form.requestSubmit(event.submitter));
  } else if (!form.dataset.sent) form.elements.turn.value = Number(form.elements.turn.value) + 1;
});

// The other language, with what is on the screen.
for (const link of document.querySelectorAll("a[hreflang]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector("button[lang]").click();
  });
}
