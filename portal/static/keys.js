// Two shortcuts for who did not turn them off: never one key alone, nor Ctrl and Alt together, which is AltGr. A page with
// a better use for them, as the translation sheet, takes them first.

const neighbours = { PageDown: "next", PageUp: "prev" };

// The first button of the form that holds the focus, unless it is a lesser one.
function act({ form }) {
  const button = form?.method === "post" && form.querySelector("button.button:not([class*='button-'])");
  if (button) form.requestSubmit(button);
  return button;
}

const go = (way) => {
  const link = document.querySelector(`main a[rel~="${way}"]`);
  link?.click();
  return link;
};

addEventListener("keydown", (event) => {
  const { key, ctrlKey, altKey } = event;
  if (event.shiftKey || event.metaKey || event.isComposing || event.repeat || event.defaultPrevented || ctrlKey === altKey) return;
  const done = ctrlKey ? key === "Enter" && act(document.activeElement) : neighbours[key] && go(neighbours[key]);
  if (done) event.preventDefault();
});
