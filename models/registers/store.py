"""Writes the local file, whole and new each time, and puts it in the old one's place in one step.

In: a folder, a register and its entries. Out: the file of `schema`; whatever stops a write half-way leaves the former file as it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from models.registers.local import load
from models.registers.schema import APPLICATION, COLUMNS, FILE, TABLES, VERSION, Cells, Register, RegistersError, digest

_NEW = "registers.new"
_LOCK = "registers.lock"


def replace(folder: Path, register: Register, entries: Iterable[Cells]) -> None:
    """Store `register` with its `entries`, in place of the former one of that name. Raises `RegistersError`."""
    with _locked(folder):
        _write(folder, register.name, register, entries)


def remove(folder: Path, name: str) -> bool:
    """Take the register `name` out; whether there was one. The file goes with the last register. Raises `RegistersError`."""
    path = folder / FILE
    if not path.exists():
        return False
    with _locked(folder):
        names = [register.name for register in load(path, date.today()).registers]
        if name not in names:
            return False
        if len(names) > 1:
            _write(folder, name, None, ())
        else:
            path.unlink()
    return True


def _write(folder: Path, name: str, register: Register | None, entries: Iterable[Cells]) -> None:
    """A new file with all registers but `name`, and `register`."""
    path, new = folder / FILE, folder / _NEW
    load(path, date.today())  # a damaged file is not built upon
    new.unlink(missing_ok=True)
    try:
        database = sqlite3.connect(new, isolation_level=None)
        try:
            # If this stops half-way the new file is thrown away: it needs no journal, and is brought to disk below.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(TABLES)
            if path.exists():
                _copy_others(database, path, name)
            if register is not None:
                _add(database, register, entries)
            database.execute(f"PRAGMA application_id = {APPLICATION}")
            database.execute(f"PRAGMA user_version = {VERSION}")
        finally:
            database.close()
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        load(new, date.today())
        new.replace(path)
        _renamed_for_good(folder)
    finally:
        new.unlink(missing_ok=True)


def _copy_others(database: sqlite3.Connection, path: Path, name: str) -> None:
    database.execute("ATTACH ? AS former", (str(path),))
    database.execute("BEGIN")
    database.execute("INSERT INTO registers SELECT * FROM former.registers WHERE name <> ?", (name,))
    database.execute("INSERT INTO entries SELECT * FROM former.entries WHERE register <> ? ORDER BY rowid", (name,))
    database.execute("COMMIT")
    database.execute("DETACH former")


def _add(database: sqlite3.Connection, register: Register, entries: Iterable[Cells]) -> None:
    kept: list[Cells] = []
    places = ", ".join("?" * (len(COLUMNS) + 1))
    database.execute("BEGIN")
    for cells in entries:
        database.execute(f"INSERT INTO entries VALUES ({places})", (register.name, *cells))
        kept.append(cells)
    register = register._replace(entries=len(kept))
    values = (*register, digest(register, kept))
    database.execute(f"INSERT INTO registers VALUES ({', '.join('?' * len(values))})", values)
    database.execute("COMMIT")


def _renamed_for_good(folder: Path) -> None:
    """Bring the folder to disk, so that the new name outlives a power cut; Windows does so by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One import at a time; the lock goes with the process that holds it. Faults of the disk become `RegistersError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()
    except (OSError, sqlite3.Error) as error:
        busy = isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
        raise RegistersError("busy" if busy else "unwritable", folder) from None
