/**
 * Finds the box somebody writes a post in.
 *
 * In: an event or an element, and the adapter of the site. Out: the editable element (a textarea, or the root of a contenteditable), or null
 * where the box is no place for posts (a search box, a private message). Works on any site; the adapter only adds what cannot be known.
 */
"use strict";

const Composer = (() => {
  const PARTS = 'form, [role="dialog"], dialog, article, [role="article"], [role="form"]';
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

  /** Whether `element` lies in `outer`, across the edges of open shadow roots. */
  function contains(outer, element) {
    for (let at = element; at; at = at.getRootNode().host) if (outer.contains(at)) return true;
    return false;
  }

  /** The element that has the focus, through open shadow roots. */
  function focused() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  /** The box for posts that `element` is or lies in, or null. */
  function around(element, config) {
    const box = editable(element);
    return !box || closest(box, NOT_POSTS) || (!config.private && isPrivate(box, config)) ? null : box;
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

  /** Whether the box is for private messages: by what it is called, by the page's path, by what it lies in, also outside its frame. */
  function isPrivate(box, { adapter, lists }) {
    const { paths, within } = adapter.private;
    if (label(box).split(/\P{L}+/u).some((word) => lists.private_labels.includes(word))) return true;
    // Frames of other sites tell nothing of themselves: there it ends.
    for (let at = box; at; at = at.ownerDocument.defaultView?.frameElement) {
      const path = `${at.ownerDocument.location.pathname}/`;
      if (paths.some((start) => path.startsWith(`${start}/`)) || within.some((selector) => closest(at, selector))) return true;
    }
    return false;
  }

  /** The form, dialog or article that an element belongs to, or null. */
  function part(element) {
    return closest(element, PARTS);
  }

  /** Where the buttons and pictures of the box are: its part of the page, or the nearest element with a button that posts or takes files. */
  function surroundings(box, adapter) {
    return part(box) ?? closest(box, `:not(html, body):has(${['input[type="file"]', ...adapter.submit].join()})`);
  }

  /** What the box is called, in lower case. */
  function label(box) {
    const by = box.getAttribute("aria-labelledby");
    const named = by ? by.split(/\s+/).map((id) => box.getRootNode().getElementById?.(id)?.textContent ?? "") : [];
    const own = ["aria-label", "placeholder", "aria-placeholder", "data-placeholder", "title"].map((name) => box.getAttribute(name) ?? "");
    const labels = [...(box.labels ?? [])].map((each) => each.textContent);
    return [...named, ...own, ...labels].join(" ").toLowerCase();
  }

  /** Whether a picture or film goes with the text: one that was picked here, not one that the page shows anyway. */
  function hasMedia(box, adapter) {
    if (adapter.media.some((selector) => box.matches(selector))) return true;
    const around = surroundings(box, adapter) ?? box.parentElement;
    if (!around) return false;
    // Emoji are pictures too: those in the text, and small ones, are not meant.
    const picked = around.querySelectorAll('img[src^="blob:"], img[src^="data:image/"], video[src^="blob:"], [style*="blob:"]');
    if ([...picked].some((each) => !box.contains(each) && each.clientWidth >= 40)) return true;
    return [...around.querySelectorAll('input[type="file"]')].some((input) => input.files?.length > 0);
  }

  return { innermost, above, closest, contains, focused, around, isPrivate, part, surroundings, label, hasMedia };
})();
