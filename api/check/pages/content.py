"""What the course is made of, as plain data: chapters, pairs of posts, the mosaic, questions, sources, and the engine's stored answers.

In: `data/course/`. Out: frozen objects. Nothing here knows of HTML or asks the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from models.assessment import Level
from models.datafiles import DATA, read_toml

RED_POINTS, RED_ABOUT = 3, 2


@dataclass(frozen=True, slots=True)
class Post:
    """A fictional post: the guide's `level`, why, and what could be said instead."""

    id: str
    text: str
    level: Level
    why: str
    instead: str
    pieces: tuple[tuple[str, int, bool], ...] = ()
    direct: str = ""
    picture: str = ""
    thread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts that look alike; `path` is short, main or extra; `after` the source of the case it is rewritten from; `note` the teacher's."""

    title: str
    sector: str
    path: str
    after: str
    note: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of mosaic pieces: its text, and the guide's level by the sum of points."""

    key: str
    text: str
    level: Level


@cache
def pairs() -> tuple[Pair, ...]:
    """The scenarios in order."""
    return tuple(
        Pair(
            pair["title"],
            pair["sector"],
            pair["path"],
            pair.get("after", ""),
            pair["note"],
            tuple(_post(post) for post in pair["post"]),
        )
        for pair in read_toml("course/scenarios.toml")["pair"]
    )


def posts() -> list[Post]:
    """Every post of every pair."""
    return [post for pair in pairs() for post in pair.posts]


@cache
def mosaic() -> Mapping[str, Any]:
    """The mosaic's sentence and pieces."""
    return read_toml("course/mosaic.toml")


def choices() -> Iterator[Choice]:
    """Every choice of pieces; the key has a 1 for each that is in."""
    pieces: Sequence[Mapping[str, Any]] = mosaic()["piece"]
    for chosen in product((False, True), repeat=len(pieces)):
        words = {
            each["name"]: each["words" if is_in else "without"] for each, is_in in zip(pieces, chosen, strict=True)
        }
        told = [each for each, is_in in zip(pieces, chosen, strict=True) if is_in]
        red = is_red([(each["points"], each["about"]) for each in told])
        yield Choice(
            "".join("01"[each] for each in chosen), mosaic()["base"].format(**words), "red" if red else "yellow"
        )


def is_red(pieces: Sequence[tuple[int, bool]]) -> bool:
    """The guide's rule: three points or more, two of them about the person."""
    return sum(points for points, _ in pieces) >= RED_POINTS and sum(p for p, about in pieces if about) >= RED_ABOUT


@cache
def course() -> Mapping[str, Any]:
    """Chapters, questions, the teacher's notes."""
    return read_toml("course/course.toml")


@cache
def sources() -> Mapping[str, Mapping[str, str]]:
    """What the course rests on, by name."""
    return read_toml("course/sources.toml")


@cache
def stored() -> Mapping[str, Mapping[str, Any]]:
    """The engine's answers, by the post's id or `mosaic-` and the choice's key, as the command made them."""
    answers: Mapping[str, Mapping[str, Any]] = json.loads((DATA / "course/answers.json").read_text(encoding="utf-8"))
    return answers


def _post(row: Mapping[str, Any]) -> Post:
    pieces = tuple((kind, points, about) for kind, points, about in row["pieces"])
    return Post(
        row["id"], row["text"], row["level"], row["why"], row["instead"], pieces, row.get("direct", ""), row.get("picture", ""),
        tuple(row.get("thread", ())),
    )  # fmt: skip
