"""Patient data out of a text: every stretch the engine marks, and every word a person has named, becomes its type in brackets.

In: a text, its marked stretches, what else to hide. Out: the masked text. What was masked cannot be had from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from models.checker import Checker

BY_HAND = "SKJULT"
# What names a person by itself: never in metadata.
PERSONAL = frozenset({"CPR", "PATIENT_NAME", "STAFF_NAME", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID"})
# What a reference to a document may not be; it looks like a record's number, or a telephone's.
NAMING = frozenset({"CPR", "PATIENT_NAME", "STAFF_NAME", "EMAIL", "ADDRESS"})


def spans(checker: Checker, text: str) -> list[tuple[int, int, str]]:
    """What the engine marks: start, end (code points) and type. Raises `DetectorError`: what cannot be masked is not kept."""
    return [(entity.start, entity.end, entity.type) for entity in checker.entities(text)]


def word_pattern(words: str) -> re.Pattern[str]:
    """Finds words that someone named as patient data, wherever they stand, in small letters or large."""
    return re.compile(re.escape(words), re.IGNORECASE)


def name_patterns(*names: str) -> Iterator[re.Pattern[str]]:
    """Find a person's name or login, and each part of a name of three letters or more, also in the genitive."""
    parts = {part for name in names for part in (name.strip(), *re.split(r"[\s-]+", name)) if len(part) > 2}
    for part in sorted(parts, key=len, reverse=True):
        yield re.compile(rf"(?<!\w){re.escape(part)}(?:['’]?s)?(?!\w)", re.IGNORECASE)


def masked(text: str, marked: Iterable[tuple[int, int, str]], hidden: Iterable[re.Pattern[str]] = ()) -> str:
    """`text` with all of it replaced. Stretches that overlap become one."""
    found = [(start, end, kind) for start, end, kind in marked]
    for pattern in hidden:
        found += [(m.start(), m.end(), BY_HAND) for m in pattern.finditer(text)]
    parts: list[str] = []
    done = 0
    for start, end, kind in sorted(found):
        if start >= done:
            parts += [text[done:start], f"[{kind}]"]
        done = max(done, end)
    return "".join([*parts, text[done:]])


def is_personal(checker: Checker, value: str, kinds: frozenset[str] = PERSONAL) -> bool:
    """Whether a value meant to be a code names or numbers a person."""
    asked = (value, f"Patienten {value}", f"Sygeplejerske {value}")
    return any(entity.type in kinds for text in asked for entity in checker.entities(text))


def analysis(checker: Checker, text: str, basis: str) -> dict[str, Any]:
    """The engine's findings, to keep: pieces and reasons with the versions that made them. Nothing about who wrote it."""
    answer = checker.check(text)
    return {
        "level": answer.level,
        "entities": [
            {"type": e.type, "start": e.start, "end": e.end, "confidence": e.score, "source": e.source}
            for e in answer.entities
        ],
        "patients": [
            {"pieces": [{"type": p.type, "points": p.points, "entities": [*p.entities]} for p in patient.pieces]}
            for patient in answer.patients
        ],
        "reasons": [{"code": reason.code, "entities": [*reason.entities]} for reason in answer.reasons],
        "group_size": list(answer.group_size) if answer.group_size else None,
        "unchecked": [*answer.unchecked],
        "model": answer.model,
        "full_mode_basis": basis or None,
    }


def stretches(found: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """The marked stretches of an analysis."""
    return [(each["start"], each["end"], each["type"]) for each in found["entities"]]
