"""The group as a small picture: a hundred figures, the filled ones at least so many, the empty ones perhaps.

In: the group's size, low and high. Out: an SVG. It uses the patterns that the frame of every page holds, and tells no figure above 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil

from api.check.pages.words import words
from models.explain import group_in_words, likely_size
from models.risk.group_size import in_steps

COLUMNS = 20
ROWS = 5
_WIDTH, _HEIGHT = 12, 18
_ALL = COLUMNS * ROWS
# What is told of a group that may be larger than the picture: no figure above 20.
_MOST = 21


def picture(size: Sequence[int]) -> str:
    """A figure element for a group of `size`."""
    group = (size[0], size[1])
    # The upper end is drawn where the words put the group: the bound itself is often far out.
    low, high = in_steps((group[0], ceil(likely_size(group))))
    dark, light = min(low, _MOST), _ALL if high is None else high
    said = words()["answer"]
    note = said["people_most"] if high is None else said["people"]
    return (
        f'<figure class="people" data-low="{dark}" data-high="{light}">'
        f'<svg viewBox="0 0 {COLUMNS * _WIDTH} {ROWS * _HEIGHT}" aria-hidden="true" focusable="false">'
        f'<path d="{_area(0, dark)}" fill="url(#person-dark)"/><path d="{_area(dark, light)}" fill="url(#person-light)"/>'
        f'<path d="{_area(light, _ALL)}" fill="url(#person-none)"/></svg>'
        f"<figcaption><strong>{escape(group_in_words(group))}</strong> <small>{escape(note)}</small></figcaption></figure>"
    )


def _area(first: int, last: int) -> str:
    """Path over the figures from `first` up to `last`, row by row."""
    parts = []
    for row in range(ROWS):
        start, end = max(first - row * COLUMNS, 0), min(last - row * COLUMNS, COLUMNS)
        if start < end:
            parts.append(f"M{start * _WIDTH} {row * _HEIGHT}h{(end - start) * _WIDTH}v{_HEIGHT}H{start * _WIDTH}z")
    return "".join(parts)
