"""`tavshedstjek scan`: arguments in; a scan run, with a bar on stderr and a few lines on stdout, out. Heavy parts are imported here when used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from models.mode import DEFAULT_MODE, MODES

if TYPE_CHECKING:
    from api.scan.runner import Outcome, Request


def scan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON Lines (.jsonl), Parquet eller XLSX.")],
    column: Annotated[
        list[str] | None, typer.Option(metavar="NAVN", help="Kolonne at tjekke. Giv den én gang for hver.")
    ] = None,
    mode: Annotated[str, typer.Option(help="rules eller full.", metavar="rules|full")] = DEFAULT_MODE,
    out: Annotated[Path | None, typer.Option(help="Mappe til resultatet; ellers <FILE>-scan her.")] = None,
    masked: Annotated[bool, typer.Option("--masked", help="Lav også en kopi med kolonnerne maskeret.")] = False,
    no_examples: Annotated[bool, typer.Option("--no-examples", help="Ingen maskerede eksempler i rapporten.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Antal processer; ellers én for hver kerne.")] = None,
    engine: Annotated[str, typer.Option(help="local eller ray.", metavar="local|ray")] = "local",
    restart: Annotated[bool, typer.Option("--restart", help="Begynd forfra i stedet for at gå videre.")] = False,
    separator: Annotated[str | None, typer.Option(help="CSV: skilletegn; ellers finder vi det.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="CSV: utf-8, cp1252 eller latin-1; ellers finder vi det.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="XLSX: arkets navn; ellers det første.")] = None,
) -> None:
    """Tjek en hel fil, kolonne for kolonne. Afbrydes det, går samme kommando videre, hvor den slap.

    Koden er 2, hvis noget ikke kunne læses; rækkerne står i rapporten, og resten er tjekket.
    """
    from api.scan.formats import Wanted
    from api.scan.problems import ScanError
    from api.scan.runner import ENGINES, Request
    from api.scan.work import Job

    try:
        if mode not in MODES or engine not in ENGINES:
            raise ScanError("usage")
        if not column:
            raise ScanError("no_column_given")
        request = Request(
            file=file,
            wanted=Wanted(tuple(column), separator, encoding, sheet),
            out=out or Path(f"{file.stem}-scan"),
            job=Job(mode, examples=not no_examples, masked=masked),
            workers=workers or _cores(),
            engine=engine,
            restart=restart,
        )
        with _private_files():
            _tell(_run(request))
    except ScanError as error:
        typer.echo(error.told(), err=True)
        raise typer.Exit(error.code) from None
    except KeyboardInterrupt:
        _say("errors", "interrupted", err=True)
        raise typer.Exit(1) from None


def _run(request: Request) -> Outcome:
    """Scan, with a progress bar where stderr is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from api.scan.numbers import danish
    from api.scan.problems import words
    from api.scan.runner import scan as run

    said = words()["done"]
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[speed]}"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(said["checking"], total=None, speed="")
        first: int | None = None

        def progress(done: int, likely: int) -> None:
            nonlocal first
            if first is None:
                first = done
                if done:
                    console.print(said["resumed"].format(rows=danish(done)))
            elapsed = bar.tasks[task].elapsed or 0.0
            speed = said["speed"].format(speed=danish(round((done - first) / elapsed))) if elapsed else ""
            bar.update(task, completed=done, total=max(likely, done), speed=speed)

        return run(request, progress)


def _tell(outcome: Outcome) -> None:
    """What came of it; exit code 2 when some rows could not be checked."""
    from api.scan.numbers import danish

    totals = outcome.totals
    _say("done", "rows", rows=danish(totals.rows), found=danish(totals.rows_with_findings))
    _say("done", "report", path=str(outcome.report))
    if outcome.masked:
        _say("done", "masked", path=str(outcome.masked))
    if outcome.unscanned_sheets:
        _say("done", "sheets", count=danish(outcome.unscanned_sheets))
    _say("done", "honest")
    if outcome.unread:
        _say("done", "bad", err=True, bad=danish(totals.bad_rows), file=str(outcome.unread))
        raise typer.Exit(2)


def _say(section: str, message: str, *, err: bool = False, **values: str) -> None:
    from api.scan.problems import words

    typer.echo(words()[section][message].format(**values), err=err)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def _private_files() -> Iterator[None]:
    """What is written meanwhile is for its owner alone: a masked copy is no public file."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
