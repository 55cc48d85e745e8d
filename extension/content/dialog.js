/**
 * The dialog that holds a submit: names the words and why, and leaves the choice to the writer.
 *
 * In: an answer. Out: "edit", "post" or "other" (not about a patient). A modal dialog in the closed shadow root: the page can neither read
 * it nor press its buttons, and only the writer's own clicks and keys count.
 */
"use strict";

class Dialog {
  #overlay;
  #settle;
  #element = Elements.make("dialog");
  #opened = 0;
  #choose = () => {};

  constructor(overlay, settle) {
    this.#overlay = overlay;
    this.#settle = settle;
    overlay.addModal(this.#element);
    this.#element.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#end("edit");
    });
    // A page that closes or hides it has not chosen for the writer.
    this.#element.addEventListener("close", () => this.#end("edit"));
    // The Enter that was held may still be down.
    this.#element.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
  }

  get open() {
    return this.#element.open;
  }

  /** Ask. `privateMessage` says "send" instead of "post". Resolves with the choice. */
  ask(answer, privateMessage) {
    const { make, say } = Elements;
    const group = Elements.group(answer.group_size);
    const first = this.#button("first", say("edit"), "edit");
    this.#element.replaceChildren(
      make("h2", { id: "title" }, make("span", { className: "shape", dataset: { level: "red" }, ariaHidden: "true" }), make("span", { words: say("title_red") })),
      make(
        "div",
        { id: "why" },
        make("ul", {}, ...answer.reasons.slice(0, 4).map((each) => make("li", { words: Elements.reason(answer, each) }))),
        group && make("p", { words: group }),
        answer.unchecked.includes("picture") && make("p", { words: say("picture") }),
      ),
      make(
        "div",
        { className: "buttons" },
        first,
        this.#button("", say(privateMessage ? "send_anyway" : "post_anyway"), "post"),
        this.#button("", say("not_patient"), "other"),
      ),
    );
    this.#element.lang = Elements.language();
    this.#element.setAttribute("aria-labelledby", "title");
    this.#element.setAttribute("aria-describedby", "why");
    this.#overlay.attach();
    this.#element.showModal();
    this.#opened = performance.now();
    first.focus();
    return new Promise((resolve) => {
      this.#choose = resolve;
    });
  }

  #button(name, words, choice) {
    const button = Elements.make("button", { className: `do ${name}`, type: "button", words });
    button.addEventListener("click", (event) => {
      if (!event.isTrusted) return;
      if (choice !== "edit" && performance.now() - this.#opened < this.#settle) return;
      this.#end(choice);
    });
    return button;
  }

  #end(choice) {
    const choose = this.#choose;
    this.#choose = () => {};
    if (this.#element.open) this.#element.close();
    choose(choice);
  }
}
