"""Register files with named columns: SOR, and a hospital's own list (surface, type, strength).

In: the bytes of a CSV file; the separator is seen from its first line. Out: a `Reading`, or `TableError` where a column is missing.
A record is one line: a quote that is not closed spoils that line, and no other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from models.registers.records import LineError, Reading, Record, decode, name_of, numbered_lines, rules, span

_SEPARATORS = ";,\t|"
_OPTIONAL = frozenset(("unit", "code", "from", "to", "institution"))
_LIST_COLUMNS = {"surface": ["surface"], "type": ["type"], "strength": ["strength"]}

Cells = Mapping[str, str]


class TableError(ValueError):
    """The file has no column for `role`."""

    def __init__(self, role: str) -> None:
        super().__init__(f"no column for {role}")
        self.role = role


def read_sor(raw: bytes, today: date, columns: Mapping[str, str] | None = None) -> Reading:
    """Institutions and units of a SOR file. `columns` names columns (by role) where they differ from those in `registers.toml`.

    Raises `TableError`.
    """
    named = {role: [column] for role, column in (columns or {}).items() if column}
    return _read(raw, today, rules()["sor_columns"] | named, _OPTIONAL - named.keys(), _unit)


def read_list(raw: bytes, today: date) -> Reading:
    """Names of a hospital's own list; `strength` may be left out. Raises `TableError`."""
    return _read(raw, today, _LIST_COLUMNS, frozenset(("strength",)), _own)


def _unit(cells: Cells) -> Record | None:
    first, last = span(cells["from"], cells["to"])
    rule = rules()["sor"].get(cells["kind"].lower())
    name = name_of(cells["name"])
    if rule is None:
        return None
    return Record(rule["type"], name, cells["code"], first, last, cells["unit"], cells["institution"])


def _own(cells: Cells) -> Record:
    type_, strength = cells["type"].upper(), cells["strength"].lower()
    if type_ not in rules()["types"]:
        raise LineError("type")
    if strength and strength not in rules()["strengths"]:
        raise LineError("strength")
    name = name_of(cells["surface"])
    return Record(type_, name, strength=rules()["strengths"][strength] if strength else None)


def _read(
    raw: bytes,
    today: date,
    columns: Mapping[str, list[str]],
    optional: frozenset[str],
    record_of: Callable[[Cells], Record | None],
) -> Reading:
    reading = Reading()
    lines = iter(numbered_lines(decode(raw)))
    _, head = next(lines, (0, ""))
    separator = max(_SEPARATORS, key=head.count)
    found = _columns(head, separator, columns, optional) if head else {}
    for number, cells in _rows(lines, separator, reading):
        try:
            if found.get("strength") == len(cells):
                cells.append("")
            if len(cells) <= max(found.values()):
                raise LineError("cells")
            reading.add(record_of({role: cells[found[role]] if role in found else "" for role in columns}), today)
        except LineError as fault:
            reading.faults.setdefault(fault.reason, []).append(number)
    return reading


def _columns(head: str, separator: str, columns: Mapping[str, list[str]], optional: frozenset[str]) -> dict[str, int]:
    """Where each role's column stands; names compare without case."""
    try:
        names = [name.lower() for name in _split(head, separator)]
    except csv.Error:
        names = []
    found = {}
    for role, known in columns.items():
        name = next((name.lower() for name in known if name.lower() in names), None)
        if name is not None:
            found[role] = names.index(name)
        elif role not in optional:
            raise TableError(role)
    return found


def _rows(lines: Iterator[tuple[int, str]], separator: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    for number, line in lines:
        reading.lines += 1
        try:
            yield number, _split(line, separator)
        except csv.Error:
            reading.faults.setdefault("quotes", []).append(number)


def _split(line: str, separator: str) -> list[str]:
    """The cells of a line. Excel's way of keeping a number as text (``="123"``) is undone. Raises `csv.Error`."""
    cells = next(csv.reader([line], delimiter=separator, strict=True))
    return [
        cell.strip().removeprefix('="').removesuffix('"') if cell.startswith('="') else cell.strip() for cell in cells
    ]
