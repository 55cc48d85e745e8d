"""What the routers need: the engine, the line in front of it, the settings, the metrics; JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from api.answers import encode_json
from api.check.metrics import Metrics
from api.check.problems import ProblemError
from api.check.settings import Settings
from api.check.work import Work
from models.checker import Checker


def _checker(request: Request) -> Checker:
    checker: Checker = request.app.state.checker
    return checker


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _work(request: Request) -> Work:
    work: Work = request.app.state.work
    return work


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


Engine = Annotated[Checker, Depends(_checker)]
Config = Annotated[Settings, Depends(_settings)]
Line = Annotated[Work, Depends(_work)]
Counts = Annotated[Metrics, Depends(_metrics)]


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
