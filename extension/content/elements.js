/** Makes the extension's own elements, and says things in the reader's language. In: names, words. Out: elements and strings. */
"use strict";

const Elements = (() => {
  /**
   * An element with properties and children. What it says stands in `words` alone, which the style draws as generated content: screen readers
   * read that, a page's `window.find`, which looks into closed shadow roots, does not.
   */
  function make(name, properties = {}, ...children) {
    const { dataset, style, words, ...rest } = properties;
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(rest)) {
      if (key in element && key !== "role") element[key] = value;
      else element.setAttribute(key, value);
    }
    Object.assign(element.dataset, words === undefined ? {} : { words }, dataset);
    Object.assign(element.style, style);
    element.append(...children.filter(Boolean));
    return element;
  }

  let words = { language: "da", messages: {} };

  /** Take the words of the reader's language: {language, messages}. */
  function speak(given) {
    words = given;
  }

  /** The message `name`, or "" where this language has none. */
  function say(name, ...values) {
    return (words.messages[name] ?? "").replace(/\$(\d)/g, (_, number) => values[number - 1]);
  }

  function quoted(words) {
    const unique = [...new Set(words.map((word) => `»${word}«`))];
    return unique.length > 1 ? `${unique.slice(0, -1).join(", ")} ${say("and")} ${unique.at(-1)}` : (unique[0] ?? "");
  }

  /** A reason in the reader's language: the service says it in Danish, other languages say it by its code. */
  function reason(answer, { code, text, entities }) {
    const words = quoted(entities.map((index) => answer.entities[index].text));
    return say(`reason_${code}`, words) || text;
  }

  /** The group size as people are told it: words, no figure, nearer to the low bound (both are rough). */
  function group(size) {
    if (!size) return "";
    const [low, high] = size;
    if (high <= 1) return say("group_one");
    const middle = low ** (2 / 3) * high ** (1 / 3);
    const step = [["few", 5], ["some", 20], ["many", 100]].find(([, limit]) => middle <= limit);
    return say(`group_${step ? step[0] : "most"}`);
  }

  return { make, say, speak, reason, group, language: () => words.language };
})();
