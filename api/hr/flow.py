"""The road of a case: what each state needs before the next.

In: a visit and where to go. Out: the case moved, or a second person to be asked.
"""

from __future__ import annotations

from collections.abc import Callable

from api.hr import records
from api.hr.clock import moment_of, stamp
from api.hr.codes import ORDER, STATES
from api.hr.desk import Visit
from api.http.problems import ProblemError


def _heard(visit: Visit) -> bool:
    """Whether the employee was heard about all that speaks against them, and has answered or let the time pass."""
    hearings = records.of_kind(visit, "hearing")
    if not hearings:
        return False
    heard_at = hearings[-1].at
    against = [fact.at for fact in records.of_kind(visit, "fact") if fact.code == "against"]
    if any(at > heard_at for at in (*against, *(item.at for item in records.all_evidence(visit)))):
        return False
    replied = any(reply.at >= heard_at for reply in records.of_kind(visit, "reply"))
    # A hearing's code is the time to answer by.
    return replied or moment_of(str(hearings[-1].code)) < visit.now


def _breach_settled(visit: Visit) -> bool:
    """Whether it is settled that patients are told or need not be, and the breach reported or not to be."""
    case = visit.case
    return case.told in ("yes", "no") and (case.reported_at is not None or case.report == "no")


NEEDS: dict[str, Callable[[Visit], bool]] = {
    "triaged": lambda visit: visit.case.aware_at is not None and visit.case.told is not None,
    "speech_judged": lambda visit: visit.case.speech == "with_patient",
    "both_sides": lambda visit: {"for", "against"} <= {str(fact.code) for fact in records.of_kind(visit, "fact")},
    "heard": _heard,
    "decided": lambda visit: visit.case.outcome is not None,
    "breach_settled": _breach_settled,
}


def move(visit: Visit, to: str, version: int, *, reasoned: bool) -> bool:
    """Whether the case moved; if not, a second person is to be asked, which takes a reason. Raises `ProblemError`."""
    here = visit.case.state
    visit.detail.update({"from": here, "to": to})
    if to == here:
        raise ProblemError("wrong_state")
    lawful = to == "closed" and here == "speech_check" and visit.case.speech == "lawful"
    is_next = ORDER.index(to) == ORDER.index(here) + 1
    if lawful or (is_next and all(NEEDS[need](visit) for need in STATES["states"][here]["needs"])):
        visit.expect(version)
        enter(visit, to)
        if lawful:
            visit.case.outcome = "lawful_speech"
        return True
    if not reasoned:
        raise ProblemError("not_yet")
    visit.expect(version)
    return False


def enter(visit: Visit, state: str) -> None:
    """Put the case in `state`. What is judged there or later is to be judged again when the case goes back."""
    case, place = visit.case, ORDER.index(state)
    if place <= ORDER.index("decision"):
        case.outcome = None
    if place <= ORDER.index("speech_check"):
        case.speech = None
    case.state = state
    case.closed_at = stamp(visit.now) if state == "closed" else None
