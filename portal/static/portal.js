// Every page is complete without this file; it only makes a few things kinder.

addEventListener("load", () => setTimeout(() => document.querySelector(".error-summary")?.focus()));

// A form is sent once; the button that was pressed says so. Its name and value still travel, so it is not disabled.
const patience = 15000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-idle]")) {
    button.textContent = button.dataset.idle;
    button.removeAttribute("aria-disabled");
    delete button.dataset.idle;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  const button = event.submitter;
  if (button?.dataset.busy) {
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  }
  setTimeout(release, patience, form);
});

// What is typed while a form is on its way would be left behind with this page.
document.addEventListener("beforeinput", (event) => {
  if (event.target.form?.dataset.sent) event.preventDefault();
});

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

// Who leaves a form with words that were not sent is asked first.
const writable = 'main form[method="post" i] :is(textarea, input[type="text"])';

addEventListener("beforeunload", (event) => {
  const unsent = [...document.querySelectorAll(writable)].some(
    (field) => field.value !== field.defaultValue && !field.form.dataset.sent,
  );
  if (unsent) event.preventDefault();
});

// What is left of a long text, told once the writer pauses and three quarters are used.
for (const counter of document.querySelectorAll("[data-counter]")) {
  const area = document.getElementById(counter.id.replace(/-counter$/, ""));
  const most = Number(counter.dataset.counter);
  let pause;
  const tell = () => {
    const length = area.value.length;
    const words = length > most ? counter.dataset.over : counter.dataset.left;
    counter.textContent = length > most * 0.75 ? `${words} ${Math.abs(most - length)}` : "";
  };
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(tell, 700);
  });
  tell();
}
