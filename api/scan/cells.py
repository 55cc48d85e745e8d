"""What a table holds, as the scan sees it: cells as text, empty (`None`), or unread with the reason. In: any value. Out: a `Cell`."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, Protocol


class Unread(NamedTuple):
    """A cell that could not be read or checked; `reason` is a key of `[reasons]` in `data/messages/scan.toml`."""

    reason: str


Cell = str | None | Unread
Row = tuple[Cell, ...]
MaskedRow = tuple[str | None, ...]  # a scanned cell's new text; `None` leaves the cell as it is


class Table(Protocol):
    """A file of rows. Holds no open file and can be sent to another process."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to scan, as asked for."""

    @property
    def likely_rows(self) -> int:
        """About how many rows there are; for a progress bar only."""

    @property
    def form(self) -> dict[str, str]:
        """How the file is read (format, separator, …): must not change when a run goes on."""

    @property
    def suffix(self) -> str:
        """What the name of a masked copy ends with."""

    @property
    def unscanned_sheets(self) -> int:
        """How many other sheets the file has that are neither scanned nor copied."""

    def rows(self) -> Iterator[Row]:
        """The scanned cells of every row, in order, in constant memory.

        A broken row is a row of `Unread`. Raises `ScanError` when the rest of the file cannot be read.
        """

    def write_masked(self, target: Path, masked: Iterable[MaskedRow], changed: Collection[str]) -> None:
        """Copy the file to `target` with the scanned columns as `masked` says, row by row; a broken row is left out but for its marker.

        `changed` names the columns in which any cell is masked; a format of typed columns turns those into text. Raises `ValueError` when there are more or fewer masked rows than rows.
        """


def cell_of(value: object) -> Cell:
    """A value as its text: whole numbers without decimals, dates as ISO 8601, lists and mappings as JSON; blank text is empty."""
    if value is None or isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            return cell_of(bytes(value).decode())
        except UnicodeDecodeError:
            return Unread("encoding")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str) if value else None
    return str(value)
