"""Protections of display: an employee's name kept from one citizen, or from all who ask about a ward. Never from those who may lawfully know."""

from __future__ import annotations

import unicodedata
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import select

from api.hr.clock import stamp
from api.hr.desk import Errand
from api.hr.masking import NAMING, PERSONAL, is_personal
from api.hr.problems import WORDS, ProblemError
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, Code, DisplayIn, Id, IdentifyIn, ProtectionIn
from api.hr.tables import Alias, Protection
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1", tags=["protections"], responses=ERRORS)
writes = APIRouter(prefix="/v1", tags=["protections"], responses=ERRORS, route_class=JsonRoute)
_CODE_LENGTH = 8


def _plain(value: str) -> str:
    """Letters and digits alone: a protection must not fail because a number was written with a hyphen, or a code in small letters."""
    return "".join(char for char in unicodedata.normalize("NFKC", value).casefold() if char.isalnum())


def _hashed(errand: Errand, employee: str, citizen: str) -> tuple[str, str]:
    """The keyed hashes of an employee, and of a citizen as that employee's."""
    lookup = errand.office.keyring.lookup
    known = lookup("protected", _plain(employee))
    return known, lookup("citizen", f"{known}\0{_plain(citizen)}")


@writes.post("/protections", status_code=201, summary="Beskyt et navn", operation_id="protection_write")
def protect(asked: ProtectionIn, at: AtDesk) -> Answer:
    """En medarbejder over for en borger, for en tid; eller en hel afdeling, til det tages op igen. Gælder straks."""
    with at.errand("protection_write", kind=asked.kind, reason=asked.reason.value) as errand:
        given = {name for name in ("employee", "citizen", "unit") if getattr(asked, name) is not None}
        if given != ({"employee", "citizen"} if asked.kind == "individual" else {"unit"}):
            raise ProblemError("invalid", [("/kind", "other")])
        if asked.kind == "ward" and asked.documented_in is None:
            raise ProblemError("invalid", [("/documented_in", "documented")])
        for name, value, kinds in (("/unit", asked.unit, PERSONAL), ("/documented_in", asked.documented_in, NAMING)):
            if value and is_personal(errand.office.checker, value, kinds):
                raise ProblemError("invalid", [(name, "personal")])
        if asked.until <= errand.now:
            raise ProblemError("invalid", [("/until", "past")])
        employee, citizen = _hashed(errand, asked.employee or "", asked.citizen or "")
        individual, identity = asked.kind == "individual", uuid4().hex
        errand.session.add(
            Protection(
                id=identity,
                kind=asked.kind,
                employee=employee if individual else None,
                citizen=citizen if individual else None,
                unit=asked.unit,
                reason=asked.reason.value,
                begins_at=stamp(errand.now),
                ends_at=stamp(asked.until),
                documented_in=asked.documented_in,
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
        names = ("id", "kind", "unit", "reason", "documented_in", "begins_at", "ends_at")
        now = stamp(errand.now)
        shown = [{name: getattr(row, name) for name in names} | {"active": _active(row, now)} for row in rows]
        return {"protections": shown}


def _active(row: Protection, now: str) -> bool:
    # A ward's protection is reviewed, it does not lapse by being forgotten; a person's ends when it ends.
    return row.kind == "ward" or row.ends_at > now


def protections_to_review(errand: Errand) -> list[Protection]:
    """Wards' protections whose day of review has come."""
    wanted = (Protection.kind == "ward", Protection.ends_at <= stamp(errand.now))
    return [*errand.session.scalars(select(Protection).where(*wanted).order_by(Protection.ends_at, Protection.id))]


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
        employee, citizen = _hashed(errand, asked.employee, asked.citizen)
        now = stamp(errand.now)
        own = (Protection.employee == employee) & (Protection.citizen == citizen)
        rows = errand.session.scalars(select(Protection).where(own | (Protection.kind == "ward")))
        here = [row for row in rows if row.unit is None or _plain(row.unit) == _plain(asked.unit)]
        active = [row for row in here if _active(row, now)]
        errand.items += [row.id for row in active]
        if not active:
            return {"protected": False, "shown_as": None}
        directory = errand.office.keyring.directory
        code = directory.pseudonym(citizen, _CODE_LENGTH)
        if errand.session.get(Alias, code) is None:
            sealed = directory.seal(asked.employee.encode(), f"alias {code}")
            errand.session.add(Alias(code=code, employee=sealed, at=now))
        errand.detail["code"] = code
        return {"protected": True, "shown_as": WORDS["export"]["pseudonym"].format(code=code)}


@writes.post("/displays/{code}/identity", summary="Hvem står bag koden?", operation_id="display_identify")
def behind(code: Code, asked: IdentifyIn, at: AtDesk) -> Answer:
    """For den, der lovligt må vide det."""
    with at.errand("display_identify", basis=asked.basis.value, code=code) as errand:
        row = errand.session.get(Alias, code)
        if row is None:
            raise ProblemError("not_found")
        return {"employee": errand.office.keyring.directory.open(row.employee, f"alias {code}").decode()}
