// Saves a form while somebody writes in it, and says so. Only the server keeps the text: computers are shared.

const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("autosave");
const words = line.querySelector("[role=status]");
const names = line.querySelector("[data-names]");
const retry = line.querySelector("button");
const rest = 3000; // after the last key
const patience = 15000; // for an answer, and until the next try
const quiet = 30000; // between two announcements
let pause, busy, unheard;
let isReady = false; // to be sent by a button
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

// What the server has is what these fields would fall back to: leaving then asks nothing. A field that did not change is
// left alone: to say again what it falls back to would move the cursor, and what is typed next would land elsewhere.
function settle(sent, fingerprints) {
  for (const [field, value] of sent) if (value !== kept.get(field)) fallBack(field, value);
  kept = sent;
  for (const [name, fingerprint] of Object.entries(fingerprints)) form.elements[`${name}_opened`].value = fingerprint;
}

function fallBack(field, value) {
  if (field.options) for (const each of field.options) each.defaultSelected = each.value === value;
  else if (typeof value === "boolean") field.defaultChecked = value;
  else field.defaultValue = value;
}

// What came without an answer may have been saved all the same: it goes once more as it was, before anything newer.
async function send() {
  const { body, sent } = unheard ?? written();
  let answer, said;
  try {
    const signal = AbortSignal.timeout(patience);
    const headers = { Accept: "application/json" };
    answer = await fetch(form.dataset.autosave, { method: "POST", body, headers, signal });
    said = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
  } catch (error) {
    unheard = { body, sent, isSlow: error.name === "TimeoutError" };
    pause = setTimeout(save, patience);
    return tell(line.dataset.offline, true);
  }
  unheard = null;
  if (!answer.ok) return tell(said.problem ?? line.dataset[`status${answer.status}`] ?? line.dataset.failed, true);
  if (said.draft && form.elements.draft) form.elements.draft.value = said.draft;
  settle(sent, said.opened);
  tell(said.saved);
  hint(said.hint ?? "");
  if (changed()) later();
}

function count() {
  form.elements.turn.value = Number(form.elements.turn.value) + 1;
}

function written() {
  count();
  return { body: new FormData(form), sent: new Map(fields.map((field) => [field, now(field)])) };
}

const begin = () => (busy ??= send().finally(() => (busy = null)));

function save() {
  clearTimeout(pause);
  if (unheard || changed()) begin();
}

function later() {
  clearTimeout(pause);
  pause = setTimeout(save, rest);
}

form.addEventListener("input", later);
form.addEventListener("focusout", save);
retry.addEventListener("click", save);
addEventListener("online", save);

// One thing after the other: what is being saved arrives before what is sent. Without a connection the button does not
// lead away, for the page that says so would stand in the place of the text.
form.addEventListener("submit", (event) => {
  clearTimeout(pause);
  if (!isReady && (busy || unheard || !navigator.onLine)) {
    event.preventDefault();
    event.stopPropagation();
    submitAfter(event.submitter);
  } else if (!form.dataset.sent) count();
});

async function submitAfter(button) {
  await begin();
  if (unheard) await begin();
  if (unheard && !unheard.isSlow) return retry.focus();
  isReady = true;
  form.requestSubmit(button);
  isReady = false;
}

// The other language, with what is on the screen.
for (const link of document.querySelectorAll("a[hreflang]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector("button[lang]").click();
  });
}
