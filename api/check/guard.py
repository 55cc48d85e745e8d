"""Who may ask, and how much: the first thing a request meets (pure ASGI).

Checks `Host` against the known names (DNS rebinding), `Origin` against our own pages and the origins allowed, and counts
the bytes of the body as they come, chunked ones too. In: any request. Out: a problem document, or the application's answer.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.check.problems import problem
from api.check.settings import Settings

METHODS = "GET, POST"


class _TooLargeError(Exception):
    """The body is over the limit."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = frozenset(settings.allowed_hosts)
        self.origins = frozenset(settings.allowed_origins)
        self.max_body = settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or _without_port(hosts[0]) not in self.hosts:
            await problem("bad_host")(scope, receive, send)
            return
        origin = origins[0].lower() if origins else ""
        foreign = bool(origins) and origin not in (f"http://{hosts[0]}".lower(), f"https://{hosts[0]}".lower())
        if len(origins) > 1 or (foreign and origin not in self.origins):
            await problem("bad_origin")(scope, receive, send)
            return
        if foreign:
            send = _readable_by(origins[0], send)
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                await _preflight(headers)(scope, receive, send)
                return
        await self._limited(scope, headers, receive, send)

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self.max_body:
            await problem("too_large")(scope, receive, send)
            return
        # The body is read here, before anything parses it: over the limit nothing has begun.
        try:
            body = await self._read(scope, receive)
        except _TooLargeError:
            await problem("too_large")(scope, receive, send)
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, again, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        body = bytearray()
        async for chunk in Request(scope, receive).stream():
            body += chunk
            if len(body) > self.max_body:
                raise _TooLargeError
        return bytes(body)


def _without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _readable_by(origin: str, send: Send) -> Send:
    """Let the page at `origin`, which is allowed, read the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers.add_vary_header("Origin")
        await send(message)

    return sending


def _preflight(headers: Headers) -> Response:
    answer = Response(status_code=204)
    answer.headers["Access-Control-Allow-Methods"] = METHODS
    answer.headers["Access-Control-Allow-Headers"] = "Content-Type"
    answer.headers["Access-Control-Max-Age"] = "600"
    if "access-control-request-private-network" in headers:
        answer.headers["Access-Control-Allow-Private-Network"] = "true"
    return answer
