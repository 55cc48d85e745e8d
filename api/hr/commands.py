"""The command line's part of HR: `serve-hr`, `hr …` and `audit …`. Libraries of the extra `hr` are imported where they are used.

In: arguments and the environment (`TAVSHEDSTJEK_HR_…`). Out: lines on stdout; codes 0 done, 1 not sound or not done, 2 wrong settings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from models.datafiles import read_toml

if TYPE_CHECKING:
    from api.hr.keys import Keyring
    from api.hr.settings import Settings
    from api.hr.store import Store

hr = typer.Typer(help="Sager om opslag, der allerede er lagt op: nøgler, database, sletning.")
audit = typer.Typer(help="Revisionsloggen: efterprøv den, og skriv under på den.")


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("serve-hr")(serve_hr)
    app.add_typer(hr, name="hr")
    app.add_typer(audit, name="audit")


def _needs_extra(command: Callable[..., None]) -> Callable[..., None]:
    """Say which extra is missing, and turn refusals into words and code 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they come
        try:
            from api.hr.keys import KeyFileError
            from api.hr.serve import RefusedError
        except ImportError:
            _refuse(_words("extra"))
        try:
            command(*args, **kwargs)
        except RefusedError as error:
            _refuse(str(error))
        except KeyFileError:
            _refuse(_words("keys"))

    return run


@_needs_extra
def serve_hr(
    host: Annotated[str | None, typer.Option(help="Adresse at lytte på.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 vælger en ledig.")] = None,
) -> None:
    """Start tjenesten til sager om opslag, der allerede er lagt op."""
    from api.hr.serve import serve_hr as serve
    from api.http.server import PortTakenError

    try:
        serve(host, port)
    except PortTakenError:
        _refuse(read_toml("messages/cli.toml")["serve"]["port_taken"])


@hr.command("init")
@_needs_extra
def init(file: Annotated[Path, typer.Argument(help="Filen med nøgler; den må ikke findes.")]) -> None:
    """Lav nøgler til en ny tjeneste."""
    from api.hr.keys import Keyring, write_new

    try:
        write_new(file)
    except FileExistsError:
        _refuse(_words("exists"))
    typer.echo(_words("made").format(file=file, public=Keyring.read(file).public))


@hr.command("migrate")
@_needs_extra
def migrate(revision: Annotated[str, typer.Argument(help="head, eller et skridt tilbage: base.")] = "head") -> None:
    """Bring databasen op til denne udgave."""
    with _office() as (_, store, _):
        store.migrate(revision)
    typer.echo(_words("migrated"))


@hr.command("rotate")
@_needs_extra
def rotate() -> None:
    """Lav en ny hovednøgle, og pak alle sagsnøgler om til den."""
    from sqlalchemy import select

    from api.hr import audit as log
    from api.hr import clock
    from api.hr.keys import Keyring, add_master
    from api.hr.tables import CaseKeyRow

    with _office() as (settings, store, _), store.transaction() as session:
        # Before any key is packed into it, the new one is in the file.
        add_master(settings.keys_file)
        keyring = Keyring.read(settings.keys_file)
        rows = [*session.scalars(select(CaseKeyRow).with_for_update())]
        for row in rows:
            row.wrapped = keyring.rewrap(row.case_id, row.master, row.wrapped)
            row.master = keyring.current
        log.by_operator(session, keyring, "keys_rotate", clock.stamp(clock.now()), cases=len(rows))
    typer.echo(_words("rotated").format(count=len(rows)))


@hr.command("dispose")
@_needs_extra
def dispose() -> None:
    """Slet det, planen siger, hvor det er slået til. Det står i loggen."""
    from api.hr import audit as log
    from api.hr import clock, retention
    from api.hr.desk import case_reference
    from api.hr.tables import CaseKeyRow

    now = clock.now()
    with _office() as (settings, store, keyring), store.transaction() as session:
        if not settings.automatic_disposal:
            _refuse(_words("disposal_off"))
        found = retention.proposals(session, now, settings)
        for case in found:
            row = session.get_one(CaseKeyRow, case.id)
            reference = case_reference(keyring.case_key(case.id, row.master, row.wrapped), case)
            retention.erase(session, case, now, settings)
            log.by_operator(session, keyring, "erasure", clock.stamp(now), case_ref=reference)
        if lapsed := retention.lapsed(session, now, settings):
            log.by_operator(session, keyring, "protections_erased", clock.stamp(now), lapsed)
    typer.echo(_words("disposed").format(count=len(found)))


