"""What is put around every answer: security headers, an id, a count in the metrics, a line in the log, and a plain 500 when something broke.

The id is drawn here and is nobody's: one that a client sent could follow a person about. An error is logged by class and place only: its
message, and the values around it, may hold a text.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

from starlette.datastructures import MutableHeaders, State
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.failures import describe
from api.http.metrics import Metrics, method_of, route_of

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Envelope:
    """The outermost ASGI middleware. A header that the answer already has is kept."""

    def __init__(self, app: ASGIApp, state: State, failed: Callable[[], Response], name: str) -> None:
        """`state` is the application's: its `metrics`, and whether it is `stopping`. `failed` makes its 500; `name` is its logger's."""
        self.app = app
        self.state = state
        self.failed = failed
        self.log = logging.getLogger(name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and see to it that there is an answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        began = time.perf_counter()
        request_id = str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                if self.state.stopping:
                    headers["Connection"] = "close"
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            return
        except Exception as error:
            self.log.error("%s", describe(error), extra={"request_id": request_id})
            if not status:
                await self.failed()(scope, receive, sending)
        seconds = time.perf_counter() - began
        metrics: Metrics = self.state.metrics
        metrics.count(scope, status or 500, seconds)
        about = {
            "request_id": request_id,
            "route": route_of(scope),
            "method": method_of(scope),
            "status": status or 500,
            "milliseconds": round(seconds * 1000, 1),
        }
        self.log.info("answered", extra=about)
