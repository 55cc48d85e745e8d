"""Cases: opened, listed, read, moved along."""

from __future__ import annotations

import secrets
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Response
from sqlalchemy import or_, select

from api.hr import approvals, codes, flow, people
from api.hr.access import Verdict, decide
from api.hr.clock import breach_clock, stamp
from api.hr.desk import Errand, Visit, case_reference, conflict_of
from api.hr.keys import ALPHABET, CaseKey
from api.hr.masking import is_personal
from api.hr.problems import ProblemError
from api.hr.routers import ERRORS, AtDesk, assign
from api.hr.schemas import Answer, CaseIn, MoveIn, Number
from api.hr.tables import Assignment, Case, CaseKeyRow
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases", tags=["cases"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases", tags=["cases"], responses=ERRORS, route_class=JsonRoute)


@writes.post("", status_code=201, summary="Åbn en sag", operation_id="case_create")
def create(asked: CaseIn, at: AtDesk) -> Answer:
    """Nummeret siger intet om nogen. Medarbejderen og dens ledere er forseglet og kan ikke selv arbejde på sagen."""
    with at.errand("case_create") as errand:
        if asked.unit and is_personal(errand.office.checker, asked.unit):
            raise ProblemError("invalid", [("/unit", "personal")])
        case, key, role = _open(errand, asked)
        errand.items.append(case_reference(key, case))
        errand.detail.update({"purpose": case.purpose, "legal_basis": case.legal_basis, "role": role})
        return {"number": case.number, "state": case.state, "version": case.version}


def _open(errand: Errand, asked: CaseIn) -> tuple[Case, CaseKey, str]:
    identity = uuid4().hex
    key, master, wrapped = errand.office.keyring.new_case_key(identity)
    case = Case(
        id=identity,
        number="S-" + "".join(secrets.choice(ALPHABET) for _ in range(10)),
        purpose=asked.purpose.value,
        legal_basis=asked.legal_basis.value,
        unit=asked.unit,
        state=codes.ORDER[0],
        version=1,
        opened_at=stamp(errand.now),
        hold=False,
        restricted=False,
    )
    errand.session.add(case)
    errand.session.flush()
    errand.session.add(CaseKeyRow(case_id=identity, master=master, wrapped=wrapped))
    for kind, person in (("subject", asked.subject), *(("manager", each) for each in asked.managers)):
        people.add(errand, case, key, kind, person)
    errand.session.flush()
    if conflict_of(errand.session, case, key, errand.actor.lookup):
        raise ProblemError("unassignable")
    assign(errand, case, errand.actor.id, "intake")
    return case, key, "intake"


@router.get("", summary="Dine sager", operation_id="case_list")
def list_cases(
    at: AtDesk,
    state: codes.State | None = None,
    purpose: codes.Purpose | None = None,
    skip: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Answer:
    """Kun sager, du selv kan åbne; de andre tæller heller ikke med."""
    criteria = {name: value.value for name, value in (("state", state), ("purpose", purpose)) if value}
    with at.errand("case_list", **criteria) as errand:
        now = stamp(errand.now)
        wanted = [
            Assignment.user_id == errand.actor.id,
            or_(Assignment.ends_at.is_(None), Assignment.ends_at > now),
            *(getattr(Case, name) == value for name, value in criteria.items()),
        ]
        found = errand.session.scalars(select(Case).join(Assignment).where(*wanted).order_by(Case.number)).unique()
        visible = []
        for case in found:
            key = errand.key(case)
            standing = errand.standing(case, key)
            if key and decide("case_read", errand.roles, standing) is Verdict.ALLOWED:
                visible.append((case, key, standing.role))
        page = visible[skip : skip + limit]
        errand.items += [case_reference(key, case) for case, key, _ in page]
        errand.detail.update({"skip": skip, "total": len(visible)})
        shown = [
            {"number": case.number, "state": case.state, "purpose": case.purpose, "my_role": role}
            for case, _, role in page
        ]
        return {"total": len(visible), "cases": shown}


@router.get("/{number}", summary="Læs en sag", operation_id="case_read")
def read(number: Number, at: AtDesk) -> Answer:
    """Sagen i koder. Medarbejderen står under et pseudonym."""
    with at.case(number, "case_read") as visit:
        return case_view(visit)


def case_view(visit: Visit) -> dict[str, Any]:
    """A case as everyone on it sees it."""
    case = visit.case
    return {
        "number": case.number,
        "purpose": case.purpose,
        "legal_basis": case.legal_basis,
        "unit": case.unit,
        "state": case.state,
        "version": case.version,
        "opened_at": case.opened_at,
        "employee": visit.case_key.pseudonym(people.subject(visit).reference),
        "clock": breach_clock(case, visit.now),
        "told": case.told,
        "speech": case.speech,
        "outcome": case.outcome,
        "closed_at": case.closed_at,
        "hold": case.hold,
        "restricted": case.restricted,
        "my_role": visit.role,
    }


@writes.post("/{number}/state", summary="Før sagen videre", operation_id="case_move")
def move(number: Number, asked: MoveIn, at: AtDesk, response: Response) -> Answer:
    """Til næste trin. At springe et trin over kræver en grund og en anden, der godkender; så er svaret 202."""
    with at.case(number, "case_move") as visit:
        here = visit.case.state
        moved = flow.move(visit, asked.to.value, asked.version, reasoned=asked.reason is not None)
        if not moved:
            approvals.ask(visit, "skip", asked.reason or "", code=asked.to.value, target=here)
        response.status_code = 200 if moved else 202
        return {"result": "moved" if moved else "asked", "state": visit.case.state, "version": visit.case.version}
