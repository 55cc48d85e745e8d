"""Cases: opened, listed, read, moved along; people assigned; glass broken."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Response
from sqlalchemy import or_, select

from api.hr import codes, flow, records
from api.hr.access import Verdict, assignable, decide, effective, policy
from api.hr.clock import breach_clock, stamp
from api.hr.desk import Errand, Visit, case_reference, conflict_of, person_lookup
from api.hr.keys import CaseKey
from api.hr.masking import is_personal
from api.hr.problems import ProblemError
from api.hr.review import is_overdue
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, AssignIn, CaseIn, Id, IdentityIn, MoveIn, Number, PersonIn, ReasonIn
from api.hr.tables import Alert, Assignment, Case, CaseKeyRow, Person
from api.http.json_route import JsonRoute

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
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
        number="S-" + "".join(secrets.choice(_LETTERS) for _ in range(10)),
        purpose=asked.purpose.value,
        legal_basis=asked.legal_basis.value,
        unit=asked.unit,
        state=codes.ORDER[0],
        version=1,
        opened_at=stamp(errand.now),
        hold=False,
    )
    errand.session.add(case)
    errand.session.flush()
    errand.session.add(CaseKeyRow(case_id=identity, master=master, wrapped=wrapped))
    for kind, person in (("subject", asked.subject), *(("manager", each) for each in asked.managers)):
        add_person(errand, case, key, kind, person)
    errand.session.flush()
    if conflict_of(errand.session, case, key, errand.actor.lookup):
        raise ProblemError("unassignable")
    _assign(errand, case, errand.actor.id, "intake")
    return case, key, "intake"


def add_person(errand: Errand, case: Case, key: CaseKey, kind: str, person: PersonIn) -> None:
    """Seal a person's identity in the case."""
    identity = uuid4().hex
    lookup = person_lookup(errand.office, person.person)
    sealed = key.seal(json.dumps({"person": person.person, "name": person.name}).encode(), f"person {identity}")
    reference = key.reference("person", lookup.encode())
    errand.session.add(Person(id=identity, case_id=case.id, kind=kind, reference=reference, identity=sealed))


def _assign(errand: Errand, case: Case, user_id: str, role: str, **more: Any) -> str:  # noqa: ANN401 - columns
    about = {"id": uuid4().hex, "begins_at": stamp(errand.now), "broken_glass": False} | more
    errand.session.add(Assignment(case_id=case.id, user_id=user_id, role=role, **about))
    return str(about["id"])


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
        "employee": visit.case_key.pseudonym(records.subject(visit).reference),
        "clock": breach_clock(case, visit.now),
        "told": case.told,
        "speech": case.speech,
        "outcome": case.outcome,
        "closed_at": case.closed_at,
        "hold": case.hold,
        "my_role": visit.role,
    }


@writes.post("/{number}/state", summary="Før sagen videre", operation_id="case_move")
def move(number: Number, asked: MoveIn, at: AtDesk, response: Response) -> Answer:
    """Til næste trin. At springe et trin over kræver en grund og en anden, der godkender; så er svaret 202."""
    with at.case(number, "case_move") as visit:
        done = flow.move(visit, asked.to.value, asked.version, asked.reason)
        response.status_code = 200 if done == "moved" else 202
        return {"result": done, "state": visit.case.state, "version": visit.case.version}


@writes.post("/{number}/assignments", status_code=201, summary="Giv en person en rolle", operation_id="assignment_add")
def assign(number: Number, asked: AssignIn, at: AtDesk) -> Answer:
    """Ikke til parten, partens leder, eller den, hvis tidligere rolle ikke kan forenes med den nye."""
    with at.case(number, "assignment_add") as visit:
        if is_overdue(visit):
            raise ProblemError("review_overdue")
        user = visit.user(asked.person)
        rows = [*visit.session.scalars(select(Assignment).where(_of(visit.case, user.id)))]
        now = stamp(visit.now)
        busy = any(row.ends_at is None or row.ends_at > now for row in rows)
        conflict = conflict_of(visit.session, visit.case, visit.case_key, user.lookup)
        if busy or not assignable(asked.role.value, [row.role for row in rows], conflict):
            raise ProblemError("unassignable")
        identity = _assign(visit, visit.case, user.id, asked.role.value)
        visit.detail.update({"role": asked.role.value, "user": user.ref})
        return {"id": identity}


