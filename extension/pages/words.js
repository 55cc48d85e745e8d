/** Puts the reader's language into a page: elements with `data-say` get that message. Out: `say`, `fill`, `ask`. */

import { settings } from "../background/settings.js";
import { words } from "../background/words.js";

const spoken = await words((await settings()).language);

/** The message `name`. */
export function say(name, ...values) {
  return (spoken.messages[name] ?? "").replace(/\$(\d)/g, (_, number) => values[number - 1]);
}

/** Fill the page. */
export function fill() {
  document.documentElement.lang = spoken.language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
}

/** Ask the extension's background part. */
export function ask(kind, more = {}) {
  return chrome.runtime.sendMessage({ kind, ...more });
}
