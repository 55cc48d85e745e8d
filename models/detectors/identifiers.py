"""CPR numbers and case numbers; hands what is left of a chain of digits to the telephone rules.

In: chains of digits, undisguised. Out: `CPR`, `RECORD_ID` and `PHONE` findings. A CPR number needs a possible date; the checksum
only raises the score, since numbers given out from 2007 may fail it. What stands before a number tells what it is a number of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.dk import cpr as stdnum_cpr
from stdnum.no import fodselsnummer

from models.datafiles import read_table
from models.detectors import detector
from models.detectors.case_numbers import case_numbers, municipal_numbers
from models.detectors.number_context import NOUGHTS, REACH, Context
from models.detectors.phone import phones
from models.document import Document, Finding
from models.text.digit_words import DAYS
from models.text.digits import Chain, chains, has_digit

_TEST_PERSONS = frozenset(row["cpr"] for row in read_table("gazetteers/test_persons.tsv") if row["cpr"])

_S = r"[^\dx…]?"
_DAY = rf"(?:0{_S}[1-9]|[12]{_S}\d|3{_S}[01]|6{_S}[1-9]|[78]{_S}\d|9{_S}[01])"
_MONTH = rf"(?:0{_S}[1-9]|1{_S}[0-2])"
_DATE = rf"{_DAY}{_S}{_MONTH}{_S}(?:1{_S}[89]{_S}|2{_S}0{_S})??\d{_S}\d"
_FULL = re.compile(rf"(?<!\d)(?P<date>{_DATE})(?P<middle>{_S})(?P<serial>\d{_S}\d{_S}\d{_S}\d)(?!\d)")
_DATE_SAID = re.compile(r"(?:[12]\d|3[01])[ .;][1-9][ .;]\d\d[ .;-]\d\d[ .;]\d\d\Z")
_SHORT_DATE = re.compile(
    r"(?<![\dx])(?P<date>[1-9]|[12]\d|3[01])[-/.;](?:[1-9]|1[0-2])[-/.; ](?P<year>(?:19|20)?\d\d)[- ~]\d{4}(?![\dx]|[- ]?\d)"
)
_HALF = re.compile(
    rf"(?<![\dx])(?P<date>{_DATE})(?P<middle>{_S})(?P<serial>(?=(?:\d[^\dx…]?){{0,3}}[x…])(?:[\dx][^\dx…]?){{0,3}}(?:[\dx]|…)|\d{{1,3}})(?![\dx])"
)
_HIDDEN_DATE = re.compile(r"(?<![\dx])(?=[\d/. -]{0,8}x)(?:[\dx][-/. ]?){5}[\dx](?P<middle>[^\dx…]?)\d{4}(?![\dx])")
_BARE = re.compile(rf"(?<![\dx])(?:{_DATE})(?![\dx])")
_SERIAL = re.compile(r"(?<![\dx])\d[ .-]?\d[ .-]?\d[ .-]?\d(?![\dx])")
_PAIRED_DATE = re.compile(r"(?<![\dx])(?:0[1-9]|[12]\d|3[01])[^\dx…](?:0[1-9]|1[0-2])[^\dx…](?P<year>\d\d)(?![\dx])")
_TWO_MORE = re.compile(r"(?<![\dx])(?P<date>\d{6}) \d\d(?![\d])")
_DIGITS_SAID = re.compile(r"(?:[012]\d|3[01])(?:0[1-9]|1[0-2])\d{2,5}\Z")
_GROUP = re.compile(r"\d+")
_RECENT_YEAR = range(20, 31)
_RECENT_OR_SOON = range(15, 41)
_SERIAL_LENGTH = 4
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?:(?:19\d\d|200\d)(?P<sep>[-./ ]?)(?:0[1-9]|1[0-2])(?P=sep)(?:0[1-9]|[12]\d|3[01])(?:-|(?(sep)[ /~]|(?!)))"
    r"|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-)\d{4}(?![\d-])"
)
_NO_NOUGHT = re.compile(r"(?<![\dx])[1-9](?:0[1-9]|1[0-2])\d\d-\d{4}(?![\dx]|-\d)")
_NORWEGIAN = re.compile(
    r"(?<![\dx])(?P<date>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?P<year>\d\d))(?P<gap>[ -]?)\d{5}(?![\dx]|[-/. ]\d)"
)
# A number given to who has none: a date, then letters among the last four ("241186-TKA1"); the day may be raised by 60.
_REPLACEMENT = re.compile(
    rf"(?<![\w/.-])(?P<date>{_DAY}[ .]?(?:0[1-9]|1[0-2])[ .]?(?P<year>\d\d))[ -](?=[\dA-ZÆØÅ]{{0,3}}[A-WYZÆØÅ])[\dA-ZÆØÅ]{{3}}\d(?![\w-])"
)
_WHOLE_DATE = 6
_PHONE_LENGTH = 8
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


@detector("identifiers", "CPR", "RECORD_ID", "PHONE")
def find_identifiers(document: Document) -> Iterator[Finding]:
    """CPR, case and telephone numbers, in any disguise."""
    for chain in chains(document):
        context = Context(document, chain)
        taken: list[tuple[int, int]] = []
        for start, end, score, number in _cpr(chain, context):
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            attrs: dict[str, object] = {"test_person": True} if number in _TEST_PERSONS else {}
            yield context.finding("CPR", start, end, score, attrs)
        for first, last, score in case_numbers(chain, context, taken):
            yield document.finding("RECORD_ID", first, last, score, "identifiers")
        for start, end, score, attrs in phones(chain, context, taken):
            yield context.finding("PHONE", start, end, score, attrs, plus=True)
    if has_digit(document.text):
        for start, end in municipal_numbers(document.text):
            yield Finding("RECORD_ID", start, end, 0.97, "identifiers")
        for found in _REPLACEMENT.finditer(document.text):
            if int(found["year"]) not in _RECENT_OR_SOON:
                yield Finding("CPR", found.start(), found.end(), 0.9, "identifiers")


def _cpr(chain: Chain, context: Context) -> Iterator[tuple[int, int, float, str]]:
    code = chain.code
    for found in _FULL.finditer(code):
        score = _full_score(found, context)
        if score:
            digits = "".join(_GROUP.findall(found.group()))
            yield found.start(), found.end(), score, digits if len(digits) == 10 else digits[:4] + digits[6:]
    for found in _SHORT_DATE.finditer(code):
        old = int(found["year"][-2:]) not in _RECENT_OR_SOON
        if context.kind(found.start(), found.end()) in ("cpr", "birth") or found.group()[-5] == "-" or old:
            yield found.start(), found.end(), 0.9, ""
    for found in _YEAR_FIRST.finditer(code):
        if context.kind(found.start(), found.end()) in ("", "cpr", "birth"):
            yield found.start(), found.end(), 0.9, ""
    for found in _NO_NOUGHT.finditer(code):
        if context.kind(*found.span()) in ("cpr", "birth") or _lacks_nought(
            context, chain.tokens[found.start()], chain.tokens[found.end() - 1] + 1
        ):
            yield found.start(), found.end(), 0.85, ""
    for found in _NORWEGIAN.finditer(code):
        digits = "".join(_GROUP.findall(found.group()))
        kind = context.kind(*found.span())
        spaced = found["gap"] and int(found["year"]) not in _RECENT_OR_SOON
        if kind in ("cpr", "birth") or (not kind and (spaced or fodselsnummer.is_valid(digits))):
            yield found.start(), found.end(), 0.9, ""
    if "x" in code or "…" in code or "-" in code:
        for found in _HALF.finditer(code):
            if _half_is_cpr(found, context):
                yield found.start(), found.end(), 0.95, ""
        if "x" in code:
            for found in _HIDDEN_DATE.finditer(code):
                if found["middle"] == "-" or context.kind(found.start(), found.end()) == "cpr":
                    yield found.start(), found.end(), 0.9, ""
    for found in _BARE.finditer(code):
        kind = context.kind(found.start(), found.end())
        whole = len(found.group()) == _WHOLE_DATE
        if kind == "cpr" or (kind == "birth" and whole) or (whole and context.is_part(found.start(), found.end())):
            yield found.start(), found.end(), 0.85, ""
    for found in _PAIRED_DATE.finditer(code):
        if int(found["year"]) not in _RECENT_OR_SOON and context.is_part(found.start(), found.end()):
            yield found.start(), found.end(), 0.8, ""
    for found in _TWO_MORE.finditer(code):
        if (
            _BARE.fullmatch(found["date"])
            and int(found["date"][4:]) not in _RECENT_OR_SOON
            and not context.kind(*found.span())
        ):
            yield found.start(), found.end(), 0.8, ""
    yield from _said(chain, context)
    for found in _SERIAL.finditer(code):
        kind = context.kind_before(chain.tokens[found.start()])
        if (kind == "last" and not context.of_another(chain.tokens[found.start()])) or (
            kind == "cpr" and not _YEAR.match(found.group())
        ):
            yield found.start(), found.end(), 0.8, ""
        elif not kind and not _YEAR.match(found.group()) and context.is_end(chain.tokens[found.end() - 1] + 1):
            yield found.start(), found.end(), 0.75, ""


def _said(chain: Chain, context: Context) -> Iterator[tuple[int, int, float, str]]:
    """The date and some more, said digit by digit: "nul tre, nul ni, toogfyrre". Only who reads a number out says the noughts."""
    code, document = chain.code, context.document
    if context.kind_before(chain.tokens[0]) not in ("", "cpr", "birth", "last", "first", "phone"):
        return
    digits = "".join(_GROUP.findall(code))
    if _DATE_SAID.match(code) and all(
        document.words[token].isalpha() for token, char in zip(chain.tokens, code, strict=True) if char.isdecimal()
    ):
        yield 0, len(code), 0.8, ""
    if not _DIGITS_SAID.match(digits):
        return
    said = [
        digit == "0" and not document.words[chain.tokens[at]].isdecimal()
        for at, digit in enumerate(code)
        if digit.isdecimal()
    ]
    noughts = said[0] or (said[2] and (digits[0] == "1" or len(digits) < _PHONE_LENGTH))
    year_told = digits[4:6] in ("19", "20") and len(digits) == _PHONE_LENGTH
    read_aloud = document.words[chain.tokens[0]] in DAYS and len(digits) >= _PHONE_LENGTH and not year_told
    if (noughts and not year_told) or read_aloud:
        yield 0, len(code), 0.85, ""


def _full_score(found: re.Match[str], context: Context) -> float:
    """Confidence that ten digits with a possible date are a CPR number; 0 for no."""
    kind = context.kind(found.start(), found.end())
    if kind == "cpr":
        return 0.97
    if kind in ("other", "authority", "strong") or context.after_plus(found.start()):
        return 0.0
    groups = _GROUP.findall(found.group())
    sizes = [len(group) for group in groups]
    if kind == "thing" and sizes == [10]:
        return 0.0  # the number of a parcel; with a dash it is a CPR number even there
    if (
        kind == "phone"
        and sizes not in ([10], [6, 4])
        and not (_alone(found) and (sizes[-1] == 4 or context.spelled(found.start())))
    ):
        return 0.0
    if found.start() and found.string.startswith("00"):
        return 0.0  # the rest of a number abroad
    digits = "".join(groups)
    separators = {char for char in found.group() if not char.isdecimal()}
    if len(digits) == 12:
        if sizes == [4, 4, 4]:
            return 0.0  # three years
        clear = found["middle"] == "-" or (sizes[-1] == 4 and digits[4:8] < "2018" and len(sizes) > 1)
        return 0.9 if clear else 0.0
    if not context.spelled(found.start()) and (
        ";" in found["date"] + found["serial"]
        or (found["middle"] == ";" and sizes != [6, 4] and max(sizes) > 1 and not context.spelled(found.start()))
        or _continues(found, separators)
    ):
        return 0.0
    valid = stdnum_cpr.checksum(digits) == 0
    if sizes in ([6, 4], [6, 2, 2]) or (found["middle"] == "-" and separators <= {"-", " ", "."}):
        if sizes != [6, 4] and found["middle"] in "./" and int(digits[4:6]) in _RECENT_YEAR:
            return 0.0
        return 0.97 if valid or found["middle"] == "-" else 0.93
    if sizes == [10]:
        return 0.93 if valid else 0.85
    if (
        found["middle"]
        and int(digits[4:6]) in _RECENT_YEAR
        and digits[6:8] < "24"
        and separators & set("./-")
        and not valid
    ):
        return 0.0  # a date and a time of day
    if sizes == [2, 2, 2, 4]:
        return 0.96  # surer than that the first two are an age: "patient (19)(02)(71)(2345)"
    return 0.9 if valid or found["middle"] else 0.75


def _lacks_nought(context: Context, first: int, last: int) -> bool:
    """Whether a nought is spoken of near tokens `first` to `last` ("nullet foran er væk")."""
    words = context.document.words
    return not NOUGHTS.isdisjoint([*words[max(0, first - REACH) : first], *words[last : last + REACH]])


def _alone(found: re.Match[str]) -> bool:
    """Whether the match is the whole chain: ten digits with a possible date are no Danish telephone number."""
    return found.end() - found.start() == len(found.string)


def _continues(found: re.Match[str], separators: set[str]) -> bool:
    """Whether more digits follow or precede, joined in the way that these are: an EAN, a list, an article number."""
    code, start, end = found.string, found.start(), found.end()
    joints = set("-/.") | (separators if len(_GROUP.findall(found.group())) > 2 else set())
    before = code[start - 1 : start] if start > 1 else ""
    after = code[end : end + 1] if end + 1 < len(code) and code[end + 1].isdecimal() else ""
    return (before != "" and before in joints) or (after != "" and after in joints)


def _half_is_cpr(found: re.Match[str], context: Context) -> bool:
    date, middle, serial = found["date"], found["middle"], found["serial"]
    kind = context.kind(found.start(), found.end())
    if kind == "cpr":
        return True
    if kind in ("other", "strong") or ";" in date or (kind == "phone" and (middle != "-" or not date.isdecimal())):
        return False
    whole = all(char.isdecimal() or char == " " for char in date) and len(date) <= _WHOLE_DATE + 2
    if "x" in serial:
        return len(_GROUP.findall(serial)) <= (2 if len(serial) == _SERIAL_LENGTH else 1) and sum(
            char == "x" or char.isdecimal() for char in serial
        ) >= (1 if whole else 3)
    if serial == "…":
        return whole and kind == "birth"
    if middle != "-" or not whole:
        return False
    year = int("".join(_GROUP.findall(date))[-2:])
    return serial[-1] == "…" or " " not in date or (date[0] == "0" and year not in _RECENT_OR_SOON)
