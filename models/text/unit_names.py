"""What a Danish word can be in the name of a ward: unit noun, speciality, or a compound of the two.

In: one lower-case word. Out: its `Part`. The vocabulary is data (`data/gazetteers/ward_parts.tsv`); compounds are built from it,
so that a unit need not be listed to be known.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from models.datafiles import read_table


class Part(NamedTuple):
    """`sort`: "unit" (afdeling), "loose" (a unit only behind a speciality), "named" (børneafdelingen), "adjective" (kirurgisk),
    "field" (kirurgi), "definite" (kirurgien), "stem" (hjerte-) or "" (none). `key`: the speciality or the unit's sort.
    """

    sort: str
    key: str


NO_PART = Part("", "")
_ROLES: dict[str, dict[str, str]] = defaultdict(dict)
for _row in read_table("gazetteers/ward_parts.tsv"):
    _ROLES[_row["role"]][_row["part"]] = _row["key"]

# Stems that are everyday words: they count inside a compound, not as words of their own.
_ONLY_COMPOUNDED = frozenset({"general", "care", "social"})
_SHORTEST_TAIL = 3
_SHORTEST_ADJECTIVE_TAIL = 6
_FREE_TAILS = ("kirurgisk", "kirugisk", "medicinsk", "psykiatrisk")
_ABBREVIATED = ("kir", "psyk", "onko")
_LONGEST_WORD = 50
_VARIANTS = (str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}), str.maketrans("æøå", "aoa"))
_SHORTEST_VARIANT = 4


def words(role: str) -> frozenset[str]:
    """The entries of `role` in the vocabulary."""
    return frozenset(_ROLES[role])


def keyed(role: str, key: str) -> frozenset[str]:
    """The entries of `role` with this key."""
    return frozenset(part for part, its_key in _ROLES[role].items() if its_key == key)


def _spellings(word: str) -> set[str]:
    """The word, and how it looks where the keyboard has no æøå."""
    if len(word) < _SHORTEST_VARIANT:
        return {word}
    return {word, *(word.translate(table) for table in _VARIANTS)}


_STEMS: dict[str, str] = {}
for _stem, _key in _ROLES["stem"].items():
    for _spelling in _spellings(_stem):
        _STEMS.setdefault(_spelling, _key)
for _stem, _key in _ROLES["field"].items():
    _STEMS.setdefault(_stem, _key)
_FIELDS = tuple(field for field in _ROLES["field"] if len(field) >= _SHORTEST_ADJECTIVE_TAIL)


def _sort_of(stem: str) -> str:
    """A stem that closes as a speciality does is one by itself: "børnekirurgi", "rygkir"."""
    if stem.endswith(_FIELDS):
        return "field"
    return "adjective" if stem.endswith(_ABBREVIATED) and len(stem) > _SHORTEST_ADJECTIVE_TAIL - 1 else "stem"


_EXACT: dict[str, Part] = {}
_TAILS: dict[str, Part] = {}
for _word, _key in _ROLES["unit"].items():
    _EXACT[_word] = Part("unit", _key)
    _TAILS[_word] = Part("named", _key)
for _word, _key in _ROLES["joined_unit"].items():
    _TAILS.setdefault(_word, Part("named", _key))
for _word, _key in _ROLES["adjective"].items():
    for _form in (_word, _word + "e", _word + "t"):
        for _spelling in _spellings(_form):
            _EXACT.setdefault(_spelling, Part("adjective", _key))
            if len(_word) >= _SHORTEST_TAIL:
                _TAILS.setdefault(_spelling, Part("adjective", _key))
for _word, _key in _ROLES["field"].items():
    for _spelling in _spellings(_word):
        _EXACT.setdefault(_spelling, Part("field", _key))
        _TAILS.setdefault(_spelling, Part("field", _key))
        for _ending in ("en", "n", "ens", "ns"):
            _EXACT.setdefault(_spelling + _ending, Part("definite", _key))
            _TAILS.setdefault(_spelling + _ending, Part("definite", _key))
for _word, _key in _ROLES["loose_unit"].items():
    _EXACT.setdefault(_word, Part("loose", _key))
for _word, _key in _STEMS.items():
    if _key not in _ONLY_COMPOUNDED:
        _EXACT.setdefault(_word, Part(_sort_of(_word), _key))
_NOT_COMPOUND = words("not_compound")
_CHILD_ROOMS = words("child_room")
_CHILD_TAILS = words("child_tail")
_DAYCARE = "daycare"
for _tail in _CHILD_TAILS:
    _TAILS.setdefault(_tail, Part("named", _DAYCARE))
_TAIL_SIZES = sorted({len(tail) for tail in _TAILS}, reverse=True)
# Most words of a text are neither a part nor end like one: these two look-ups tell.
_GATE = frozenset(tail[-4:] for tail in _TAILS)
KNOWN_PARTS = frozenset(_EXACT)
_PREFIXES = frozenset(stem[:5] for stem, key in _STEMS.items() if len(stem) >= 5 and key not in _ONLY_COMPOUNDED)
_CLINICAL_ENDS = tuple(words("clinical_end"))


def ends_like_part(word: str) -> bool:
    """Whether `word` may be a compound with a unit noun or a speciality at its end."""
    return word[-4:] in _GATE or word[-3:] in _GATE


def part_of(word: str) -> Part:
    """What the lower-case `word` can be in the name of a unit."""
    exact = _EXACT.get(word)
    if exact is not None:
        return exact
    if not ends_like_part(word) or len(word) > _LONGEST_WORD:
        return NO_PART
    return _compound(word)


def clinical(head: str) -> str:
    """The speciality that the first part of a compound names, "" if it names none."""
    for stem in (head, head[:-1]) if head[-1:] in ("s", "e") else (head,):
        if stem in _STEMS:
            return _STEMS[stem]
    if head.endswith(("sygdom", "sygdoms")):
        # "kvindesygdomsklinikken", "infektionssygdomsafdelingen"
        organ = head.removesuffix("s").removesuffix("sygdom")
        return next((_STEMS[stem] for stem in (organ, organ.removesuffix("s")) if stem in _STEMS), "medicine")
    if head.endswith(_FIELDS):
        return next(key for field, key in _ROLES["field"].items() if head.endswith(field))
    for k in range(_SHORTEST_TAIL, len(head) - 2):
        first, second = head[:k], head[k:]
        if first in _STEMS and (second in _STEMS or (second[-1] == "s" and second[:-1] in _STEMS)):
            return _STEMS[first]
    return ""


def treats(word: str) -> bool:
    """Whether `word` may follow "klinik for …": an illness, a speciality, a group of patients."""
    return part_of(word).sort != "" or word[:5] in _PREFIXES or word.endswith(_CLINICAL_ENDS)


def _compound(word: str) -> Part:
    if word in _NOT_COMPOUND:
        return NO_PART
    for size in _TAIL_SIZES:
        if size >= len(word):
            continue
        part = _TAILS.get(word[-size:])
        if part is None:
            continue
        head = word[:-size]
        if word[-size:] in _CHILD_TAILS and any(head.removesuffix(end) in _CHILD_ROOMS for end in ("", "s", "e", "ne")):
            return Part("named", _DAYCARE)
        if part.key == _DAYCARE:
            continue
        key = clinical(head)
        if part.sort == "named" and key:
            return Part("named", key)
        if part.sort != "named" and (key or word[-size:].rstrip("et").endswith(_FREE_TAILS)):
            return part
    return NO_PART
