"""A text as the network is shown it. In: a `Document` with its findings. Out: its prepared text, character for character, without
what its training hardly held: a link behind it turned many a harmless post red.

Blanks stand for links and user names, hashtags at the end in which the rules find nothing are cut off, and a text in capitals is read in
small letters. Offsets stay.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from models.datafiles import read_toml
from models.document import Document
from models.text.links import LINK, USER_NAME

_HASHTAGS = re.compile(r"(?:#\w+\s*){2,}")
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")


class View(NamedTuple):
    """The text shown (no longer than the prepared one, at the same offsets), and where user names were hidden: what the rules find there
    stands.
    """

    text: str
    hidden: tuple[tuple[int, int], ...]


def view_of(document: Document) -> View:
    """What the network is shown of the prepared text of a document."""
    shown = _SKIN_TONE.sub(" ", LINK.sub(_blank, document.text))
    hidden = tuple(found.span() for found in USER_NAME.finditer(shown))
    shown = USER_NAME.sub(_blank, shown).rstrip()
    last = next(reversed(list(_HASHTAGS.finditer(shown))), None)
    if last and last.end() == len(shown) and all(finding.end <= last.start() for finding in document.findings):
        shown = shown[: last.start()].rstrip()
    # A blank at the end would be a token of its own, and none that was taught.
    return View(_small(shown), hidden)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _small(text: str) -> str:
    """A text whose words, codes and short abbreviations aside, are mostly in capitals, in small letters."""
    letters = "".join(_LONG_WORD.findall(text))
    shouting = _shouting()
    if len(letters) < shouting["letters"] or sum(map(str.isupper, letters)) < shouting["capitals"] * len(letters):
        return text
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


@cache
def _shouting() -> dict[str, Any]:
    shouting: dict[str, Any] = read_toml("priors/fusion.toml")["shouting"]
    return shouting
