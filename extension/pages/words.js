/** Puts the reader's language into a page: elements with `data-say` get that message. Out: `say`, and the page's language. */

/** The message `name`. */
export function say(name, ...values) {
  return chrome.i18n.getMessage(name, values);
}

/** Fill the page. */
export function fill() {
  document.documentElement.lang = chrome.i18n.getUILanguage().startsWith("en") ? "en" : "da";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
}

/** Ask the extension's background part. */
export function ask(kind, more = {}) {
  return chrome.runtime.sendMessage({ kind, ...more });
}
