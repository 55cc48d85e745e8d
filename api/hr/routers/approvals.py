"""What takes a second person: seen, confirmed, declined; holds, restriction and erasures."""

from __future__ import annotations

from fastapi import APIRouter

from api.hr import approvals, records, retention
from api.hr.problems import ProblemError, documented
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, Id, LiftIn, Number, ReasonIn, RestrictIn
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases/{number}", tags=["approvals"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases/{number}", tags=["approvals"], responses=ERRORS, route_class=JsonRoute)


@router.get("/approvals", summary="Det, der venter på en anden", operation_id="approval_read")
def waiting(number: Number, at: AtDesk) -> Answer:
    """Hvad der bedes om, af hvem og hvorfor."""
    with at.case(number, "approval_read") as visit:
        return {"approvals": approvals.of_case(visit, records.hidden(visit), waiting=True)}


@writes.post(
    "/approvals/{approval}/confirm",
    summary="Godkend som den anden",
    operation_id="approval_confirm",
    responses=documented("second_person"),
)
def confirm(number: Number, approval: Id, asked: ReasonIn, at: AtDesk) -> Answer:
    """Ikke den, der bad om det, og med sin egen grund."""
    with at.case(number, "approval_confirm") as visit:
        approvals.answer(visit, approval, asked.reason, confirmed=True)
        return {"result": "done"}


@writes.post(
    "/approvals/{approval}/decline",
    summary="Afvis som den anden",
    operation_id="approval_decline",
    responses=documented("second_person"),
)
def decline(number: Number, approval: Id, asked: ReasonIn, at: AtDesk) -> Answer:
    """Det, der blev bedt om, sker ikke. Grunden bliver stående."""
    with at.case(number, "approval_confirm", answer="declined") as visit:
        approvals.answer(visit, approval, asked.reason, confirmed=False)
        return {"result": "declined"}


@writes.post("/hold", status_code=202, summary="Bed om, at sagen bevares", operation_id="hold_ask")
def hold(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Så længe den bevares, kan den ikke slettes."""
    with at.case(number, "hold_ask") as visit:
        return {"approval": approvals.ask(visit, "hold", asked.reason)}


@writes.post("/release", status_code=202, summary="Bed om, at bevaringen hører op", operation_id="release_ask")
def release(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Derefter gælder planen for sletning igen."""
    with at.case(number, "hold_ask") as visit:
        return {"approval": approvals.ask(visit, "release", asked.reason)}


@writes.post("/erasure", status_code=202, summary="Bed om, at sagen slettes", operation_id="erasure_ask")
def erasure(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """Når planen siger det. Sagens nøgle destrueres, og så kan intet læses igen."""
    with at.case(number, "erasure_ask") as visit:
        retention.may_go(visit.case, visit.now, visit.office.settings)
        return {"approval": approvals.ask(visit, "erasure", asked.reason)}


@writes.post("/restriction", status_code=201, summary="Begræns behandlingen", operation_id="restriction_write")
def restrict(number: Number, asked: RestrictIn, at: AtDesk) -> Answer:
    """Gælder straks: oplysningerne må kun opbevares, og sagen går ikke videre, før to er enige om at hæve det."""
    with at.case(number, "restriction_write", basis=asked.basis.value) as visit:
        visit.case.restricted = True
        visit.case.version += 1
        identity = records.write(visit, "restriction", asked.reason, asked.basis.value)
        return {"id": identity, "version": visit.case.version}


@writes.post("/restriction/lift", status_code=202, summary="Bed om, at begrænsningen hæves", operation_id="lift_ask")
def lift(number: Number, asked: LiftIn, at: AtDesk) -> Answer:
    """Medarbejderen skal have besked først."""
    with at.case(number, "restriction_write", change="lift") as visit:
        if not visit.case.restricted:
            raise ProblemError("wrong_state")
        return {"approval": approvals.ask(visit, "lift", asked.reason)}
