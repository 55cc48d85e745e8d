"""JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.answers import encode_json
from api.http.problems import ProblemError


class JsonAnswer(Response):
    """A JSON answer that can carry any text, lone surrogates included."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The bytes of `content`."""
        return encode_json(content)


class JsonRoute(APIRoute):
    """A route that reads JSON and nothing else: another content type is a problem of its own (415)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, behind a look at the content type."""
        handle = super().get_route_handler()

        async def only_json(request: Request) -> Response:
            if not _is_json(request.headers.get("content-type", "")):
                raise ProblemError("not_json")
            return await handle(request)

        return only_json


def _is_json(content_type: str) -> bool:
    message = Message()
    message["content-type"] = content_type
    return content_type != "" and message.get_content_type() == "application/json"
