"""The result for people and programs. In: totals, and what was scanned how. Out: `report.html`, `report.json`, `report.csv`.

They are the same for the same file, options and version, apart from `run` in the JSON and the line of it in the page.
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.answers import encode_json
from api.scan.masking import type_names
from api.scan.page import page
from api.scan.problems import words
from api.scan.totals import Column, Totals, spreadsheet_text
from models.assessment import ENTITY_TYPES, LEVELS
from models.datafiles import read_toml

REPORTS = ("report.html", "report.json", "report.csv")


@dataclass(frozen=True, slots=True)
class About:
    """What was scanned: name and size (bytes) of the file, version of the engine, sheets left out, whether there are examples."""

    file: str
    size: int
    engine: dict[str, str]
    unscanned_sheets: int
    examples: bool


@dataclass(frozen=True, slots=True)
class Run:
    """How this run went: when it ended (UTC), how long it took, the rows done in it, by how many workers of which engine."""

    finished: str
    seconds: float
    rows: int
    workers: int
    engine: str


def write_reports(folder: Path, totals: Totals, about: About, run: Run, unread_file: str) -> list[Path]:
    """Write the three files into `folder`; they are returned in the order of `REPORTS`."""
    answer = as_json(totals, about, run)
    written = (
        page(answer, unread_file).encode("utf-8", "replace"),
        encode_json(answer, indent=1) + b"\n",
        _as_csv(totals).encode("utf-8-sig", "replace"),
    )
    paths = [folder / name for name in REPORTS]
    for path, raw in zip(paths, written, strict=True):
        path.write_bytes(raw)
    return paths


def as_json(totals: Totals, about: About, run: Run) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "file": about.file,
        "size": about.size,
        "engine": about.engine,
        "rows": totals.rows,
        "rows_with_findings": totals.rows_with_findings,
        "bad_rows": totals.bad_rows,
        "unscanned_sheets": about.unscanned_sheets,
        "columns": [_column(column) for column in totals.columns],
        "examples": {kind: totals.examples[kind] for kind in ENTITY_TYPES if kind in totals.examples}
        if about.examples
        else None,
        "unread_reasons": dict(sorted(totals.reasons.items())),
        "first_unread": [{"row": row, "column": name, "reason": reason} for row, name, reason in totals.unread],
        "run": asdict(run),
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "cells": column.cells,
        "empty": column.empty,
        "unread": column.unread,
        "levels": {level: column.levels[level] for level in LEVELS},
        "types": {
            kind: {"cells": column.types[kind][0], "entities": column.types[kind][1]}
            for kind in ENTITY_TYPES
            if kind in column.types
        },
    }


def _as_csv(totals: Totals) -> str:
    """One figure a line, for a spreadsheet with Danish settings."""
    said = words()["table"]
    levels = read_toml("messages/cli.toml")["levels"]
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([said[name] for name in ("column", "kind", "code", "name", "cells", "entities")])
    for code in ("rows", "rows_with_findings", "bad_rows"):
        writer.writerow(["", said["kind_count"], code, said[f"count_{code}"], getattr(totals, code), ""])
    for column in totals.columns:
        name = spreadsheet_text(column.name)
        for code in ("cells", "empty", "unread"):
            writer.writerow([name, said["kind_count"], code, said[f"count_{code}"], getattr(column, code), ""])
        for level in LEVELS:
            writer.writerow([name, said["kind_level"], level, levels[level]["word"].lower(), column.levels[level], ""])
        for kind in ENTITY_TYPES:
            if kind in column.types:
                writer.writerow([name, said["kind_type"], kind, type_names()[kind], *column.types[kind]])
    return made.getvalue()
