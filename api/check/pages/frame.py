"""The frame around every page: head, header, footer. In: what stands in the middle. Out: the whole document."""

from __future__ import annotations

import gzip
from functools import lru_cache
from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api.check.pages import files
from api.check.pages.words import escaped, words


def page(content: str, *, title: str, script: str, here: str = "", status: int = 200) -> HTMLResponse:
    """`content` as a page; `script` is the module it runs, `here` the address that its menu marks."""
    return HTMLResponse(document(content, title=title, script=script, here=here), status, files.PAGE_HEADERS)


def fixed(request: Request, html: str) -> Response:
    """A page that is the same for everybody, packed where the browser can unpack it. Never for a page that holds somebody's text."""
    headers = files.PAGE_HEADERS | {"Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(html, headers=headers)
    return HTMLResponse(_packed(html), headers=headers | {"Content-Encoding": "gzip"})


@lru_cache(maxsize=8)
def _packed(html: str) -> bytes:
    return gzip.compress(html.encode(), mtime=0)


def document(content: str, *, title: str, script: str, here: str = "") -> str:
    """The HTML of a page that the service serves."""
    said = words()["frame"]
    links = (("/", said["check"]), ("/kursus", said["course"]), ("/kursus/undervisning", said["classroom"]))
    menu = "".join(
        f'<li><a href="{address}"{_current(address == here)}>{escape(name)}</a></li>' for address, name in links
    )
    return files.template("frame.html").substitute(
        escaped(said), root=files.root(), title=escape(title), script=script, menu=menu, content=content,
        patterns=files.template("patterns.html").template,
    )  # fmt: skip


def _current(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""
