"""A whole run. In: a file and what to do with it. Out: report and masked copy in the result folder.

Whatever interrupts it, the same request goes on where it stopped, and comes to the same result.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from api.scan.cells import MaskedRow, Table
from api.scan.formats import Wanted, open_table
from api.scan.pool import run_local
from api.scan.problems import ScanError
from api.scan.report import REPORTS, About, Run, write_reports
from api.scan.store import Store, fingerprint, put_in_place
from api.scan.totals import Totals, add_up
from api.scan.work import CHUNK_CHARACTERS, CHUNK_ROWS, Done, Job, chunks, forbid_core_files, work_for
from models.datafiles import read_toml

ENGINES = ("local", "ray")
UNREAD_FILE = "unread.csv"
_PARTS = 1  # the form of the parts; other forms cannot be mixed
Progress = Callable[[int, int], None]
Engine = Callable[[Table, Job, frozenset[int], int], Iterator[Done]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to scan and how. `out` is the result folder, `workers` the number of worker processes."""

    file: Path
    wanted: Wanted
    out: Path
    job: Job
    workers: int
    engine: str = "local"
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, and where it is; `masked` and `unread` are `None` where there is no such file."""

    totals: Totals
    report: Path
    masked: Path | None
    unread: Path | None
    unscanned_sheets: int


def scan(request: Request, progress: Progress) -> Outcome:
    """Run `request`. `progress` is told how many rows are done, of about how many; first of those done in an earlier run.

    Raises `ScanError`, or `WeightsError` when the weights of `full` are missing.
    """
    started = perf_counter()
    forbid_core_files()
    table = open_table(request.file, request.wanted)
    if next(table.rows(), None) is None:
        raise ScanError("empty")
    run = _engine(request.engine)
    engine = engine_version(request.job.mode)
    source = fingerprint(request.file)
    with _store(request, table, engine, source) as store:
        done = store.done()
        resumed = rows = sum(done.values())
        progress(rows, table.likely_rows)
        for each in run(table, request.job, frozenset(done), request.workers):
            store.keep(each.number, each.part)
            rows += each.rows
            progress(rows, table.likely_rows)
        about = About(request.file.name, source["size"], engine, table.unscanned_sheets, request.job.examples)
        return _finish(request, table, store, source, about, lambda: Run(
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=round(perf_counter() - started, 1),
            rows=rows - resumed,
            workers=request.workers,
            engine=request.engine,
        ))  # fmt: skip


def engine_version(mode: str) -> dict[str, str]:
    """What `Checker(mode).model` will say, without loading the engine. Raises `WeightsError`."""
    versions = {name: str(value) for name, value in read_toml("priors/versions.toml").items()}
    if mode == "full":
        from models.neural.encoder import WEIGHTS, read_about

        versions["weights"] = str(read_about(WEIGHTS)["version"])
    return {**versions, "mode": mode}


def _store(request: Request, table: Table, engine: dict[str, str], source: dict[str, object]) -> Store:
    manifest = {
        "parts": _PARTS,
        "source": source,
        "engine": engine,
        "columns": table.columns,
        "form": table.form,
        "examples": request.job.examples,
        "masked": request.job.masked,
        "chunk": {"rows": CHUNK_ROWS, "characters": CHUNK_CHARACTERS},
    }
    if request.file.resolve() in {(request.out / name).resolve() for name in (*REPORTS, UNREAD_FILE)}:
        raise ScanError("out")  # the result would take the place of the file
    return Store(request.out, manifest, restart=request.restart)


def _engine(name: str) -> Engine:
    """The engine `name`. Raises `ScanError` when it is not installed."""
    if name == "local":
        return _run_local
    try:
        from api.scan.ray_engine import run_ray
    except ModuleNotFoundError:
        raise ScanError("ray_missing") from None
    return run_ray


def _run_local(table: Table, job: Job, done: frozenset[int], workers: int) -> Iterator[Done]:
    missing = (chunk for chunk in chunks(table) if chunk.number not in done)
    return run_local(partial(work_for, job), missing, workers)


def _finish(
    request: Request, table: Table, store: Store, source: dict[str, object], about: About, run: Callable[[], Run]
) -> Outcome:
    """Sum up, write the results in the work folder, and put them in place when all is there."""
    unread = store.folder / UNREAD_FILE
    with unread.open("w", encoding="utf-8-sig", newline="") as file:
        totals = add_up(store.parts(), table.columns, file)
    masked = store.folder / f"{request.file.stem}-masked{table.suffix}"
    if request.job.masked:
        _write_masked(table, store, totals, masked)
    if fingerprint(request.file) != source:
        raise ScanError("changed_meanwhile")
    reports = write_reports(store.folder, totals, about, run(), UNREAD_FILE)
    kept = [*reports, *([unread] if totals.bad_rows else []), *([masked] if request.job.masked else [])]
    (request.out / UNREAD_FILE).unlink(missing_ok=True)
    for path in kept:
        put_in_place(path, request.out / path.name)
    store.finish()
    return Outcome(
        totals=totals,
        report=request.out / reports[0].name,
        masked=request.out / masked.name if request.job.masked else None,
        unread=request.out / UNREAD_FILE if totals.bad_rows else None,
        unscanned_sheets=table.unscanned_sheets,
    )


def _write_masked(table: Table, store: Store, totals: Totals, target: Path) -> None:
    """The masked copy; whatever temporary files a format needs go into the work folder too."""

    def rows() -> Iterator[MaskedRow]:
        for part in store.parts():
            for row in part["masked"]:
                yield tuple(row)

    before = tempfile.tempdir
    tempfile.tempdir = str(store.folder)
    try:
        changed = {column.name for column in totals.columns if column.masked or column.unread}
        table.write_masked(target, rows(), changed)
    except ValueError:
        raise ScanError("changed_meanwhile") from None
    finally:
        tempfile.tempdir = before
