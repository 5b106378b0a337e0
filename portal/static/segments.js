// The translation sheet by keyboard: Alt+PageDown and Alt+PageUp to the next and previous row, Ctrl+Enter hands a
// row in. What is being saved is told under the row in which somebody writes. The sheet is complete without this file.

const rows = [...document.querySelectorAll("[data-row]")];
const status = document.getElementById("autosave");
const rowOf = (element) => element.closest("[data-row]");
const place = (row) => row.querySelector("textarea") ?? row.querySelector("button");

function go(step) {
  const here = rows.indexOf(rowOf(document.activeElement));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  if (!next) return;
  place(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!document.body.dataset.shortcuts) return;
  if (event.altKey && !event.ctrlKey && (event.key === "PageDown" || event.key === "PageUp")) {
    event.preventDefault();
    go(event.key === "PageDown" ? 1 : -1);
  } else if (event.ctrlKey && event.key === "Enter") {
    const row = rowOf(document.activeElement);
    const button = row?.querySelector('button[value^="hand_in_"]') ?? row?.querySelector('button[value^="save_"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.matches("textarea") && rowOf(event.target);
  if (row && status) event.target.closest(".field").after(status);
});

// After a row was saved the page comes back at it: go on writing there.
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target && rows.includes(target)) place(target)?.focus();