@hr.command("alerts")
@_needs_extra
def alerts() -> None:
    """Skriv de sager, hvor de 72 timer er ved at løbe ud; koden er 1, når der er nogen. Til den, der holder øje døgnet rundt."""
    from sqlalchemy import select

    from api.hr import audit as log
    from api.hr import clock
    from api.hr.desk import case_reference
    from api.hr.tables import Case, CaseKeyRow

    now = clock.now()
    with _office() as (_, store, keyring), store.transaction() as session:
        running = select(Case, CaseKeyRow).join(CaseKeyRow, CaseKeyRow.case_id == Case.id).order_by(Case.aware_at)
        told = []
        for case, row in session.execute(running.where(Case.aware_at.is_not(None))):
            left = clock.breach_clock(case, now)
            if left and left["alert"] is not None:
                told.append(_words("alert").format(number=case.number, hours=left["hours_left"]))
                reference = case_reference(keyring.case_key(case.id, row.master, row.wrapped), case)
                log.by_operator(session, keyring, "alert_list", clock.stamp(now), case_ref=reference)
    for line in told:
        typer.echo(line)
    if told:
        raise typer.Exit(1)
    typer.echo(_words("alerts_none"))


@hr.command("papers")
@_needs_extra
def papers() -> None:
    """Vis, hvem der må hvad, og hvor længe sager gemmes, som Markdown."""
    from api.hr.papers import retention_table, role_matrix

    typer.echo(f"{role_matrix()}\n\n{retention_table()}")


@hr.command("dev-token")
@_needs_extra
def dev_token(
    person: Annotated[str, typer.Argument(help="Hvem der logger ind.")],
    role: Annotated[list[str], typer.Option(help="Rolle; kan gives flere gange.")],
    folder: Annotated[Path, typer.Option(help="Udstederens mappe.")] = Path("dev-issuer"),
) -> None:
    """Et token til at prøve med på din egen maskine. Aldrig i drift."""
    from api.hr.tokens import DevelopmentIssuer

    typer.echo(DevelopmentIssuer(folder).token(person, role))


@audit.command("verify")
@_needs_extra
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="Fil med kontrolpunkter, gemt et andet sted; en linje hver.")
    ] = None,
) -> None:
    """Efterprøv loggen. Koden er 1, hvis noget er ændret, fjernet, byttet om, sat ind eller skåret af."""
    from sqlalchemy import func, select

    from api.hr.tables import Entry
    from api.hr.verify import verify as run

    try:
        lines = [line for file in checkpoint or () for line in file.read_text(encoding="utf-8").splitlines()]
        kept = [_checkpoint_of(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError, KeyError):
        _refuse(_words("checkpoints"))
    with _office() as (_, store, keyring), store.snapshot() as session:
        findings = run(session, keyring, kept)
        count = session.scalar(select(func.count()).select_from(Entry))
    words = read_toml("messages/hr.toml")["verify"]
    for finding in findings:
        typer.echo(words[finding.kind].format(seq=finding.seq))
    if findings:
        raise typer.Exit(1)
    typer.echo(words["sound"].format(count=count, checkpoints=len(kept)))


@audit.command("checkpoint")
@_needs_extra
def checkpoint() -> None:
    """Skriv under på, hvor loggen er nu: en linje JSON at gemme et andet sted."""
    from api.hr import audit as log
    from api.hr import clock

    with _office() as (_, store, keyring), store.transaction() as session:
        at = clock.stamp(clock.now())
        made = log.as_dict(log.checkpoint(session, keyring, at))
        log.by_operator(session, keyring, "checkpoint_write", at, checkpoint=made["seq"])
    typer.echo(json.dumps(made))


def _checkpoint_of(read: dict[str, Any]) -> dict[str, Any]:
    """A line of a file of checkpoints. Raises what shows that it is none."""
    return {"seq": int(read["seq"]), **{name: str(read[name]) for name in ("digest", "at", "signature")}}


@contextmanager
def _office() -> Iterator[tuple[Settings, Store, Keyring]]:
    from api.hr.keys import Keyring
    from api.hr.serve import settings_of
    from api.hr.store import Store

    settings = settings_of()
    keyring = Keyring.read(settings.keys_file)
    with Store(settings.database) as store:
        yield settings, store, keyring


def _words(name: str) -> str:
    return str(read_toml("messages/hr.toml")["serve"][name])


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
