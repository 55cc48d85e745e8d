"""What is written in a case: sealed, masked when shown, never changed.

In: a visit and a text. Out: records, and what may be shown of them.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from api.hr import people
from api.hr.clock import stamp
from api.hr.desk import Visit
from api.hr.masking import masked, name_patterns, spans, stretches, word_pattern
from api.hr.tables import Approval, Evidence, Record, User
from api.http.problems import ProblemError

# Kinds that are nobody's to read in the list: assessments are shown beside the analysis, a mask only works.
_QUIET = ("assessment", "mask")


def write(
    visit: Visit, kind: str, text: str, code: str | None = None, concerns: str | None = None, **facts: str | None
) -> str:
    """Write a record and return its id; `facts` are codes and times kept with it. Raises `DetectorError` when the text cannot be read for what to mask."""
    identity = uuid4().hex
    marked = [] if kind == "mask" else spans(visit.office.checker, text)
    body = visit.seal(json.dumps({"text": text, "marked": marked, "facts": facts}), f"record {identity}")
    about = {"kind": kind, "code": code, "at": stamp(visit.now), "user_id": visit.actor.id, "concerns": concerns}
    visit.session.add(Record(id=identity, case_id=visit.case.id, body=body, **about))
    visit.item(identity)
    return identity


def text_of(visit: Visit, record: Record) -> str:
    """The text of a record, unmasked."""
    return str(_body(visit, record)["text"])


def _body(visit: Visit, record: Record) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(visit.unseal(record.body, f"record {record.id}"))
    return body


def of_kind(visit: Visit, *kinds: str) -> list[Record]:
    """The case's records of these kinds, oldest first."""
    wanted = (Record.case_id == visit.case.id, Record.kind.in_(kinds))
    return [*visit.session.scalars(select(Record).where(*wanted).order_by(Record.at, Record.id))]


def find(visit: Visit, identity: str) -> Record:
    """A record of this case. Raises `ProblemError` "not_found"."""
    record = visit.find(Record, identity)
    if record.kind in _QUIET:
        raise ProblemError("not_found")
    return record


def shown(visit: Visit, record: Record, hidden: list[re.Pattern[str]]) -> dict[str, Any]:
    """A record as it may be read: masked."""
    body = _body(visit, record)
    visit.item(record.id)
    return {
        "id": record.id,
        "kind": record.kind,
        "code": record.code,
        "at": record.at,
        "by": by(visit, record.user_id),
        "concerns": record.concerns,
        "text": masked(body["text"], body["marked"], hidden),
        **{name: value for name, value in body.get("facts", {}).items() if value is not None},
    }


def listed(visit: Visit) -> list[dict[str, Any]]:
    """All records that are for reading, masked, oldest first."""
    patterns = hidden(visit)
    wanted = (Record.case_id == visit.case.id, Record.kind.not_in(_QUIET))
    rows = visit.session.scalars(select(Record).where(*wanted).order_by(Record.at, Record.id))
    return [shown(visit, record, patterns) for record in rows]


def hidden(visit: Visit) -> list[re.Pattern[str]]:
    """What is masked in all of the case: words people have named as patient data, and whom the case names."""
    words = [word_pattern(text_of(visit, record)) for record in of_kind(visit, "mask")]
    named = [people.identity_of(visit, row) for row in people.everyone(visit)]
    return words + [pattern for each in named for pattern in name_patterns(each["name"], each["person"])]


def read_masked(visit: Visit, text: str, patterns: list[re.Pattern[str]]) -> str:
    """A text that lies outside the records, masked as it is read."""
    return masked(text, spans(visit.office.checker, text), patterns)


def by(visit: Visit, user_id: str) -> str:
    """Who wrote it, as a pseudonym of this case; `du` for the reader."""
    if user_id == visit.actor.id:
        return "du"
    reference = visit.case_key.reference("person", visit.session.get_one(User, user_id).lookup.encode())
    return visit.case_key.pseudonym(reference)


def all_evidence(visit: Visit) -> list[Evidence]:
    """Every piece of evidence in the case, oldest first."""
    wanted = select(Evidence).where(Evidence.case_id == visit.case.id)
    return [*visit.session.scalars(wanted.order_by(Evidence.at, Evidence.id))]


def evidence_shown(visit: Visit, item: Evidence, patterns: list[re.Pattern[str]]) -> dict[str, Any]:
    """A piece of evidence as it may be read: masked; a picture is not shown.

    Its content is named by a keyed hash: beside the masked text, a plain one would let a reader try all numbers until it fits.
    """
    about = json.loads(visit.unseal(item.about, f"about {item.id}"))
    about.pop("sha256", None)
    visit.item(item.id)
    answer = {"id": item.id, "kind": item.kind, "at": item.at, "by": by(visit, item.user_id), **about}
    answer["address"] = item.address
    if item.kind == "text":
        answer["text"] = masked(
            visit.unseal(item.content, f"evidence {item.id}"), stretches(analysis(visit, item)), patterns
        )
    return answer


def assessments(visit: Visit, item: Evidence, patterns: list[re.Pattern[str]]) -> list[dict[str, Any]]:
    """What people thought of a piece of evidence, each before they saw the engine's level."""
    return [shown(visit, row, patterns) for row in of_kind(visit, "assessment") if row.concerns == item.id]


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
