// Warns two minutes before the session closes, and leaves the page when it has: computers are shared.

const notice = document.getElementById("session");
const words = notice.querySelector("p");
const warning = 120;
const again = 30;
const headers = { Accept: "application/json" };
const page = notice.querySelector("[name=csrf_token]").value;
let timer, before;

const changed = (field) =>
  field.options
    ? [...field.options].some((each) => each.selected !== each.defaultSelected) && field.selectedIndex > 0
    : field.value !== field.defaultValue || field.checked !== field.defaultChecked;

const unsent = () =>
  [...document.querySelectorAll('main form[method="post" i]')].find((form) =>
    [...form.querySelectorAll("textarea, select, input:not([type=hidden])")].some(changed),
  );

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000 + 500);
}

// Another window may be at work, so the server is asked; asking does not keep the session open.
// The token says whose page this is: nothing is left of it once somebody else is signed in.
async function look() {
  let left;
  try {
    const asked = { headers: { ...headers, "X-CSRFToken": page }, cache: "no-store" };
    const answer = await fetch(notice.dataset.left, asked);
    if (answer.status >= 500) return wait(again);
    left = answer.ok ? (await answer.json()).left : 0;
  } catch {
    return wait(again);
  }
  if (left <= 0) return leave();
  if (left > warning) hide();
  else warn();
  wait(left > warning ? left - warning : left);
}

function warn() {
  if (!notice.hidden) return;
  notice.hidden = false;
  const kind = unsent() ? "unsent" : document.querySelector("[data-autosave]") ? "saved" : "plain";
  words.textContent = words.dataset[kind];
  if (document.activeElement !== document.body) document.activeElement.scrollIntoView({ block: "nearest" });
}

function hide() {
  const inside = notice.contains(document.activeElement);
  notice.hidden = true;
  words.textContent = "";
  if (inside) before?.focus();
}

// Words that were not sent go along: the page to sign in holds them.
function leave() {
  const form = unsent();
  if (!form) return location.replace(notice.dataset.closed);
  for (const each of document.forms) each.dataset.sent = "true";
  HTMLFormElement.prototype.submit.call(form);
}

notice.addEventListener("focusin", (event) => {
  if (!notice.contains(event.relatedTarget)) before = event.relatedTarget;
});

notice.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  if (!answer?.ok) return look();
  hide();
  wait((await answer.json()).left - warning);
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

wait(Number(notice.dataset.idle) - warning);
