/**
 * The panel somebody opens to read why: the words, the reasons, how few people fit, what to leave out, a proposal to copy, who hosts the checker.
 *
 * In: an answer, or why there is none. Out: an element of the overlay. It writes nothing into the editor.
 */
"use strict";

const ENOUGH = 220; // pixels: a heading, a reason and the buttons

class Panel {
  #overlay;
  #element = Elements.make("section", { className: "panel", hidden: true, role: "region", tabIndex: -1 });
  #onClose;
  #host = null; // who answered last

  constructor(overlay, onClose) {
    this.#overlay = overlay;
    this.#onClose = onClose;
    this.#element.setAttribute("aria-label", Elements.say("name"));
    // A click in the panel leaves the caret where it is.
    this.#element.addEventListener("mousedown", (event) => event.preventDefault());
    overlay.add(this.#element);
  }

  get open() {
    return !this.#element.hidden;
  }

  /** Show `state`: {answer} or {unchecked}, and the host. `focus`: move there, for those who came by keyboard. */
  show(state, focus) {
    this.#host = state.host ?? this.#host;
    const parts = state.answer ? findings(state.answer) : unchecked(state.unchecked);
    const close = Elements.make("button", { className: "do", type: "button", words: Elements.say("close") });
    close.addEventListener("click", (event) => event.isTrusted && this.close());
    const buttons = Elements.make("div", { className: "buttons" });
    if (state.answer?.rewrite) buttons.append(copying(state.answer.rewrite));
    buttons.append(close);
    const host = Elements.make("p", { className: "host", words: this.#host ? hostLine(this.#host) : "" });
    this.#element.replaceChildren(...parts, Elements.make("div", { className: "foot" }, buttons, host));
    this.#element.hidden = false;
    this.#overlay.expanded(true);
    this.#place();
    if (focus) this.#element.querySelector("h2").focus();
  }

  close() {
    if (!this.open) return;
    this.#element.hidden = true;
    this.#overlay.expanded(false);
    this.#onClose();
  }

  #place() {
    const { top, bottom, right } = this.#overlay.place;
    const { style } = this.#element;
    style.maxHeight = "";
    const { width, height } = this.#element.getBoundingClientRect();
    const below = innerHeight - bottom - 14;
    const above = top - 14;
    // Below the box or above it, so that the words stay in sight; over it only where there is no room for a few lines.
    const goesBelow = below >= Math.min(height, ENOUGH) || below >= above;
    const room = Math.max(goesBelow ? below : above, ENOUGH);
    const tall = Math.min(height, room);
    style.maxHeight = `${tall}px`;
    style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`;
    style.top = `${Math.max(8, Math.min(goesBelow ? bottom + 6 : top - tall - 6, innerHeight - tall - 8))}px`;
  }
}

/** Who hosts the checker, in a sentence. */
function hostLine({ operator, address, local }) {
  if (local) return Elements.say("host_local");
  return operator ? Elements.say("host_operator", operator, address) : Elements.say("host_unknown", address);
}

function heading(level, words) {
  return Elements.make("h2", { tabIndex: -1 }, Elements.make("span", { className: "shape", dataset: { level }, ariaHidden: "true" }), Elements.make("span", { words }));
}

function findings(answer) {
  const { make, say } = Elements;
  const parts = [heading(answer.level, say(`title_${answer.level}`))];
  if (answer.level !== "green") {
    parts.push(make("ul", {}, ...answer.reasons.map((each) => make("li", { words: Elements.reason(answer, each) }))));
    const group = Elements.group(answer.group_size);
    if (group) parts.push(make("h3", { words: say("head_group") }), make("p", { words: group }));
    const advice = say("advice_other_language") ? [say("advice_other_language")] : answer.advice;
    parts.push(make("h3", { words: say("head_advice") }), make("ul", {}, ...advice.map((words) => make("li", { words }))));
    if (answer.rewrite) {
      parts.push(make("h3", { words: say("head_rewrite") }), make("p", { className: "rewrite", words: answer.rewrite }));
      parts.push(make("p", { words: say("read_rewrite") }));
    }
  }
  if (answer.unchecked.includes("picture")) parts.push(make("p", { words: say("picture") }));
  if (answer.unchecked.includes("link")) parts.push(make("p", { words: say("link") }));
  return parts;
}

function unchecked(why) {
  const { make, say } = Elements;
  return [heading("unchecked", say("word_unchecked")), make("p", { words: say("unchecked") }), make("p", { words: say(`why_${why}`) })];
}

function copying(rewrite) {
  const button = Elements.make("button", { className: "do first", type: "button", words: Elements.say("copy") });
  button.addEventListener("click", async (event) => {
    if (!event.isTrusted) return;
    try {
      await navigator.clipboard.writeText(rewrite);
      button.dataset.words = Elements.say("copied");
    } catch {
      button.dataset.words = Elements.say("not_copied");
    }
  });
  return button;
}
