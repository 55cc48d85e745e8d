"""Where the knowledge lives: paths and readers for the files in `data/`.

In: a name below `data/`. Out: rows, mappings or lines, as read; nothing here knows what they mean.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of the tab-separated `data/<name>`: the first line that is no comment (``#``) names the columns.

    Missing trailing cells are empty strings. Raises `FileNotFoundError`, or `ValueError` on a row with too many cells.
    """
    columns: list[str] | None = None
    rows = []
    for number, line in enumerate((DATA / name).read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise ValueError(f"data/{name}:{number}: {len(cells)} cells, {len(columns)} columns")
        rows.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return rows


def read_words(name: str) -> list[str]:
    """Lines of `data/<name>` that are neither empty nor comments (``#``)."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_toml(name: str) -> dict[str, Any]:
    """The TOML document `data/<name>`."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)
