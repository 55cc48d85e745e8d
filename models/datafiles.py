"""Where the knowledge lives: paths and readers for the files in `data/`.

In: a name below `data/`. Out: rows, mappings or lines, as read; nothing here knows what they mean.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


def read_cells(name: str) -> tuple[str, list[str], list[list[str]]]:
    """Comments, columns and rows of the tab-separated `data/<name>`: the first line that is no comment (``#``) names the columns.

    Missing trailing cells are empty strings. Raises `FileNotFoundError`, or `ValueError` on a row with too many cells.
    """
    comments: list[str] = []
    columns: list[str] = []
    rows: list[list[str]] = []
    for number, line in enumerate((DATA / name).read_text(encoding="utf-8").split("\n"), 1):
        if not line or line.isspace():
            continue
        if line[0] == "#":
            comments.append(line)
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        missing = len(columns) - len(cells)
        if missing < 0:
            raise ValueError(f"data/{name}:{number}: {len(cells)} cells, {len(columns)} columns")
        rows.append(cells + [""] * missing if missing else cells)
    return "\n".join(comments), columns, rows


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `read_cells` as mappings from column to cell."""
    _, columns, rows = read_cells(name)
    return [dict(zip(columns, cells, strict=True)) for cells in rows]


def read_words(name: str) -> list[str]:
    """Lines of `data/<name>` that are neither empty nor comments (``#``)."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_toml(name: str) -> dict[str, Any]:
    """The TOML document `data/<name>`."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)
