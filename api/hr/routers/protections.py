"""Protections of display: an employee's name kept from one citizen, or from all who ask about a ward. Never from those who may lawfully know."""

from __future__ import annotations

from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import select

from api.hr.clock import stamp
from api.hr.desk import Errand, person_lookup
from api.hr.masking import is_personal
from api.hr.problems import WORDS, ProblemError
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, DisplayIn, Id, ProtectionIn
from api.hr.tables import Protection
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1", tags=["protections"], responses=ERRORS)
writes = APIRouter(prefix="/v1", tags=["protections"], responses=ERRORS, route_class=JsonRoute)


def _citizen(errand: Errand, citizen: str, employee: str) -> str:
    return errand.office.keyring.lookup("citizen", f"{employee}\0{citizen}")


@writes.post("/protections", status_code=201, summary="Beskyt et navn", operation_id="protection_write")
def protect(asked: ProtectionIn, at: AtDesk) -> Answer:
    """En medarbejder over for en borger, for en tid; eller en hel afdeling, til det tages op igen. Gælder straks."""
    with at.errand("protection_write", kind=asked.kind, reason=asked.reason.value) as errand:
        given = {name for name in ("employee", "citizen", "unit") if getattr(asked, name) is not None}
        if given != ({"employee", "citizen"} if asked.kind == "individual" else {"unit"}):
            raise ProblemError("invalid", [("/kind", "other")])
        if asked.unit and is_personal(errand.office.checker, asked.unit):
            raise ProblemError("invalid", [("/unit", "personal")])
        employee = person_lookup(errand.office, asked.employee) if asked.employee else None
        identity = uuid4().hex
        errand.session.add(
            Protection(
                id=identity,
                kind=asked.kind,
                employee=employee,
                citizen=_citizen(errand, asked.citizen, employee) if asked.citizen and employee else None,
                unit=asked.unit,
                reason=asked.reason.value,
                begins_at=stamp(errand.now),
                ends_at=stamp(asked.until),
                user_id=errand.actor.id,
            )
        )
        errand.items.append(identity)
        return {"id": identity}


@router.get("/protections", summary="Beskyttelserne", operation_id="protection_list")
def listed(at: AtDesk) -> Answer:
    """Hvilke der gælder, og hvilke der skal tages op igen."""
    with at.errand("protection_write", change="list") as errand:
        rows = [*errand.session.scalars(select(Protection).order_by(Protection.begins_at, Protection.id))]
        errand.items += [row.id for row in rows]
        names = ("id", "kind", "unit", "reason", "begins_at", "ends_at")
        now = stamp(errand.now)
        shown = [{name: getattr(row, name) for name in names} | {"active": _active(row, now)} for row in rows]
        return {"protections": shown}


def _active(row: Protection, now: str) -> bool:
    # A ward's protection is reviewed, it does not lapse by being forgotten; a person's ends when it ends.
    return row.kind == "ward" or row.ends_at > now


@router.post("/protections/{protection}/end", summary="Ophæv en beskyttelse", operation_id="protection_end")
def end(protection: Id, at: AtDesk) -> Answer:
    """Fra nu af. At den har været der, bliver stående i loggen."""
    with at.errand("protection_write", change="end") as errand:
        row = errand.session.get(Protection, protection)
        if row is None:
            raise ProblemError("not_found")
        errand.session.delete(row)
        errand.items.append(protection)
        return {"ended_at": stamp(errand.now)}


@writes.post("/displays", summary="Hvordan vises medarbejderen for borgeren?", operation_id="protection_use")
def display(asked: DisplayIn, at: AtDesk) -> Answer:
    """Ved navn eller pseudonym. Spørg, før et dokument gives til en borger."""
    with at.errand("protection_use") as errand:
        employee = person_lookup(errand.office, asked.employee)
        citizen = _citizen(errand, asked.citizen, employee)
        now = stamp(errand.now)
        rows = errand.session.scalars(
            select(Protection).where(
                ((Protection.employee == employee) & (Protection.citizen == citizen))
                | ((Protection.kind == "ward") & (Protection.unit == asked.unit))
            )
        )
        active = [row for row in rows if _active(row, now)]
        errand.items += [row.id for row in active]
        if not active:
            return {"protected": False, "shown_as": None}
        code = errand.office.keyring.directory.pseudonym(citizen)
        return {"protected": True, "shown_as": WORDS["export"]["pseudonym"].format(code=code)}
