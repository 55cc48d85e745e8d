"""Words whose letters were swapped for digits and signs ("M0na", "Kar*n", "Agn€te"), matched against a list of words.

In: a lower-case disguised word and a `MaskedWords` index. Out: the listed word it most likely stands for, or "".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# A sign → the letters it stands for; "*" and the like stand for any letter.
_LETTERS = {
    "0": "oø", "1": "il", "3": "eæ", "4": "aåæ", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "€": "e", "$": "s", "@": "aæå", "!": "i", "|": "il", "£": "l", "ø": "øo",
}  # fmt: skip
_ANY = frozenset("*#_•")
# A quick look, cheap on texts that have none: a digit or a sign with a letter behind it.
MIXED = re.compile("[0-9*€$£|•_@!][A-Za-zÆØÅæøå]")
DISGUISED = re.compile(
    r"(?<![\w*€$£•|])(?=[^\W_][\w*€$£@!•|]{2,24}(?![\w*€$£•|]))[^\W_]*[*€$£@!•|\d][\w*€$£@!•|]*[^\W_](?![\w*€$£•|])"
)


def reads_as(disguised: str, word: str) -> bool:
    """Whether `disguised` is `word` with signs for some of its letters, at least two of them left as they are."""
    return (
        len(disguised) == len(word)
        and sum(map(str.isalpha, disguised)) > 1
        and all(a == b or a in _ANY or b in _LETTERS.get(a, "") for a, b in zip(disguised, word, strict=True))
    )


class MaskedWords:
    """Words by length, so that a masked word meets few of them; the first that fits wins (give the likeliest first)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)

    def find(self, disguised: str) -> str:
        """The listed word behind `disguised`, or "". At least two letters must be left, and half of them or one sign only."""
        letters = sum(char.isalpha() for char in disguised)
        if letters < 2:
            return ""
        pattern = re.compile(
            "".join("[^\\W\\d_]" if c in _ANY else f"[{_LETTERS.get(c, re.escape(c))}]" for c in disguised)
        )
        for word in self._by_length.get(len(disguised), ()):
            if pattern.fullmatch(word):
                return word
        return ""
