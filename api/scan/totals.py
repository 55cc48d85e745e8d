"""The parts of a run in, in order; its sums out. Constant memory: of unread cells only the first are kept, all are written to a file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TextIO

from api.scan.problems import words
from api.scan.work import EXAMPLES, Part
from models.assessment import ENTITY_TYPES, LEVELS

LISTED = 100
UNREAD_HEADER = ("row", "column", "reason")


@dataclass(slots=True)
class Column:
    """The sums of one column: cells with text, empty and unread ones, levels, and per type (cells with it, entities)."""

    name: str
    cells: int = 0
    empty: int = 0
    unread: int = 0
    masked: int = 0
    levels: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(LEVELS, 0)))
    types: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Totals:
    """The sums of a run. `unread` lists the first cells that were not checked: row, column, reason."""

    columns: list[Column]
    rows: int = 0
    rows_with_findings: int = 0
    bad_rows: int = 0
    unread: list[tuple[int, str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, tuple[int, int]]:
        """Per type, in the order of the engine: cells with it and entities, over all columns."""
        return {
            kind: (
                sum(column.types.get(kind, (0, 0))[0] for column in self.columns),
                sum(column.types.get(kind, (0, 0))[1] for column in self.columns),
            )
            for kind in ENTITY_TYPES
            if any(kind in column.types for column in self.columns)
        }


def add_up(parts: Iterable[Part], names: tuple[str, ...], unread: TextIO) -> Totals:
    """The sums of `parts`; every unread cell becomes a line of `unread`, as CSV."""
    totals = Totals([Column(name) for name in names])
    write = csv.writer(unread, delimiter=";", lineterminator="\n").writerow
    heads = words()["unread_file"]
    write([heads[name] for name in UNREAD_HEADER])
    for part in parts:
        totals.rows += part["rows"]
        totals.rows_with_findings += part["rows_with_findings"]
        for column, counts in zip(totals.columns, part["columns"], strict=True):
            _add_column(column, counts)
        for kind, found in part["examples"].items():
            kept = totals.examples.setdefault(kind, [])
            kept += [each for each in found if each not in kept][: EXAMPLES - len(kept)]
        _add_unread(totals, part, write)
    return totals


def spreadsheet_text(text: str) -> str:
    """`text`, such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _add_column(column: Column, counts: Part) -> None:
    column.cells += counts["cells"]
    column.empty += counts["empty"]
    column.masked += counts["masked"]
    column.levels.update(counts["levels"])
    for kind, (cells, entities) in counts["types"].items():
        before = column.types.get(kind, (0, 0))
        column.types[kind] = (before[0] + cells, before[1] + entities)


def _add_unread(totals: Totals, part: Part, write: Callable[[list[object]], object]) -> None:
    said = words()["reasons"]
    totals.bad_rows += len({row for row, _, _ in part["unread"]})
    for row, place, reason in part["unread"]:
        column = totals.columns[place]
        column.unread += 1
        totals.reasons[reason] += 1
        if len(totals.unread) < LISTED:
            totals.unread.append((row, column.name, reason))
        write([row, spreadsheet_text(column.name), said[reason]])
