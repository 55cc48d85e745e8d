"""Which language a post is in: function words decide, `langdetect` only where they do not. Informs, never gates.

In: the text and its lower-case words. Out: "da", "nb", "sv", "en" or "other".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from models.datafiles import read_table

_SHORTEST_FOR_GUESS = 20


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for row in read_table("gazetteers/function_words.tsv"):
        words[row["word"]] = (*words.get(row["word"], ()), row["lang"])
    return words


def language_of(text: str, words: Sequence[str]) -> str:
    """Language of the text; Danish where nothing speaks against it, since that is what the writers write."""
    decided = language_by_function_words(words)
    if decided:
        return decided
    return _guess(text) if len(text) >= _SHORTEST_FOR_GUESS else "da"


def language_by_function_words(words: Sequence[str]) -> str | None:
    """Language with the most function words among the lower-case `words`, Danish in a tie; `None` without any."""
    table = _function_words()
    votes: Counter[str] = Counter()
    for word in words:
        votes.update(table.get(word, ()))
    if not votes:
        return None
    best = max(votes.values())
    return "da" if votes["da"] == best else next(language for language, count in votes.items() if count == best)


@cache
def function_words(language: str | None) -> frozenset[str]:
    """The words on the list that are function words of `language` and not of Danish: "to" of English."""
    return frozenset(word for word, of in _function_words().items() if language in of and "da" not in of)


def _guess(text: str) -> str:
    # Imported here: most posts never get this far, and it reads 50 language profiles.
    from langdetect import LangDetectException

    detector = _factory().create()
    detector.set_prior_map({"da": 0.8, "no": 0.05, "sv": 0.05, "en": 0.1})
    detector.append(text)
    try:
        guess = detector.detect()
    except LangDetectException:
        return "other"
    return {"da": "da", "no": "nb", "sv": "sv", "en": "en"}.get(guess, "other")


@cache
def _factory() -> Any:  # noqa: ANN401 - langdetect has no types
    from langdetect import DetectorFactory
    from langdetect.detector_factory import PROFILES_DIRECTORY

    DetectorFactory.seed = 0
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
