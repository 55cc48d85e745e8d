"""What takes a second person: seen, confirmed; holds and erasures asked for."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select

from api.hr import flow, records, retention
from api.hr.masking import masked, spans
from api.hr.problems import ProblemError, documented
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, Id, Number, ReasonIn
from api.hr.tables import Approval
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases/{number}", tags=["approvals"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases/{number}", tags=["approvals"], responses=ERRORS, route_class=JsonRoute)


@router.get("/approvals", summary="Det, der venter på en anden", operation_id="approval_read")
def waiting(number: Number, at: AtDesk) -> Answer:
    """Hvad der bedes om, af hvem og hvorfor."""
    with at.case(number, "approval_read") as visit:
        wanted = (Approval.case_id == visit.case.id, Approval.confirmed_at.is_(None))
        rows = [*visit.session.scalars(select(Approval).where(*wanted).order_by(Approval.asked_at, Approval.id))]
        shown = []
        for row in rows:
            visit.item(row.id)
            reason = visit.unseal(row.reason, f"approval {row.id}")
            shown.append(
                {
                    "id": row.id,
                    "kind": row.kind,
                    "code": row.code,
                    "target": row.target,
                    "asked_at": row.asked_at,
                    "by": records.by(visit, row.asked_by),
                    "reason": masked(reason, spans(visit.office.checker, reason), records.hidden_words(visit)),
                }
            )
        return {"approvals": shown}


@router.post(
    "/approvals/{approval}/confirm",
    summary="Godkend som den anden",
    operation_id="approval_confirm",
    responses=documented("second_person"),
)
def confirm(number: Number, approval: Id, at: AtDesk) -> Answer:
    """Ikke den, der bad om det."""
    with at.case(number, "approval_confirm") as visit:
        flow.confirm(visit, approval)
        return {"result": "done"}


@writes.post("/hold", status_code=202, summary="Bed om, at sagen bevares", operation_id="hold_ask")
def hold(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Så længe den bevares, kan den ikke slettes."""
    with at.case(number, "hold_ask") as visit:
        return {"approval": flow.ask(visit, "hold", asked.reason)}


@writes.post("/release", status_code=202, summary="Bed om, at bevaringen hører op", operation_id="release_ask")
def release(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Derefter gælder planen for sletning igen."""
    with at.case(number, "hold_ask") as visit:
        return {"approval": flow.ask(visit, "release", asked.reason)}


@writes.post("/erasure", status_code=202, summary="Bed om, at sagen slettes", operation_id="erasure_ask")
def erasure(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Når planen siger det. Sagens nøgle destrueres, og så kan intet læses igen."""
    with at.case(number, "erasure_ask") as visit:
        due = retention.due_at(visit.case, visit.office.settings)
        if visit.case.hold:
            raise ProblemError("on_hold")
        if due is None or due > visit.now:
            raise ProblemError("not_yet")
        return {"approval": flow.ask(visit, "erasure", asked.reason)}
