// The check page: paste and check with one tap, answers without leaving the page. In: the form. Out: the answer below it.
import "./app.js";
import { ask } from "./ask.js";

const form = document.getElementById("check");
if (form) start();

function start() {
  const text = document.getElementById("text");
  const media = document.getElementById("has_media");
  const answer = document.getElementById("answer");
  const status = document.getElementById("status");
  const paste = document.getElementById("paste");
  const submit = document.getElementById("submit");
  const clear = document.getElementById("clear");
  const says = form.dataset;
  let asked = 0;

  async function check() {
    const draft = text.value;
    const number = ++asked;
    if (!draft.trim()) return tell(says.empty);
    if ([...draft].length > Number(says.limit)) return tell(says.tooLong);
    status.textContent = says.working;
    form.setAttribute("aria-busy", "true");
    try {
      const { ok, nodes } = await ask(draft, { media: media.checked });
      if (number !== asked) return;
      answer.replaceChildren(...nodes);
      offerCopy();
      status.textContent = ok ? says.done : "";
      show();
    } catch {
      if (number === asked) tell(says.unreachable);
    } finally {
      if (number === asked) form.removeAttribute("aria-busy");
    }
  }

  function offerCopy() {
    const rewrite = answer.querySelector(".rewrite");
    if (!rewrite || !navigator.clipboard?.writeText) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = says.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(rewrite.innerText);
      button.textContent = says.copied;
    });
    rewrite.after(button);
  }

  function tell(words) {
    status.textContent = words;
    answer.replaceChildren();
    text.focus();
  }

  function show() {
    const title = document.getElementById("answer-title");
    title?.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    answer.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  }

  async function pasteAndCheck() {
    let copied = "";
    try {
      copied = await navigator.clipboard.readText();
    } catch {
      return tell(says.pasteByHand);
    }
    if (!copied.trim()) return tell(says.noClipboard);
    text.value = copied;
    await check();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  text.addEventListener("input", () => {
    asked++;
    form.removeAttribute("aria-busy");
    if (answer.hasChildNodes()) status.textContent = says.changed;
    answer.replaceChildren();
  });
  if (navigator.clipboard?.readText) {
    paste.hidden = false;
    submit.classList.replace("button-primary", "button-secondary");
    paste.addEventListener("click", pasteAndCheck);
  }
  clear.hidden = false;
  clear.addEventListener("click", () => {
    asked++;
    text.value = "";
    media.checked = false;
    status.textContent = "";
    answer.replaceChildren();
    text.focus();
  });
  for (const example of document.querySelectorAll("form.example")) {
    example.addEventListener("submit", (event) => {
      event.preventDefault();
      text.value = example.elements.namedItem("text").value;
      media.checked = false;
      check();
    });
  }
  window.addEventListener("pagehide", () => {
    text.value = "";
    answer.replaceChildren();
  });
  if (answer.hasChildNodes()) document.getElementById("answer-title")?.focus();
}
