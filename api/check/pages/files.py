"""The files of `web/`: what is served as it lies there, and the templates that the pages are made from.

In: a name below `web/`. Out: bytes with the headers a browser needs. Addresses carry a fingerprint of all files, so that they may be kept
for a year and still never be stale.
"""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

from fastapi import Request
from fastapi.responses import Response

WEB = Path(__file__).resolve().parents[3] / "web"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
_SERVED = ("css", "js", "icons", "vendor")
_SMALL_ALREADY = (".woff2", ".png")
_YEAR = "public, max-age=31536000, immutable"
# A page's own script, styles, fonts and pictures, and nothing from elsewhere; forms go to this service.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A form's POST tells its origin only where the page may tell it.
PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}


@cache
def served() -> dict[str, bytes]:
    """The files that are served as they are, by name."""
    found = (file for folder in _SERVED for file in sorted((WEB / folder).rglob("*")))
    return {file.relative_to(WEB).as_posix(): file.read_bytes() for file in found if file.suffix in TYPES}


@cache
def fingerprint() -> str:
    """A short mark of all that `web/` serves."""
    total = sha256()
    for name, content in served().items():
        total.update(name.encode() + b"\0" + content)
    for name in ("sw.js", "manifest.webmanifest"):
        total.update((WEB / name).read_bytes())
    return total.hexdigest()[:12]


def root() -> str:
    """Where the served files are, with a slash at the end."""
    return f"/web/{fingerprint()}/"


@cache
def template(name: str) -> Template:
    """The template `web/templates/<name>`."""
    return Template((WEB / "templates" / name).read_text(encoding="utf-8"))


@cache
def _zipped(name: str) -> bytes:
    return gzip.compress(served()[name], mtime=0)


def answer(request: Request, name: str, mark: str) -> Response | None:
    """The file `name` as an answer, `None` where there is none; `mark` is the fingerprint it was asked for by."""
    content = served().get(name)
    if content is None:
        return None
    suffix = Path(name).suffix
    headers = {"Content-Type": TYPES[suffix], "Cache-Control": _YEAR if mark == fingerprint() else "no-cache"}
    if suffix not in _SMALL_ALREADY:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(_zipped(name), headers=headers | {"Content-Encoding": "gzip"})
    return Response(content, headers=headers)
