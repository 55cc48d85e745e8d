"""Listed words behind a slip of the finger: "jouralnr" for "journalnr".

In: a list of words, and a lower-case word that is not on it. Out: the one it most likely stands for, or "".
"""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 6


class Misspelt:
    """Words looked up with one letter missing on either side: a letter dropped, added, replaced, or swapped with the next."""

    def __init__(self, words: Iterable[str]) -> None:
        self._shortened: dict[str, str] = {}
        for word in words:
            if len(word) >= _SHORTEST:
                for short in _without_one(word):
                    self._shortened.setdefault(short, word)

    def find(self, written: str) -> str:
        """The listed word that `written` is one slip away from, or ""."""
        if len(written) < _SHORTEST - 1:
            return ""
        return next((self._shortened[short] for short in _without_one(written) if short in self._shortened), "")


def _without_one(word: str) -> list[str]:
    return [word, *(word[:k] + word[k + 1 :] for k in range(len(word)))]
