"""Telephone numbers in a chain of digits. No detector of its own: `identifiers` asks, once CPR and case numbers are taken.

In: a chain and its surroundings. Out: (start, end in the chain's code, score, attrs); `public` marks help lines and switchboards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers

from models.datafiles import read_table
from models.detectors.number_context import UNITS, Context
from models.text.digits import Chain
from models.text.people import OWN_RELATIVES

_PUBLIC = frozenset(row["number"] for row in read_table("gazetteers/public_phones.tsv"))

_S = r"[^\dx…]?"
_EIGHT = re.compile(rf"(?<!\d)(?P<prefix>(?:0{_S}0{_S})?4{_S}5{_S})?(?P<number>\d(?:{_S}\d){{7}})(?!\d)")
_HIDDEN = re.compile(rf"(?<![\dx])(?=[^x]{{0,14}}x)[\dx](?:{_S}[\dx]){{7}}(?![\dx])")
_HIDDEN_PAIRS = re.compile(r"(?<![\dx])(?=[^x]{5,}x)[2-9]\d([ .-])(?:\d\d|xx)\1(?:\d\d|xx)\1(?:\d\d|xx)(?![\dx])")
_SHIFT = re.compile(r"(?:[01]\d|2[0-4])[0-5][05]-(?:[01]\d|2[0-4])[0-5][05]\Z")
_ABROAD = re.compile(r"\d(?:[^\dx…\n;]?\d){6,14}(?!\d)")
_GROUP = re.compile(r"\d+")
_LONG_NUMBER_OR_LIST = re.compile(r"\d{8}|\d{4}.\d{4}")
_GROUPINGS = frozenset({(8,), (4, 4), (2, 2, 2, 2), (3, 2, 3), (2, 3, 3), (3, 3, 2), (4, 2, 2), (2, 2, 4), (2, 4, 2), (2, 6), (1,) * 8, (2, 2, 2, 1, 1), (1, 2, 2, 2, 1), (6, 2), (3, 5), (5, 3), (4, 1, 1, 1, 1)})  # fmt: skip
_SEPARATORS = frozenset(" -.~/:\n")
_DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[^\d]?(?:0[1-9]|1[0-2])[^\d]?(?:19|20)\d\d\Z|(?:19|20)\d\d[^\d]?(?:0[1-9]|1[0-2])[^\d]?(?:0[1-9]|[12]\d|3[01])\Z"
    r"|(?:19|20)\d\d[^\d](?:19|20)\d\d\Z|(?:0?[1-9]|[12]\d|3[01])[./](?:0[1-9]|1[0-2])[./-]\d\d.\d\d\Z"
)
_COUNTING = ("01234567890123456789", "98765432109876543210")
_NARROW = 12
_PAIRS = 4
_LONGEST_TWO = 23
_LAST_MINUTE = 59


def phones(
    chain: Chain, context: Context, taken: list[tuple[int, int]]
) -> Iterator[tuple[int, int, float, dict[str, object]]]:
    """Telephone numbers in what is not `taken` of the chain."""
    code = chain.code
    if len(code) < 8:
        return
    abroad = _abroad(chain, context)
    if abroad:
        yield abroad
        taken = [*taken, abroad[:2]]
    for found in _EIGHT.finditer(code):
        start, end = found.span()
        if any(start < b and a < end for a, b in taken):
            continue
        score = _score(found, context)
        if score:
            digits = "".join(_GROUP.findall(found["number"]))
            yield start, end, score, {"public": True} if digits in _PUBLIC else {}
    if "x" in code:
        for found in _HIDDEN.finditer(code):
            start, end = found.span()
            free = not any(start < b and a < end for a, b in taken)
            if (
                free
                and sum(map(str.isdecimal, found.group())) >= 4
                and (
                    "phone" in (context.kind_before(chain.tokens[start]), context.kind_after(chain.tokens[end - 1] + 1))
                    or (_HIDDEN_PAIRS.match(code, start) and context.kind_before(chain.tokens[start]) in ("", "first"))
                )
            ):
                yield start, end, 0.8, {}


def _abroad(chain: Chain, context: Context) -> tuple[int, int, float, dict[str, object]] | None:
    """A number with a foreign country code; without a plus sign only after a cue."""
    code = chain.code
    plus = context.after_plus(0)
    if not plus and not code.startswith("00"):
        return None
    found = _ABROAD.match(code)
    if not found or re.match(rf"(?:0{_S}0{_S})?4{_S}5", code):
        return None
    digits = "".join(_GROUP.findall(found.group())).removeprefix("" if plus else "00")
    # Denmark's own rules are wider than the library's: only foreign numbers are put to it.
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return None
    valid, cued = phonenumbers.is_valid_number(number), plus or context.kind_before(chain.tokens[0]) == "phone"
    if valid or (cued and phonenumbers.is_possible_number(number)):
        return 0, found.end(), 0.95 if valid and cued else 0.7, {}
    return None


def _score(found: re.Match[str], context: Context) -> float:
    """Confidence that eight digits are a telephone number; 0 for no."""
    number = found["number"]
    kind = context.kind_before(context.chain.tokens[found.start()])
    digits = "".join(_GROUP.findall(number))
    if (
        kind in ("other", "thing", "authority", "strong")
        or digits[0] == "0"
        or ("\n" in number and not _is_broken(number, kind))
    ):
        return 0.0
    if context.after_plus(found.start()) and found["prefix"]:
        return 0.97
    if kind == "phone" or digits in _PUBLIC:
        return 0.95
    if context.in_code(found.start(), found.end()):
        return 0.0
    groups = tuple(len(group) for group in _GROUP.findall(number))
    separators = {char for char in number if not char.isdecimal()}
    if (
        digits[0] == "1"
        or kind in ("cpr", "birth", "weak")
        or not (
            context.spelled(found.start(), found.end())
            or _phone_follows(found, context)
            or _of_relative(found, context)
            or (groups in _GROUPINGS and _alike(number, separators))
        )
    ):
        return 0.0
    if (
        _DATE.match(number)
        or _SHIFT.match(number)
        or digits.endswith("0000")
        or any(digits in counting for counting in _COUNTING)
    ):
        return 0.0
    if groups in ((2, 3, 3), (3, 3, 2), (2, 6)) and "." in separators:
        return 0.0  # an amount
    if (
        _is_list(groups, number)
        or (_neighbours(found, separators) and not _is_one_of_two(found, context))
        or _unit_follows(found, context)
    ):
        return 0.0
    return 0.9 if found["prefix"] else 0.8


def _is_broken(number: str, kind: str) -> bool:
    """Whether a line break in the digits is only where the line was full, not the end of an item."""
    return kind == "phone" or (
        number.count("\n") == 1 and " " in number and set(map(len, _GROUP.findall(number))) == {2}
    )


def _alike(number: str, separators: set[str]) -> bool:
    """Whether one kind of separator is used throughout, or one kind but for the middle ("26 41 / 79 35")."""
    if not separators <= _SEPARATORS:
        return False
    used = [char for char in number if not char.isdecimal()]
    separators = separators - {"\n"}
    middle = len(used) // 2
    if len(separators) < 2 or len(set(used[:middle] + used[middle + 1 :])) == 1:
        return True
    pairs = [int(group) for group in _GROUP.findall(number)]
    return len(pairs) == _PAIRS and max(pairs) > _LAST_MINUTE


def _is_list(groups: tuple[int, ...], number: str) -> bool:
    """Rooms, times of day, vital signs: small numbers that rise by the same step, or all lie close together."""
    if len(groups) != 4:
        return False
    values = [int(value) for value in _GROUP.findall(number)]
    steps = {b - a for a, b in pairwise(values)}
    return (len(steps) == 1 and steps != {0}) or max(values) - min(values) <= _NARROW


def _neighbours(found: re.Match[str], separators: set[str]) -> bool:
    """Whether more digits hang on, so that these eight are a part of something longer."""
    code, start, end = found.string, found.start(), found.end()
    joints = separators or set("-/.")
    if _LONG_NUMBER_OR_LIST.fullmatch(found["number"]):
        joints = set("-.")
    before = code[start - 1] if start > 1 else ""
    after = code[end] if end + 1 < len(code) and code[end + 1].isdecimal() else ""
    return before in joints or after in joints


def _of_relative(found: re.Match[str], context: Context) -> bool:
    """Whether a relative and a colon stand before ("hustru: 31-4-4-09-2-7")."""
    first = context.chain.tokens[found.start()]
    return context.document.word(first - 1) == ":" and context.document.word(first - 2) in OWN_RELATIVES


def _is_one_of_two(found: re.Match[str], context: Context) -> bool:
    """Whether the chain is two numbers of four pairs each with a word between them ("29 44 10 50 og 29 44 10 52")."""
    if len(found.string) > _LONGEST_TWO:
        return False
    pairs = list(_GROUP.finditer(found.string))
    if len(pairs) != 2 * _PAIRS or any(len(pair.group()) != 2 for pair in pairs):
        return False
    last, first = (context.chain.tokens[pairs[at].start()] for at in (_PAIRS - 1, _PAIRS))
    return (
        found.start() in (pairs[0].start(), pairs[_PAIRS].start())
        and context.document.word(last + 1).isalpha()
        and first - last == 2
    )


def _phone_follows(found: re.Match[str], context: Context) -> bool:
    return context.kind_after(context.chain.tokens[found.end() - 1] + 1) == "phone"


def _unit_follows(found: re.Match[str], context: Context) -> bool:
    return context.document.word(context.chain.tokens[found.end() - 1] + 1) in UNITS
