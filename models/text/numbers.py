"""Danish numbers in running text: digits and number words to integers.

In: lower-case words. Out: the value, or `None`. The words are data (`data/gazetteers/number_words.tsv`).
"""

from __future__ import annotations

from models.datafiles import read_table

_CARDINALS: dict[str, int] = {}
_ORDINALS: dict[str, int] = {}
_TENS: dict[str, int] = {}
for _row in read_table("gazetteers/number_words.tsv"):
    {"cardinal": _CARDINALS, "ordinal": _ORDINALS, "ten": _TENS}[_row["kind"]][_row["word"]] = int(_row["value"])
_UNITS = {word: value for word, value in _CARDINALS.items() if value < 10}
for _ten, _value in list(_TENS.items()):
    _CARDINALS[_ten] = _value
    for _unit, _ones in _UNITS.items():
        _CARDINALS[f"{_unit}og{_ten}"] = _value + _ones
_LARGEST_LENGTH = 6


def cardinal(word: str) -> int | None:
    """Value of "4", "fire", "femogtyve"; `None` for anything else ("en" and "et" are articles: not here)."""
    if word.isascii() and word.isdigit() and len(word) <= _LARGEST_LENGTH:
        return int(word)
    return _CARDINALS.get(word)


def ordinal(word: str) -> int | None:
    """Value of "tredje", "femte"; `None` for anything else; "3." is two tokens, the caller looks at the full stop."""
    return _ORDINALS.get(word)


def number_words() -> dict[str, int]:
    """All cardinal number words with their values."""
    return dict(_CARDINALS)


def ordinal_words() -> dict[str, int]:
    """All ordinal number words with their values."""
    return dict(_ORDINALS)
