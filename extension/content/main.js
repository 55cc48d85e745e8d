/**
 * Puts the parts together on a page: asks the extension for the settings, follows the box that has the focus, holds its submits.
 *
 * In: messages of the extension, the writer's focus. Out: nothing that leaves the page but the text of the box, to the extension itself.
 */
"use strict";

(() => {
  const config = { on: false };
  let watch = null;
  let overlay = null;
  let panel = null;

  /** Ask the extension; it is gone after an update, and then nothing can be checked. */
  async function tell(message) {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return undefined;
    }
  }

  async function ask(text, media) {
    const late = new Promise((resolve) => setTimeout(resolve, config.timing.away, { unchecked: "slow" }));
    const state = await Promise.race([tell({ kind: "check", text, media }), late]);
    return state ?? { unchecked: "reload" };
  }

  async function remember(answer) {
    const { dismissed } = (await tell({ kind: "not-patient", entities: answer.entities.filter((each) => each.marked) })) ?? {};
    answer.dismissed = Boolean(dismissed);
    answer.hold = false;
    watch?.show();
  }

  function openPanel(byKeyboard) {
    if (!watch) return;
    if (panel.open) panel.close();
    else panel.show(watch.state, config.host, byKeyboard);
  }

  /** Follow the box the focus is in. A box that was left is followed until another one is entered, for its button is yet to be pressed. */
  function follow(element) {
    const box = Composer.around(element, config.adapter, config.private);
    if (!box || (box === watch?.box && !watch.stopped)) return;
    watch?.stop();
    watch = new Watch(box, overlay, panel, config, ask);
  }

  function build() {
    overlay = new Overlay(openPanel);
    panel = new Panel(overlay, () => overlay.hasFocus() && watch?.box.focus());
    const dialog = new Dialog(overlay, config.timing.settle);
    new Hold(() => watch, config, overlay, dialog, remember);
    for (const name of ["focusin", "input"]) {
      window.addEventListener(name, (event) => config.on && !overlay.owns(event) && follow(Composer.innermost(event)), { capture: true, passive: true });
    }
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !event.isTrusted || !panel.open) return;
        panel.close();
        halt(event);
      },
      { capture: true },
    );
  }

  async function refresh() {
    const now = await tell({ kind: "hello", host: location.hostname || topHost() });
    if (!now) return;
    const { words, ...settings } = now;
    Object.assign(config, settings);
    Elements.speak(words);
    if (!overlay && config.on) build();
    if (config.on) follow(Composer.focused());
    else if (watch) {
      watch.stop();
      watch = null;
    }
  }

  /** A frame without an address of its own belongs to the page around it. */
  function topHost() {
    const ancestor = location.ancestorOrigins?.[0] ?? document.referrer;
    return ancestor ? new URL(ancestor).hostname : "";
  }

  chrome.runtime.onMessage.addListener((message, _sender, respond) => {
    if (message.kind === "open-panel" && document.hasFocus()) openPanel(true);
    if (message.kind === "refresh") refresh();
    if (message.kind === "where" && window === top) respond({ host: location.hostname });
  });
  refresh();
})();
