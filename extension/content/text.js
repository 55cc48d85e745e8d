/**
 * Reads the text of a box, and tells where on the page a stretch of it stands. Changes nothing.
 *
 * In: a textarea or a contenteditable element. Out: `read(box)` gives {text, rects(spans, room)}; the offsets of spans are UTF-16 code
 * units, as in any JavaScript string; rectangles are in the viewport's coordinates; `room` is an element of our own, out of the page's reach.
 */
"use strict";

const BoxText = (() => {
  const BLOCKS = new Set(
    "ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT FIGURE FIGCAPTION FOOTER H1 H2 H3 H4 H5 H6 HEADER LI MAIN OL P PRE SECTION TABLE TD TR UL".split(" "),
  );
  const SILENT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"]);
  // What decides where a textarea breaks its lines.
  const COPIED = [
    "borderBottomStyle", "borderBottomWidth", "borderLeftStyle", "borderLeftWidth", "borderRightStyle", "borderRightWidth", "borderTopStyle",
    "borderTopWidth", "boxSizing", "direction", "fontFamily", "fontFeatureSettings", "fontKerning", "fontSize", "fontSizeAdjust", "fontStretch",
    "fontStyle", "fontVariant", "fontWeight", "letterSpacing", "lineHeight", "overflowWrap", "paddingBottom", "paddingLeft", "paddingRight",
    "paddingTop", "tabSize", "textAlign", "textIndent", "textTransform", "wordBreak", "wordSpacing",
  ];

  function read(box) {
    return box instanceof HTMLTextAreaElement ? readPlain(box) : readRich(box);
  }

  function readPlain(box) {
    const text = box.value;
    return { text, rects: (spans, room) => mirrored(box, text, spans, room) };
  }

  /** Text nodes, the names of pictures (sites draw emoji as pictures), and line breaks where blocks begin. */
  function readRich(box) {
    const parts = [];
    let text = "";
    let edge = false; // of a block: a new line, if anything comes after it
    const add = (node, words) => {
      if (!words) return;
      if (edge && text && !text.endsWith("\n")) text += "\n";
      edge = false;
      parts.push({ node, start: text.length, end: text.length + words.length });
      text += words;
    };
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        add(node, node.data.replaceAll("\u00a0", " "));
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName)) return;
      if (node.tagName === "BR") {
        edge = true;
      } else if (node.tagName === "IMG") {
        add(node, node.alt);
      } else {
        const block = BLOCKS.has(node.tagName) && node !== box;
        edge ||= block;
        for (const child of node.childNodes) walk(child);
        edge ||= block;
      }
    };
    walk(box);
    return { text, rects: (spans) => spans.flatMap(({ start, end }) => ranged(parts, start, end)) };
  }

  function ranged(parts, start, end) {
    const rects = [];
    for (const part of parts) {
      if (part.end <= start || part.start >= end || !part.node.isConnected) continue;
      const range = document.createRange();
      if (part.node.nodeType === Node.TEXT_NODE) {
        const length = part.node.data.length;
        range.setStart(part.node, Math.min(length, Math.max(0, start - part.start)));
        range.setEnd(part.node, Math.min(length, end - part.start));
      } else {
        range.selectNode(part.node);
      }
      rects.push(...range.getClientRects());
    }
    return rects;
  }

  /** Rectangles by a copy of the textarea, laid out in `room`. */
  function mirrored(box, text, spans, room) {
    if (!spans.length) return [];
    const copy = document.createElement("div");
    const style = getComputedStyle(box);
    for (const name of COPIED) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "fixed", left: "0", top: "0", visibility: "hidden", whiteSpace: "pre-wrap", overflow: "hidden" });
    // A scroll bar takes room that the lines do not get.
    const bar = box.offsetWidth - box.clientWidth - parseFloat(style.borderLeftWidth) - parseFloat(style.borderRightWidth);
    copy.style.width = `${(style.boxSizing === "border-box" ? box.offsetWidth : parseFloat(style.width)) - Math.max(0, bar)}px`;
    const node = document.createTextNode(`${text}\n`);
    copy.append(node);
    room.append(copy);
    const origin = copy.getBoundingClientRect();
    const place = box.getBoundingClientRect();
    const moved = ({ x, y, width, height }) => new DOMRect(x - origin.x + place.x - box.scrollLeft, y - origin.y + place.y - box.scrollTop, width, height);
    const range = document.createRange();
    const rects = spans.flatMap(({ start, end }) => {
      range.setStart(node, start);
      range.setEnd(node, end);
      return [...range.getClientRects()].map(moved);
    });
    copy.remove();
    return rects;
  }

  /** The part of the page where the box shows its text: its own frame, cut by everything that scrolls around it. */
  function visible(box) {
    let { left, top, right, bottom } = box.getBoundingClientRect();
    for (let at = Composer.above(box); at && at !== document.documentElement; at = Composer.above(at)) {
      const style = getComputedStyle(at);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const frame = at.getBoundingClientRect();
      left = Math.max(left, frame.left);
      top = Math.max(top, frame.top);
      right = Math.min(right, frame.right);
      bottom = Math.min(bottom, frame.bottom);
    }
    return { left, top, right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) };
  }

  return { read, visible };
})();
