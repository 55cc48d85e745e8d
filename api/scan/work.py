"""The work on one chunk of rows: texts in, counts (and masked texts, if asked for) out. The same in every engine; nothing is kept.

A part, what a chunk comes to, is JSON: it goes to the work folder as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from api.answers import encode_json
from api.scan.cells import Cell, Row, Table, Unread
from api.scan.masking import excerpt, mask, type_names
from api.scan.problems import words
from models.assessment import LEVELS
from models.checker import MAX_CHARACTERS, Checker

CHUNK_ROWS = 256
CHUNK_CHARACTERS = 200_000
EXAMPLES = 3
TRIES = 2  # a chunk whose worker dies is tried once more
Part = dict[str, Any]
Work = Callable[["Chunk"], bytes]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows in a row; `first` is the number of the first, counted from 1. `last`: no more rows come after it."""

    number: int
    first: int
    rows: tuple[Row, ...]
    last: bool

    @property
    def span(self) -> str:
        """Its row numbers, for people."""
        return f"{self.first}-{self.first + len(self.rows) - 1}"


class Done(NamedTuple):
    """A chunk that is done: its number, how many rows it had, and its part as JSON."""

    number: int
    rows: int
    part: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of every chunk."""

    mode: str
    examples: bool
    masked: bool


def chunks(table: Table) -> Iterator[Chunk]:
    """The rows of `table` in chunks that only depend on the file. Raises `ScanError` as the table does."""
    held: list[Row] = []
    ready: Chunk | None = None
    number, first, characters = 0, 1, 0
    for row in table.rows():
        if ready:
            yield ready
            ready = None
        held.append(row)
        characters += sum(len(cell) for cell in row if isinstance(cell, str))
        if len(held) == CHUNK_ROWS or characters >= CHUNK_CHARACTERS:
            ready = Chunk(number, first, tuple(held), last=False)
            number, first, characters = number + 1, first + len(held), 0
            held = []
    if held:
        yield Chunk(number, first, tuple(held), last=True)
    elif ready:
        yield Chunk(ready.number, ready.first, ready.rows, last=True)


def work_for(job: Job) -> Work:
    """A function that does chunks, with a checker of its own. Raises `WeightsError`."""
    forbid_core_files()
    if job.mode == "rules":
        return partial(do_chunk, Checker(job.mode), job)
    from models.neural.encoder import Encoder

    # Every core has a worker of its own.
    return partial(do_chunk, Checker(job.mode, Encoder(threads=1)), job)


def forbid_core_files() -> None:
    """A process that crashes shall not leave its memory, with texts in it, on the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def do_chunk(checker: Checker, job: Job, chunk: Chunk) -> bytes:
    """Check every cell of `chunk` and return its part, as JSON."""
    columns: list[Part] = [
        {"cells": 0, "empty": 0, "masked": 0, "levels": dict.fromkeys(LEVELS, 0), "types": {}}
        for _ in (chunk.rows[0] if chunk.rows else ())
    ]
    part: Part = {
        "chunk": chunk.number,
        "first": chunk.first,
        "rows": len(chunk.rows),
        "last": chunk.last,
        "rows_with_findings": 0,
        "unread": [],
        "columns": columns,
        "examples": {},
    }
    masked = [_do_row(checker, job, row, chunk.first + i, part) for i, row in enumerate(chunk.rows)]
    if job.masked:
        part["masked"] = masked
    return encode_json(part)


def read_part(raw: bytes) -> Part:
    """The part again. Raises `ValueError` when it is damaged."""
    part: Part = json.loads(raw)
    return part


def _do_row(checker: Checker, job: Job, row: Row, number: int, part: Part) -> list[str | None]:
    masked: list[str | None] = []
    found = False
    for place, cell in enumerate(row):
        column = part["columns"][place]
        new = _do_cell(checker, job, cell, column, part["examples"])
        if isinstance(new, Unread):
            part["unread"].append([number, place, new.reason])
            masked.append(str(words()["mask"]["unread"]))
        else:
            masked.append(new)
            found = found or new is not None
            column["masked"] += new is not None
    part["rows_with_findings"] += found
    return masked


def _do_cell(
    checker: Checker, job: Job, cell: Cell, column: Part, examples: dict[str, list[str]]
) -> str | Unread | None:
    """The masked text, `None` where there is nothing to mask, or why the cell is unread; counts are added to `column`."""
    if isinstance(cell, Unread):
        return cell
    if cell is None:
        column["empty"] += 1
        return None
    if len(cell) > MAX_CHARACTERS:
        return Unread("too_long")
    try:
        level, entities = checker.glance(cell)
    except (
        Exception
    ):  # whatever a text makes fail: that cell is unchecked, the rest is done, and the error may quote it
        return Unread("unchecked")
    column["cells"] += 1
    column["levels"][level] += 1
    if not entities:
        return None
    kinds = [entity.type for entity in entities]
    masked = mask(cell, entities)
    for kind in type_names():
        if kind in kinds:
            counts = column["types"].setdefault(kind, [0, 0])
            counts[0] += 1
            counts[1] += kinds.count(kind)
            if job.examples:
                _add_example(examples.setdefault(kind, []), masked, kind)
    return masked


def _add_example(examples: list[str], masked: str, kind: str) -> None:
    if len(examples) < EXAMPLES:
        shown = excerpt(masked, kind)
        if shown not in examples:
            examples.append(shown)
