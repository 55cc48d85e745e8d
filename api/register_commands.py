"""The commands that import official registers and a hospital's own lists: `import-sks`, `import-shak`, `import-sor`, `import-list`,
`registers list`, `registers remove`.

In: files and options. Out: what was imported and what was left out, by number; the work is done in `models.registers`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from models.datafiles import read_toml
from models.registers.schema import FILE, RegistersError, data_folder

if TYPE_CHECKING:
    from models.registers.imports import Report
    from models.registers.records import Reading, Record

BAD_INPUT = 2
MOST_MEGABYTES = 200
_MOST_RANGES = 40
_NAME = re.compile(r"[a-z0-9æøå][a-z0-9æøå_-]{0,39}\Z")
_OFFICIAL = ("sks", "shak", "sor")
_COUNTED = ("later", "everyday", "other", "unclinical", "place", "double")

RegisterFile = Annotated[Path, typer.Argument(metavar="FILE", help="Filen, som du har hentet den.", show_default=False)]
Version = Annotated[str, typer.Option(help="Udgave, hvis filen ikke selv siger den; ellers filens dato.")]

registers_app = typer.Typer(help="Se og fjern det, du har importeret.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import-sks")(import_sks)
    app.command("import-shak")(import_shak)
    app.command("import-sor")(import_sor)
    app.command("import-list")(import_list)
    app.add_typer(registers_app, name="registers")


def refusal(error: RegistersError) -> str:
    """What to say where the local file cannot be used."""
    return _words("errors", error.code).format(path=error.path)


def import_sks(file: RegisterFile, version: Version = "") -> None:
    """Importér diagnoser og operationer fra SKScomplete."""
    from models.registers.official import read_official

    _import("sks", "sks", file, version, lambda raw, today: read_official(raw, "sks", today))


def import_shak(file: RegisterFile, version: Version = "") -> None:
    """Importér hospitaler, afdelinger og afsnit fra SHAKCOMPLETE."""
    from models.registers.official import read_official

    _import("shak", "shak", file, version, lambda raw, today: read_official(raw, "shak", today))


def import_sor(
    file: RegisterFile,
    version: Version = "",
    name_column: Annotated[str, typer.Option(help="Kolonnen med enhedens navn.")] = "",
    kind_column: Annotated[str, typer.Option(help="Kolonnen med SI/OE: institution eller enhed.")] = "",
    unit_column: Annotated[str, typer.Option(help="Kolonnen med enhedens type.")] = "",
    code_column: Annotated[str, typer.Option(help="Kolonnen med SOR-koden.")] = "",
    from_column: Annotated[str, typer.Option(help="Kolonnen med første dag.")] = "",
    to_column: Annotated[str, typer.Option(help="Kolonnen med sidste dag.")] = "",
    institution_column: Annotated[str, typer.Option(help="Kolonnen med institutionens navn.")] = "",
) -> None:
    """Importér institutioner og enheder fra SOR (CSV). Kolonnerne er dem i SorEntity_daily.csv, hvis du ikke siger andet."""
    from models.registers.tables import read_sor

    columns = {
        "name": name_column,
        "kind": kind_column,
        "unit": unit_column,
        "code": code_column,
        "from": from_column,
        "to": to_column,
        "institution": institution_column,
    }
    _import("sor", "sor", file, version, lambda raw, today: read_sor(raw, today, columns))


def import_list(
    file: RegisterFile,
    name: Annotated[str, typer.Option(help="Hvad listen skal hedde, fx kaldenavne.")],
    version: Version = "",
) -> None:
    """Importér hospitalets egen liste: CSV med kolonnerne surface, type og strength (0-3; må mangle)."""
    from models.registers.tables import read_list

    if not _NAME.match(name) or name in _OFFICIAL:
        _refuse("name")
    _import(name, "list", file, version, read_list)


@registers_app.command("list")
def list_registers(as_json: Annotated[bool, typer.Option("--json", help="Svar som JSON.")] = False) -> None:
    """Vis, hvad der er importeret."""
    from models.registers.local import load

    folder = data_folder()
    registers = load(folder / FILE, date.today()).registers if folder else ()
    if as_json:
        typer.echo(json.dumps([register._asdict() for register in registers], ensure_ascii=False, indent=2))
        return
    if not registers:
        typer.echo(_words("list", "empty"))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in ("name", "kind", "version", "imported", "entries", "program"):
        table.add_column(_words("list", column), justify="right" if column == "entries" else "left")
    for each in registers:
        cells = (each.name, each.kind, each.version, each.imported[:10], str(each.entries), each.program)
        table.add_row(*map(Text, cells))
    Console().print(table)
    typer.echo(_words("list", "folder").format(path=folder))


@registers_app.command("remove")
def remove_register(name: Annotated[str, typer.Argument(help="Registrets navn.", show_default=False)]) -> None:
    """Fjern et register."""
    from models.registers.store import remove

    folder = data_folder()
    if folder is None or not remove(folder, name):
        _refuse("unknown")
    typer.echo(_words("list", "removed").format(name=name))


def _import(name: str, kind: str, file: Path, version: str, read: Callable[[bytes, date], Reading]) -> None:
    """Read, store and tell. Exit code 2 where the file cannot be used; nothing is changed then."""
    folder = data_folder()
    if folder is None:
        raise RegistersError("nowhere")
    raw, dated = _bytes(file)
    from models.registers.imports import ImportRefused, import_register
    from models.registers.tables import TableError

    try:
        reading = read(raw, date.today())
        version = version or reading.changed or dated
        report = import_register(folder, name, kind, version, raw, reading, _watched)
    except TableError as error:
        _refuse("column", role=error.role)
    except ImportRefused as refused:
        _tell_bad_lines(refused.reading)
        _refuse(refused.code)
    _tell(report)


def _bytes(file: Path) -> tuple[bytes, str]:
    """The file's bytes, and the day it was last changed."""
    try:
        if file.stat().st_size > MOST_MEGABYTES * 1_000_000:
            _refuse("large", limit=str(MOST_MEGABYTES))
        return file.read_bytes(), date.fromtimestamp(file.stat().st_mtime).isoformat()
    except OSError:
        _refuse("file")


