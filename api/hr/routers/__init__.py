"""One router a subject. What they share: the desk of whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.hr.desk import Desk, Office
from api.hr.problems import documented
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
