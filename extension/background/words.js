/**
 * What the extension says, in the language the reader chose.
 *
 * In: "da", "en" or "" (as the browser: Danish for a Danish, Norwegian or Swedish one, else English). Out: messages by name, with $1, $2 for what
 * is put in. The files are the browser's own (`_locales`), which it would only read in its own language.
 */

/** The language in the end: "da" or "en". */
export function language(chosen) {
  if (chosen === "da" || chosen === "en") return chosen;
  return /^(da|nb|nn|no|sv)\b/.test(chrome.i18n.getUILanguage()) ? "da" : "en";
}

/** {language, messages}. */
export async function words(chosen) {
  const code = language(chosen);
  const response = await fetch(chrome.runtime.getURL(`_locales/${code}/messages.json`));
  const entries = Object.entries(await response.json());
  return { language: code, messages: Object.fromEntries(entries.map(([name, entry]) => [name, numbered(entry)])) };
}

function numbered({ message, placeholders = {} }) {
  return message.replace(/\$([A-Z]+)\$/g, (_, name) => placeholders[name.toLowerCase()].content);
}
