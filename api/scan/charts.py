"""Bars as inline SVG: labels and numbers in, a drawing with a text alternative out. No script, no font, no address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from api.scan.numbers import danish

_WIDTH, _LABELS, _NUMBERS, _ROW, _BAR = 680, 310, 80, 28, 16


def bars(identity: str, title: str, note: str, rows: Sequence[tuple[str, int, str]]) -> str:
    """A bar for each of `rows`: label, number, class. `identity` is unique on the page."""
    most = max((number for _, number, _ in rows), default=0) or 1
    space = _WIDTH - _LABELS - _NUMBERS
    said = "; ".join(f"{label}: {danish(number)}" for label, number, _ in rows)
    drawn = [
        f'<svg role="img" aria-labelledby="{identity}-t {identity}-d" viewBox="0 0 {_WIDTH} {_ROW * len(rows)}">',
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(said)}. {escape(note)}</desc>',
    ]
    for i, (label, number, kind) in enumerate(rows):
        length = max(round(space * number / most), 2 if number else 0)
        middle = i * _ROW + _ROW // 2
        drawn.append(
            f'<text x="{_LABELS - 10}" y="{middle}" text-anchor="end" dominant-baseline="central">{escape(label)}</text>'
            f'<rect class="{kind}" x="{_LABELS}" y="{middle - _BAR // 2}" width="{length}" height="{_BAR}"/>'
            f'<text x="{_LABELS + length + 8}" y="{middle}" dominant-baseline="central">{danish(number)}</text>'
        )
    return "".join([*drawn, "</svg>"])