def _of(case: Case, user_id: str) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    return (Assignment.case_id == case.id) & (Assignment.user_id == user_id)


@router.get("/{number}/assignments", summary="Hvem er på sagen", operation_id="assignment_read")
def assignments(number: Number, at: AtDesk) -> Answer:
    """Roller og tider; personerne under pseudonym."""
    with at.case(number, "assignment_read") as visit:
        rows = visit.session.scalars(select(Assignment).where(Assignment.case_id == visit.case.id))
        shown = [
            {
                "id": row.id,
                "role": row.role,
                "person": records.by(visit, row.user_id),
                "begins_at": row.begins_at,
                "ends_at": row.ends_at,
                "broken_glass": row.broken_glass,
            }
            for row in rows
        ]
        visit.detail["total"] = len(shown)
        return {"assignments": sorted(shown, key=lambda each: (each["begins_at"], each["id"]))}


@router.post(
    "/{number}/assignments/{assignment}/end", summary="Tag en rolle fra en person", operation_id="assignment_end"
)
def end(number: Number, assignment: Id, at: AtDesk) -> Answer:
    """Adgangen holder op nu. At den har været der, bliver stående."""
    with at.case(number, "assignment_add", change="end") as visit:
        row = visit.session.get(Assignment, assignment)
        if row is None or row.case_id != visit.case.id or row.ends_at is not None:
            raise ProblemError("not_found")
        row.ends_at = stamp(visit.now)
        visit.item(assignment)
        return {"ends_at": row.ends_at}


@writes.post("/{number}/break-glass", status_code=201, summary="Åbn en sag i nødstilfælde", operation_id="break_glass")
def break_glass(number: Number, asked: ReasonIn, at: AtDesk) -> Answer:
    """I kort tid og med en grund. Databeskyttelsesrådgiveren får besked og ser efter. Aldrig for parten eller dens leder."""
    with at.knock(number, "break_glass") as (errand, case, key):
        allowed = [role for role in policy()["separation"]["break_glass"] if role in effective(errand.roles)]
        rows = [*errand.session.scalars(select(Assignment).where(_of(case, errand.actor.id)))]
        conflict = conflict_of(errand.session, case, key, errand.actor.lookup)
        standing = errand.standing(case, key)
        fit = [role for role in allowed if assignable(role, [row.role for row in rows], conflict)]
        if not fit or standing.role is not None:
            raise ProblemError("not_found")
        until = stamp(errand.now + timedelta(minutes=errand.office.settings.break_glass_minutes))
        identity = uuid4().hex
        sealed = key.seal(asked.reason.encode(), f"glass {identity}")
        _assign(errand, case, errand.actor.id, fit[0], id=identity, ends_at=until, broken_glass=True, reason=sealed)
        about = {"kind": "broken_glass", "at": stamp(errand.now), "user_ref": errand.actor.ref}
        errand.session.add(Alert(id=identity, case_id=case.id, **about))
        errand.detail.update({"role": fit[0], "until": until})
        return {"role": fit[0], "until": until}


@writes.post("/{number}/identity", summary="Se medarbejderens navn", operation_id="identity_read")
def identity(number: Number, asked: IdentityIn, at: AtDesk) -> Answer:
    """Med en grund, som bliver stående i sagen."""
    with at.case(number, "identity_read", basis=asked.basis.value) as visit:
        person = records.subject(visit)
        records.write(visit, "identity", asked.reason, asked.basis.value)
        visit.item(person.id)
        found: dict[str, str] = json.loads(visit.unseal(person.identity, f"person {person.id}"))
        return found
