"""Say why: reasons and advice in Danish, each reason resting on the exact words of the text.

In: the persons, the entities as the reader sees them. Out: `Reason`s (stable codes) and advice; the phrases are data (`data/messages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from models.assessment import Entity, Level, Patient, Piece, Reason
from models.datafiles import read_toml
from models.risk.pieces import DIRECT

_MOST_WORDS_NAMED = 5
_RARE = 3


def reasons(
    level: Level, patients: Sequence[Patient], entities: Sequence[Entity], deaths: frozenset[int], criticism: bool
) -> tuple[Reason, ...]:
    """Ordered reasons, the weightiest first. `deaths` are the entities that tell of a death."""
    phrases = messages()["reason"]
    if level == "green":
        return (Reason("green", phrases["green"]),)
    found: list[Reason] = []
    pieces = [piece for patient in patients for piece in patient.pieces]
    for kind in sorted(DIRECT):
        named = _entities_of(piece for piece in pieces if piece.type == kind)
        if named:
            found.append(_reason(f"direct_{kind}", named, entities))
    rare = _entities_of(piece for piece in pieces if piece.points >= _RARE and piece.type not in DIRECT)
    if rare:
        found.append(_reason("rare", rare, entities))
    counts = _entities_of(piece for piece in pieces if piece.type == "INCIDENT_COUNT" and piece.points)
    if counts:
        found.append(_reason("count", counts, entities))
    # Where only the network sees the risk, what it was said with stands in for pieces with points.
    weighty = [piece for piece in pieces if piece.points and piece.entities] or [p for p in pieces if p.entities]
    if level == "red" and weighty:
        told = sorted(weighty, key=_weightiest)
        found.append(_reason("mosaic", _entities_of(told), entities, [piece.entities[0] for piece in told]))
    elif level == "red":
        found.append(Reason("whole", phrases["whole"]))
    if deaths:
        found.append(_reason("death", sorted(deaths), entities))
    if level == "yellow":
        about = _entities_of(piece for piece in pieces if piece.about)
        if about:
            found.append(_reason("about", about, entities))
        found.append(Reason("tips_over", phrases["tips_over"]))
    if criticism:
        found.append(Reason("criticism", phrases["criticism"]))
    return tuple(found)


def advice(level: Level, unchecked: Sequence[str]) -> tuple[str, ...]:
    """What to do, silence first; for every level also what was not checked."""
    phrases = messages()["advice"]
    said = []
    if level == "red":
        said = [
            phrases["silence"],
            phrases["own_experience"],
            phrases["leave_out"],
            phrases["closed_group"],
            phrases["already_posted"],
        ]
    elif level == "yellow":
        said = [phrases["patient_reads"], phrases["colleague"]]
    return (*said, *(phrases[part] for part in unchecked))


def likely_size(size: tuple[int, int]) -> float:
    """The size that a group of low to high most likely has: nearer to low, as the pieces are seldom independent, which low assumes."""
    low, high = size
    return float(low ** (2 / 3) * high ** (1 / 3))


def group_in_words(size: tuple[int, int] | None) -> str:
    """The group size as people are told it: words, no figure. Empty when there is none."""
    if size is None:
        return ""
    phrases = messages()["group"]
    if size[1] <= 1:
        return str(phrases["one"])
    middle = likely_size(size)
    for name, limit in (("few", 5), ("some", 20), ("many", 100)):
        if middle <= limit:
            return str(phrases[name])
    return str(phrases["most"])


@cache
def messages() -> dict[str, Any]:
    """The Danish phrases."""
    return read_toml("messages/da.toml")


def _reason(code: str, indexes: Sequence[int], entities: Sequence[Entity], named: Sequence[int] = ()) -> Reason:
    """A reason that rests on the entities `indexes` and quotes those `named`, all of them where none is."""
    text = messages()["reason"][code].format(words=_quoted(named or indexes, entities))
    return Reason(code, text, tuple(indexes))


def _weightiest(piece: Piece) -> tuple[bool, int]:
    return not piece.about, -piece.points


def _entities_of(pieces: Iterable[Piece]) -> list[int]:
    return list(dict.fromkeys(index for piece in pieces for index in piece.entities))


def _quoted(indexes: Sequence[int], entities: Sequence[Entity]) -> str:
    join = messages()["join"]
    words = list(dict.fromkeys(f"»{' '.join(entities[i].text.split())}«" for i in indexes))
    if len(words) > _MOST_WORDS_NAMED:
        words = [*words[: _MOST_WORDS_NAMED - 1], join["more"]]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {join['and']} {words[-1]}"
