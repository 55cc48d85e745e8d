"""Who works on a case and who may not: roles given and taken, glass broken, what people are to the case, names on a basis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import select

from api.hr import approvals, people, records
from api.hr.access import assignable, effective, policy
from api.hr.clock import stamp
from api.hr.desk import conflict_of
from api.hr.problems import ProblemError
from api.hr.review import is_overdue
from api.hr.routers import ERRORS, AtDesk, assign
from api.hr.schemas import Answer, AssignIn, Id, IdentityIn, InvolvedIn, Number, ReasonIn
from api.hr.tables import Alert, Assignment, Case, Person
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases/{number}", tags=["people"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases/{number}", tags=["people"], responses=ERRORS, route_class=JsonRoute)


@writes.post("/assignments", status_code=201, summary="Giv en person en rolle", operation_id="assignment_add")
def give(number: Number, asked: AssignIn, at: AtDesk) -> Answer:
    """Ikke til parten, partens leder eller en anden, der er inhabil, eller den, hvis tidligere rolle ikke kan forenes med den nye."""
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
        identity = assign(visit, visit.case, user.id, asked.role.value)
        visit.detail.update({"role": asked.role.value, "user": user.ref})
        return {"id": identity}


def _of(case: Case, user_id: str) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    return (Assignment.case_id == case.id) & (Assignment.user_id == user_id)


@router.get("/assignments", summary="Hvem er på sagen", operation_id="assignment_read")
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
        for row in shown:
            visit.item(str(row["id"]))
        return {"assignments": sorted(shown, key=lambda each: (each["begins_at"], each["id"]))}


@router.post("/assignments/{assignment}/end", summary="Tag en rolle fra en person", operation_id="assignment_end")
def end(number: Number, assignment: Id, at: AtDesk) -> Answer:
    """Adgangen holder op nu. At den har været der, bliver stående."""
    with at.case(number, "assignment_add", change="end") as visit:
        row = visit.find(Assignment, assignment)
        if row.ends_at is not None:
            raise ProblemError("not_found")
        row.ends_at = stamp(visit.now)
        visit.item(assignment)
        return {"ends_at": row.ends_at}


@writes.post("/break-glass", status_code=201, summary="Åbn en sag i nødstilfælde", operation_id="break_glass")
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
        assign(errand, case, errand.actor.id, fit[0], id=identity, ends_at=until, broken_glass=True, reason=sealed)
        about = {"kind": "broken_glass", "at": stamp(errand.now), "user_ref": errand.actor.ref}
        errand.session.add(Alert(id=identity, case_id=case.id, **about))
        errand.detail.update({"role": fit[0], "until": until})
        return {"role": fit[0], "until": until}


@router.get("/people", summary="Hvad personer er i sagen", operation_id="people_read")
def involved(number: Number, at: AtDesk) -> Answer:
    """Parten, lederne, andre inhabile, og hvem der står ved partens side: under pseudonym."""
    with at.case(number, "people_read") as visit:
        rows = people.everyone(visit)
        for row in rows:
            visit.item(row.id)
        return {"people": [people.shown(visit, row) for row in rows]}


@writes.post(
    "/people", status_code=201, summary="Skriv, at en person er inhabil eller bisidder", operation_id="people_add"
)
def involve(number: Number, asked: InvolvedIn, at: AtDesk) -> Answer:
    """Gælder straks, også for den, der allerede er på sagen: en inhabil ser den ikke mere."""
    with at.case(number, "people_write", kind=asked.kind.value) as visit:
        identity = people.add(visit, visit.case, visit.case_key, asked.kind.value, asked)
        visit.item(identity)
        return {"id": identity}


@writes.post(
    "/people/{person}/end",
    status_code=202,
    summary="Bed om, at en inhabilitet ophører",
    operation_id="people_end",
)
def person_ends(number: Number, person: Id, asked: ReasonIn, at: AtDesk) -> Answer:
    """Aldrig for den, sagen handler om."""
    with at.case(number, "people_write", change="end") as visit:
        row = visit.find(Person, person)
        if row.kind == "subject" or row.ends_at is not None:
            raise ProblemError("not_found")
        return {"approval": approvals.ask(visit, "conflict_end", asked.reason, row.kind, row.id)}


@writes.post("/identity", summary="Se medarbejderens navn, eller en andens i sagen", operation_id="identity_read")
def identity(number: Number, asked: IdentityIn, at: AtDesk) -> Answer:
    """Med en grund, som bliver stående i sagen."""
    with at.case(number, "identity_read", basis=asked.basis.value) as visit:
        person = visit.find(Person, asked.person) if asked.person else people.subject(visit)
        records.write(visit, "identity", asked.reason, asked.basis.value, person.id)
        visit.item(person.id)
        return people.identity_of(visit, person)
