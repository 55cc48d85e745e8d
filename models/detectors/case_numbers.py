"""Case and record numbers in a chain of digits. No detector of its own: `identifiers` asks, once CPR numbers are taken.

In: a chain and its surroundings. Out: (first token, last token exclusive, score), the cue and the letters that hang on included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors.number_context import ENDING, PREPOSITIONS, REACH, UNITS, Context
from models.text.digits import Chain
from models.text.people import PERSONS, PRONOUNS

_CASE_NUMBER = re.compile(r"(?<!\d)(?:\d{4}-\d{5}-\d{5}-\d\d|\d\d/\d{4,7}|(?:19|20)\d\d[-/]\d{5,7})(?![\d/.-])")
_LETTERED = re.compile(r"(?:19|20)\d\d[-/]\d{3,7}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# The journal plan of the municipalities (KLE), a concrete case (G), its number and year: "27.36.04-G01-88-23".
_MUNICIPAL = re.compile(r"(?<![\w.])\d\d\.\d\d\.\d\d-G\d\d-\d{1,6}-\d\d(?![\w-])")
_FOUR = re.compile(r"\d{4}")
_ROUND = re.compile(r"\d*00\Z")
_PERIOD = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-](?:\d\d|(?:19|20)\d\d))?\Z|\d{1,2}[./-](?:19|20)\d\d\Z")
_RECORD_GROUPS = re.compile(r"\d[\dx]*(?:[-/.:~ ][\dx]+){0,11}")
_DECISION = re.compile(r"(?:19|20)\d\d-\d{2,4}-\d{4}\Z")
_SHORTEST_WEAK = 4
_SHORTEST_STRONG = 2
_LONG_ENOUGH = 9
_LONGEST_PART = 6
_NEAR = 8
_SOMEBODY = PERSONS | PRONOUNS
_NUMBERED = frozenset({"nr", "nummer", "#", "nummeret"})


def case_numbers(chain: Chain, context: Context, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Case numbers as (first token, last token exclusive, score); marks their stretch of the chain as taken."""
    code = chain.code
    for found in _RECORD_GROUPS.finditer(code):
        start, end = found.span()
        if any(start < b and a < end for a, b in taken) or context.after_plus(start):
            continue
        first = context.glued_before(chain.tokens[start])
        kind = context.kind_before(first)
        if kind == "cpr" and first < chain.tokens[start]:
            kind = "strong"  # "patient-id HX-558120"
        if kind == "cpr" and "id" in (context.document.word(first - 1), context.document.word(first - 2)):
            kind = "strong"
        if kind == "weak" and context.document.word(chain.tokens[end - 1] + 1) in UNITS:
            continue
        if not kind and _could_be_record(found.group()):
            after = context.kind_after(chain.tokens[end - 1] + 1)
            numbered = context.document.word(first - 1) in _NUMBERED or context.document.word(first - 2) in _NUMBERED
            if after == "strong" or (
                numbered and (after == "weak" or _of_somebody(context, first, chain.tokens[end - 1]))
            ):
                kind = "strong"
        if (
            not kind
            and context.document.word(chain.tokens[end - 1] + 1) not in UNITS
            and _is_end(context, first, found.group())
        ):
            kind = "strong"
        if kind in ("strong", "weak"):
            stretch = _shape(found.group(), kind)
            if not stretch or context.by_authority(first, _DECISION.match(stretch) is not None):
                continue
            end = start + len(stretch)
            taken.append((start, end))
            begin = context.with_cue(first)
            yield begin, context.glued_after(chain.tokens[end - 1] + 1), 0.98 if kind == "strong" else 0.96
        elif first < chain.tokens[start] and kind == "" and _LETTERED.match(found.group()):
            taken.append((start, end))
            yield first, context.glued_after(chain.tokens[end - 1] + 1), 0.85
        elif kind in ("", "birth", "last"):
            for number in _CASE_NUMBER.finditer(found.group()):
                right = re.split("[-/]", number.group())[1]  # "0700-71234-00012-24" is a number of the police
                if _YEAR.match(right) and number.group()[2] == "/" and (number.group()[:2] <= "12" or right[2:] > "00"):
                    continue
                a, b = start + number.start(), start + number.end()
                if context.by_authority(chain.tokens[a], bare=False):
                    continue
                taken.append((a, b))
                yield chain.tokens[a], chain.tokens[b - 1] + 1, 0.85


def municipal_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the case numbers of municipalities, which their form alone gives away."""
    for found in _MUNICIPAL.finditer(text):
        yield found.span()


def _is_end(context: Context, first: int, groups: str) -> bool:
    """Whether the digits are told to be the last of a case's number ("sagen, den der slutter på -9031")."""
    if not _FOUR.fullmatch(groups) or _YEAR.match(groups) or _ROUND.match(groups):
        return False  # a year, or an amount
    words = context.document.words
    while first > 0 and not words[first - 1][0].isalnum():
        first -= 1
    told = context.document.word(first - 1) in PREPOSITIONS and context.document.word(first - 2) in ENDING
    return told and context.recorded(first - 2, REACH)


def _of_somebody(context: Context, first: int, last: int) -> bool:
    """Whether a person is spoken of near a number that nobody says what it numbers ("episode nr. 551288 om hende")."""
    words = context.document.words
    if words[first - 1] == "#":
        return False
    return not _SOMEBODY.isdisjoint([*words[max(0, first - _NEAR) : first], *words[last + 1 : last + 1 + _NEAR]])


def _could_be_record(groups: str) -> bool:
    return sum(map(str.isdecimal, groups)) > _SHORTEST_WEAK and not _PERIOD.match(groups)


def _shape(groups: str, kind: str) -> str:
    """The part of a stretch of digits after a cue that has the form of a case number, or ""."""
    parts = re.split(r"( )", groups)
    # A space ends the number unless all of it is spaced or a short group follows a slash or hyphen.
    stretch = groups
    if " " in parts and not all(len(part) <= 3 for part in parts):
        stretch = parts[0]
        for part in parts[2::2]:
            if sum(map(str.isdecimal, stretch)) >= _LONG_ENOUGH or (part.isdecimal() and len(part) > _LONGEST_PART):
                break
            stretch += " " + part
    digits = sum(map(str.isdecimal, stretch))
    if kind == "strong":
        return stretch if digits >= _SHORTEST_STRONG else ""
    if digits < _SHORTEST_WEAK or _YEAR.match(stretch) or _PERIOD.match(stretch):
        return ""
    return stretch