def _watched(records: list[Record]) -> Iterable[Record]:
    """The records, with a bar on the terminal while they are worked through."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(records, _words("import", "working"), console=console, transient=True, disable=not console.is_terminal)


def _tell(report: Report) -> None:
    register, counts = report.register, report.choice.counts
    entries = _number(register.entries)
    typer.echo(_words("import", "done").format(name=register.name, version=register.version, entries=entries))
    typer.echo(_words("import", "new").format(count=_number(register.entries - counts["known"])))
    told = {key: counts[key] for key in _COUNTED} | {"ended": report.reading.ended, "passed": report.reading.passed}
    for key, count in told.items():
        if count:
            typer.echo(_words("import", key).format(count=_number(count)))
    for old, new in report.renamed:
        typer.echo(_words("import", "renamed").format(old=old, new=new))
    _tell_bad_lines(report.reading)
    typer.echo(_words("import", "restart"))


def _tell_bad_lines(reading: Reading) -> None:
    """How many lines could not be read, which and why; never what they hold."""
    if not reading.bad:
        return
    typer.echo(_words("import", "bad").format(count=_number(reading.bad)), err=True)
    for reason, numbers in sorted(reading.faults.items(), key=lambda fault: fault[1]):
        ranges = list(_ranges(numbers))
        told = ", ".join(ranges[:_MOST_RANGES]) + (f" {_words('import', 'more')}" if len(ranges) > _MOST_RANGES else "")
        typer.echo(_words("import", "lines").format(lines=told, reason=_words("reasons", reason)), err=True)


def _ranges(numbers: list[int]) -> Iterator[str]:
    """Ascending numbers with neighbours joined: 3, 7-9."""
    first = last = numbers[0]
    for number in [*numbers[1:], 0]:
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}-{last}"
        first = last = number


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _refuse(message: str, **values: str) -> NoReturn:
    typer.echo(_words("errors", message).format(**values), err=True)
    raise typer.Exit(BAD_INPUT)


def _words(section: str, message: str) -> str:
    return str(read_toml("messages/registers.toml")[section][message])
