"""Those who watch: alerts, the log and its checkpoints, the access review, disposals, who opened a case, the party's export."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import func, select

from api.hr import audit, export, retention, review
from api.hr.access import Verdict, decide
from api.hr.clock import breach_clock, stamp
from api.hr.desk import Errand, Visit, case_reference
from api.hr.masking import masked, spans
from api.hr.problems import ProblemError
from api.hr.routers import ERRORS, AtDesk
from api.hr.routers.protections import protections_to_review
from api.hr.schemas import Answer, Id, IdentifyIn, Number
from api.hr.tables import Alert, Assignment, Case, Entry, User
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1", tags=["oversight"], responses=ERRORS)
writes = APIRouter(prefix="/v1", tags=["oversight"], responses=ERRORS, route_class=JsonRoute)


@router.get("/alerts", summary="Det, der haster", operation_id="alert_list")
def alerts(at: AtDesk) -> Answer:
    """De 72 timer i dine sager; for databeskyttelsesrådgiveren også sager åbnet i nødstilfælde."""
    with at.errand("alert_list") as errand:
        found: list[dict[str, Any]] = []
        mine = select(Case).join(Assignment).where(Assignment.user_id == errand.actor.id)
        for case in errand.session.scalars(mine.order_by(Case.number)).unique():
            key, clock = errand.key(case), breach_clock(case, errand.now)
            seen = decide("alert_read", errand.roles, errand.standing(case, key)) is Verdict.ALLOWED
            if key and clock and clock["alert"] is not None and seen:
                errand.items.append(case_reference(key, case))
                found.append({"kind": "clock", "number": case.number, **clock})
        if decide("alert_review", errand.roles) is Verdict.ALLOWED:
            wanted = select(Alert, Case).join(Case, Alert.case_id == Case.id).where(Alert.reviewed_at.is_(None))
            for alert, case in errand.session.execute(wanted.order_by(Alert.at, Alert.id)):
                if errand.concerned(case):
                    continue
                about = {"id": alert.id, "at": alert.at, "user": alert.user_ref, "reason": _reason(errand, alert, case)}
                found.append({"kind": alert.kind, "number": case.number, **about})
                errand.items.append(alert.id)
        if decide("protection_write", errand.roles) is Verdict.ALLOWED:
            for row in protections_to_review(errand):
                found.append({"kind": "protection_review", "id": row.id, "unit": row.unit, "due_at": row.ends_at})
                errand.items.append(row.id)
        return {"alerts": found}


def _reason(errand: Errand, alert: Alert, case: Case) -> str:
    """Why the glass was broken, masked."""
    key, row = errand.key(case), errand.session.get(Assignment, alert.id)
    if key is None or row is None or row.reason is None:
        return ""
    reason = key.open(row.reason, f"glass {alert.id}").decode()
    return masked(reason, spans(errand.office.checker, reason))


@router.post("/alerts/{alert}/reviewed", summary="Du har set på en nødåbning", operation_id="alert_review")
def reviewed(alert: Id, at: AtDesk) -> Answer:
    """Ikke af den, der selv åbnede sagen."""
    with at.errand("alert_review") as errand:
        row = errand.session.get(Alert, alert)
        if row is None or row.reviewed_at or errand.concerned(errand.session.get_one(Case, row.case_id)):
            raise ProblemError("not_found")
        if row.user_ref == errand.actor.ref:
            raise ProblemError("second_person")
        row.reviewed_at = stamp(errand.now)
        errand.items.append(alert)
        return {"reviewed_at": row.reviewed_at}


@router.get("/cases/{number}/openings", summary="Hvem har åbnet sagen", operation_id="openings_read")
def openings(number: Number, at: AtDesk) -> Answer:
    """Alt, der står i loggen om sagen: hvornår, i hvilken rolle, hvad, og om det blev afvist."""
    with at.case(number, "openings_read") as visit:
        return {"openings": openings_of(visit)}


def openings_of(visit: Visit) -> list[dict[str, Any]]:
    """The log's lines about a case, for the person it concerns."""
    wanted = Entry.case_ref == case_reference(visit.case_key, visit.case)
    entries = [json.loads(body) for body in visit.session.scalars(select(Entry.body).where(wanted).order_by(Entry.seq))]
    return [{name: each[name] for name in ("at", "actor", "roles", "action", "outcome")} for each in entries]


