"""A text and its entities in; the text with every entity replaced by its kind, in Danish words, out: ``[CPR-nummer]``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from models.assessment import Entity
from models.datafiles import read_toml

EXCERPT = 120
_BEFORE = 40


@cache
def type_names() -> dict[str, str]:
    """The Danish name of every entity type."""
    return dict(read_toml("messages/cli.toml")["types"])


def mark(type_: str) -> str:
    """What stands in for an entity of `type_`."""
    return f"[{type_names()[type_]}]"


def mask(text: str, entities: Iterable[Entity]) -> str:
    """`text` with `entities` (in order, without overlaps) replaced."""
    parts = []
    at = 0
    for entity in entities:
        parts += [text[at : entity.start], mark(entity.type)]
        at = entity.end
    return "".join([*parts, text[at:]])


def excerpt(masked: str, type_: str) -> str:
    """At most `EXCERPT` characters of a masked text on one line, with the first mark of `type_` in them."""
    line = " ".join(masked.split())
    if len(line) <= EXCERPT:
        return line
    name = mark(type_)
    at = line.find(name)
    if at + len(name) < EXCERPT:
        return line[: EXCERPT - 1] + "…"
    cut = line[max(0, at - _BEFORE) :]
    return "…" + (cut if len(cut) < EXCERPT else cut[: EXCERPT - 2] + "…")
