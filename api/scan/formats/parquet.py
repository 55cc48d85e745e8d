"""Parquet: a path in, a `Table` out. Scanned columns that are no text become text in a masked copy, where any cell of theirs was masked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from api.scan.cells import Cell, MaskedRow, Row, Unread, cell_of
from api.scan.formats import Wanted, find_columns, refuse_options
from api.scan.problems import ScanError

BATCH_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file."""

    path: Path
    columns: tuple[str, ...]
    likely_rows: int
    suffix: str
    unscanned_sheets: int = 0

    @property
    def form(self) -> dict[str, str]:
        """See `Table`."""
        return {"format": "parquet"}

    def rows(self) -> Iterator[Row]:
        """See `Table`."""
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH_ROWS, columns=list(self.columns), use_threads=False):
                    yield from zip(*(_cells(batch.column(name)) for name in self.columns), strict=True)
        except (pa.ArrowException, OSError):
            raise ScanError("damaged") from None

    def write_masked(self, target: Path, masked: Iterable[MaskedRow], changed: Collection[str]) -> None:
        """See `Table`."""
        masks = iter(masked)
        with pq.ParquetFile(self.path) as file:
            schema = _schema(file.schema_arrow, changed)
            codec = file.metadata.row_group(0).column(0).compression.lower()
            with pq.ParquetWriter(target, schema, compression="none" if codec == "uncompressed" else codec) as sink:
                for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
                    new = list(islice(masks, batch.num_rows))
                    if len(new) < batch.num_rows:
                        raise ValueError("fewer masked rows than rows")
                    sink.write_batch(self._masked(batch, new, schema, changed))
        if next(masks, None) is not None:
            raise ValueError("more masked rows than rows")

    def _masked(
        self, batch: pa.RecordBatch, new: list[MaskedRow], schema: pa.Schema, changed: Collection[str]
    ) -> pa.RecordBatch:
        arrays = list(batch.columns)
        for number, name in enumerate(self.columns):
            if name in changed:
                place = schema.get_field_index(name)
                texts = [
                    row[number] if row[number] is not None else _kept(old)
                    for row, old in zip(new, _values(arrays[place]), strict=True)
                ]
                arrays[place] = pa.array(texts, pa.string()).cast(schema.field(place).type)
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


def open_parquet(path: Path, wanted: Wanted) -> ParquetTable:
    """The table in `path`. Raises `ScanError`."""
    refuse_options(wanted, "separator", "encoding", "sheet")
    try:
        with pq.ParquetFile(path) as file:
            header, rows = list(file.schema_arrow.names), file.metadata.num_rows
    except (pa.ArrowException, OSError):
        raise ScanError("damaged") from None
    find_columns(wanted.columns, header)
    return ParquetTable(path, wanted.columns, rows, path.suffix.lower())


def _schema(schema: pa.Schema, changed: Collection[str]) -> pa.Schema:
    """The schema of a masked copy: the same, but that a changed column which is no text becomes text."""
    retyped = False
    for name in changed:
        place = schema.get_field_index(name)
        field = schema.field(place)
        if not _is_text(field.type):
            schema = schema.set(place, field.with_type(pa.string()))
            retyped = True
    if retyped and schema.metadata:
        # What pandas noted of the types is no longer true.
        schema = schema.with_metadata({key: value for key, value in schema.metadata.items() if key != b"pandas"})
    return schema


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _cells(array: pa.Array) -> list[Cell]:
    return [value if isinstance(value, Unread) else cell_of(value) for value in _values(array)]


def _kept(value: object) -> str | None:
    """A value that keeps its place in a column of masked text."""
    cell = value if isinstance(value, str) else cell_of(value)
    return None if isinstance(cell, Unread) else cell


def _values(array: pa.Array) -> list[object]:
    """The values as Python's own; `Unread` for those that have no form there."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.timestamp("us", array.type.tz), safe=False)
    elif pa.types.is_duration(array.type):
        array = array.cast(pa.duration("us"), safe=False)
    elif pa.types.is_time64(array.type):
        array = array.cast(pa.time64("us"), safe=False)
    try:
        return list(array.to_pylist())
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in array]


def _value(scalar: pa.Scalar) -> object:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return Unread("value")
