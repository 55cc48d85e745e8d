"""The part of Det Fælles Designsystem that the pages use: `python subset.py FOLDER > dkfds-subset.css`, FOLDER being the unpacked npm package.

In: its compiled `dist/css/dkfds.css`. Out: the rules for plain elements and for the classes in `USED`, with every colour as a custom
property (`site.css` gives them, for light and for dark).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = (
    "skipnav button button-primary button-secondary button-tertiary form-group form-label form-hint form-input form-checkbox form-radio "
    "form-group-checkbox form-group-radio alert alert-heading alert-text alert-warning no-max-width"
)
USED = frozenset(_NAMES.split())
COLOURS = {
    "#1a1a1a": "ink", "#707070": "quiet", "#454545": "strong", "#8e8e8e": "line", "#f5f5f5": "soft", "#dcdcdc": "softer",
    "#bfbfbf": "faint", "#cc0000": "red", "#358000": "green", "#febb30": "yellow", "#1b86c3": "blue", "#ffe0e0": "red-soft",
    "#ddf7ce": "green-soft", "#ffeecc": "yellow-soft", "#e2f2fb": "blue-soft", "white": "paper", "#800080": "visited", "#004d99": "link",
}  # fmt: skip
ELEMENTS = re.compile(
    r"^(\*|html|body|button|input|textarea|fieldset|legend|details|summary|strong|b|em|h[1-4]|p|ul|ol|li|a|small|hr|\[hidden\]|\[type)"
)
UNUSED = re.compile(
    r"range|search|file|number|select|optgroup|:not\(|table|webkit-(inner|outer)|icon-svg|\.disabled|\.focus"
)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """(selector or at-rule, body) of a stretch of CSS, in order."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        depth, end = 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:opened].strip(), css[opened + 1 : end - 1].strip()
        at = end


def kept(css: str) -> Iterator[str]:
    """The rules that are used, as CSS."""
    for head, body in rules(css):
        if head.startswith("@media") and "print" not in head:
            inner = "\n".join(kept(body))
            if inner:
                yield f"{head} {{\n{inner}\n}}"
        elif not head.startswith("@"):
            selectors = [each.strip() for each in re.split(r",(?![^(]*\))", head)]
            used = [each for each in selectors if is_used(each)]
            if used and "url(" not in body:
                yield f"{', '.join(used)} {{ {coloured(' '.join(body.split()))} }}"


def is_used(selector: str) -> bool:
    """Whether the pages have what `selector` is for."""
    classes = set(re.findall(r"\.([\w-]+)", selector))
    if UNUSED.search(selector) or "#" in selector:
        return False
    return classes <= USED and bool(classes or ELEMENTS.match(selector))


def coloured(body: str) -> str:
    """`body` with the colours as custom properties."""
    for colour, name in COLOURS.items():
        body = re.sub(rf"(?<![\w-]){re.escape(colour)}(?![\w-])", f"var(--{name})", body, flags=re.IGNORECASE)
    return body


if __name__ == "__main__":
    source = (Path(sys.argv[1]) / "dist/css/dkfds.css").read_text(encoding="utf-8")
    print(
        "/* From dkfds 11.2.0 (MIT, see LICENSE.md), made by subset.py: the rules used here, colours as custom properties. */"
    )
    print("\n".join(kept(re.sub(r"/\*.*?\*/|@charset[^;]*;", "", source, flags=re.DOTALL))))
