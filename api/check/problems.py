"""Errors as RFC 9457 problem documents, which never echo the request: no value, no unknown name, no snippet of JSON.

In: exceptions. Out: `application/problem+json` in the words of `data/messages/api.toml`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.answers import encode_json
from api.check import schemas
from api.check.work import BusyError, SlowError
from models.datafiles import read_toml
from models.detectors import DetectorError

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20

_log = logging.getLogger("tavshedstjek.check")
_MESSAGES = read_toml("messages/api.toml")
PROBLEMS: Mapping[str, Mapping[str, Any]] = _MESSAGES["problems"]
_REASONS: Mapping[str, str] = _MESSAGES["reasons"]
_BY_STATUS = {400: "bad_json", 404: "not_found", 405: "wrong_method", 413: "too_large", 415: "not_json"}
# Only names of our own may stand in a pointer: an unknown field name may hold text.
_KNOWN_NAMES = frozenset(
    name
    for model in (schemas.CheckIn, schemas.BatchIn, schemas.BatchText, schemas.ContextIn)
    for name in model.model_fields
)


class ProblemError(Exception):
    """A request that cannot be answered: the `name` of a problem, and fields as (pointer, reason code)."""

    def __init__(self, name: str, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.errors = errors


def problem(
    name: str,
    errors: Iterable[tuple[str, str]] = (),
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem document `name`; `errors` are JSON pointers and reason codes."""
    words = PROBLEMS[name]
    status = status or int(words["status"])
    content: dict[str, Any] = {
        "type": f"/docs#{name}",
        "title": words["title"],
        "status": status,
        "detail": words["detail"],
    }
    listed = [{"pointer": at, "reason": _REASONS.get(code, _REASONS["other"])} for at, code in errors]
    if listed:
        content["errors"] = listed
    return Response(encode_json(content), status, headers, MEDIA_TYPE)


def documented(*names: str) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with, for its OpenAPI description."""
    described: dict[int | str, dict[str, Any]] = {}
    for name in names:
        status = PROBLEMS[name]["status"]
        titles = [described[status]["description"]] if status in described else []
        described[status] = {
            "description": " / ".join([*titles, PROBLEMS[name]["title"]]),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return described


def install(app: FastAPI) -> None:
    """Have every error of `app` answered with a problem document."""
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(ProblemError)(_problem)
    app.exception_handler(DetectorError)(_unchecked)
    app.exception_handler(BusyError)(_busy)
    app.exception_handler(SlowError)(_busy)


async def _invalid(_: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return problem("bad_json")
    fields = dict.fromkeys((_pointer(each["loc"]), str(each["type"])) for each in found[:MAX_ERRORS])
    return problem("invalid", fields)


async def _http(_: Request, error: HTTPException) -> Response:
    return problem(_BY_STATUS.get(error.status_code, "other"), status=error.status_code, headers=error.headers)


async def _problem(_: Request, error: ProblemError) -> Response:
    return problem(error.name, error.errors)


async def _unchecked(_: Request, error: DetectorError) -> Response:
    # By its contract the message names the detector, never the text.
    _log.error("%s", error)
    return problem("unchecked")


async def _busy(_: Request, __: BusyError | SlowError) -> Response:
    return problem("busy", headers={"Retry-After": "1"})


def _pointer(location: Sequence[str | int]) -> str:
    """JSON pointer to the deepest part of `location` (which starts with "body") that is a name of ours or an index."""
    parts = []
    for part in location[1:]:
        if isinstance(part, str) and part not in _KNOWN_NAMES:
            break
        parts.append(f"/{part}")
    return "".join(parts)
