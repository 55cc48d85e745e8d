/**
 * Holds a submit that would tell who a patient is.
 *
 * In: the writer's own events, caught on the window before the page gets them. Out: the event goes on, or it is stopped and the dialog asks.
 * Nothing is ever posted from here: after "post anyway" the writer's own next submit goes through. A text is asked about once.
 */
"use strict";

class Hold {
  #current; // () => the Watch of the box that was last written in, or null
  #config;
  #parts; // {overlay, dialog}, there once a box is followed
  #remember;
  #passed = new Set(); // texts asked about, in the memory of this page only
  #waiting = false;
  #held = ""; // the key that was stopped, until it is let go

  /** To be made before the page's own scripts run: listeners are called in the order they came. `remember` tells the extension that an answer's findings are about no patient. */
  constructor(current, config, parts, remember) {
    this.#current = current;
    this.#config = config;
    this.#parts = parts;
    this.#remember = remember;
    const on = (names, listener) => names.forEach((name) => window.addEventListener(name, listener, { capture: true }));
    on(["pointerdown", "mousedown", "touchstart"], (event) => this.#prelude(event, true));
    on(["pointerup", "mouseup", "touchend"], (event) => this.#prelude(event, false));
    on(["click"], (event) => this.#onClick(event));
    on(["keydown"], (event) => this.#onKey(event));
    on(["keyup"], (event) => this.#onKeyUp(event));
    on(["submit"], (event) => this.#onSubmit(event));
  }

  /** What comes before a click: time to ask; and pages that post on it are held too. */
  #prelude(event, begins) {
    const watch = this.#watchOf(event);
    if (!watch || event.button > 0 || !this.#button(event, watch)) return;
    if (begins) watch.hurry();
    if (this.#wants(watch)) halt(event);
  }

  #onClick(event) {
    const watch = this.#watchOf(event);
    if (watch && event.button === 0 && this.#button(event, watch)) this.#decide(event, watch);
  }

  #onKey(event) {
    this.#held = "";
    const watch = this.#watchOf(event);
    if (!watch || watch.composing) return;
    const { adapter, lists } = this.#config;
    const inBox = Composer.around(Composer.innermost(event), this.#config) === watch.box;
    const pressed = (event.key === "Enter" || event.key === " ") && !inBox && this.#button(event, watch);
    if (pressed || (inBox && Submit.key(event, watch.box, adapter, lists))) this.#decide(event, watch);
    if (event.defaultPrevented) this.#held = event.key;
  }

  /** Pages that post when the key is let go are held too. */
  #onKeyUp(event) {
    if (!event.isTrusted || !this.#held || event.key !== this.#held) return;
    this.#held = "";
    halt(event);
  }

  #onSubmit(event) {
    // One that the page makes by itself, long after the writer's last key or click, is not the writer's.
    const watch = navigator.userActivation.isActive ? this.#watchOf(event) : null;
    if (watch && event.target instanceof HTMLFormElement && Composer.closest(watch.box, "form") === event.target) this.#decide(event, watch);
  }

  #watchOf(event) {
    const watch = event.isTrusted && this.#config.on ? this.#current() : null;
    return watch?.box.isConnected && !this.#parts.overlay.owns(event) ? watch : null;
  }

  #button(event, watch) {
    return Submit.button(event, watch.box, this.#config.adapter, this.#config.lists);
  }

  /** Whether the text as it stands is known to be one to hold. */
  #wants(watch) {
    return Boolean(watch.known().answer?.hold) && !this.#passed.has(Changes.normal(watch.text));
  }

  #decide(event, watch) {
    const text = Changes.normal(watch.text);
    if (this.#parts.dialog.open || this.#waiting) {
      halt(event);
      return;
    }
    if (!text || this.#passed.has(text)) return;
    const exact = watch.known();
    if (exact.unchecked) return;
    if (exact.answer) {
      if (!exact.answer.hold) return;
      halt(event);
      this.#ask(watch, exact.answer, text);
      return;
    }
    const close = watch.known(true);
    if (close.answer && !close.answer.hold) return;
    halt(event);
    this.#wait(watch, text);
  }

  /** No answer yet: a moment's wait. What turns out to be nothing to hold goes through at the writer's next press. */
  async #wait(watch, text) {
    this.#waiting = true;
    const state = await watch.wait();
    this.#waiting = false;
    if (state.answer?.hold) {
      this.#ask(watch, state.answer, text);
      return;
    }
    this.#passed.add(text);
    this.#parts.overlay.notice(Elements.say(state.answer ? "press_again" : "unchecked_press_again"));
  }

  async #ask(watch, answer, text) {
    this.#passed.add(text);
    const choice = await this.#parts.dialog.ask(answer, Composer.isPrivate(watch.box, this.#config));
    if (choice === "other") await this.#remember(answer);
    // Else the focus is back where the writer pressed: the next press is the same one.
    if (choice === "edit") watch.box.focus();
    this.#parts.overlay.notice(choice === "edit" ? "" : Elements.say("press_again_own"));
  }
}

function halt(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
