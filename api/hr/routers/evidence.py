"""Evidence: handed in, shown masked, assessed by a person and then by the engine; one item unmasked for minutes."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import select

from api.hr import approvals, masking, pictures, records
from api.hr.access import policy
from api.hr.clock import stamp
from api.hr.desk import Visit
from api.hr.problems import ProblemError, documented
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import Answer, AssessmentIn, EvidenceIn, Id, MaskIn, Number, UnmaskIn
from api.hr.tables import Evidence
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases/{number}", tags=["evidence"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases/{number}", tags=["evidence"], responses=ERRORS, route_class=JsonRoute)


@writes.post(
    "/evidence",
    status_code=201,
    summary="Aflever et opslag",
    operation_id="evidence_write",
    responses=documented("bad_picture", "unchecked"),
)
def submit(number: Number, asked: EvidenceIn, at: AtDesk) -> Answer:
    """I hånden: tekst eller billede, hvordan I fik det, og hvor det kunne ses. Det samme to gange er ét. Intet hentes af en maskine."""
    with at.case(number, "evidence_write", obtained=asked.obtained.value, visible=asked.visible.value) as visit:
        if (asked.text is None) == (asked.picture is None):
            raise ProblemError("invalid", [("", "text_or_picture")])
        content = asked.text.encode() if asked.text is not None else pictures.clean(asked.picture or "")
        address = visit.case_key.reference("content", sha256(content).digest())
        wanted = (Evidence.case_id == visit.case.id, Evidence.address == address)
        item = visit.session.scalars(select(Evidence).where(*wanted)).one_or_none()
        item = item or _keep(visit, asked, content, address)
        visit.item(item.id)
        return {"id": item.id, "sha256": sha256(content).hexdigest()}


def _keep(visit: Visit, asked: EvidenceIn, content: bytes, address: str) -> Evidence:
    office, identity = visit.office, uuid4().hex
    about = {
        "obtained": asked.obtained.value,
        "visible": asked.visible.value,
        "seen_at": stamp(asked.seen_at) if asked.seen_at else None,
    }
    found = None
    if asked.text is not None:
        found = masking.analysis(office.checker, asked.text, office.settings.full_mode_basis)
        visit.detail["model"] = found["model"]
    item = Evidence(
        id=identity,
        case_id=visit.case.id,
        address=address,
        kind="text" if asked.text is not None else "picture",
        at=stamp(visit.now),
        user_id=visit.actor.id,
        content=visit.case_key.seal(content, f"evidence {identity}"),
        about=visit.seal(json.dumps(about), f"about {identity}"),
        analysis=visit.seal(json.dumps(found), f"analysis {identity}") if found else None,
    )
    visit.session.add(item)
    return item


@router.get("/evidence", summary="Opslagene i sagen", operation_id="evidence_list")
def list_evidence(number: Number, at: AtDesk) -> Answer:
    """Patientoplysninger er skjult, og billeder vises ikke."""
    with at.case(number, "evidence_read") as visit:
        patterns = records.hidden(visit)
        return {"evidence": [records.evidence_shown(visit, item, patterns) for item in records.all_evidence(visit)]}


@router.get("/evidence/{item}", summary="Et opslag", operation_id="evidence_read")
def read(number: Number, item: Id, at: AtDesk) -> Answer:
    """Patientoplysninger er skjult."""
    with at.case(number, "evidence_read") as visit:
        return records.evidence_shown(visit, visit.find(Evidence, item), records.hidden(visit))


@writes.post(
    "/evidence/{item}/assessment",
    status_code=201,
    summary="Din egen vurdering, før maskinens",
    operation_id="assessment_write",
)
def assess(number: Number, item: Id, asked: AssessmentIn, at: AtDesk) -> Answer:
    """Om teksten kan pege på en patient; aldrig om den, der skrev den."""
    with at.case(number, "assessment_write", level=asked.level) as visit:
        found = visit.find(Evidence, item)
        return {"id": records.write(visit, "assessment", asked.text, asked.level, found.id)}


@router.get(
    "/evidence/{item}/analysis",
    summary="Reglernes analyse",
    operation_id="analysis_read",
    responses=documented("own_first"),
)
def analysis(number: Number, item: Id, at: AtDesk) -> Answer:
    """Stumper og grunde med udgaven af regler og data. Undersøgere og anden læser ser den først efter deres egen vurdering."""
    with at.case(number, "analysis_read") as visit:
        found = visit.find(Evidence, item)
        assessed = records.assessments(visit, found, records.hidden(visit))
        mine = [each["code"] for each in assessed if each["by"] == "du"]
        if visit.role in policy()["actions"]["assessment_write"]["roles"] and not mine:
            raise ProblemError("own_first")
        visit.item(item)
        own_level = mine[-1] if mine else None
        return {"analysis": records.analysis(visit, found), "own_level": own_level, "assessments": assessed}


@writes.post("/masks", status_code=201, summary="Skjul ord, som reglerne ikke så", operation_id="mask_write")
def mask(number: Number, asked: MaskIn, at: AtDesk) -> Answer:
    """De skjules i hele sagen fra nu af."""
    with at.case(number, "mask_write") as visit:
        return {"id": records.write(visit, "mask", asked.words)}


@writes.post("/items/{item}/unmask", status_code=202, summary="Bed om at se det skjulte", operation_id="unmask_ask")
def unmask(number: Number, item: Id, asked: UnmaskIn, at: AtDesk) -> Answer:
    """Med et grundlag. En anden skal godkende, og det gælder kun dig og kun i få minutter."""
    with at.case(number, "unmask_ask") as visit:
        _content(visit, item)
        return {"approval": approvals.ask(visit, "unmask", asked.reason, asked.basis.value, item)}


@router.get(
    "/items/{item}/unmasked",
    summary="Det skjulte, mens det må ses",
    operation_id="unmasked_read",
    responses=documented("not_unmasked"),
)
def unmasked(number: Number, item: Id, at: AtDesk) -> Answer:
    """Kun efter godkendelse, og kun så længe den gælder."""
    with at.case(number, "unmasked_read") as visit:
        content = _content(visit, item)
        if not records.is_unmasked(visit, item):
            raise ProblemError("not_unmasked")
        visit.item(item)
        return content


def _content(visit: Visit, item: str) -> dict[str, str]:
    """What an item holds, unmasked. Raises `ProblemError` "not_found"."""
    if visit.session.get(Evidence, item) is None:
        return {"text": records.text_of(visit, records.find(visit, item))}
    found = visit.find(Evidence, item)
    content = visit.case_key.open(found.content, f"evidence {item}")
    shown = {"text": content.decode()} if found.kind == "text" else {"picture": b64encode(content).decode()}
    return {**shown, "sha256": sha256(content).hexdigest()}
