"""CSV: a path in, a `Table` out. A masked copy keeps every record that needs no mask as it was written, character by character."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from api.scan.cells import MaskedRow, Row, Unread, cell_of
from api.scan.formats import Wanted, find_columns, refuse_options
from api.scan.formats.csv_records import Record, records
from api.scan.formats.csv_sniff import ENCODINGS, SEPARATORS, sniff
from api.scan.problems import ScanError

_TAB = ("tab", "\\t")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file: where its columns are, and how it is written."""

    path: Path
    columns: tuple[str, ...]
    places: tuple[int, ...]
    width: int
    separator: str
    encoding: str
    likely_rows: int
    suffix: str
    unscanned_sheets: int = 0

    @property
    def form(self) -> dict[str, str]:
        """See `Table`."""
        return {"format": "csv", "separator": self.separator, "encoding": self.encoding}

    def rows(self) -> Iterator[Row]:
        """See `Table`."""
        with self._open() as file:
            for record in islice(self._records(file), 1, None):
                cells = record.cells
                if isinstance(cells, Unread):
                    yield (cells,) * len(self.places)
                else:
                    yield tuple([cell_of(cells[place]) for place in self.places])

    def write_masked(self, target: Path, masked: Iterable[MaskedRow], changed: Collection[str]) -> None:
        """See `Table`."""
        with (
            self._open() as source,
            target.open("w", encoding=self.encoding, errors="xmlcharrefreplace", newline="") as sink,
        ):
            found = self._records(source)
            header = next(found)
            sink.write(header.raw)
            ending = _ending(header.raw)
            for record, new in zip(found, masked, strict=True):
                if isinstance(record.cells, list) and not any(new):
                    sink.write(record.raw)
                else:
                    sink.write(self._written(record, new, ending))

    def _written(self, record: Record, new: MaskedRow, ending: str) -> str:
        cells = [""] * self.width if isinstance(record.cells, Unread) else list(record.cells)
        for place, text in zip(self.places, new, strict=True):
            if text is not None:
                cells[place] = text
        line = io.StringIO()
        # The writer only quotes those line breaks that are in its own line end: both must be.
        csv.writer(line, delimiter=self.separator, lineterminator="\r\n").writerow(cells)
        return line.getvalue().removesuffix("\r\n") + ending

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, errors="surrogateescape", newline="")

    def _records(self, file: TextIO) -> Iterator[Record]:
        """Header and rows; a row of another width than the header's is broken."""
        for record in records(file, self.separator):
            if isinstance(record.cells, Unread) or len(record.cells) == self.width:
                yield record
            elif record.cells:
                yield Record(Unread("width"), record.raw)
            elif self.width == 1:
                yield Record([""], record.raw)


def open_csv(path: Path, wanted: Wanted) -> CsvTable:
    """The table in `path`; encoding and separator are found out where not given. Raises `ScanError`."""
    refuse_options(wanted, "sheet")
    if wanted.encoding is not None and wanted.encoding.lower() not in ENCODINGS:
        raise ScanError("encoding_unknown", known=", ".join(ENCODINGS))
    found = sniff(path)
    encoding = found.encoding
    if encoding is None:
        raise ScanError("encoding")
    if wanted.encoding and not (encoding == "utf-8-sig" and wanted.encoding.lower() == "utf-8"):
        encoding = wanted.encoding.lower()
    separators = (_separator(wanted.separator),) if wanted.separator is not None else SEPARATORS
    headers = {separator: _header(path, encoding, separator) for separator in separators}
    # The separator that gives the columns asked for; of several, the one that gives most columns.
    separator = max(headers, key=lambda each: (len(set(wanted.columns) & set(headers[each])), len(headers[each])))
    header = headers[separator]
    places = find_columns(wanted.columns, header)
    return CsvTable(
        path=path,
        columns=wanted.columns,
        places=tuple(places),
        width=len(header),
        separator=separator,
        encoding=encoding,
        likely_rows=max(found.lines - 1, 1),
        suffix=path.suffix.lower(),
    )


def _separator(given: str) -> str:
    if given in _TAB:
        return "\t"
    if len(given) != 1 or given in '"\r\n':
        raise ScanError("separator")
    return given


def _header(path: Path, encoding: str, separator: str) -> list[str]:
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        first = next(records(file, separator), None)
    if first is None or isinstance(first.cells, Unread) or not first.cells:
        return []
    return first.cells


def _ending(raw: str) -> str:
    for ending in ("\r\n", "\r", "\n"):
        if raw.endswith(ending):
            return ending
    return "\n"
