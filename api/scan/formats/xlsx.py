"""XLSX: a path in, a `Table` out: one sheet, its first row the header. Read and written row by row.

A masked copy holds values, formulas and number formats of the scanned sheet, not its looks and not the other sheets, which nobody checked.
openpyxl keeps the workbook's table of strings in memory; all else is streamed.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from api.scan.cells import Cell, MaskedRow, Row, Unread, cell_of
from api.scan.formats import Wanted, find_columns, refuse_options
from api.scan.problems import ScanError

if TYPE_CHECKING:
    from openpyxl.cell import Cell as XlsxCell
    from openpyxl.worksheet.worksheet import Worksheet

    XlsxRow = tuple[XlsxCell, ...]

# Broken XML is a SyntaxError to every parser that openpyxl may use.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
)
_BLOCK = 1 << 20
_FORMULA = (b"<f>", b"<f ")
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class XlsxTable:
    """One sheet of a workbook. `formulas`: the workbook has some, so that a cell's formula and its stored value are read side by side."""

    path: Path
    columns: tuple[str, ...]
    places: tuple[int, ...]
    sheet: str
    formulas: bool
    likely_rows: int
    suffix: str
    unscanned_sheets: int

    @property
    def form(self) -> dict[str, str]:
        """See `Table`."""
        return {"format": "xlsx", "sheet": self.sheet}

    def rows(self) -> Iterator[Row]:
        """See `Table`. Rows of nothing at the end of the sheet are left out. A formula without a stored value is unread."""
        if not self.formulas:
            for cells in islice(self._sheet(values=True), 1, None):
                yield tuple([cell_of(_value(cells, place)) for place in self.places])
            return
        pairs = zip_longest(self._sheet(values=False), self._sheet(values=True), fillvalue=())
        for written, shown in islice(pairs, 1, None):
            yield tuple([_shown(written, shown, place) for place in self.places])

    def write_masked(self, target: Path, masked: Iterable[MaskedRow], changed: Collection[str]) -> None:
        """See `Table`."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.sheet)
        try:
            for row in self._copied(sheet, masked):
                sheet.append(row)
        finally:
            sheet.close()
        book.save(target)

    def _copied(self, sheet: Worksheet, masked: Iterable[MaskedRow]) -> Iterator[list[XlsxCell | None]]:
        """The rows of the copy, header first."""
        source = self._sheet(values=False)
        yield [_copy(sheet, cell) for cell in next(source)]
        for cells, new in zip(source, masked, strict=True):
            row = [_copy(sheet, cell) for cell in cells]
            row += [None] * (max(self.places) + 1 - len(row))
            for place, text in zip(self.places, new, strict=True):
                if text is not None:
                    row[place] = _text(sheet, text)
            yield row

    def _sheet(self, *, values: bool) -> Generator[XlsxRow]:
        """The sheet's rows of cells, header first; formulas as their stored `values` or as they are written."""
        # Its warnings quote cells, and lead to nothing a user could do.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            with closing(load_workbook(self.path, read_only=True, data_only=values)) as book:
                sheet = book[self.sheet]
                sheet.reset_dimensions()
                empty = 0
                for cells in sheet.iter_rows():
                    if all(cell.value is None for cell in cells):
                        empty += 1
                        continue
                    for _ in range(empty):
                        yield ()
                    empty = 0
                    yield cells
        except _DAMAGED:
            raise ScanError("damaged") from None


def open_xlsx(path: Path, wanted: Wanted) -> XlsxTable:
    """The table in `path`: the sheet asked for, or the first. Raises `ScanError`."""
    refuse_options(wanted, "separator", "encoding")
    try:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            names = [sheet.title for sheet in book.worksheets]
            sheet = wanted.sheet if wanted.sheet is not None else next(iter(names), "")
            likely_rows = (book[sheet].max_row or 1) if sheet in names else 0
        formulas = _has_formulas(path)
    except _DAMAGED:
        raise ScanError("damaged") from None
    if sheet not in names:
        raise ScanError("no_sheet", count=len(names))
    table = XlsxTable(path, wanted.columns, (), sheet, formulas, likely_rows, path.suffix.lower(), len(names) - 1)
    with closing(table._sheet(values=True)) as rows:
        header = [str(cell.value) if cell.value is not None else "" for cell in next(rows, ())]
    places = tuple(find_columns(wanted.columns, header))
    return XlsxTable(path, wanted.columns, places, sheet, formulas, likely_rows, path.suffix.lower(), len(names) - 1)


def _value(cells: XlsxRow, place: int) -> object:
    return cells[place].value if place < len(cells) else None


def _shown(written: XlsxRow, shown: XlsxRow, place: int) -> Cell:
    value = _value(shown, place)
    if value is None and _value(written, place) is not None:
        return Unread("formula")
    return cell_of(value)


def _copy(sheet: Worksheet, cell: XlsxCell) -> XlsxCell | None:
    if cell.value is None:
        return None
    new = WriteOnlyCell(sheet, cell.value)
    new.data_type = cell.data_type  # a text that begins with "=" stays a text
    new.number_format = cell.number_format
    return new


def _text(sheet: Worksheet, text: str) -> XlsxCell:
    new = WriteOnlyCell(sheet, text[:_LONGEST_CELL])
    new.data_type = "s"
    return new


def _has_formulas(path: Path) -> bool:
    """Whether any sheet of the workbook has a formula."""
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with packed.open(name) as part:
                    before = b""
                    while block := part.read(_BLOCK):
                        if any(tag in before + block for tag in _FORMULA):
                            return True
                        before = block[-len(_FORMULA[0]) :]
    return False
