"""What is written on the way: triage, speech check, facts, hearing, reply, decision; and all of it read."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter

from api.hr import people, records
from api.hr.clock import stamp
from api.hr.codes import STATES
from api.hr.problems import ProblemError
from api.hr.routers import ERRORS, AtDesk
from api.hr.schemas import (
    Answer,
    CorrectionIn,
    DecisionIn,
    FactIn,
    HearingIn,
    Number,
    ReplyIn,
    RequestIn,
    SpeechIn,
    TriageIn,
)
from api.http.json_route import JsonRoute

router = APIRouter(prefix="/v1/cases/{number}", tags=["writing"], responses=ERRORS)
writes = APIRouter(prefix="/v1/cases/{number}", tags=["writing"], responses=ERRORS, route_class=JsonRoute)


@writes.post("/triage", status_code=201, summary="Begræns skaden, og vurder bruddet", operation_id="triage_write")
def triage(number: Number, asked: TriageIn, at: AtDesk) -> Answer:
    """De 72 timer løber fra, da en medarbejder blev klar over det."""
    with at.case(number, "triage_write", told=asked.told.value) as visit:
        for name, moment in (("/aware_at", asked.aware_at), ("/reported_at", asked.reported_at)):
            if moment and moment > visit.now:
                raise ProblemError("invalid", [(name, "future")])
        case, aware_at = visit.case, stamp(asked.aware_at)
        # A report once dated stays so; what it was before stands in the record.
        reported_at = stamp(asked.reported_at) if asked.reported_at else case.reported_at
        if reported_at and reported_at < aware_at:
            raise ProblemError("invalid", [("/reported_at", "before_aware")])
        visit.expect(asked.version)
        case.aware_at, case.reported_at, case.told, case.report = (
            aware_at,
            reported_at,
            asked.told.value,
            asked.report.value,
        )
        times = {"aware_at": case.aware_at, "report": case.report, "reported_at": case.reported_at}
        visit.detail.update({name: value for name, value in times.items() if value})
        return {"id": records.write(visit, "triage", asked.text, case.told, **times), "version": case.version}


@writes.post("/speech-check", status_code=201, summary="Er det en lovlig ytring?", operation_id="speech_write")
def speech(number: Number, asked: SpeechIn, at: AtDesk) -> Answer:
    """Er den lovlig, lukkes sagen: lovlig kritik bliver ikke til en sag."""
    with at.case(number, "speech_write", speech=asked.speech.value) as visit:
        visit.expect(asked.version)
        visit.case.speech = asked.speech.value
        return {"id": records.write(visit, "speech", asked.text, asked.speech.value), "version": visit.case.version}


@writes.post("/facts", status_code=201, summary="Skriv et faktum", operation_id="fact_write")
def fact(number: Number, asked: FactIn, at: AtDesk) -> Answer:
    """Også det, der taler for medarbejderen. En rettelse er et nyt faktum; det gamle bliver stående."""
    with at.case(number, "fact_write", side=asked.side.value) as visit:
        if asked.corrects:
            records.find(visit, asked.corrects)
        return {"id": records.write(visit, "fact", asked.text, asked.side.value, asked.corrects)}


@writes.post("/hearing", status_code=201, summary="Hør medarbejderen", operation_id="hearing_write")
def hearing(number: Number, asked: HearingIn, at: AtDesk) -> Answer:
    """Fakta og arbejdsgiverens syn på dem, en frist, og hvem der står ved medarbejderens side."""
    with at.case(number, "hearing_write") as visit:
        if asked.answer_by < visit.now + timedelta(days=STATES["hearing"]["least_days"]):
            raise ProblemError("invalid", [("/answer_by", "too_soon")])
        for kind, person in (("companion", asked.companion), ("union_representative", asked.union_representative)):
            if person:
                people.add(visit, visit.case, visit.case_key, kind, person)
        return {"id": records.write(visit, "hearing", asked.text, stamp(asked.answer_by))}


@writes.post("/reply", status_code=201, summary="Medarbejderens svar", operation_id="reply_write")
def reply(number: Number, asked: ReplyIn, at: AtDesk) -> Answer:
    """Med medarbejderens egne ord."""
    with at.case(number, "reply_write") as visit:
        return {"id": records.write(visit, "reply", asked.text)}


@writes.post("/requests", status_code=201, summary="Bed om dine rettigheder", operation_id="request_write")
def request(number: Number, asked: RequestIn, at: AtDesk) -> Answer:
    """Rettelse, begrænsning, sletning eller indsigelse. Databeskyttelsesrådgiveren ser den i sagen."""
    with at.case(number, "request_write", right=asked.right.value) as visit:
        return {"id": records.write(visit, "request", asked.text, asked.right.value)}


@writes.post("/corrections", status_code=201, summary="Ret noget, der er skrevet", operation_id="correction_write")
def correct(number: Number, asked: CorrectionIn, at: AtDesk) -> Answer:
    """Også når sagen er lukket. Det, der var forkert, bliver stående med rettelsen til."""
    with at.case(number, "correction_write") as visit:
        records.find(visit, asked.corrects)
        return {"id": records.write(visit, "correction", asked.text, None, asked.corrects)}


@writes.post("/decision", status_code=201, summary="Skriv, hvad der er besluttet", operation_id="decision_write")
def decision(number: Number, asked: DecisionIn, at: AtDesk) -> Answer:
    """Et menneske har besluttet, hvad der sker med sagen. Her er intet felt til skyld eller sanktion."""
    with at.case(number, "decision_write", outcome=asked.outcome.value) as visit:
        visit.expect(asked.version)
        visit.case.outcome = asked.outcome.value
        identity = records.write(visit, "decision", asked.text, asked.outcome.value)
        return {"id": identity, "version": visit.case.version}


@router.get("/records", summary="Læs det, der er skrevet", operation_id="record_read")
def read(number: Number, at: AtDesk) -> Answer:
    """Det hele, ældst først, med patientoplysninger skjult."""
    with at.case(number, "record_read") as visit:
        return {"records": records.listed(visit)}
