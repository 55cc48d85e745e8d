"""One import from bytes to the stored register.

In: the bytes of a register file and how to read them. Out: `Report`, or `ImportRefused` with nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from models.datafiles import read_toml
from models.registers.choose import Choice, choose
from models.registers.records import Reading, Record
from models.registers.renames import outdated
from models.registers.schema import Register
from models.registers.store import replace

Watch = Callable[[list[Record]], Iterable[Record]]


class ImportRefused(ValueError):  # noqa: N818 - not an error of ours
    """The file holds nothing to import: `code` empty, wrong (no line could be read) or nothing (no name to use)."""

    def __init__(self, code: str, reading: Reading) -> None:
        super().__init__(code)
        self.code = code
        self.reading = reading


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import: the register as stored, the file as read, the choice made, and (old, new) names of institutions."""

    register: Register
    reading: Reading
    choice: Choice
    renamed: list[tuple[str, str]]


def import_register(
    folder: Path, name: str, kind: str, version: str, raw: bytes, reading: Reading, watch: Watch = iter
) -> Report:
    """Store what `reading` found in `raw` as the register `name`, in place of the former one.

    `version` is told, or the date of the file, where `reading` has no newest change; `watch` sees the records go by. Raises
    `ImportRefused`, `RegistersError`.
    """
    if not reading.lines:
        raise ImportRefused("empty", reading)
    if reading.bad == reading.lines:
        raise ImportRefused("wrong", reading)
    today = date.today()
    choice = choose(watch(reading.records), name, today)
    if not choice.entries:
        raise ImportRefused("nothing", reading)
    register = Register(
        name,
        kind,
        version,
        datetime.now(UTC).isoformat(timespec="seconds"),
        len(choice.entries),
        sha256(raw).hexdigest(),
        str(read_toml("priors/versions.toml")["version"]),
    )
    replace(folder, register, choice.entries)
    return Report(register, reading, choice, outdated(choice.institutions, today))
