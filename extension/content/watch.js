/**
 * Follows one box while somebody writes in it: reads, asks, draws.
 *
 * In: the box, the overlay and the panel, the settings, and a way to ask the checker. Out: hints on the page, and for a submit the answer to
 * the text as it stands. One question at a time; an answer to an older text is kept only where the text is still the same.
 */
"use strict";

class Watch {
  #overlay;
  #panel;
  #config;
  #askChecker;
  #reading = { text: "", rects: () => [] };
  #media = false;
  #state = {}; // {answer} or {unchecked}, and what it was asked about: {text, media}
  #entities = []; // of the answer, at their places in the text as it stands
  #asking = null;
  #asked = -Infinity;
  #changed = 0;
  #timers = [];
  #composing = false;
  #stopping = new AbortController();
  #drawing = 0;

  constructor(box, overlay, panel, config, askChecker) {
    this.box = box;
    this.#overlay = overlay;
    this.#panel = panel;
    this.#config = config;
    this.#askChecker = askChecker;
    const on = (target, names, listener) => names.forEach((name) => target.addEventListener(name, listener, { signal: this.#stopping.signal, capture: true, passive: true }));
    on(box, ["input"], () => this.look());
    on(box, ["compositionstart"], (event) => (this.#composing ||= event.isTrusted));
    on(box, ["compositionend"], (event) => {
      this.#composing &&= !event.isTrusted;
      // The editor puts the words in after this event.
      this.#later(() => {
        this.look();
        if (Changes.normal(this.#reading.text)) this.#schedule();
      }, 0);
    });
    on(window, ["scroll", "resize"], () => this.redraw());
    this.observer = new MutationObserver(() => this.look());
    this.observer.observe(box, { childList: true, subtree: true, characterData: true });
    this.size = new ResizeObserver(() => this.redraw());
    this.size.observe(box);
    this.#later(() => this.#tick(), config.timing.look);
    overlay.attach(box);
    this.look();
  }

  /** Stop following, and take the hints away. */
  stop() {
    this.#stopping.abort();
    this.observer.disconnect();
    this.size.disconnect();
    this.#timers.forEach(clearTimeout);
    cancelAnimationFrame(this.#drawing);
    this.#panel.close();
    this.#overlay.clear();
  }

  get stopped() {
    return this.#stopping.signal.aborted;
  }

  get composing() {
    return this.#composing;
  }

  get text() {
    return BoxText.read(this.box).text;
  }

  /** What is known now: {answer} or {unchecked}, or {} before the first answer. */
  get state() {
    return this.#state;
  }

  /** Read the box again, and ask when something is new. */
  look() {
    const reading = BoxText.read(this.box);
    const media = this.#hasMedia();
    if (reading.text === this.#reading.text && media === this.#media) {
      this.#reading = reading;
      this.redraw();
      return;
    }
    this.#entities = Changes.kept(this.#entities, this.#reading.text, reading.text);
    // What was said of a submit was said of another text.
    this.#overlay.notice("");
    this.#reading = reading;
    this.#media = media;
    this.#changed = performance.now();
    if (!Changes.normal(reading.text)) this.#forget();
    else if (!this.#composing) this.#schedule();
    this.redraw();
  }

  /** Ask at once: a submit is on its way. */
  hurry() {
    this.look();
    if (Changes.normal(this.#reading.text)) this.#ask();
  }

  /** {answer}, {unchecked} or {} for the text as it stands; `nearly` takes the answer to a text that differs by a few characters too. */
  known(nearly = false) {
    const { text = "", media } = this.#state;
    if (!this.#state.answer) return this.#state;
    const now = this.text;
    if (media === this.#hasMedia()) {
      if (Changes.normal(text) === Changes.normal(now)) return this.#state;
      if (nearly && Changes.nearly(text, now, this.#config.timing.nearly)) return this.#state;
    }
    return {};
  }

  /** The answer to the text as it stands, asked for now; {unchecked} when it does not come in time. */
  async wait() {
    const late = new Promise((resolve) => this.#later(() => resolve({ unchecked: "slow" }), this.#config.timing.hold));
    return Promise.race([late, this.#answered()]);
  }

  async #answered() {
    this.hurry();
    while (!this.stopped) {
      await (this.#asking ?? this.#ask());
      const known = this.known();
      if (known.answer || known.unchecked) return known;
    }
    return {};
  }

  #forget() {
    this.#state = {};
    this.#entities = [];
    this.#overlay.clear();
    this.#panel.close();
  }

  #schedule() {
    const { ask_after: after, ask_every: every } = this.#config.timing;
    const now = performance.now();
    this.#later(() => performance.now() - this.#changed >= after - 1 && this.#ask(), after);
    if (now - this.#asked >= every) this.#ask();
  }

  #ask() {
    const text = this.#reading.text;
    const media = this.#media;
    if (this.#asking) return this.#asking;
    if (this.#state.text === text && this.#state.media === media && this.#state.answer) return Promise.resolve();
    this.#asked = performance.now();
    const asking = this.#askChecker(text, media).then((state) => {
      this.#asking = null;
      if (this.stopped || !Changes.normal(this.#reading.text)) return;
      this.#state = { ...state, text, media };
      this.#entities = state.answer ? Changes.kept(state.answer.entities, text, this.#reading.text) : [];
      const quiet = this.#config.timing.hint_after - (performance.now() - this.#changed);
      this.#later(() => this.show(), Math.max(0, quiet));
      if (this.#reading.text !== text || this.#media !== media) this.#ask();
    });
    this.#asking = asking;
    // The level of an older text must not stand while the checker takes its time.
    this.#later(() => this.#asking === asking && !this.#state.unchecked && this.#overlay.level("checking", Elements.say("word_checking")), this.#config.timing.checking);
    return asking;
  }

  /** Show the level, unless more was written meanwhile. */
  show() {
    if (performance.now() - this.#changed < this.#config.timing.hint_after - 1) return;
    const { answer, unchecked, text } = this.#state;
    if (!answer && !unchecked) return;
    if (answer && text !== this.#reading.text) return;
    const { say } = Elements;
    const level = answer ? (answer.dismissed ? "green" : answer.level) : "unchecked";
    const partly = level === "green" && answer.unchecked.includes("picture");
    const word = answer?.dismissed ? say("word_dismissed") : say(partly ? "word_partly" : `word_${level}`);
    const title = { unchecked: say("unchecked"), green: word }[level] ?? `${say(`title_${level}`)} ${say("why_key")}`;
    this.#overlay.level(level, word, title);
    this.redraw();
    if (this.#panel.open) this.#panel.show(this.#state, false);
  }

  redraw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const { answer } = this.#state;
    const drawn = answer && !answer.dismissed && answer.level !== "green";
    this.#overlay.draw(this.box, this.#reading, drawn ? this.#entities.filter((entity) => entity.marked) : [], answer?.level ?? "");
  }

  #hasMedia() {
    return Composer.hasMedia(this.box, this.#config.adapter);
  }

  #tick() {
    if (!this.box.isConnected) {
      this.stop();
      return;
    }
    this.#overlay.keep();
    this.look();
    if (this.#state.unchecked && performance.now() - this.#asked >= this.#config.timing.retry) this.#ask();
    this.#later(() => this.#tick(), this.#config.timing.look);
  }

  /** A timer that ends with the watch. */
  #later(work, milliseconds) {
    const timer = setTimeout(() => {
      this.#timers = this.#timers.filter((each) => each !== timer);
      work();
    }, milliseconds);
    this.#timers.push(timer);
  }
}
