"""The first thing a request meets: the host it names, no foreign page, and a body that is not too large (pure ASGI).

In: any request. Out: a problem document, or the application's answer. No page but a server of the authority's own asks this service.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.hr.problems import problem
from api.hr.settings import LOOPBACK, Settings
from api.http.body import TooLargeError, host_of, read_body


class Guard:
    """Answers what may not come in."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        named, origins = host_of(scope), headers.getlist("origin")
        own = {f"{scheme}://{headers.get('host', '')}".lower() for scheme in ("http", "https")}
        # This machine asks under its own names, whatever the others are: to see whether the service lives.
        if named not in (*self.settings.allowed_hosts, *LOOPBACK):
            await problem("bad_host")(scope, receive, send)
            return
        if any(origin.lower() not in own for origin in origins):
            await problem("bad_origin")(scope, receive, send)
            return
        limit, seconds = self.settings.max_body_bytes, self.settings.body_seconds
        try:
            again = await read_body(scope, receive, most=limit, seconds=seconds)
        except TooLargeError:
            await problem("too_large")(scope, receive, send)
        except TimeoutError:
            await problem("slow_body", headers={"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, again, send)
