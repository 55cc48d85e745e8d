"""What is written in a case: sealed, masked when shown, never changed.

In: a visit and a text. Out: records, and what may be shown of them.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from api.hr.clock import stamp
from api.hr.desk import Visit
from api.hr.masking import masked, spans, stretches
from api.hr.tables import Approval, Evidence, Person, Record
from api.http.problems import ProblemError

# Kinds that are nobody's to read in the list: an own assessment is shown beside the analysis, a mask only works.
_QUIET = ("assessment", "mask")


def write(visit: Visit, kind: str, text: str, code: str | None = None, concerns: str | None = None) -> str:
    """Write a record and return its id. Raises `DetectorError` when the text cannot be read for what to mask."""
    identity = uuid4().hex
    marked = [] if kind == "mask" else spans(visit.office.checker, text)
    body = visit.seal(json.dumps({"text": text, "marked": marked}), f"record {identity}")
    about = {"kind": kind, "code": code, "at": stamp(visit.now), "user_id": visit.actor.id, "concerns": concerns}
    visit.session.add(Record(id=identity, case_id=visit.case.id, body=body, **about))
    visit.item(identity)
    return identity


def text_of(visit: Visit, record: Record) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a record and what is marked in it."""
    body = json.loads(visit.unseal(record.body, f"record {record.id}"))
    return body["text"], [(start, end, kind) for start, end, kind in body["marked"]]


def of_kind(visit: Visit, *kinds: str) -> list[Record]:
    """The case's records of these kinds, oldest first."""
    wanted = (Record.case_id == visit.case.id, Record.kind.in_(kinds))
    return [*visit.session.scalars(select(Record).where(*wanted).order_by(Record.at, Record.id))]


def find(visit: Visit, identity: str) -> Record:
    """A record of this case. Raises `ProblemError` "not_found"."""
    record = visit.session.get(Record, identity)
    if record is None or record.case_id != visit.case.id or record.kind in _QUIET:
        raise ProblemError("not_found")
    return record


def shown(visit: Visit, record: Record, words: list[str]) -> dict[str, Any]:
    """A record as it may be read: masked."""
    text, marked = text_of(visit, record)
    visit.item(record.id)
    return {
        "id": record.id,
        "kind": record.kind,
        "code": record.code,
        "at": record.at,
        "by": by(visit, record.user_id),
        "concerns": record.concerns,
        "text": masked(text, marked, words),
    }


def listed(visit: Visit) -> list[dict[str, Any]]:
    """All records that are for reading, masked, oldest first."""
    words = hidden_words(visit)
    wanted = (Record.case_id == visit.case.id, Record.kind.not_in(_QUIET))
    rows = visit.session.scalars(select(Record).where(*wanted).order_by(Record.at, Record.id))
    return [shown(visit, record, words) for record in rows]


def hidden_words(visit: Visit) -> list[str]:
    """The words that people have named as patient data: they are masked in all of the case."""
    return [text_of(visit, record)[0] for record in of_kind(visit, "mask")]


def by(visit: Visit, user_id: str) -> str:
    """Who wrote it, as a pseudonym of this case; `du` for the reader."""
    return "du" if user_id == visit.actor.id else visit.case_key.pseudonym(user_id)


def subject(visit: Visit) -> Person:
    """Whom the case concerns."""
    wanted = (Person.case_id == visit.case.id, Person.kind == "subject")
    return visit.session.scalars(select(Person).where(*wanted)).one()


def evidence(visit: Visit, identity: str) -> Evidence:
    """A piece of evidence in this case. Raises `ProblemError` "not_found"."""
    found = visit.session.get(Evidence, identity)
    if found is None or found.case_id != visit.case.id:
        raise ProblemError("not_found")
    return found


def evidence_text(visit: Visit, item: Evidence) -> str:
    """The text of a piece of evidence, unmasked."""
    return visit.unseal(item.content, f"evidence {item.id}")


def evidence_shown(visit: Visit, item: Evidence, words: list[str]) -> dict[str, Any]:
    """A piece of evidence as it may be read: masked; a picture is not shown."""
    about = json.loads(visit.unseal(item.about, f"about {item.id}"))
    visit.item(item.id)
    answer = {"id": item.id, "kind": item.kind, "at": item.at, "by": by(visit, item.user_id), **about}
    if item.kind == "text":
        answer["text"] = masked(evidence_text(visit, item), stretches(analysis(visit, item)), words)
    return answer


def analysis(visit: Visit, item: Evidence) -> dict[str, Any]:
    """The analysis kept with a text. Raises `ProblemError` "not_found" for a picture, which has none."""
    if item.analysis is None:
        raise ProblemError("not_found")
    found: dict[str, Any] = json.loads(visit.unseal(item.analysis, f"analysis {item.id}"))
    return found


def is_unmasked(visit: Visit, target: str) -> bool:
    """Whether someone else has confirmed, minutes ago, that the reader may see this item."""
    at = stamp(visit.now)
    wanted = (
        Approval.case_id == visit.case.id,
        Approval.kind == "unmask",
        Approval.target == target,
        Approval.asked_by == visit.actor.id,
        Approval.ends_at > at,
    )
    return visit.session.scalars(select(Approval.id).where(*wanted)).first() is not None
