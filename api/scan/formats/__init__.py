"""The file formats, one module each: a path and what is asked of it in, a `Table` out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.scan.cells import Table
from api.scan.problems import ScanError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asks of a file: `columns` to scan, and how to read it where that is not left to us (`None`)."""

    columns: tuple[str, ...]
    separator: str | None = None
    encoding: str | None = None
    sheet: str | None = None


def open_table(path: Path, wanted: Wanted) -> Table:
    """The table in `path`, its columns found. Raises `ScanError`."""
    if len(set(wanted.columns)) < len(wanted.columns):
        raise ScanError("column_twice")
    if not path.is_file():
        raise ScanError("unreadable")
    try:
        if not path.stat().st_size:
            raise ScanError("empty")
        match path.suffix.lower():
            case ".csv" | ".tsv" | ".txt":
                from api.scan.formats.csv_table import open_csv

                return open_csv(path, wanted)
            case ".jsonl" | ".ndjson":
                from api.scan.formats.json_lines import open_json_lines

                return open_json_lines(path, wanted)
            case ".parquet" | ".pq":
                from api.scan.formats.parquet import open_parquet

                return open_parquet(path, wanted)
            case ".xlsx":
                from api.scan.formats.xlsx import open_xlsx

                return open_xlsx(path, wanted)
            case _:
                raise ScanError("format")
    except OSError:
        raise ScanError("unreadable") from None
    except ModuleNotFoundError:
        raise ScanError("extra_missing") from None


def find_columns(wanted: tuple[str, ...], header: list[str]) -> list[int]:
    """Where each wanted column is in `header`. Raises `ScanError` without a word from the header, which may be a row of text."""
    for number, name in enumerate(wanted, 1):
        if name not in header:
            raise ScanError("no_column", number=number, count=len(header))
        if header.count(name) > 1:
            raise ScanError("column_twice_in_file", number=number)
    return [header.index(name) for name in wanted]


def refuse_options(wanted: Wanted, *names: str) -> None:
    """Raise `ScanError` when an option is given that the format does not have."""
    if any(getattr(wanted, name) is not None for name in names):
        raise ScanError("option_unfit")
