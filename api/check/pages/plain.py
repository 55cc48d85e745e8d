"""What the gate answers before a form reaches its page, told as a page: too many requests, too large, a foreign origin.

In: a problem document on its way to the browser. Out: the same, with the same status, in HTML. Only where a person sent a form.
"""

from __future__ import annotations

import json
from html import escape

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.check.pages import check_page
from api.check.pages.frame import page
from api.check.pages.words import words
from api.http.problems import MEDIA_TYPE

FORM, PART, SHARE = "/tjek", "/tjek/svar", "/del"


class PlainProblems:
    """ASGI middleware around the gate."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; hold a problem back until all of it is there."""
        if scope["type"] != "http" or scope["path"] not in (FORM, PART, SHARE):
            await self.app(scope, receive, send)
            return
        started: Message | None = None
        body = bytearray()

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_problem(message):
                started = message
            elif started is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _told(started, json.loads(body), scope, receive, send)

        await self.app(scope, receive, sending)


def _is_problem(message: Message) -> bool:
    return (b"content-type", MEDIA_TYPE.encode()) in message["headers"]


async def _told(started: Message, problem: dict[str, str], scope: Scope, receive: Receive, send: Send) -> None:
    said = words()["errors"]
    why = said["share"] if scope["path"] == SHARE else f"{problem['title']}. {problem['detail']}"
    told = check_page.problem(why, heading=2 if scope["path"] == PART else 1)
    if scope["path"] == PART:
        answer = HTMLResponse(told, started["status"])
    else:
        content = told if scope["path"] == SHARE else f"{told}<p>{escape(said['back'])}</p>"
        answer = page(content, title=said["title"], script="check", here="/", status=started["status"])
    for name, value in started["headers"]:
        if name in (b"retry-after", b"www-authenticate", b"connection"):
            answer.headers[name.decode()] = value.decode()
    await answer(scope, receive, send)
