"""The bare application that both services start from. In: a title, and what to do as it starts and stops. Out: FastAPI, saying nothing to anyone by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.metrics import Metrics
from api.http.problems import with_problems


class Application(FastAPI):
    """FastAPI without its own pages, redirects, traces and logs; its state has `metrics`, and whether it is `stopping`."""

    def __init__(self, title: str, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> None:
        super().__init__(
            title=title,
            docs_url=None,
            redoc_url=None,
            lifespan=lifespan,
            redirect_slashes=False,  # a redirect would repeat the address as sent
            # FastAPI's own traces and logs hold messages of exceptions, addresses and query strings.
            telemetry={
                "tracing": False,
                "metrics": False,
                "logs": False,
                "operation_spans": False,
                "auto_configure": False,
            },
        )
        self.state.metrics = Metrics()
        self.state.stopping = False

    def openapi(self) -> dict[str, Any]:
        """The description of the routes, problem documents included; made once."""
        if not self.openapi_schema:
            described = get_openapi(title=self.title, version=self.version, routes=self.routes)
            self.openapi_schema = with_problems(described)
        return self.openapi_schema
