"""What takes two persons: one asks with a reason, another answers with a reason of their own.

In: a visit. Out: an approval that waits; then what was asked for, done or declined. Who may ask and answer is in `data/hr/policy.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from api.hr import flow, records, retention
from api.hr.access import policy
from api.hr.clock import stamp
from api.hr.desk import Visit
from api.hr.tables import Approval, Person
from api.http.problems import ProblemError


def ask(visit: Visit, kind: str, reason: str, code: str | None = None, target: str | None = None) -> str:
    """Ask for what takes a second person; returns the approval's id."""
    identity = uuid4().hex
    visit.session.add(
        Approval(
            id=identity,
            case_id=visit.case.id,
            kind=kind,
            code=code,
            target=target,
            asked_at=stamp(visit.now),
            asked_by=visit.actor.id,
            reason=visit.seal(reason, f"approval {identity}"),
            declined=False,
        )
    )
    _tell(visit, identity, kind, code, target)
    return identity


def answer(visit: Visit, identity: str, reason: str, *, confirmed: bool) -> None:
    """Answer, as the second person, what another asked for; when confirmed, do it. Raises `ProblemError`."""
    wanted = (Approval.id == identity, Approval.case_id == visit.case.id, Approval.confirmed_at.is_(None))
    approval = visit.session.scalars(select(Approval).where(*wanted)).one_or_none()
    if approval is None:
        raise ProblemError("not_found")
    if approval.asked_by == visit.actor.id:
        raise ProblemError("second_person")
    if confirmed and visit.case.restricted and approval.kind not in policy()["restriction"]["approvals"]:
        raise ProblemError("restricted")
    approval.confirmed_at, approval.confirmed_by, approval.declined = stamp(visit.now), visit.actor.id, not confirmed
    approval.answer = visit.seal(reason, f"answer {identity}")
    _tell(visit, identity, approval.kind, approval.code, approval.target)
    if confirmed:
        DOES[approval.kind](visit, approval)


def of_case(visit: Visit, patterns: list[re.Pattern[str]], *, waiting: bool) -> list[dict[str, Any]]:
    """What has been asked for and answered, with the reasons, masked; or only what is `waiting`."""
    wanted = [Approval.case_id == visit.case.id, *([Approval.confirmed_at.is_(None)] if waiting else [])]
    rows = visit.session.scalars(select(Approval).where(*wanted).order_by(Approval.asked_at, Approval.id))
    return [_shown(visit, row, patterns) for row in rows]


def _shown(visit: Visit, row: Approval, patterns: list[re.Pattern[str]]) -> dict[str, Any]:
    visit.item(row.id)
    about = {
        "id": row.id,
        "kind": row.kind,
        "code": row.code,
        "target": row.target,
        "asked_at": row.asked_at,
        "by": records.by(visit, row.asked_by),
        "reason": records.read_masked(visit, visit.unseal(row.reason, f"approval {row.id}"), patterns),
    }
    if row.confirmed_at is not None and row.confirmed_by is not None:
        about |= {
            "answer": "declined" if row.declined else "confirmed",
            "answered_at": row.confirmed_at,
            "answered_by": records.by(visit, row.confirmed_by),
        }
        if row.answer is not None:
            about["why"] = records.read_masked(visit, visit.unseal(row.answer, f"answer {row.id}"), patterns)
    return about


def _tell(visit: Visit, identity: str, kind: str, code: str | None, target: str | None) -> None:
    visit.detail.update({"kind": kind, **({"code": code} if code else {})})
    visit.item(identity)
    if kind in ("unmask", "conflict_end"):
        visit.item(target or "")


def _skip(visit: Visit, approval: Approval) -> None:
    if visit.case.state != approval.target:
        # The case has moved since: what was asked is not what would now be skipped.
        raise ProblemError("stale")
    visit.case.version += 1
    visit.detail["from"] = visit.case.state
    flow.enter(visit, approval.code or visit.case.state)


def _unmask(visit: Visit, approval: Approval) -> None:
    approval.ends_at = stamp(visit.now + timedelta(minutes=visit.office.settings.unmask_minutes))


def _hold(visit: Visit, approval: Approval) -> None:
    visit.case.version += 1
    visit.case.hold = approval.kind == "hold"


def _lift(visit: Visit, _: Approval) -> None:
    visit.case.version += 1
    visit.case.restricted = False


def _conflict_end(visit: Visit, approval: Approval) -> None:
    visit.find(Person, approval.target or "").ends_at = stamp(visit.now)


def _erasure(visit: Visit, _: Approval) -> None:
    retention.erase(visit.session, visit.case, visit.now, visit.office.settings)


DOES: dict[str, Callable[[Visit, Approval], None]] = {
    "skip": _skip,
    "unmask": _unmask,
    "hold": _hold,
    "release": _hold,
    "lift": _lift,
    "conflict_end": _conflict_end,
    "erasure": _erasure,
}
