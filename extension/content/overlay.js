/**
 * What the extension draws on a page: one element with a closed shadow root, out of the page's reach. The editor itself is never touched.
 *
 * In: a box, its text as read, an answer, a state. Out: underlines, a badge, words for screen readers, a notice. Panel and dialog hang on it.
 */
"use strict";

class Overlay {
  #host = document.createElement("div");
  #root = this.#host.attachShadow({ mode: "closed" });
  #layer;
  #marks = Elements.make("div");
  #room = Elements.make("div", { className: "quietly", ariaHidden: "true" });
  #badge;
  #shape = Elements.make("span", { className: "shape", ariaHidden: "true" });
  #status = Elements.make("div", { className: "quietly", role: "status" });
  #notice = Elements.make("div", { className: "notice", hidden: true });
  #said = "";
  #seen = { top: 0, bottom: 0, left: 0 };
  #box = null;
  #modal = null; // the dialog, once there is one

  /** `onOpen` is called when the reader asks why. */
  constructor(onOpen) {
    this.#badge = Elements.make("button", { className: "badge", type: "button", hidden: true }, this.#shape);
    this.#badge.setAttribute("aria-expanded", "false");
    // By keyboard; the pointer is seen to below.
    this.#badge.addEventListener("click", (event) => event.isTrusted && onOpen(true));
    this.#marks.setAttribute("aria-hidden", "true");
    this.#layer = Elements.make("div", { className: "layer", popover: "manual" });
    this.#layer.append(this.#marks, this.#room, this.#badge, this.#status, this.#notice);
    this.#root.append(Elements.make("style", { textContent: STYLE }), this.#layer);
    for (const name of ["keydown", "keyup", "keypress", "input", "click", "mousedown", "mouseup", "pointerdown", "pointerup", "focusin", "focusout", "copy"]) {
      this.#host.addEventListener(name, (event) => event.stopPropagation());
    }
    for (const name of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick"]) {
      window.addEventListener(name, (event) => this.#onPointer(event, onOpen), { capture: true });
    }
    window.addEventListener("pointermove", (event) => this.#badge.classList.toggle("touched", this.#isOnBadge(event)), { capture: true, passive: true });
  }

  /** Whether an event comes from the extension's own elements. */
  owns(event) {
    return event.composedPath().includes(this.#host);
  }

  /** Whether a focus moved to the extension's own elements. */
  hasFocus() {
    return Composer.focused() === this.#host;
  }

  /** Be on the page, above whatever the page put there last. All outside an open modal dialog is out of reach, so in there where the box is. */
  attach(box = this.#box) {
    this.#box = box;
    if (this.#host.parentNode !== this.#home) this.#home.append(this.#host);
    for (const { name } of [...this.#host.attributes]) this.#host.removeAttribute(name);
    this.#layer.lang = Elements.language();
    if (this.#layer.matches(":popover-open")) this.#layer.hidePopover();
    this.#layer.showPopover();
    // A dialog that was taken off the page says that it is open, and is not.
    if (this.#modal?.open && !this.#modal.matches(":modal")) {
      this.#modal.open = false;
      this.#modal.showModal();
    }
  }

  /** Be there still: a page may take away or hide what it did not put there. */
  keep() {
    if (this.#host.parentNode !== this.#home || this.#host.hasAttributes() || !this.#layer.matches(":popover-open")) this.attach();
  }

  get #home() {
    return Composer.closest(this.#box, "dialog:modal") ?? document.documentElement;
  }

  /** Put the panel among the extension's own elements. */
  add(panel) {
    this.#layer.append(panel);
  }

  /** And the dialog, which is above them. */
  addModal(dialog) {
    this.#modal = dialog;
    this.#root.append(dialog);
  }

  /**
   * A click on the badge. The badge itself takes no pointer: a page could feel its way (`elementFromPoint`) to how wide it is, and so to what
   * it says. The caret stays in the text, and only the reader's own clicks count.
   */
  #onPointer(event, onOpen) {
    if (event.button !== 0 || !event.isTrusted || !this.#isOnBadge(event)) return;
    halt(event);
    if (event.type === "click") onOpen(false);
  }

  #isOnBadge(event) {
    if (this.#badge.hidden || this.#badge.style.visibility === "hidden" || this.owns(event)) return false;
    const { left, top, right, bottom } = this.#badge.getBoundingClientRect();
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) return false;
    // What the page has put above it since is not ours to take.
    const above = Composer.closest(Composer.innermost(event) ?? document.documentElement, "dialog:modal, :popover-open");
    return !above || Composer.contains(above, this.#box);
  }

  /** Where the box and the badge are: what a panel should leave free. */
  get place() {
    const badge = this.#badge.getBoundingClientRect();
    return { top: Math.min(badge.top, this.#seen.top), bottom: Math.max(badge.bottom, this.#seen.bottom), right: badge.right };
  }

  /** Draw `entities` of `reading` under the words, and the badge at the corner of the box. */
  draw(box, reading, entities, level) {
    const seen = BoxText.visible(box);
    const marks = [];
    for (const rect of reading.rects(entities, this.#room)) {
      const left = Math.max(rect.left, seen.left);
      const right = Math.min(rect.right, seen.right);
      if (right - left < 1 || rect.bottom > seen.bottom + 1 || rect.bottom < seen.top + 2) continue;
      const style = { left: `${left}px`, width: `${right - left}px`, top: `${rect.bottom - 4}px`, height: "4px" };
      marks.push(Elements.make("div", { className: "mark", dataset: { level }, style }));
    }
    this.#marks.replaceChildren(...marks);
    // Under an open dialog nothing of the page can be pressed, and the badge would jump to where it may not stay.
    if (!this.#modal?.open) this.#place(seen);
  }

  #place(seen) {
    this.#seen = seen;
    const shown = seen.bottom > seen.top && seen.right > seen.left;
    this.#badge.style.visibility = shown ? "visible" : "hidden";
    this.#put(this.#badge, Math.min(seen.right, innerWidth - 4) - this.#badge.offsetWidth, seen.top, seen.bottom);
    this.#placeNotice();
  }

  #placeNotice() {
    const { top, bottom } = this.place;
    if (!this.#notice.hidden) this.#put(this.#notice, this.#seen.left, top, bottom);
  }

  /** Put an element below what reaches from `upper` to `lower`, above it, or in its corner: never on something the writer may want to press. */
  #put(element, from, upper, lower) {
    const { offsetWidth: width, offsetHeight: height, style } = element;
    const left = Math.max(4, from);
    const places = [lower + 4, upper - height - 4, lower - height - 4].filter((top) => top >= 4 && top + height <= innerHeight);
    const top = places.find((each) => this.#isFree(left, each, width, height)) ?? places.at(-1) ?? 4;
    Object.assign(style, { left: `${left}px`, top: `${top}px` });
  }

  #isFree(left, top, width, height) {
    const steps = Math.ceil(width / 24) || 1;
    const across = Array.from({ length: steps + 1 }, (_, step) => left + (step * width) / steps);
    return across.every((x) => [top, top + height / 2, top + height].every((y) => !this.#pressable(x, y)));
  }

  /** Whether something of the page can be pressed there. */
  #pressable(x, y) {
    let [found] = document.elementsFromPoint(x, y).filter((element) => element !== this.#host);
    while (found?.shadowRoot) {
      const within = found.shadowRoot.elementFromPoint(x, y);
      if (!within || within === found) break;
      found = within;
    }
    return Boolean(found?.closest('button, a, input, select, label, [role="button"], [role="link"]'));
  }

  /** Show the level: a shape and a word. `aloud` is what screen readers are told, once each time it changes; they are not told of the wait. */
  level(level, word, aloud = this.#said) {
    this.#badge.hidden = false;
    Object.assign(this.#badge.dataset, { level, words: word });
    this.#shape.dataset.level = level;
    if (aloud !== this.#said) this.#status.dataset.words = aloud;
    this.#said = aloud;
  }

  /** A line beside the box, told to screen readers too; "" takes it away. */
  notice(words) {
    this.#notice.hidden = !words;
    this.#notice.dataset.words = words;
    this.#placeNotice();
    if (words) this.#status.dataset.words = words;
  }

  expanded(open) {
    this.#badge.setAttribute("aria-expanded", String(open));
  }

  /** Draw nothing. */
  clear() {
    this.#marks.replaceChildren();
    this.#badge.hidden = true;
    this.notice("");
    this.#said = "";
    this.#status.dataset.words = "";
  }
}
