"""The body of a request, read before anything parses it: over the limit nothing has begun.

In: an ASGI request. Out: a `receive` that gives its body, or `TooLargeError`, or `TimeoutError`. Chunked bodies are counted as they come.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Message, Receive, Scope


class TooLargeError(Exception):
    """The body is over the limit."""


async def read_body(scope: Scope, receive: Receive, *, most: int, seconds: float) -> Receive:
    """All of the body, of at most `most` bytes, that came within `seconds`."""
    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise TooLargeError
    body = bytearray()
    async with asyncio.timeout(seconds):
        async for chunk in Request(scope, receive).stream():
            body += chunk
            if len(body) > most:
                raise TooLargeError
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return again


def host_of(scope: Scope) -> str | None:
    """The one `Host` the request names, without its port and in small letters; `None` when it names none or several."""
    hosts = Headers(scope=scope).getlist("host")
    if len(hosts) != 1:
        return None
    name, colon, port = hosts[0].lower().rpartition(":")
    return name if colon and port.isdecimal() else hosts[0].lower()
