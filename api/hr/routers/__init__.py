"""One router a subject. What they share: the desk of whoever asks, and how a role is given."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Request

from api.hr.clock import stamp
from api.hr.desk import Desk, Errand, Office
from api.hr.problems import documented
from api.hr.tables import Assignment, Case
from api.hr.tokens import Tokens

ERRORS = documented(
    "bad_json", "no_token", "forbidden", "not_found", "slow_body", "wrong_state", "too_large", "not_json", "invalid",
    "bad_host", "busy", "failed",
)  # fmt: skip


def desk(request: Request) -> Desk:
    """The desk of the person whose token came along. Raises `ProblemError` "no_token"."""
    tokens: Tokens = request.app.state.tokens
    office: Office = request.app.state.office
    sent = request.headers.getlist("authorization")
    return Desk(office, tokens.bearer(sent[0] if len(sent) == 1 else None), request.state.request_id)


AtDesk = Annotated[Desk, Depends(desk)]


def assign(errand: Errand, case: Case, user_id: str, role: str, **more: Any) -> str:  # noqa: ANN401 - columns
    """Give a person a role in a case, from now; returns the assignment's id."""
    about = {"id": uuid4().hex, "begins_at": stamp(errand.now), "broken_glass": False} | more
    errand.session.add(Assignment(case_id=case.id, user_id=user_id, role=role, **about))
    return str(about["id"])
