/**
 * Finds the box somebody writes a post in.
 *
 * In: an event or an element, and the adapter of the site. Out: the editable element (a textarea, or the root of a contenteditable), or null
 * where the box is no place for posts (a search box, a private message). Works on any site; the adapter only adds what cannot be known.
 */
"use strict";

const Composer = (() => {
  const NOT_POSTS = '[role="searchbox"], [role="combobox"], [role="search"], [type="search"]';

  /** The innermost element of an event, through open shadow roots. */
  function innermost(event) {
    const path = event.composedPath();
    return path[0] instanceof Element ? path[0] : null;
  }

  /** The element above, across the edge of a shadow root. */
  function above(element) {
    return element.parentElement ?? element.getRootNode().host ?? null;
  }

  /** `closest`, across the edges of open shadow roots. */
  function closest(element, selector) {
    for (let at = element; at; at = at.getRootNode().host) {
      const found = at.closest(selector);
      if (found) return found;
    }
    return null;
  }

  /** The element that has the focus, through open shadow roots. */
  function focused() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  /** The box that `element` is or lies in, or null. */
  function around(element, adapter, privateToo) {
    const box = editable(element);
    if (!box || closest(box, NOT_POSTS)) return null;
    if (!privateToo && isPrivate(box, adapter)) return null;
    return box;
  }

  function editable(element) {
    if (!element) return null;
    if (element instanceof HTMLTextAreaElement) {
      return element.readOnly || element.disabled ? null : element;
    }
    if (!element.isContentEditable) return null;
    let box = element;
    while (box.parentElement?.isContentEditable) box = box.parentElement;
    return box;
  }

  /** Whether the box is for private messages. Without an adapter nothing is known to be private. */
  function isPrivate(box, adapter) {
    const about = adapter?.private;
    if (!about) return false;
    const path = location.pathname;
    if (about.paths.some((start) => path === start || path.startsWith(start.endsWith("/") ? start : `${start}/`))) return true;
    return about.within.some((selector) => closest(box, selector));
  }

  /** The form, dialog or article that the box belongs to: where its buttons and pictures are. */
  function surroundings(box) {
    return closest(box, 'form, [role="dialog"], dialog, article, [role="article"], [role="form"]');
  }

  /** What the box is called, in lower case. */
  function label(box) {
    const by = box.getAttribute("aria-labelledby");
    const named = by ? by.split(/\s+/).map((id) => box.getRootNode().getElementById?.(id)?.textContent ?? "") : [];
    const own = ["aria-label", "placeholder", "aria-placeholder", "data-placeholder", "name", "title"].map((name) => box.getAttribute(name) ?? "");
    const labels = [...(box.labels ?? [])].map((each) => each.textContent);
    return [...named, ...own, ...labels].join(" ").toLowerCase();
  }

  /** Whether a picture or film goes with the text: one that was picked here, not one that the page shows anyway. */
  function hasMedia(box) {
    const around = surroundings(box) ?? box.parentElement;
    if (!around) return false;
    // Emoji are pictures too: those in the text, and small ones, are not meant.
    const picked = around.querySelectorAll('img[src^="blob:"], img[src^="data:image/"], video[src^="blob:"]');
    if ([...picked].some((each) => !box.contains(each) && each.clientWidth >= 40)) return true;
    return [...around.querySelectorAll('input[type="file"]')].some((input) => input.files?.length > 0);
  }

  return { innermost, above, closest, focused, around, isPrivate, surroundings, label, hasMedia };
})();
