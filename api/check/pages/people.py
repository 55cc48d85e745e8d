"""The group as a small picture: a hundred figures, the dark ones at least so many, the light ones perhaps.

In: the group's size, low and high. Out: an SVG. It uses the patterns that the frame of every page holds, and tells no figure above 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from api.check.pages.words import words
from models.explain import group_in_words
from models.risk.group_size import in_steps

COLUMNS = 20
ROWS = 5
_WIDTH, _HEIGHT = 12, 18
_ALL = COLUMNS * ROWS


def picture(size: Sequence[int]) -> str:
    """A figure element for a group of `size`."""
    low, high = in_steps((size[0], size[1]))
    dark = min(low, _ALL)
    light = _ALL if high is None else high
    if high is None:
        # "More than 100" is known of the upper bound at most: it is told as many figures and some words.
        dark = min(dark, 21)
    said = words()["answer"]
    note = said["people_most"] if high is None else said["people"]
    return (
        f'<figure class="people" data-low="{dark}" data-high="{light}">'
        f'<svg viewBox="0 0 {COLUMNS * _WIDTH} {ROWS * _HEIGHT}" aria-hidden="true" focusable="false">'
        f'<path d="{_area(0, dark)}" fill="url(#person-dark)"/><path d="{_area(dark, light)}" fill="url(#person-light)"/>'
        f'<path d="{_area(light, _ALL)}" fill="url(#person-none)"/></svg>'
        f"<figcaption><strong>{escape(group_in_words((size[0], size[1])))}</strong> <small>{escape(note)}</small></figcaption></figure>"
    )


def _area(first: int, last: int) -> str:
    """Path over the figures from `first` up to `last`, row by row."""
    parts = []
    for row in range(ROWS):
        start, end = max(first - row * COLUMNS, 0), min(last - row * COLUMNS, COLUMNS)
        if start < end:
            parts.append(f"M{start * _WIDTH} {row * _HEIGHT}h{(end - start) * _WIDTH}v{_HEIGHT}H{start * _WIDTH}z")
    return "".join(parts)
