/**
 * Tells which events post something.
 *
 * In: an event, the box that was written in, and what is known of buttons and sites. Out: yes or no. Words and selectors are data.
 */
"use strict";

const Submit = (() => {
  const BUTTONS = 'button, [role="button"], input[type="submit"], input[type="button"], input[type="image"], a[role="button"]';

  /** What a button says, in lower case, without the marks around the words. */
  function words(button) {
    const by = button.getAttribute("aria-labelledby");
    const label = by && button.getRootNode().getElementById?.(by)?.textContent;
    const said = button.getAttribute("aria-label") || label || (button instanceof HTMLInputElement ? button.value : button.textContent) || button.title;
    return said.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  function starts(said, list) {
    return list.some((word) => said === word || said.startsWith(`${word} `));
  }

  /** Whether the button posts, whatever box it belongs to. */
  function posts(button, adapter, lists) {
    if (adapter.submit.some((selector) => button.matches(selector))) return true;
    const said = words(button);
    return said.length <= 40 && starts(said, lists.buttons) && !starts(said, lists.not_buttons);
  }

  /** The button that the event is on and that posts what is in `box`, or null. */
  function button(event, box, adapter, lists) {
    const element = Composer.innermost(event);
    const found = element && Composer.closest(element, BUTTONS);
    if (!found || found.disabled || box.contains(found)) return null;
    const isSubmit = (found instanceof HTMLButtonElement || found instanceof HTMLInputElement) && (found.type === "submit" || found.type === "image");
    if (isSubmit && found.form && found.form === Composer.closest(box, "form")) return found;
    return posts(found, adapter, lists) && belongs(found, box, adapter, lists) ? found : null;
  }

  /** Whether a button that posts can post what is in `box`: one beside it does; one elsewhere only where none is beside it, and no other part of the page owns it. */
  function belongs(found, box, adapter, lists) {
    if (Composer.surroundings(box, adapter)?.contains(found)) return true;
    if (Composer.part(box) && hasButton(box, adapter, lists)) return false;
    const its = Composer.part(found);
    return !its || Composer.contains(its, box);
  }

  /** Whether the box has a button of its own that posts. */
  function hasButton(box, adapter, lists) {
    const around = Composer.surroundings(box, adapter) ?? box.parentElement?.parentElement ?? box.parentElement;
    return [...(around?.querySelectorAll(BUTTONS) ?? [])].some(
      (each) => each.type === "submit" || posts(each, adapter, lists),
    );
  }

  /** Whether this key, pressed in `box`, posts. Enter alone does so in boxes for comments, and where there is no button to post with. */
  function key(event, box, adapter, lists) {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return false;
    if (event.ctrlKey || event.metaKey) return true;
    if (event.shiftKey || event.altKey) return false;
    if (["send", "done", "go"].includes(box.enterKeyHint)) return true;
    if (adapter.enter.some((selector) => box.matches(selector))) return true;
    const label = Composer.label(box);
    if (lists.enter_labels.some((word) => label.includes(word))) return !(box instanceof HTMLTextAreaElement) || !hasButton(box, adapter, lists);
    return !(box instanceof HTMLTextAreaElement) && !hasButton(box, adapter, lists);
  }

  return { button, key };
})();
