"""Chains of digits, however they are written: spaced, dotted, in words, with letters for digits, half hidden.

In: a document's tokens. Out: `Chain`s, each a plain code ("010190-12xx") that knows which token every character came from.
What a chain is a number of is for the detectors to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from models.datafiles import read_table
from models.document import Document, Token

_WORDS: dict[str, str] = {}
_INNER: dict[str, str] = {}
_CAPITALS: dict[str, str] = {}
_LINKS: dict[str, str] = {}
_DAYS: dict[str, str] = {}
_TENS: dict[str, str] = {}
for _row in read_table("gazetteers/digit_disguises.tsv"):
    {"word": _WORDS, "inner": _INNER, "capital": _CAPITALS, "link": _LINKS, "day": _DAYS, "ten": _TENS}[_row["kind"]][
        _row["form"]
    ] = _row["reads"]
_numbers = read_table("gazetteers/number_words.tsv")
_TENS.update({row["word"]: row["value"] for row in _numbers if row["kind"] == "ten"})
_WORDS.update(_TENS)
_WORDS.update(
    {
        f"{row['word']}og{ten}": value[0] + row["value"]
        for row in _numbers
        if row["kind"] == "cardinal" and len(row["value"]) == 1
        for ten, value in _TENS.items()
    }
)
_WORDS.update({f"enog{ten}": value[0] + "1" for ten, value in _TENS.items()})
_UNITS = {row["word"]: row["value"] for row in _numbers if row["kind"] == "cardinal" and len(row["value"]) == 1}
_UNITS.update({"en": "1", "et": "1"})
_WORDS.update({a + b: _UNITS[a] + _UNITS[b] for a in _UNITS for b in _UNITS})  # "toseks"
_MONTHS = {row["word"]: row["reads"] for row in read_table("gazetteers/spread_numbers.tsv") if row["kind"] == "month"}
_ALL = frozenset({*_WORDS, *_INNER, *_CAPITALS, *_DAYS, *_MONTHS})

_LOOKALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "ø": "0", "s": "5", "b": "8", "z": "2"})
_ONLY_LOOKALIKES = re.compile(r"[\doøli]+\Z")
_LONG_LOOKALIKES = re.compile(r"[\doølisbz]{4,}\Z")
_MASKED = re.compile(r"\d+x+\Z|x+\d+\Z")
_GLUED = re.compile(
    r"(?:\d+|" + "|".join(word for word, value in _WORDS.items() if len(value) == 1 and value.isdigit()) + r"|en|et)+\Z"
)
_PAIR_LOOKALIKE = re.compile(r"\d[oliszb]\Z|[oliszb]\d\Z")
_AND = frozenset({"og", "å", "o", "-"})
_GLUED_PART = re.compile(r"\d+|[^\W\d_]+?(?=\d|\Z)")
_DIGITS = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")
_STARTERS = frozenset({*_WORDS, *_DAYS})
_MASKS = frozenset("*•_#?·●×")
_MASK_RUN = 2
_LEADING_MASK_RUN = 4
_CLASSES = {"-": "-", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "―": "-", "~": "-", "/": "/", "\\": "/", "⁄": "/", "∕": "/", "|": "/", ".": ".", ",": ".", ":": ":", ";": ";", "·": ".", "•": ".", "(": " ", ")": " ", "[": " ", "]": " "}  # fmt: skip
_LONGEST_LINK = 5
_SHORTEST = 3
_STREWN = 6


class Chain(NamedTuple):
    """`code`: digits, `x` for a digit left out, "…" for an open end, and one of ``- / . : ; ~``, space or newline where something stands
    between; `tokens`: for every character of the code the index of its token.
    """

    code: str
    tokens: list[int]


def has_digit(text: str) -> bool:
    """Whether the text holds any digit; the gate of all that looks for numbers."""
    return _DIGIT.search(text) is not None


def chains(document: Document) -> list[Chain]:
    """All chains of at least three digits, in text order. Linear in the number of tokens."""
    found: list[Chain] = []
    if not has_digit(document.text) and _STARTERS.isdisjoint(document.words):
        return found
    code: list[str] = []
    at: list[int] = []
    tokens, words = document.tokens, document.words
    last = -1
    i, size = 0, len(words)
    while i < size:
        word = words[i]
        if word not in _ALL and word.isalpha():  # nearly every word of a post
            i += 1
            continue
        first = word[0]
        width = 1
        if first.isdecimal():
            digits = _digits(word) or _paired(words, i, tokens[i].text)
        elif word in _UNITS and i + 2 < size and words[i + 1] in _AND and _compound(words, i):
            width = _compound(words, i)
            digits = _TENS[words[i + width - 1]][0] + _UNITS[word]
        elif word in _TENS and _unit_follows(words, i):
            width = 2
            digits = _TENS[word][0] + _UNITS[words[i + 1]]
        elif word in _WORDS:
            digits = _WORDS[word]
        elif first in _MASKS:
            width = _run(tokens, i)
            shown = width >= (_MASK_RUN if code else _LEADING_MASK_RUN) or _among_digits(tokens, i, width)
            digits = "x" * width if shown else ""
        elif word in _INNER:
            # "en" starts a number only where another digit word follows it.
            digits = (
                _INNER[word]
                if code
                or not _WORDS.keys().isdisjoint(words[i + 1 : i + 3 if i + 1 < size and words[i + 1] == "-" else i + 2])
                else ""
            )
        elif word in _DAYS:
            read_aloud = i + 2 < size and (words[i + 1] in _MONTHS or (words[i + 1] == "i" and words[i + 2] in _DAYS))
            digits = _DAYS[word] if read_aloud or (i > 1 and last == i - 2 and words[i - 2] in _DAYS) else ""
        elif word in _MONTHS:
            digits = _MONTHS[word] if code and last == i - 1 and words[last] in _DAYS else ""
        elif word in _CAPITALS:
            # A capital I is the pronoun unless digits stand on both sides of it.
            inside = i + 1 < size and (words[i + 1][0].isdecimal() or words[i + 1] in _CAPITALS)
            digits = _CAPITALS[word] if tokens[i].text.isupper() and inside and (code or len(word) > 1) else ""
        elif first.isalpha() and not word.isalpha():
            digits = _led_by_letter(word) or _paired(words, i, tokens[i].text)
        else:
            i += 1
            continue
        width = max(width, 1)
        if not digits:
            i += width
            continue
        link = _link(document.text, tokens, words, last, i) if code else ""
        if link is None:
            _close(found, code, at, document, last)
            code, at = [], []
        elif link:
            code.append(link)
            at.append(i)
        for k, char in enumerate(digits):
            code.append(char)
            at.append(i + (width - 1 if k == len(digits) - 1 else min(k, width - 1)))
        last = i + width - 1
        i += width
    if code:
        _close(found, code, at, document, last)
    return found


def _digits(word: str) -> str:
    """Digits of a token that starts with one; "" if its letters say that it is something else ("2b", "100mg")."""
    if word.isascii() and word.isdecimal():
        return word
    if word.isdecimal():
        return "".join(str(int(char)) for char in word)
    if _MASKED.match(word):
        return word
    if _ONLY_LOOKALIKES.match(word) or (
        _LONG_LOOKALIKES.match(word) and sum(map(str.isdecimal, word)) * 2 >= len(word)
    ):
        return word.translate(_LOOKALIKE)
    if _GLUED.match(word):
        return "".join(_read_glued(part) for part in _GLUED_PART.findall(word))
    parts = _DIGITS.findall(word)
    if sum(map(len, parts)) >= _STREWN:  # a number with letters strewn in
        return "~".join(parts)
    return ""


def _paired(words: Sequence[str], i: int, written: str) -> str:
    """Digits of a pair such as "3S" or "Z6" beside another group of two digits."""
    if not _PAIR_LOOKALIKE.match(words[i]) or not written.isupper():
        return ""
    around = (words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else "")
    return (
        words[i].translate(_LOOKALIKE)
        if any(len(word) == 2 and any(map(str.isdecimal, word)) for word in around)
        else ""
    )


def _unit_follows(words: Sequence[str], i: int) -> bool:
    """Whether a unit that belongs to the ten at token `i` follows ("tyve seks"), rather than starting a compound of its own."""
    if i + 1 >= len(words) or words[i + 1] not in _UNITS:
        return False
    return not (i + 3 < len(words) and words[i + 2] in _AND and _compound(words, i + 1))


def _compound(words: Sequence[str], i: int) -> int:
    """Tokens of a number such as "fem og tyve" or "fem-og-tyve" that starts at token `i`; 0 if there is none."""
    if words[i + 2] in _TENS:
        return 3 if words[i + 1] != "-" else 0
    return 5 if i + 4 < len(words) and words[i + 2] == "og" and words[i + 3] == "-" and words[i + 4] in _TENS else 0


def _led_by_letter(word: str) -> str:
    """Digits of a token that starts with a letter and holds some digit: "l234", "to6", "nr140352"; "" for codes such as "m5"."""
    if _ONLY_LOOKALIKES.match(word):
        return word.translate(_LOOKALIKE)
    if _GLUED.match(word):
        return "".join(_read_glued(part) for part in _GLUED_PART.findall(word))
    if _MASKED.match(word):
        return word
    parts = _DIGITS.findall(word)
    return (
        parts[0] if word[0] in "np" and len(parts) == 1 and word.endswith(parts[0]) and len(parts[0]) >= _STREWN else ""
    )


def _read_glued(part: str) -> str:
    return part if part.isdecimal() else _WORDS.get(part) or _INNER.get(part, "")


def _among_digits(tokens: Sequence[Token], i: int, width: int) -> bool:
    """Whether a short run of mask characters at token `i` stands tight between digits ("18?4") or leads many ("**0352")."""
    if i + width >= len(tokens) or tokens[i + width].start != tokens[i + width - 1].end:
        return False
    following = tokens[i + width].text
    before = tokens[i - 1].text if i and tokens[i - 1].end == tokens[i].start else ""
    if before[-1:].isdecimal():
        return tokens[i].text in "*?#" and following.isdecimal() and len(before + following) < _LEADING_MASK_RUN
    return not before and width == _MASK_RUN and following.isdecimal() and len(following) == _LEADING_MASK_RUN


def _run(tokens: Sequence[Token], i: int) -> int:
    """Length of the run of one mask character at token `i`."""
    j = i + 1
    while j < len(tokens) and tokens[j].text == tokens[i].text and tokens[j].start == tokens[j - 1].end:
        j += 1
    return j - i


def _link(text: str, tokens: Sequence[Token], words: Sequence[str], last: int, i: int) -> str | None:
    """What stands between tokens `last` and `i`, as one character ("" for nothing); `None` if they belong apart."""
    gap = text[tokens[last].end : tokens[i].start]
    if not gap:
        return ""
    if "\n" in gap:
        return "\n" if gap.count("\n") == 1 and len(gap) <= _LONGEST_LINK else None
    if gap.isspace():
        return " "
    if i - last - 1 > _LONGEST_LINK:
        return None
    if gap == "+":
        return "~"
    if words[last] in _DAYS and words[i] in _DAYS:
        return " "
    kinds = ""
    for j in range(last + 1, i):
        word = words[j]
        if word in _LINKS:
            kinds += _LINKS[word]
        elif word[0].isalnum() or word in ('"', "+", "%", "§", "&"):
            return None
        else:
            kinds += _CLASSES.get(word, "~")
    for kind in "-/":
        if kind in kinds:
            return kind
    if kinds in (".", ";") and gap[-1].isspace() and not gap[0].isspace() and words[last + 1] not in _LINKS:
        return ";"  # the end of a sentence, or a list
    for kind in ".:;":
        if kind in kinds:
            return kind
    return "~" if kinds.strip() else " "


def _close(found: list[Chain], code: list[str], at: list[int], document: Document, last: int) -> None:
    if len(code) < _SHORTEST:
        return
    words = document.words
    after = last + 1
    if (
        document.word(after) in _CLASSES
        and _CLASSES[document.word(after)] == "-"
        and document.word(after + 1) in (".", "…")
    ):
        after += 1
    if document.word(after) == "…" or (document.word(after) == "." and document.word(after + 1) == "."):
        end = after
        while end + 1 < len(words) and end - after < _LONGEST_LINK and words[end + 1] == ".":
            end += 1
        code = [*code, "…"]
        at = [*at, end]
    found.append(Chain("".join(code), at))
