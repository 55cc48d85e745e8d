"""What the engine answers: `Assessment` and its parts. Plain, frozen data; offsets are code points in the text as given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["green", "yellow", "red"]
ENTITY_TYPES = (
    "CPR", "PATIENT_NAME", "STAFF_NAME", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID", "FACILITY", "WARD", "PLACE",
    "DIAGNOSIS", "TREATMENT", "INCIDENT_COUNT", "TIME", "AGE", "TRAIT", "EVENT", "PATIENT_REF",
)  # fmt: skip
LEVELS: tuple[Level, ...] = ("green", "yellow", "red")


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows beside the text: `workplace` of the writer, earlier texts of the `thread`, a picture or film."""

    workplace: str = ""
    thread: tuple[str, ...] = ()
    has_media: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch: `text == original[start:end]`; `score` is confidence 0-1; `source` the detector or `tagger`."""

    type: str
    start: int
    end: int
    text: str
    score: float
    source: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One independent fact that narrows down who it is: 0-3 `points`, `entities` as indexes, `about` the person or not."""

    type: str
    points: int
    about: bool
    entities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Patient:
    """A particular person (or a small group) the post is about, with the pieces given and their sum of points."""

    pieces: tuple[Piece, ...]
    points: int
    direct: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is what it is: a stable `code`, Danish `text`, and the entities it rests on (indexes)."""

    code: str
    text: str
    entities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one text.

    `score` is the calibrated probability (0-1) that the post is red. `group_size` is the number of people, low and high,
    that the description still fits; `None` when green, (1, 1) with a direct identifier. `unchecked` names what could not be
    judged (`picture`, `link`, `quoted_thread`); a text with an unchecked part is never plainly safe.
    """

    level: Level
    score: float
    points: int
    entities: tuple[Entity, ...]
    patients: tuple[Patient, ...]
    group_size: tuple[int, int] | None
    reasons: tuple[Reason, ...]
    advice: tuple[str, ...]
    rewrite: str | None
    unchecked: tuple[str, ...]
    language: str
    model: dict[str, str] = field(default_factory=dict)
