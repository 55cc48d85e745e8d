"""CPR and telephone numbers told in pieces: with the month's name, with words before the last digits, or backwards.

In: text in which a month, or a word that joins or turns numbers, stands beside digits. Out: `CPR`, `PHONE` and `RECORD_ID` findings
over all of the pieces. A date alone is none of them: more digits must follow, right after a dash or after a word that announces them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from models.datafiles import read_table
from models.detectors import detector
from models.detectors.number_context import NUMBER_WORDS, PHONE_WORDS, RECORD_KINDS, Context
from models.document import Document, Finding
from models.text.digit_words import LINKS
from models.text.digits import Chain, chains, has_digit
from models.text.phrases import one_of

_words: dict[str, list[str]] = {}
for _row in read_table("gazetteers/spread_numbers.tsv"):
    _words.setdefault(_row["kind"], []).append(_row["word"])


def _any(kind: str) -> str:
    return one_of(_words[kind])


_SPELLED_MONTHS, _JOINTS, _TURNED, _ENDS = (frozenset(_words[kind]) for kind in ("month", "joint", "turned", "end"))
_ROMAN = rf"(?<=[ ./-])(?:{_any('roman')})(?=[ ./-])"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:18|19|20)\d\d|['’]?\d\d)(?!\d)"
_SERIAL = r"(?:\d[ .,-]{0,2}\d(?: og |[ .,-]{0,2})\d[ .,-]{0,2}\d|\d{0,2}(?:[x*_]\s?){2,4})(?![\dx*])"
_NAMED = rf"(?:den\s|d\.\s?)?(?<!\d){_DAY}\s?[.\-/]?\s?(?:i\s)?(?:{_any('month')}|{_ROMAN})(?![^\W\d_])\.?,?[\s\-/]{{0,2}}(?:i\s)?{_YEAR}"
_FIGURES = rf"(?<![\d.,/-])(?:{_DAY}[ ./-]{{1,2}}{_MONTH}[ ./-]{{1,2}}{_YEAR}|(?:0[1-9]|[12]\d|3[01]) ?(?:0[1-9]|1[0-2]) ?\d\d(?!\d))"
_CLAUSE = rf"(?:[^\d\n.!?]|\.(?!\s)|\n(?!\n)){{0,40}}?(?<!\w)(?:{_any('joint')})(?!\w)[^\d\n.!?]{{0,22}}?"
# A phrase that tells, even in a new sentence, that the digits after it are the rest of the number just begun.
_REST = rf"(?<!\w)(?:{_any('rest')})(?:\s(?:{_any('copula')})(?!\w)){{0,2}}[^\w\n]{{1,5}}"
_REST_SAID = re.compile(rf"[^\w\n]{{0,6}}(?:\w+ ){{0,3}}{_REST}\Z", re.IGNORECASE)
_GAP = rf"(?:{_CLAUSE}|,? ?{_REST}|[.!?]\s(?:[^\d\n.!?]{{0,25}}\s)?{_REST})"
_REST_WORDS = frozenset(phrase.split()[0] for phrase in _words["rest"])
_SAID_DASH = "|".join(word for word, reads in LINKS.items() if reads == "-")
_DASH = rf"(?:\s?[-–—‐‑~_]{{1,2}}\s?|[\s-]?(?:{_SAID_DASH})[\s-]?)"
_MONTH_NEAR = re.compile(rf"\d\s?[./-]?\s?(?:i\s)?(?:{_any('month')}|{_ROMAN})", re.IGNORECASE)
_DATE_LAST = re.compile(
    r"(?:(?<!\d)(?:0[1-9]|[12]\d|3[01])[^\dx]?(?:0[1-9]|1[0-2])|(?<![\dx])(?P<short>[1-9])[-/ ](?:0?[1-9]|1[0-2])(?=[^\dx]))[^\dx]?(?P<year>(?:1[89]|20)?\d\d)\Z"
)
_FEW_FIRST = re.compile(r"(?:[\dx][ -]?){1,3}[\dx](?![\dx]|\.\d)")
_GROUP = re.compile(r"\d+")
_BETWEEN = 60
_AROUND = 12
_PHONE_NEAR = PHONE_WORDS | NUMBER_WORDS
_EIGHT = 8
_SERIAL_LENGTH = 4
_SEPARATOR = re.compile(r"[^\dx]")
_IS_DASH = re.compile(rf"\s?[-–]|[\s-]?(?:{_SAID_DASH})")
_WITH_MONTH = re.compile(
    rf"(?P<date>{_NAMED})(?:(?P<tight>{_DASH}|\s?[,./:;(]?\s?)|{_GAP})(?P<serial>{_SERIAL})", re.IGNORECASE
)
_JOINED = re.compile(rf"(?P<date>{_FIGURES}){_GAP}(?P<serial>{_SERIAL})", re.IGNORECASE)
_LAST_FIRST = re.compile(
    rf"(?<![\d/.-])\d{{4}}(?!\d)[^\d\n.!?]{{1,12}}(?:sidste|til sidst|slutningen|enden|bagest)[^\d\n.!?]{{1,40}}?(?:{_NAMED}|{_FIGURES})"
    rf"|(?:{_NAMED}|{_FIGURES})[^\d\n.!?]{{1,20}}(?<!\d)\d{{4}}\s(?:til sidst|bagest|bagefter|bagved|på enden|i enden|i slutningen|som de sidste)",
    re.IGNORECASE,
)
_SWAPPED = re.compile(r"(?<![\d-])(?:\d{4}[ -]?\d{6}|\d{6}[ -]?\d{4})(?![\d-])")
_POSSIBLE = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d")
_LIKE_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CUE = re.compile(r"(?:cpr|personn|p-n)\w*\W{0,3}\Z", re.IGNORECASE)
_RECENT = re.compile(r"(?:20)?(?:19|2\d|3[0-5])\Z")
_SURE = re.compile(r"sidste|cpr|løbenr|løbenummer|cifre", re.IGNORECASE)
_THIS_AGE = range(15, 36)
_CUE_REACH = 20
_SENTENCE_ENDS = frozenset(".!?")


@detector("spread_numbers", "CPR", "PHONE", "RECORD_ID")
def find_spread_numbers(document: Document) -> Iterator[Finding]:
    """Numbers whose pieces stand apart."""
    text, words = document.text, document.words
    joined = not (_JOINTS | _REST_WORDS).isdisjoint(words)
    if joined:
        yield from _joined_chains(document)
    if not has_digit(text):
        return
    if _MONTH_NEAR.search(text):
        for found in _WITH_MONTH.finditer(text):
            tight = found["tight"]
            cued = tight is None or _CUE.search(text[max(0, found.start() - _CUE_REACH) : found.start()]) is not None
            # "18. marts 1944 1635" may be a time of day; "2021-2022" a span of years.
            if tight is None and _RECENT.search(found["date"]) and not _SURE.search(found.group()):
                continue
            year = int(found["date"][-2:])
            if (
                cued
                or (year not in _THIS_AGE and not found["date"][-4:].startswith("20") and tight)
                or (_IS_DASH.match(tight) and not _LIKE_YEAR.match(found["serial"]))
            ):
                yield Finding("CPR", found.start(), _end(found), 0.98, "spread_numbers")
    if joined:
        for found in _JOINED.finditer(text):
            if _RECENT.search(found["date"]) and not _SURE.search(found.group()):
                continue  # a meeting that "slutter 1530"
            yield Finding("CPR", found.start(), _end(found), 0.98, "spread_numbers")
    if not _ENDS.isdisjoint(words):
        for found in _LAST_FIRST.finditer(text):
            yield Finding("CPR", *found.span(), 0.97, "spread_numbers")
    if not _TURNED.isdisjoint(words):
        for found in _SWAPPED.finditer(text):
            digits = "".join(filter(str.isdecimal, found.group()))
            if any(_POSSIBLE.match(read) for read in (digits[::-1], digits[4:], digits[6:] + digits[:6])):
                yield Finding("CPR", found.start(), found.end(), 0.96, "spread_numbers")


def _joined_chains(document: Document) -> Iterator[Finding]:
    """Two chains of digits with words between them that make one number of both: "nul tre ni toogfyrre, og de sidste er 11 82"."""
    tokens, words = document.tokens, document.words
    for one, other in pairwise(chains(document, shortest=2)):
        last, first = one.tokens[-1], other.tokens[0]
        between = words[last + 1 : first]
        gap = document.text[tokens[last].end : tokens[first].start]
        rest = _REST_SAID.match(gap) is not None
        joins = rest or (not _JOINTS.isdisjoint(between) and _SENTENCE_ENDS.isdisjoint(between))
        if len(gap) > _BETWEEN or not joins or "\n\n" in gap:
            continue
        date, few = _DATE_LAST.search(one.code), _FEW_FIRST.match(other.code)
        if (
            date
            and few
            and (not date["short"] or len(_SEPARATOR.sub("", few.group())) == _SERIAL_LENGTH)
            and (not _RECENT.search(date["year"]) or _SURE.search(gap))
        ):
            yield document.finding(
                "CPR", one.tokens[date.start()], other.tokens[few.end() - 1] + 1, 0.97, "spread_numbers"
            )
        elif _is_phone(one, other) and not _PHONE_NEAR.isdisjoint(
            [
                *words[max(0, one.tokens[0] - _AROUND) : one.tokens[0]],
                *words[other.tokens[-1] : other.tokens[-1] + _AROUND],
            ]
        ):
            yield document.finding("PHONE", one.tokens[0], other.tokens[-1] + 1, 0.97, "spread_numbers")
        elif rest and Context(document, one).kind_before(one.tokens[0]) in RECORD_KINDS:
            yield document.finding("RECORD_ID", one.tokens[0], other.tokens[-1] + 1, 0.96, "spread_numbers")


def _is_phone(one: Chain, other: Chain) -> bool:
    """Whether the digits of both are the eight of a telephone number, told in pairs."""
    sizes = [sum(map(len, _GROUP.findall(chain.code))) for chain in (one, other)]
    return sum(sizes) == _EIGHT and all(size % 2 == 0 for size in sizes) and one.code[0] > "1"


def _end(found: re.Match[str]) -> int:
    return found.start() + len(found.group().rstrip(" ."))
