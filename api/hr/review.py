"""The access review: every six months someone looks at who has access and who looked; overdue, nobody gets new access.

In: the store and the log. Out: whether it is overdue, and samples nobody can foresee.
"""

from __future__ import annotations

import json
import secrets
from contextlib import closing
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from api.hr.access import policy
from api.hr.clock import moment_of, stamp
from api.hr.desk import Errand
from api.hr.tables import Assignment, Entry, Meta, User

STARTED, REVIEWED, DRAWN = "started_at", "reviewed_at", "sample_drawn_at"
_LOOKUPS = frozenset({"case_read", "record_read", "evidence_read", "analysis_read", "unmasked_read", "identity_read"})
_PROGRESS = frozenset({
    "case_move", "triage_write", "speech_write", "fact_write", "hearing_write", "reply_write", "decision_write",
    "evidence_write", "assessment_write", "correction_write", "request_write", "restriction_write", "mask_write", "assignment_add",
    "people_write", "unmask_ask", "hold_ask", "erasure_ask", "approval_confirm", "export",
})  # fmt: skip


def is_overdue(errand: Errand) -> bool:
    """Whether the last review, or the start of the service, is too long ago."""
    last = errand.session.get(Meta, REVIEWED) or errand.session.get(Meta, STARTED)
    days = timedelta(days=errand.office.settings.review_days)
    return last is None or moment_of(last.value) + days < errand.now


def is_fresh(errand: Errand) -> bool:
    """Whether what is to be reviewed was drawn after the last review, and not so long ago that it tells of another time."""
    drawn, last = errand.session.get(Meta, DRAWN), errand.session.get(Meta, REVIEWED)
    if drawn is None or (last and last.value >= drawn.value):
        return False
    return moment_of(drawn.value) + timedelta(days=policy()["review"]["fresh_days"]) >= errand.now


def draw(errand: Errand) -> dict[str, Any]:
    """What to look at: the users with access, a sample of all look-ups since the last review, and of people who looked without doing anything."""
    now = stamp(errand.now)
    last = errand.session.get(Meta, REVIEWED)
    looked, worked = _since(errand, last.value if last else "")
    idle = sorted({(each["actor"], each["case"]) for each in looked} - worked)
    put(errand, DRAWN, now)
    wanted = (Assignment.ends_at.is_(None) | (Assignment.ends_at > now),)
    counted = select(User.ref, Assignment.role, func.count()).join_from(User, Assignment).where(*wanted)
    access = errand.session.execute(counted.group_by(User.ref, Assignment.role).order_by(User.ref, Assignment.role))
    return {
        "overdue": is_overdue(errand),
        "access": [{"user": ref, "role": role, "cases": count} for ref, role, count in access],
        "lookups": _some(looked),
        "without_progress": [{"user": actor, "case": case} for actor, case in _some(idle)],
        "of": {"lookups": len(looked), "without_progress": len(idle)},
    }


def _since(errand: Errand, last: str) -> tuple[list[dict[str, Any]], set[tuple[str, str | None]]]:
    """The log's look-ups after `last`, and who worked on which case."""
    looked: list[dict[str, Any]] = []
    worked: set[tuple[str, str | None]] = set()
    rows = select(Entry.body).order_by(Entry.seq.desc()).execution_options(yield_per=1000)
    with closing(errand.session.scalars(rows)) as bodies:
        for each in map(json.loads, bodies):
            if each["at"] < last:
                break
            if each["action"] in _LOOKUPS and each["outcome"] == "done":
                looked.append({name: each[name] for name in ("seq", "at", "actor", "roles", "action", "case")})
            elif each["action"] in _PROGRESS:
                worked.add((each["actor"], each["case"]))
    return looked, worked


def put(errand: Errand, name: str, value: str) -> None:
    """Keep a value of the store as a whole."""
    row = errand.session.get(Meta, name)
    if row is None:
        errand.session.add(Meta(name=name, value=value))
    else:
        row.value = value


def _some(found: list[Any]) -> list[Any]:
    return secrets.SystemRandom().sample(found, min(policy()["review"]["sample"], len(found)))
