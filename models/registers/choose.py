"""Which records of a register become entries of the local gazetteer, and with what cells.

In: records. Out: `Choice`: entries as `schema` stores them, and how many names were left out and why. An entry acts as a shipped row of
its list; what the shipped rules know of the name (points, group, speciality) it takes over from them, so that an import adds marks and
takes none away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from models.datafiles import read_toml
from models.document import Finding
from models.registers import known
from models.registers.records import Record, rules
from models.registers.renames import names_of, official
from models.registers.schema import COLUMNS, Cells

_SEGMENTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_DIAGNOSIS_CODE = 4
_SHOUTED = 3


@dataclass(slots=True)
class Choice:
    """The `entries`; `counts` of those that the shipped rules find anyway (known) or that begin `later`, and of what was left out:
    everyday words, what the rules read as something else (other), units without patients (unclinical), names that only say where the
    unit is (place), and what came twice (double); the names of `institutions` seen.
    """

    entries: list[Cells] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    institutions: set[str] = field(default_factory=set)


def choose(records: Iterable[Record], register: str, today: date) -> Choice:
    """Choose among `records`, in their order; a name that comes twice is kept once for each stretch of time."""
    choice = Choice()
    spans: dict[tuple[str, str], list[tuple[str, str]]] = {}
    cells_of: dict[Record, dict[str, str] | str] = {}
    for record in records:
        choice.institutions.update(filter(None, (record.institution, record.name if record.type == "FACILITY" else "")))
        undated = record._replace(first="", last="")
        if undated not in cells_of:
            cells_of[undated] = _cells(record, register, today)
        cells = cells_of[undated]
        if isinstance(cells, str):
            choice.counts[cells] += 1
            continue
        seen = spans.setdefault((cells["list"], cells["surface"].lower()), [])
        if any(first <= record.first and record.last <= last for first, last in seen):
            choice.counts["double"] += 1
            continue
        seen.append((record.first, record.last))
        choice.counts["known"] += bool(cells.get("known"))
        choice.counts["later"] += record.first > today.isoformat()
        dated = cells | {"valid_from": record.first, "valid_to": record.last}
        choice.entries.append(tuple(dated.get(column, "") for column in COLUMNS))
    return choice


def _cells(record: Record, register: str, today: date) -> dict[str, str] | str:
    """The cells of a record's entry, or why there is none: a key of `Choice.counts`."""
    type_, name = record.type, _written(record.name)
    if type_ == "WARD":
        if _is_unclinical(record):
            return "unclinical"
        name = _own_part(record, name)
        if not name:
            return "place"
    words = known.words_of(name)
    if not words or (len(words) == 1 and len(name) < rules()["reading"]["shortest"]):
        return "everyday"
    read_as, found = known.read(type_, name)
    if read_as != "known" and known.only_everyday(type_, name):
        return "everyday"
    if read_as == "other":
        return "other"
    cells = {"list": str(rules()["types"][type_]["list"]), "surface": name, "known": "1" if read_as == "known" else ""}
    if type_ == "WARD":
        return cells | _ward(record, name, found)
    if type_ == "FACILITY":
        return cells | _facility(record, name, today)
    if type_ == "PLACE":
        return cells | {"kind": "district", "cue": "name", "strength": _points(record)}
    return cells | _illness(record, name, found, register)


def _written(name: str) -> str:
    """A register's name as people write it: without "UNS" and the like."""
    for ending in rules()["reading"]["dropped_endings"]:
        name = name.removesuffix(ending)
    return name


def _is_unclinical(record: Record) -> bool:
    """Whether no patient lies or is seen in the unit under this name; the rule is that of `clinical_units.toml`."""
    excluded, bare = _clinical_rule()
    name = record.name
    for institution in names_of(record.institution) - {""}:
        name = re.sub(re.escape(institution), "", name, flags=re.IGNORECASE)
    return bool(excluded.search(name) or excluded.search(record.unit) or bare.search(name))


@cache
def _clinical_rule() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rule = read_toml("baselines/clinical_units.toml")
    excluded, bare = (re.compile("|".join(rule[key]), re.IGNORECASE) for key in ("name_excluded", "bare"))
    return excluded, bare


def _own_part(record: Record, name: str) -> str:
    """A unit's name without the hospital, town or region that the register adds to it: a text names that on its own."""
    institution = names_of(record.institution)
    parts = [part for part in _SEGMENTS.split(name) if part]
    own = [
        part
        for part in parts
        if part.lower() not in institution and len(names_of(part)) == 1 and not known.is_place_or_institution(part)
    ]
    return name if own == parts else ", ".join(own)


def _points(record: Record) -> str:
    """The points that a hospital's own list gives; empty where the list of the gazetteer has its own way to tell."""
    return "" if record.strength is None else str(record.strength)


def _ward(record: Record, name: str, found: Finding | None) -> dict[str, str]:
    """Cells of a unit: a name with a unit noun stands alone, others are words elsewhere and need a preposition."""
    attrs = found.attrs if found else {}
    cells = {"kind": str(attrs.get("kind", "ward")), "specialty": str(attrs.get("specialty", ""))}
    if name.isupper() and name.isalpha() and len(name) >= _SHOUTED:
        cells["cue"] = "caps"
    elif not known.has_unit_noun(name):
        cells["cue"] = "name"
        if known.only_specialities(name):
            cells["known"] = "1"
    return cells | {"strength": _points(record)}


def _facility(record: Record, name: str, today: date) -> dict[str, str]:
    reading, lower = rules()["reading"], name.lower()
    large = any(word in lower for word in reading["large"]) and not any(word in lower for word in reading["not_large"])
    return {
        "canonical": official(name, today),
        "size": "large" if large else "small",
        "town": known.place_in(name),
        "kind": "imported",
        "mode": "" if len(known.words_of(name)) > 1 else "cased",
        "strength": _points(record),
    }


def _illness(record: Record, name: str, found: Finding | None, register: str) -> dict[str, str]:
    """Cells of a disease or treatment: those of what the shipped rules find in the name, else those of its code."""
    attrs = found.attrs if found else {}
    key = f"code:{record.code[1:_DIAGNOSIS_CODE].lower()}" if record.code else f"{register}:{name.lower()}"
    strength = (
        record.strength
        if record.strength is not None
        else attrs.get("strength", rules()["types"][record.type]["strength"])
    )
    flags = ["bold"] if attrs.get("bold") else []
    if name.isupper() and name.isalpha():
        flags.append("upper")
    if record.code and len(known.words_of(name)) == 1:
        flags.append("cue")  # a register's one word may be one of the language's, too ("uro")
    return {
        "strength": str(strength),
        "concept": str(attrs.get("concept", key)),
        "prior": str(attrs.get("prior", rules()["reading"]["prior"][record.type])),
        "flags": " ".join(flags),
    }
