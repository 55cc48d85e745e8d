"""The form of the local file, one place for those who read and who write it: where it lies, its tables, its checksum, its errors.

In: the environment (`TAVSHEDSTJEK_DATA_DIR`, else the user's data folder). Out: paths, statements, digests; no file is opened here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import platformdirs

FILE = "registers.sqlite3"
FOLDER_VARIABLE = "TAVSHEDSTJEK_DATA_DIR"
APPLICATION = 0x54415653  # "TAVS", in the head of the file
VERSION = 1
ALWAYS, FOREVER = "0001-01-01", "9999-12-31"
# Cells of the shipped lists' columns, all of them text; `known`: the shipped rules find the name by themselves.
CELLS = (
    "surface", "strength", "concept", "prior", "flags", "kind", "specialty", "cue",
    "canonical", "size", "town", "mode",
)  # fmt: skip
COLUMNS = ("list", *CELLS, "known", "valid_from", "valid_to")
TABLES = f"""
CREATE TABLE registers (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, version TEXT NOT NULL, imported TEXT NOT NULL, entries INTEGER NOT NULL,
    sha256 TEXT NOT NULL, program TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TABLE entries (register TEXT NOT NULL, {", ".join(f"{column} TEXT NOT NULL" for column in COLUMNS)});
"""  # fmt: skip

Cells = tuple[str, ...]


class Register(NamedTuple):
    """An imported register: `kind` sks, shak, sor or list; `version` as the file says or its date; `imported` an ISO time (UTC);
    `entries` how many names; `sha256` of the source file; `program` the version of the engine that imported it.
    """

    name: str
    kind: str
    version: str
    imported: str
    entries: int
    sha256: str
    program: str


class RegistersError(RuntimeError):
    """The local file cannot be used. `code`: damaged, unreadable, newer, unwritable, busy or nowhere; `path` where it lies."""

    def __init__(self, code: str, path: Path | None = None) -> None:
        super().__init__(f"local registers: {code}: {path}")
        self.code = code
        self.path = path


def data_folder() -> Path | None:
    """The folder of the local file, or `None` where there is no home to have one in."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).absolute()
    try:
        folder = platformdirs.user_data_path("tavshedstjek", appauthor=False)
    except RuntimeError:  # no home directory is known
        return None
    return folder if folder.is_absolute() else None


def digest(register: Register, entries: Iterable[Cells]) -> str:
    """A checksum of a register and its entries as stored; it tells a damaged file where SQLite would not."""
    checked = sha256("\t".join(str(value) for value in register).encode())
    checked.update("\n".join(["", *map("\t".join, entries)]).encode())
    return checked.hexdigest()
