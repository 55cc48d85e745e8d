"""CSV text in, its records out, one at a time: cells, and the text they were read from. A broken record costs its own line only.

Python's csv module would let a quote that is never closed swallow the rest of the file; here the reading goes on at the next line.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from api.scan.cells import Unread
from api.scan.formats.csv_sniff import LONGEST_LINE

_BYTES = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of bytes that are no text
_ENDS = ("\n", "\r")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its `cells`, or why it has none; `raw` is its text in the file, or empty when it was too long to hold."""

    cells: list[str] | Unread
    raw: str


class _UnclosedError(Exception):
    """The record has no end within what a record may hold."""


class _Lines:
    """The lines of a file, with those given out since `begin` kept, so that they can be taken back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str | None] = deque()
        self._size = 0
        self.given: list[str] = []
        self.too_long = False

    def begin(self) -> None:
        self.given = []
        self._size = 0
        self.too_long = False

    def take_back(self) -> None:
        """Give all but the first line of the record out once more."""
        self._again.extendleft(reversed(self.given[1:]))
        del self.given[1:]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if line is None:
            if self.given:
                self._again.appendleft(None)
                raise _UnclosedError
            self.too_long = True
            return "\n"
        if not line:
            if self.given:
                raise _UnclosedError
            raise StopIteration
        self._size += len(line)
        self.given.append(line)
        if self._size > LONGEST_LINE:
            raise _UnclosedError
        return line

    def _read(self) -> str | None:
        """The next line; `None` for one that is too long to hold, which is skipped; "" at the end."""
        line = self._file.readline(LONGEST_LINE)
        if len(line) < LONGEST_LINE or line.endswith(_ENDS):
            return line
        while (rest := self._file.readline(LONGEST_LINE)) and not rest.endswith(_ENDS):
            pass
        return None


def records(file: TextIO, separator: str) -> Iterator[Record]:
    """Every record of `file`, blank lines as records of no cells. `file` is opened with `newline=""` and `surrogateescape`."""
    csv.field_size_limit(2 * LONGEST_LINE)
    lines = _Lines(file)
    while True:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        try:
            while True:
                lines.begin()
                cells = next(reader)
                raw = "".join(lines.given)
                if lines.too_long:
                    yield Record(Unread("too_long"), "")
                elif _BYTES.search(raw):
                    yield Record(Unread("encoding"), raw)
                else:
                    yield Record(cells, raw)
        except StopIteration:
            return
        except (csv.Error, _UnclosedError):
            lines.take_back()
            yield Record(Unread("quotes"), "".join(lines.given))
