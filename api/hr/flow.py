"""The road of a case: what each state needs before the next, and what takes a second person.

In: a visit and where to go. Out: the case moved, or an approval waiting for another person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from api.hr import records, retention
from api.hr.clock import moment_of, stamp
from api.hr.codes import ORDER, STATES
from api.hr.desk import Visit
from api.hr.tables import Approval
from api.http.problems import ProblemError


def _heard(visit: Visit) -> bool:
    """Whether the employee was heard, and has answered or let the time pass."""
    hearings = records.of_kind(visit, "hearing")
    if not hearings:
        return False
    replies = [reply for reply in records.of_kind(visit, "reply") if reply.at >= hearings[-1].at]
    # A hearing's code is the time to answer by.
    return bool(replies) or moment_of(str(hearings[-1].code)) < visit.now


NEEDS: dict[str, Callable[[Visit], bool]] = {
    "triaged": lambda visit: visit.case.aware_at is not None and visit.case.told is not None,
    "speech_judged": lambda visit: visit.case.speech == "with_patient",
    "both_sides": lambda visit: {"for", "against"} <= {str(fact.code) for fact in records.of_kind(visit, "fact")},
    "heard": _heard,
    "decided": lambda visit: visit.case.outcome is not None,
}


def move(visit: Visit, to: str, version: int, reason: str | None) -> str:
    """Move to the next state, or ask to skip. Returns "moved" or "asked". Raises `ProblemError`."""
    here = visit.case.state
    visit.detail.update({"from": here, "to": to})
    if to == here:
        raise ProblemError("wrong_state")
    if to == "closed" and here == "speech_check" and visit.case.speech == "lawful":
        visit.expect(version)
        visit.case.outcome = "lawful_speech"
        _enter(visit, to)
        return "moved"
    is_next = ORDER.index(to) == ORDER.index(here) + 1
    if is_next and all(NEEDS[need](visit) for need in STATES["states"][here]["needs"]):
        visit.expect(version)
        _enter(visit, to)
        return "moved"
    if reason is None:
        raise ProblemError("not_yet")
    visit.expect(version)
    ask(visit, "skip", reason, code=to, target=here)
    return "asked"


def _enter(visit: Visit, state: str) -> None:
    visit.case.state = state
    visit.case.closed_at = stamp(visit.now) if state == "closed" else None


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
        )
    )
    visit.detail.update({"kind": kind, **({"code": code} if code else {})})
    visit.item(identity)
    if kind == "unmask":
        visit.item(target or "")
    return identity


def confirm(visit: Visit, identity: str) -> None:
    """Confirm, as the second person, what another asked for, and do it. Raises `ProblemError`."""
    wanted = (Approval.id == identity, Approval.case_id == visit.case.id, Approval.confirmed_at.is_(None))
    approval = visit.session.scalars(select(Approval).where(*wanted)).one_or_none()
    if approval is None:
        raise ProblemError("not_found")
    if approval.asked_by == visit.actor.id:
        raise ProblemError("second_person")
    approval.confirmed_at, approval.confirmed_by = stamp(visit.now), visit.actor.id
    visit.detail.update({"kind": approval.kind, **({"code": approval.code} if approval.code else {})})
    visit.item(identity)
    if approval.kind == "unmask":
        approval.ends_at = stamp(visit.now + timedelta(minutes=visit.office.settings.unmask_minutes))
        visit.item(approval.target or "")
    elif approval.kind == "skip":
        if visit.case.state != approval.target:
            # The case has moved since: what was asked is not what would now be skipped.
            raise ProblemError("stale")
        visit.case.version += 1
        visit.detail["from"] = visit.case.state
        _enter(visit, approval.code or visit.case.state)
    elif approval.kind in ("hold", "release"):
        visit.case.version += 1
        visit.case.hold = approval.kind == "hold"
    else:
        retention.erase(visit.session, visit.case, visit.now, visit.office.settings)