@router.post("/cases/{number}/export", summary="Sagen til parten", operation_id="export", response_class=Response)
def party_export(number: Number, at: AtDesk) -> Response:
    """En zip med JSON, PDF og en liste med aftryk. Patientoplysninger er taget helt ud."""
    with at.case(number, "export") as visit:
        made = export.bundle(visit, openings_of(visit))
        visit.detail["sha256"] = made.digest
        return Response(made.content, media_type="application/zip")


@router.get("/disposals", summary="Sager, hvis tid er gået", operation_id="disposal_list")
def disposals(at: AtDesk) -> Answer:
    """Forslag efter jeres plan. Intet slettes af sig selv, medmindre I har slået det til."""
    with at.errand("disposal_list") as errand:
        proposed = retention.proposals(errand.session, errand.now, errand.office.settings)
        found = [case for case in proposed if not errand.concerned(case)]
        errand.items += [case_reference(key, case) for case in found if (key := errand.key(case))]
        shown = [{"number": case.number, "closed_at": case.closed_at, "outcome": case.outcome} for case in found]
        return {"disposals": shown}


@router.get("/audit", summary="Loggen", operation_id="audit_read")
def read_log(
    at: AtDesk,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Answer:
    """Linjerne, som de er skrevet. De rummer koder og henvisninger, aldrig indhold eller navne."""
    with at.errand("audit_read") as errand:
        rows = errand.session.scalars(select(Entry).where(Entry.seq > after).order_by(Entry.seq).limit(limit))
        entries = [{**json.loads(row.body), "digest": row.digest} for row in rows]
        errand.detail.update({"after": after, "shown": len(entries)})
        return {"total": errand.session.scalar(select(func.max(Entry.seq))) or 0, "entries": entries}


@writes.post("/users/{ref}/identity", summary="Hvem er det i loggen?", operation_id="user_identify")
def identify(ref: Id, asked: IdentifyIn, at: AtDesk) -> Answer:
    """Personens id hos loginudbyderen, når der er grund til at vide det."""
    with at.errand("user_identify", basis=asked.basis.value) as errand:
        user = errand.session.scalars(select(User).where(User.ref == ref)).one_or_none()
        if user is None:
            raise ProblemError("not_found")
        errand.items.append(ref)
        return {"person": errand.office.keyring.directory.open(user.subject, f"user {user.id}").decode()}


@router.post("/audit/checkpoints", status_code=201, summary="Skriv under på loggen", operation_id="checkpoint_write")
def checkpoint(at: AtDesk) -> Answer:
    """Gem svaret et andet sted: kun det viser, om loggen siden bliver skåret af eller skrevet om."""
    with at.errand("checkpoint_write") as errand:
        made = audit.as_dict(audit.checkpoint(errand.session, errand.office.keyring, stamp(errand.now)))
        errand.detail["checkpoint"] = made["seq"]
        return made


@router.get("/access-review", summary="Det, der skal gennemgås", operation_id="review_draw")
def draw(at: AtDesk) -> Answer:
    """Alle med adgang, og tilfældige opslag. Ingen kan vide, hvilke der kommer."""
    with at.errand("review") as errand:
        drawn = review.draw(errand)
        errand.detail["lookups"] = [each["seq"] for each in drawn["lookups"]]
        return drawn


@router.post("/access-review", status_code=201, summary="Du har gennemgået adgangene", operation_id="review_done")
def done(at: AtDesk) -> Answer:
    """Først når du har hentet dem og set på dem."""
    with at.errand("review", change="done") as errand:
        if not review.is_fresh(errand):
            raise ProblemError("not_yet")
        review.put(errand, review.REVIEWED, stamp(errand.now))
        return {"reviewed_at": stamp(errand.now)}
