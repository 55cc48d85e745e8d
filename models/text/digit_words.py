"""What one word reads as when digits are said, spelled, misspelt, glued together or half hidden: "nultre", "fireoghavfjerds", "14xx52".

In: a lower-case word. Out: its digits, with `x` for one left out, or "". The words are data (`digit_disguises.tsv`, `number_words.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.datafiles import read_table

WORDS: dict[str, str] = {}
INNER: dict[str, str] = {}
CAPITALS: dict[str, str] = {}
LINKS: dict[str, str] = {}
DAYS: dict[str, str] = {}
TENS: dict[str, str] = {}
REPEATS: dict[str, str] = {}
UNITS: dict[str, str] = {}
_LEADING_TENS: dict[str, str] = {}
_SAID: dict[str, str] = {}  # without the slips, for words in one
_KINDS = {"word": WORDS, "inner": INNER, "capital": CAPITALS, "link": LINKS, "day": DAYS, "ten": TENS, "repeat": REPEATS, "lead": _LEADING_TENS}  # fmt: skip
for _row in read_table("gazetteers/digit_disguises.tsv"):
    _KINDS.setdefault(_row["kind"], {})[_row["form"]] = _row["reads"]
COUNTED = frozenset(_KINDS.get("counted", ()))
_SHORTEST_MISSPELT = 9
_SHORTEST_GLUED = 6
_STREWN = 6


def _misspellings(word: str) -> Iterator[str]:
    """The word with one letter dropped, doubled, or swapped with the next."""
    for k in range(1, len(word)):
        yield word[:k] + word[k + 1 :]
        yield word[:k] + word[k] + word[k:]
        yield word[: k - 1] + word[k] + word[k - 1] + word[k + 1 :]


def _add_compounds() -> None:
    numbers = read_table("gazetteers/number_words.tsv")
    TENS.update({row["word"]: row["value"] for row in numbers if row["kind"] == "ten"})
    TENS.update(_LEADING_TENS)
    cardinals = {r["word"]: r["value"] for r in numbers if r["kind"] == "cardinal" and len(r["value"]) == 1}
    UNITS.update({**cardinals, "en": "1", "et": "1"})
    units = {**UNITS, **{word: value for word, value in WORDS.items() if len(value) == 1 and value.isdigit()}}
    compounds = {
        f"{unit}og{ten}": tens[0] + value for unit, value in {**units, **UNITS}.items() for ten, tens in TENS.items()
    }
    compounds.update({ten + unit: tens[0] + value for unit, value in units.items() for ten, tens in _LEADING_TENS.items()})  # fmt: skip
    WORDS.update(TENS)
    WORDS.update(compounds)
    _SAID.update(WORDS)
    WORDS.update({a + b: UNITS[a] + UNITS[b] for a in UNITS for b in UNITS})  # "toseks"
    for word, value in compounds.items():
        if len(word) >= _SHORTEST_MISSPELT:
            for slip in _misspellings(word):
                WORDS.setdefault(slip, value)


_add_compounds()
MONTHS = {row["word"]: row["reads"] for row in read_table("gazetteers/spread_numbers.tsv") if row["kind"] == "month"}
ALL = frozenset({*WORDS, *INNER, *CAPITALS, *DAYS, *MONTHS, *REPEATS})
STARTERS = frozenset({*WORDS, *DAYS})

_LOOKALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "ø": "0", "s": "5", "b": "8", "z": "2", "g": "9", "q": "9", "a": "4", "e": "3", "t": "7"})  # fmt: skip
_ONLY_LOOKALIKES = re.compile(r"[\doøli]+\Z")
_LONG_LOOKALIKES = re.compile(r"[\doølisbz]{4,}\Z")
_MASKED = re.compile(r"(?:\d+x+|x+\d+|\dx\dx|x\dx\d|\d*(?:xx+\d+)+(?:xx+)?)\Z")
# Letters that end amounts ("100g", "250e") count only within a number.
_INNER_LOOKALIKES = re.compile(r"\d[\doølisbzaegtq]{2,8}\d\Z")
_JOINED_LOOKALIKES = re.compile(r"(?=.*\d)(?:[\doølisbzaegtq]{4}|[\doølisbzaegtq]{6})\Z")
_PAIR_LOOKALIKE = re.compile(r"\d[olgiszbqaet]\Z|[olgiszbqaet]\d\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-f]+\Z")
_DIGITS = re.compile(r"\d+")
_NUMBER_LENGTHS = (8, 10)
_FEWEST_DIGITS = 3
_LONGEST_GLUED = 100
_STARTS = frozenset(word[:3] for word in WORDS if word.isalpha()) | {
    f"{one}{word[:2]}"[:3] for one in UNITS for word in UNITS
}
_PIECES = {word: value for word, value in {**UNITS, **_SAID}.items() if word.isalpha() and value.isdecimal()}
_LONGEST_PIECE = max(map(len, _PIECES))


def starts_glued(word: str) -> bool:
    """Whether a word of letters alone is several number words in one; most words do not pass the first look."""
    return word[:3] in _STARTS and len(word) >= _SHORTEST_GLUED and read_glued(word) != ""


def read_glued(word: str) -> str:
    """Digits of number words and digits written in one ("toseksfire", "4en"); "" for anything else. Linear in the length."""
    if len(word) > _LONGEST_GLUED:
        return ""
    read: list[str | None] = [None] * len(word) + [""]  # digits of the word from each place on
    for at in range(len(word) - 1, -1, -1):
        if word[at].isdecimal():
            rest = read[at + 1]
            read[at] = None if rest is None else word[at] + rest
            continue
        for end in range(min(len(word), at + _LONGEST_PIECE), at + 1, -1):
            rest = read[end]
            if rest is not None and word[at:end] in _PIECES:
                read[at] = _PIECES[word[at:end]] + rest
                break
    whole: str | None = read[0]
    return whole or ""


def read_number(word: str) -> str:
    """Digits of a token that starts with one; "" if its letters say that it is something else ("2b", "100mg", "0x80")."""
    if word.isascii() and word.isdecimal():
        return word
    if word.isdecimal():
        return "".join(str(int(char)) for char in word)
    if _MASKED.match(word):
        return word
    if _ONLY_LOOKALIKES.match(word) or (
        (_LONG_LOOKALIKES.match(word) or _INNER_LOOKALIKES.match(word))
        and sum(map(str.isdecimal, word)) * 2 >= len(word)
    ):
        return word.translate(_LOOKALIKE)
    glued = read_glued(word)
    if glued:
        return glued
    parts = _DIGITS.findall(word)
    if sum(map(len, parts)) >= _STREWN and not _HEXADECIMAL.match(word):  # a number with letters strewn in
        return "~".join(parts)
    return ""


def read_lettered(word: str, joined: bool) -> str:
    """Digits of a token that starts with a letter and holds some digit: "l234", "to6", "nr140352"; "" for codes such as "m5".

    `joined`: a dash or slash joins it to other digits, as in "I4O3S2-IB74".
    """
    if (
        _ONLY_LOOKALIKES.match(word)
        or (joined and _JOINED_LOOKALIKES.match(word))
        or (
            _LONG_LOOKALIKES.match(word)
            and len(word) in _NUMBER_LENGTHS
            and 2 <= sum(map(str.isalpha, word)) <= len(word) - _FEWEST_DIGITS
        )
    ):
        return word.translate(_LOOKALIKE)
    if _MASKED.match(word):
        return word
    parts: list[str] = _DIGITS.findall(word)
    if word[0] in "np" and len(parts) == 1 and word.endswith(parts[0]) and len(parts[0]) >= _STREWN:
        return str(parts[0])
    return read_glued(word)


def read_pair(words: Sequence[str], i: int, written: str) -> str:
    """Digits of a pair such as "3S" or "Z6" beside another group of two digits; in small letters, between two of them."""
    if not _PAIR_LOOKALIKE.match(words[i]):
        return ""
    around = (words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else "")
    pairs = [len(word) == 2 and (word in CAPITALS or any(map(str.isdecimal, word))) for word in around]
    return words[i].translate(_LOOKALIKE) if all(pairs) or (written.isupper() and any(pairs)) else ""
