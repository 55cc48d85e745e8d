"""How long cases are kept, and how they go: by destroying their key, then their rows.

In: the authority's plan (`data/hr/retention.toml` or its own), closed cases. Out: proposals, and erasures. Nothing goes before its time.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.hr.clock import moment_of, stamp
from api.hr.settings import Settings
from api.hr.tables import Alert, Alias, Approval, Assignment, Case, CaseKeyRow, Evidence, Person, Protection, Record
from api.http.problems import ProblemError
from models.datafiles import read_toml

_DAYS_A_MONTH = 30.44


def plan(settings: Settings) -> dict[str, int]:
    """Months to keep a closed case, by outcome."""
    if settings.retention_file is None:
        read = read_toml("hr/retention.toml")
    else:
        read = tomllib.loads(settings.retention_file.read_text(encoding="utf-8"))
    return {str(outcome): int(months) for outcome, months in read["months"].items()}


def due_at(case: Case, settings: Settings) -> datetime | None:
    """When the plan proposes that a case goes; `None` while it is open. A case closed without an outcome is kept longest."""
    if case.closed_at is None:
        return None
    months = plan(settings)
    return moment_of(case.closed_at) + timedelta(
        days=months.get(case.outcome or "", max(months.values())) * _DAYS_A_MONTH
    )


def proposals(session: Session, now: datetime, settings: Settings) -> list[Case]:
    """Closed cases whose time has passed and that nobody holds or has restricted."""
    wanted = (Case.closed_at.is_not(None), Case.erased_at.is_(None), Case.hold.is_(False), Case.restricted.is_(False))
    found = session.scalars(select(Case).where(*wanted).order_by(Case.closed_at))
    return [case for case in found if (due := due_at(case, settings)) and due <= now]


def may_go(case: Case, now: datetime, settings: Settings) -> None:
    """Raises `ProblemError` when `case` is held, restricted, or its time has not passed."""
    due = due_at(case, settings)
    if case.hold:
        raise ProblemError("on_hold")
    if case.restricted:
        raise ProblemError("restricted")
    if due is None or due > now:
        raise ProblemError("not_yet")


def erase(session: Session, case: Case, now: datetime, settings: Settings) -> None:
    """Destroy the key of `case` and all that it sealed. The number stays, and that it was erased. Raises `ProblemError`."""
    may_go(case, now, settings)
    for table in (CaseKeyRow, Person, Evidence, Record, Approval, Assignment, Alert):
        session.execute(delete(table).where(table.case_id == case.id))
    case.erased_at = stamp(now)
    case.unit = ""
    case.aware_at = case.reported_at = case.report = case.told = case.speech = None


def lapsed(session: Session, now: datetime, settings: Settings) -> list[str]:
    """Delete protections of one employee that ended, and codes shown, as long ago as the longest time a case is kept; returns what they were called."""
    before = stamp(now - timedelta(days=max(plan(settings).values()) * _DAYS_A_MONTH))
    ended = [*session.scalars(select(Protection).where(Protection.kind == "individual", Protection.ends_at < before))]
    shown = [*session.scalars(select(Alias).where(Alias.at < before))]
    for row in (*ended, *shown):
        session.delete(row)
    return [*(row.id for row in ended), *(row.code for row in shown)]
