"""The corpus in the guide's markup: JSON Lines in, checked `Post` objects out.

One JSON object a line; `text` carries inline marks ``[[TYPE|surface]]``. Taking the marks away gives the post.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.assessment import ENTITY_TYPES

LEVELS = ("green", "yellow", "red")
DIRECT = frozenset({"CPR", "PATIENT_NAME", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID", "PICTURE"})
PIECE_TYPES = frozenset(ENTITY_TYPES) | {"PICTURE", "QUOTE", "SCENE"}
_MARK = re.compile(r"\[\[([A-Z_]+)\|([^\[\]|]*)\]\]")
_LEADING_PREPOSITION = re.compile(r"(?:på|i|fra|ved|med|til|hos|af|om)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a post; offsets in code points, end exclusive."""

    type: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """One labelled post, its marks taken out of the text."""

    id: str
    level: str
    text: str
    spans: tuple[Span, ...]
    pieces: tuple[tuple[str, int, bool], ...] = ()
    fields: dict[str, object] = field(default_factory=dict)


def parse_markup(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return the plain text and its spans. Raises `ValueError` on broken markup or an unknown type."""
    plain: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for mark in _MARK.finditer(marked):
        before = marked[at : mark.start()]
        plain.append(before)
        length += len(before)
        kind, surface = mark.groups()
        if kind not in ENTITY_TYPES:
            raise ValueError(f"unknown entity type {kind}")
        if not surface or surface != surface.strip():
            raise ValueError(f"empty or padded {kind} mark")
        spans.append(Span(kind, length, length + len(surface), surface))
        plain.append(surface)
        length += len(surface)
        at = mark.end()
    plain.append(marked[at:])
    text = "".join(plain)
    if "[[" in text or "]]" in text:
        raise ValueError("stray [[ or ]] after taking the marks out")
    return text, tuple(spans)


def level_from_pieces(in_scope: bool, pieces: Sequence[tuple[str, int, bool]]) -> str:
    """Level by the guide's rules 0-2: scope, direct identifiers, then points (>= 3, >= 2 of them about the person)."""
    if not in_scope:
        return "green"
    if any(kind in DIRECT for kind, _, _ in pieces):
        return "red"
    total = sum(points for _, points, _ in pieces)
    about = sum(points for _, points, is_about in pieces if is_about)
    return "red" if total >= 3 and about >= 2 else "yellow"


def parse_post(line: str) -> Post:
    """Parse one corpus line. Raises `ValueError` that names the fault."""
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    for name in ("id", "level", "text"):
        if not isinstance(record.get(name), str):
            raise ValueError(f"field {name} is missing or not a string")
    if record["level"] not in LEVELS:
        raise ValueError(f"unknown level {record['level']}")
    text, spans = parse_markup(record["text"])
    pieces = tuple((str(p[0]), int(p[1]), bool(p[2])) for p in record.get("pieces", ()))
    rest = {k: v for k, v in record.items() if k not in ("id", "level", "text", "pieces")}
    return Post(record["id"], record["level"], text, spans, pieces, rest)


def lint(post: Post) -> list[str]:
    """Faults of one post against the guide: pieces against level, span form. Empty when it is clean."""
    faults = []
    in_scope = bool(post.fields.get("scope", post.level != "green"))
    derived = level_from_pieces(in_scope, post.pieces)
    if derived != post.level:
        faults.append(f"level is {post.level}, scope and pieces give {derived}")
    if post.level == "green" and post.pieces:
        faults.append("a green post has pieces")
    for kind, points, _ in post.pieces:
        if kind not in PIECE_TYPES:
            faults.append(f"unknown piece type {kind}")
        if points not in (0, 1, 2, 3):
            faults.append(f"piece {kind} has {points} points")
    for span in post.spans:
        if span.type != "TIME" and _LEADING_PREPOSITION.match(span.text):
            faults.append(f"{span.type} starts with a preposition: {span.text}")
        if span.text != span.text.strip(" ,.;:!?") and not re.search(r"\w\.$", span.text):
            faults.append(f"{span.type} ends in punctuation: {span.text}")
    return faults


def read_posts(path: Path) -> Iterator[Post]:
    """Yield the posts of a .jsonl file, or of every .jsonl file below a folder. Raises `ValueError` with file and line."""
    for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                try:
                    yield parse_post(line)
                except (ValueError, TypeError, IndexError, KeyError) as error:
                    raise ValueError(f"{file.name}:{number}: {error}") from None
