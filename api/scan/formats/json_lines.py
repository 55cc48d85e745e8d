"""JSON Lines: a path in, a `Table` out. A masked copy keeps every line that needs no mask as it was written, byte by byte."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from api.answers import encode_json
from api.scan.cells import Cell, MaskedRow, Row, Unread, cell_of
from api.scan.formats import Wanted, find_columns, refuse_options
from api.scan.problems import ScanError

MAX_LINE_BYTES = 4_000_000
_HEAD = 1_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class JsonLinesTable:
    """A file of one JSON object a line, in UTF-8."""

    path: Path
    columns: tuple[str, ...]
    likely_rows: int
    suffix: str
    unscanned_sheets: int = 0

    @property
    def form(self) -> dict[str, str]:
        """See `Table`."""
        return {"format": "jsonl"}

    def rows(self) -> Iterator[Row]:
        """See `Table`. A row without the key has an empty cell."""
        for _, found in self._lines():
            yield (found,) * len(self.columns) if isinstance(found, Unread) else self._cells(found)

    def write_masked(self, target: Path, masked: Iterable[MaskedRow], changed: Collection[str]) -> None:
        """See `Table`."""
        with target.open("wb") as sink:
            for (line, found), new in zip(self._lines(), masked, strict=True):
                if isinstance(found, Unread):
                    found = {}
                elif not any(new):
                    sink.write(line)
                    continue
                marks = {name: text for name, text in zip(self.columns, new, strict=True) if text is not None}
                sink.write(encode_json({**found, **marks}) + b"\n")

    def _cells(self, found: dict[str, Any]) -> tuple[Cell, ...]:
        return tuple([cell_of(found.get(name)) for name in self.columns])

    def _lines(self) -> Iterator[tuple[bytes, dict[str, Any] | Unread]]:
        """Every line that is not blank, and its object."""
        with self.path.open("rb") as file:
            for line in _whole_lines(file):
                if line is None:
                    yield b"", Unread("too_long")
                elif line.strip():
                    yield line, _parse(line)


def open_json_lines(path: Path, wanted: Wanted) -> JsonLinesTable:
    """The table in `path`; the columns are keys of its first thousand lines. Raises `ScanError`."""
    refuse_options(wanted, "separator", "encoding", "sheet")
    table = JsonLinesTable(path, wanted.columns, _count_lines(path), path.suffix.lower())
    keys: dict[str, None] = {}
    for _, found in islice(table._lines(), _HEAD):
        if isinstance(found, dict):
            keys.update(dict.fromkeys(found))
    if not keys:
        raise ScanError("not_json_lines")
    find_columns(wanted.columns, list(keys))
    return table


def _parse(line: bytes) -> dict[str, Any] | Unread:
    try:
        found = json.loads(line.removeprefix(_BOM).decode())
    except UnicodeDecodeError:
        return Unread("encoding")
    except (ValueError, RecursionError):
        return Unread("not_json")
    return found if isinstance(found, dict) else Unread("not_object")


def _whole_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """The lines of `file`; `None` for one that is too long to hold."""
    while line := file.readline(MAX_LINE_BYTES):
        if line.endswith(b"\n") or len(line) < MAX_LINE_BYTES:
            yield line
            continue
        while (rest := file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) or 1
