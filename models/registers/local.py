"""Reads the local file when the engine starts: the imported registers and those of their names that are valid today.

In: the file of `schema`. Out: `Local`, nothing where there is no file. Fails closed: a file that cannot be read whole is an error.
Opened read-only and immutable: nothing is written, no lock is taken, and a read-only file system will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from models.registers.schema import (
    APPLICATION,
    COLUMNS,
    FILE,
    VERSION,
    Cells,
    Register,
    RegistersError,
    data_folder,
    digest,
)

if TYPE_CHECKING:
    import sqlite3

_LIST, _KNOWN, _FROM, _TO = (COLUMNS.index(name) for name in ("list", "known", "valid_from", "valid_to"))


class Local(NamedTuple):
    """The registers, by name, and their entries in use, by list, with the cells of `schema.COLUMNS`."""

    registers: tuple[Register, ...]
    entries: dict[str, list[Cells]]

    def rows(self, tag: str, columns: Sequence[str]) -> list[list[str]]:
        """The entries of the list `tag` as rows with its `columns`; a column that no import fills is empty."""
        entries = self.entries.get(tag)
        if not entries:
            return []
        places = [COLUMNS.index(column) if column in COLUMNS else len(COLUMNS) for column in columns]
        return [[padded[place] for place in places] for padded in ((*cells, "") for cells in entries)]


NOTHING = Local((), {})


@cache
def local() -> Local:
    """What has been imported on this machine; read once. Raises `RegistersError`."""
    folder = data_folder()
    return load(folder / FILE, date.today()) if folder else NOTHING


def load(path: Path, today: date) -> Local:
    """The registers in the file at `path`, with the names valid `today`. Raises `RegistersError`."""
    try:
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    except OSError:
        raise RegistersError("unreadable", path) from None
    import sqlite3  # most installations have no registers, and need no database

    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return _read(database.cursor(), path, today.isoformat())
        finally:
            database.close()
    except (sqlite3.Error, TypeError, ValueError):
        raise RegistersError("damaged", path) from None


def _read(cursor: sqlite3.Cursor, path: Path, today: str) -> Local:
    if cursor.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        raise RegistersError("damaged", path)
    if cursor.execute("PRAGMA user_version").fetchone()[0] > VERSION:
        raise RegistersError("newer", path)
    registers = []
    by_list: dict[str, list[Cells]] = {}
    for *values, told in cursor.execute("SELECT * FROM registers ORDER BY name").fetchall():
        register = Register(*values)
        query = f"SELECT {', '.join(COLUMNS)} FROM entries WHERE register = ? ORDER BY rowid"
        entries = cursor.execute(query, (register.name,)).fetchall()
        if len(entries) != register.entries or digest(register, entries) != told:
            raise RegistersError("damaged", path)
        registers.append(register)
        for cells in entries:
            if not cells[_KNOWN] and cells[_FROM] <= today <= cells[_TO]:
                by_list.setdefault(cells[_LIST], []).append(cells)
    return Local(tuple(registers), by_list)
