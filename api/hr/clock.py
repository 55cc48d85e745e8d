"""Time: one form of it in the store, and the 72 hours.

In: aware datetimes. Out: text that sorts as time does; what is left of the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from api.hr.codes import STATES
from api.hr.tables import Case

Clock = Callable[[], datetime]
_HOURS = int(STATES["clock"]["hours"])
_ALERTS: list[int] = sorted(STATES["clock"]["alerts"])


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(stamped: str) -> datetime:
    """The moment of a `stamp`."""
    return datetime.strptime(stamped, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def breach_clock(case: Case, at: datetime) -> dict[str, Any] | None:
    """The clock of GDPR art. 33, from when an employee became aware: `None` before that. `alert` is the threshold passed, in hours left."""
    if case.aware_at is None:
        return None
    due = moment_of(case.aware_at) + timedelta(hours=_HOURS)
    left = (due - at) / timedelta(hours=1)
    running = case.reported_at is None and case.report != "no" and case.state != "closed"
    passed = [hours for hours in _ALERTS if left <= hours] if running else []
    return {
        "aware_at": case.aware_at,
        "due_at": stamp(due),
        "hours_left": round(left, 1) if running else None,
        "report": case.report,
        "reported_at": case.reported_at,
        "alert": passed[0] if passed else None,
    }
