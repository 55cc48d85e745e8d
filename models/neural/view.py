"""A text as the network is shown it. In: a prepared text. Out: the same, character for character, without what its training never held.

No post of the corpus has a link, and next to none a user name: before a link it called every third harmless post red. Blanks stand in
their place, and what the rules find there is theirs. A text in capitals is read in small letters. Offsets stay.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from models.text.links import LINK, USER_NAME

_HIDDEN = re.compile(f"{LINK.pattern}|{USER_NAME.pattern}", re.IGNORECASE)
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_LETTERS = 15
_MOSTLY = 0.7


class View(NamedTuple):
    """The text shown (no longer than the original, at the same offsets) and the spans that were hidden."""

    text: str
    hidden: tuple[tuple[int, int], ...]


def view_of(text: str) -> View:
    """What the network is shown of `text`."""
    hidden = tuple(found.span() for found in _HIDDEN.finditer(text))
    shown = _HIDDEN.sub(lambda found: " " * len(found.group()), text)
    shown = _SKIN_TONE.sub(" ", shown)
    # A blank at the end is a token of its own, and none that was taught.
    return View(_small(shown).rstrip(), hidden)


def _small(text: str) -> str:
    """A text whose words, codes and short abbreviations aside, are mostly in capitals, in small letters."""
    letters = "".join(_LONG_WORD.findall(text))
    if len(letters) < _FEWEST_LETTERS or sum(map(str.isupper, letters)) < _MOSTLY * len(letters):
        return text
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)
