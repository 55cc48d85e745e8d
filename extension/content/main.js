/**
 * Puts the parts together on a page: asks the extension for the settings, follows the box that has the focus, holds its submits.
 *
 * In: messages of the extension, the writer's focus. Out: nothing that leaves the page but the text of the box, to the extension itself.
 */
"use strict";

(() => {
  const config = { on: false };
  const parts = {}; // overlay, panel and dialog, made when the extension is on
  let watch = null;

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
    if (!watch?.state.text) return;
    if (parts.panel.open) parts.panel.close();
    else parts.panel.show(watch.state, byKeyboard);
  }

  /** Follow the box the focus is in. A box that was left is followed until another one is entered, for its button is yet to be pressed. */
  function follow(element) {
    const box = Composer.around(element, config);
    if (!box || (box === watch?.box && !watch.stopped)) return;
    watch?.stop();
    watch = new Watch(box, parts.overlay, parts.panel, config, ask);
  }

  function build() {
    parts.overlay = new Overlay(openPanel);
    parts.panel = new Panel(parts.overlay, () => parts.overlay.hasFocus() && watch?.box.focus());
    parts.dialog = new Dialog(parts.overlay, config.timing.settle);
  }

  function onKey(event) {
    if (event.key !== "Escape" || !event.isTrusted || !parts.panel?.open) return;
    parts.panel.close();
    halt(event);
  }

  async function refresh() {
    const now = await tell({ kind: "hello", host: location.hostname || topHost() });
    if (!now) return;
    const { words, ...settings } = now;
    Object.assign(config, settings);
    Elements.speak(words);
    if (!parts.overlay && config.on) build();
    if (watch && !(config.on && Composer.around(watch.box, config))) {
      watch.stop();
      watch = null;
    }
    if (config.on) follow(Composer.focused());
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
  new Hold(() => watch, config, parts, remember);
  window.addEventListener("keydown", onKey, { capture: true });
  for (const name of ["focusin", "input"]) {
    window.addEventListener(name, (event) => config.on && event.isTrusted && !parts.overlay.owns(event) && follow(Composer.innermost(event)), { capture: true, passive: true });
  }
  refresh();
})();
