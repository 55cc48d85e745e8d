"""Who may ask, and how much: the first thing a request meets (pure ASGI).

Checks `Host` against the known names (DNS rebinding), `Origin` against our own pages and the origins allowed, the key where one is needed, how
many texts the caller sends, and counts the bytes of the body as they come, chunked ones too. In: any request. Out: a problem document, or
the application's answer. Callers are kept in memory for a minute and written nowhere.
"""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.check import keys
from api.check.problems import problem
from api.check.settings import Settings
from api.http.body import TooLargeError, host_of, read_body

METHODS = "GET, POST"
# What a key opens, by the start of the path; every other path is open (health, documents, pages).
LOCKED: tuple[tuple[str, keys.Scope], ...] = (
    ("/v1/check", "check"),
    ("/v1/entities", "check"),
    ("/tjek", "check"),
    ("/metrics", "metrics"),
)


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, known: keys.Keys) -> None:
        self.app = app
        self.keys = known
        self.hosts = frozenset(settings.allowed_hosts)
        self.origins = frozenset(settings.allowed_origins) | known.origins
        # Other pages always need a key; the rest only where strangers could come, and the metrics once there is a key for them.
        self.needed = known.scopes & {"metrics"} | (set() if settings.trusts_its_network else set(keys.SCOPES))
        self.max_body = settings.max_body_bytes
        self.body_seconds = settings.body_seconds
        self.rate = RateLimitItemPerMinute(settings.texts_a_minute) if settings.texts_a_minute else None
        self.callers = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if host_of(scope) not in self.hosts:
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
        refused = self._refused(scope, headers, origin if foreign else "")
        if refused:
            await refused(scope, receive, send)
            return
        await self._limited(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers, origin: str) -> Response | None:
        """The problem of a caller without the key it needs, or of one that asks too often. `origin` is another page's."""
        needed = next((needs for path, needs in LOCKED if scope["path"].startswith(path)), None)
        if needed is None:
            return None
        caller = f"address {(scope.get('client') or ('',))[0]}"
        sent = headers.getlist("authorization")
        if sent or origin or needed in self.needed:
            found = self.keys.find(sent[0]) if len(sent) == 1 else None
            if not found:
                return problem("no_key", headers={"WWW-Authenticate": "Bearer"})
            name, key = found
            if needed not in key.scopes or (origin and origin not in key.origins):
                return problem("wrong_key")
            caller = f"key {name}"
        if self.rate and needed == "check" and not self.callers.hit(self.rate, caller):
            return problem("too_often", headers={"Retry-After": "60"})
        return None

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            again = await read_body(scope, receive, most=self.max_body, seconds=self.body_seconds)
        except TooLargeError:
            await problem("too_large")(scope, receive, send)
        except TimeoutError:
            await problem("slow_body", headers={"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, again, send)


def _readable_by(origin: str, send: Send) -> Send:
    """Let the page at `origin`, which is allowed, read the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "Retry-After, X-Request-ID"
            headers.add_vary_header("Origin")
        await send(message)

    return sending


def _preflight(headers: Headers) -> Response:
    answer = Response(status_code=204)
    answer.headers["Access-Control-Allow-Methods"] = METHODS
    answer.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    answer.headers["Access-Control-Max-Age"] = "600"
    if "access-control-request-private-network" in headers:
        answer.headers["Access-Control-Allow-Private-Network"] = "true"
    return answer
