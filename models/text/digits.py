"""Chains of digits, however they are written: spaced, dotted, in words, with letters for digits, half hidden.

In: a document's tokens. Out: `Chain`s, each a plain code ("010190-12xx") that knows which token every character came from.
What a chain is a number of is for the detectors to say; what one token reads as is for `digit_words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from models.document import Document, Token
from models.text.digit_words import (
    ALL,
    CAPITALS,
    COUNTED,
    DAYS,
    INNER,
    LINKS,
    MONTHS,
    REPEATS,
    STARTERS,
    TENS,
    UNITS,
    WORDS,
    read_glued,
    read_lettered,
    read_number,
    read_pair,
    starts_glued,
)

_AND = frozenset({"og", "å", "o", "-"})
_DIGIT = re.compile(r"\d")
_MASKS = frozenset("*•_#?·●×■▪█▓▒░◼⬛○◯∎")
_MASK_RUN = 2
_LEADING_MASK_RUN = 4
_AFTER_MASK = (4, 6)
_CLASSES = {"-": "-", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "―": "-", "~": "-", "/": "/", "\\": "/", "⁄": "/", "∕": "/", "|": "/", ".": ".", ",": ".", ":": ":", ";": ";", "·": ".", "•": ".", "(": " ", ")": " ", "[": " ", "]": " "}  # fmt: skip
_LONGEST_LINK = 5
_SHORTEST = 3
_LONG_ENOUGH = 5
_JOINERS = frozenset("-–—/")


class Chain(NamedTuple):
    """`code`: digits, `x` for a digit left out, "…" for an open end, and one of ``- / . : ; ~ +``, space or newline where something stands
    between; `tokens`: for every character of the code the index of its token.
    """

    code: str
    tokens: list[int]


def has_digit(text: str) -> bool:
    """Whether the text holds any digit; the gate of all that looks for numbers."""
    return _DIGIT.search(text) is not None


def chains(document: Document, shortest: int = _SHORTEST) -> list[Chain]:
    """All chains of at least `shortest` characters, in text order. Linear in the number of tokens."""
    found: list[Chain] = []
    if (
        not has_digit(document.text)
        and STARTERS.isdisjoint(document.words)
        and not any(map(starts_glued, document.words))
    ):
        return found
    code: list[str] = []
    at: list[int] = []
    tokens, words = document.tokens, document.words
    last = -1
    i, size = 0, len(words)
    while i < size:
        word = words[i]
        if word not in ALL and word.isalpha() and not starts_glued(word):  # nearly every word of a post
            i += 1
            continue
        first = word[0]
        width = 1
        if first.isdecimal():
            digits = read_number(word) or read_pair(words, i, tokens[i].text)
        elif i and word in UNITS and words[i - 1] in COUNTED:
            digits = ""  # "de sidste fire er 1874"
        elif word in UNITS and i + 2 < size and words[i + 1] in _AND and _compound(words, i):
            width = _compound(words, i)
            digits = TENS[words[i + width - 1]][0] + UNITS[word]
        elif word in TENS and _unit_follows(words, i):
            width = 3 if words[i + 1] == "-" else 2
            digits = TENS[word][0] + UNITS[words[i + width - 1]]
        elif word in REPEATS:
            width = 2
            digits = _repeated(words, i)
        elif word in WORDS:
            digits = WORDS[word]
        elif first in _MASKS:
            width = _run(tokens, i)
            shown = (
                width >= (_MASK_RUN if code else _LEADING_MASK_RUN)
                or _among_digits(tokens, i, width)
                or (word in "*?_" and len(code) > _LONG_ENOUGH and last == i - 1 and _ends_group(tokens, i, code))
            )
            digits = "x" * width if shown else ""
        elif word in INNER:
            digits = INNER[word] if code or _starts_number(words, i) else ""
        elif word in DAYS:
            read_aloud = i + 2 < size and (
                words[i + 1] in MONTHS
                or (words[i + 1] == "i" and words[i + 2] in DAYS)
                or (words[i + 1] in WORDS and words[i + 2] in WORDS)
            )
            digits = DAYS[word] if read_aloud or (i > 1 and last == i - 2 and words[i - 2] in DAYS) else ""
        elif word in MONTHS:
            told = (
                code
                and last == i - 1
                and (words[last] in DAYS or (words[last] in WORDS and i + 1 < size and words[i + 1] in WORDS))
            )
            digits = MONTHS[word] if told else ""
        elif word in CAPITALS:
            # A capital I is the pronoun unless digits stand on both sides of it.
            inside = i + 1 < size and (words[i + 1][0].isdecimal() or words[i + 1] in CAPITALS)
            digits = CAPITALS[word] if tokens[i].text.isupper() and inside and (code or len(word) > 1) else ""
        elif first.isalpha() and not word.isalpha():
            digits = read_lettered(word, _joined(tokens, i)) or read_pair(words, i, tokens[i].text)
        elif word.isalpha():
            digits = read_glued(word)
        else:
            i += 1
            continue
        width = max(width, 1)
        if not digits:
            i += width
            continue
        link = _link(document.text, tokens, words, last, i) if code else ""
        if link is None:
            _close(found, code, at, document, last, shortest)
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
        _close(found, code, at, document, last, shortest)
    return found


def _unit_follows(words: Sequence[str], i: int) -> bool:
    """Whether a unit that belongs to the ten at token `i` follows ("tyve seks"), rather than starting a compound of its own."""
    if words[i + 1 : i + 2] == ["-"] and words[i] in TENS and i + 2 < len(words):
        return words[i + 2] in UNITS  # "fyrre-en"
    if i + 1 >= len(words) or words[i + 1] not in UNITS:
        return False
    return not (i + 3 < len(words) and words[i + 2] in _AND and _compound(words, i + 1))


def _compound(words: Sequence[str], i: int) -> int:
    """Tokens of a number such as "fem og tyve" or "fem-og-tyve" that starts at token `i`; 0 if there is none."""
    if words[i + 2] in TENS:
        return 3 if words[i + 1] != "-" else 0
    return 5 if i + 4 < len(words) and words[i + 2] == "og" and words[i + 3] == "-" and words[i + 4] in TENS else 0


def _starts_number(words: Sequence[str], i: int) -> bool:
    """Whether "en" or "xx" at token `i` is the first of a number: another digit word, or digits, must follow."""
    following = words[i + 2 : i + 3] if words[i + 1 : i + 2] == ["-"] else words[i + 1 : i + 2]
    return any(word in WORDS or (words[i][:2] == "xx" and word[0].isdecimal()) for word in following)


def _repeated(words: Sequence[str], i: int) -> str:
    """Digits of "dobbelt 4" at token `i`; "" where no single digit follows."""
    following = words[i + 1] if i + 1 < len(words) else ""
    digit = following if following.isdecimal() else WORDS.get(following, "")
    return digit * int(REPEATS[words[i]]) if len(digit) == 1 else ""


def _among_digits(tokens: Sequence[Token], i: int, width: int) -> bool:
    """Whether a short run of mask characters at token `i` stands tight between digits ("18?4") or leads many ("**0352")."""
    if i + width >= len(tokens) or tokens[i + width].start != tokens[i + width - 1].end:
        return False
    following = tokens[i + width].text
    before = tokens[i - 1].text if i and tokens[i - 1].end == tokens[i].start else ""
    if before[-1:].isdecimal():
        return tokens[i].text in "*?#" and following.isdecimal() and len(before + following) < _LEADING_MASK_RUN
    return not before and width == _MASK_RUN and following.isdecimal() and len(following) in _AFTER_MASK


def _ends_group(tokens: Sequence[Token], i: int, code: Sequence[str]) -> bool:
    """Whether the sign at token `i` hangs on one or three digits that it fills up to a pair or a four ("79 3?", "187?")."""
    hangs = tokens[i - 1].end == tokens[i].start
    followed = i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end and tokens[i + 1].text[0].isalnum()
    tail = "".join(code[-_LONGEST_LINK:])
    group = len(tail) - len(tail.rstrip("0123456789x"))
    return hangs and not followed and group in (1, 3)


def _joined(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dash or slash joins token `i` to one with a digit in it."""
    return any(
        0 <= k + 2 * step < len(tokens)
        and tokens[k + step].text in _JOINERS
        and any(map(str.isdecimal, tokens[k + 2 * step].text))
        for k, step in ((i, 1), (i, -1))
    )


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
    if gap in ("+", "%", "&"):
        return "~"
    if gap.strip() == "+":
        return "+"
    if words[last] in DAYS and words[i] in DAYS:
        return " "
    kinds = ""
    for j in range(last + 1, i):
        word = words[j]
        if word in LINKS:
            kinds += LINKS[word]
        elif word[0].isalnum() or word in ('"', "+", "%", "§", "&"):
            return None
        else:
            kinds += _CLASSES.get(word, "~")
    for kind in "-/":
        if kind in kinds:
            return kind
    if kinds in (".", ";") and gap[-1].isspace() and not gap[0].isspace() and words[last + 1] not in LINKS:
        return ";"  # the end of a sentence, or a list
    for kind in ".:;":
        if kind in kinds:
            return kind
    return "~" if kinds.strip() else " "


def _close(found: list[Chain], code: list[str], at: list[int], document: Document, last: int, shortest: int) -> None:
    if len(code) < shortest:
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
