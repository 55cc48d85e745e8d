"""Errors as RFC 9457 problem documents, which never echo the request: no value, no unknown name, no snippet of JSON.

In: an application's words for its problems, and the names of its own fields. Out: `application/problem+json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.answers import encode_json

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20
_BY_STATUS = {400: "bad_json", 404: "not_found", 405: "wrong_method", 413: "too_large", 415: "not_json"}


class FieldError(BaseModel):
    """A field that is missing or wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pointer: str = Field(description="JSON pointer to a field of the request (RFC 6901); an empty one is all of it.")
    reason: str


class Problem(BaseModel):
    """Why there is no answer (RFC 9457). Never quotes the request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


class ProblemError(Exception):
    """A request that cannot be answered: the `name` of a problem, and fields as (pointer, reason code)."""

    def __init__(self, name: str, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.errors = errors


class Problems:
    """The problem documents of one application."""

    def __init__(self, words: Mapping[str, Any], models: Iterable[type[BaseModel]]) -> None:
        """`words` hold the tables `problems` and `reasons`; only field names of `models` may stand in a pointer: others may hold text."""
        self.words: Mapping[str, Mapping[str, Any]] = words["problems"]
        self._reasons: Mapping[str, str] = words["reasons"]
        self._names = frozenset(name for model in models for name in model.model_fields)

    def document(
        self,
        name: str,
        errors: Iterable[tuple[str, str]] = (),
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The problem document `name`; `errors` are JSON pointers and reason codes."""
        words = self.words[name]
        status = status or int(words["status"])
        content: dict[str, Any] = {
            "type": f"/docs#{name}",
            "title": words["title"],
            "status": status,
            "detail": words["detail"],
        }
        listed = [{"pointer": at, "reason": self._reasons.get(code, self._reasons["other"])} for at, code in errors]
        if listed:
            content["errors"] = listed
        return Response(encode_json(content), status, headers, MEDIA_TYPE)

    def documented(self, *names: str) -> dict[int | str, dict[str, Any]]:
        """The problems a route may answer with, for its OpenAPI description."""
        described: dict[int | str, dict[str, Any]] = {}
        for name in names:
            status = self.words[name]["status"]
            titles = [described[status]["description"]] if status in described else []
            described[status] = {
                "description": " / ".join([*titles, self.words[name]["title"]]),
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        return described

    def install(self, app: FastAPI) -> None:
        """Have the errors of every application answered with a problem document."""
        app.exception_handler(RequestValidationError)(self._invalid)
        app.exception_handler(HTTPException)(self._http)
        app.exception_handler(ProblemError)(self._problem)

    async def _invalid(self, _: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        if any(each["type"] == "json_invalid" for each in found):
            return self.document("bad_json")
        if any(each["loc"][0] == "path" for each in found):
            return self.document("not_found")
        fields = dict.fromkeys((self._pointer(each["loc"]), str(each["type"])) for each in found[:MAX_ERRORS])
        return self.document("invalid", fields)

    async def _http(self, request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(sorted(_methods(request)))
        return self.document(_BY_STATUS.get(error.status_code, "other"), status=error.status_code, headers=headers)

    async def _problem(self, _: Request, error: ProblemError) -> Response:
        return self.document(error.name, error.errors)

    def _pointer(self, location: Sequence[str | int]) -> str:
        """JSON pointer to the deepest part of `location` (which starts with "body") that is a name of ours or an index."""
        parts = []
        for part in location[1:]:
            if isinstance(part, str) and part not in self._names:
                break
            parts.append(f"/{part}")
        return "".join(parts)


def _methods(request: Request) -> set[str]:
    """The methods of all routes of this address: the framework names only those of the first."""
    scope = dict(request.scope)
    return {
        method
        for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(route.matches(scope | {"method": method})[0] is Match.FULL for route in request.app.routes)
    }


def with_problems(described: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI description with the schema of problem documents in it."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    described["components"]["schemas"].update(problem.pop("$defs"), Problem=problem)
    return described
