// Offers the terms of the glossary while somebody types a question; what is typed stays in the browser.

const box = document.getElementById("q");
const list = document.getElementById("terms");

async function fill() {
  try {
    const answer = await fetch(list.dataset.source);
    if (answer.ok) list.replaceChildren(...(await answer.json()).map((term) => new Option(term, term)));
  } catch {
    // it only helps: any word can be typed
  }
}

box.addEventListener("focus", fill, { once: true });
