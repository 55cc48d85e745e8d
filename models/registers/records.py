"""What register files are read into, whatever their format, and the cells that all formats share: text and dates.

In: bytes, cells. Out: `Reading`: the records that name something, and the lines that could not be read, by number and reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from models.datafiles import read_toml
from models.registers.schema import ALWAYS, FOREVER

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
_DATES = (
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ T].*)?"),
    re.compile(r"(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?P<y>\d{4})(?: .*)?"),
)
_LONGEST_NAME = 200


class Record(NamedTuple):
    """A name in a register: its entity type, code, first and last valid day (ISO), and, where told, what sort of unit it is, the
    institution it belongs to, and its points.
    """

    type: str
    name: str
    code: str = ""
    first: str = ALWAYS
    last: str = FOREVER
    unit: str = ""
    institution: str = ""
    strength: int | None = None


class LineError(ValueError):
    """A line that cannot be read; `reason` is the code of a message, and holds nothing of the line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Reading:
    """A file as read: `lines` that hold anything, `passed` of other kinds, `ended` before today, `faults` by reason, and the newest
    date of change ("" where the file has none).
    """

    records: list[Record] = field(default_factory=list)
    lines: int = 0
    passed: int = 0
    ended: int = 0
    faults: dict[str, list[int]] = field(default_factory=dict)
    changed: str = ""

    @property
    def bad(self) -> int:
        """Number of lines that could not be read."""
        return sum(map(len, self.faults.values()))

    def add(self, record: Record | None, today: date) -> None:
        """Keep a record that is valid today or later; `None` is one of another kind."""
        if record is None:
            self.passed += 1
        elif record.last < today.isoformat():
            self.ended += 1
        else:
            self.records.append(record)


@cache
def rules() -> dict[str, Any]:
    """`data/gazetteers/registers.toml`."""
    return read_toml("gazetteers/registers.toml")


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, else in the encoding of the official files (ISO-8859-1, with what Windows adds to it)."""
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes any bytes")


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """Lines with their numbers, the blank ones left out."""
    lines = enumerate(text.rstrip("\x1a").split("\n"), 1)
    return [(number, line.rstrip("\r")) for number, line in lines if line.strip()]


def name_of(cell: str) -> str:
    """The name in a cell, with single spaces. Raises `LineError`."""
    if _UNPRINTABLE.search(cell):
        raise LineError("characters")
    name = " ".join(cell.split())
    if not name or not any(char.isalnum() for char in name):
        raise LineError("text")
    if len(name) > _LONGEST_NAME:
        raise LineError("long")
    return name


def day(cell: str, blank: str) -> str:
    """The ISO date of a cell (20260131, 2026-01-31, 31-01-2026), `blank` for an empty one. Raises `LineError`."""
    cell = cell.strip()
    if not cell:
        return blank
    for form in _DATES:
        found = form.fullmatch(cell)
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
            except ValueError:
                break
    raise LineError("date")


def span(first: str, last: str) -> tuple[str, str]:
    """First and last valid day of two cells. Raises `LineError`."""
    days = day(first, ALWAYS), day(last, FOREVER)
    if days[1] < days[0]:
        raise LineError("order")
    return days
