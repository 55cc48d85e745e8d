"""`/`, `/tjek`, `/kursus`, `/kursus/undervisning`, and the files they need.

In: a form's POST body (never an address). Out: HTML. A text is read, answered and forgotten; only the text's own sender gets it back.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.answers import full_answer
from api.check.dependencies import Config, Engine, Line
from api.check.pages import answer, check_page, classroom, course, files
from api.check.pages.frame import document, fixed, page
from api.check.pages.words import words
from api.check.problems import PROBLEMS, ProblemError
from api.check.settings import Settings
from api.check.work import BusyError, SlowError, Work
from models.assessment import Context
from models.checker import Checker
from models.detectors import DetectorError

FORM = "application/x-www-form-urlencoded"
router = APIRouter(include_in_schema=False)


class _Draft(NamedTuple):
    """What the form holds."""

    text: str
    thread: tuple[str, ...]
    has_media: bool


class _RefusedError(Exception):
    """A draft that is not checked: an HTTP status and why, in words."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(status)
        self.status = status
        self.why = why


@router.get("/")
@router.get("/tjek")
@router.get("/del")
async def check_form(request: Request, settings: Config) -> Response:
    """The page to check a draft on."""
    return fixed(request, _empty(settings))


@router.post("/tjek")
async def check_draft(request: Request, engine: Engine, settings: Config, line: Line) -> HTMLResponse:
    """The same page with the answer: what a browser without JavaScript asks for."""
    draft = await _draft(request)
    try:
        found = await _assess(draft, engine, settings, line)
    except _RefusedError as error:
        content = check_page.content(settings, text=draft.text, has_media=draft.has_media, error=error.why)
        return _checked(content, error.status)
    return _checked(check_page.content(settings, text=draft.text, has_media=draft.has_media, found=found))


@router.post("/tjek/svar")
async def check_part(request: Request, engine: Engine, settings: Config, line: Line) -> HTMLResponse:
    """Only the answer: what the pages' own script puts into them."""
    draft = await _draft(request)
    try:
        found = await _assess(draft, engine, settings, line)
    except _RefusedError as error:
        return HTMLResponse(check_page.problem(error.why), error.status)
    return HTMLResponse(answer.fragment(draft.text, found))


@router.get("/kursus")
async def course_page(request: Request) -> Response:
    """The course."""
    return fixed(request, course.document())


@router.get("/kursus/undervisning")
async def classroom_page(request: Request) -> Response:
    """The view for the teacher."""
    return fixed(request, classroom.document())


@router.get("/web/{mark}/{name:path}")
async def file(request: Request, mark: str, name: str) -> Response:
    """A file of `web/`."""
    found = files.answer(request, name, mark)
    if found is None:
        raise ProblemError("not_found")
    return found


@router.get("/sw.js")
async def service_worker(settings: Config) -> Response:
    """The script that keeps the shell for when there is no network. Its own policy is what it may fetch under."""
    pages = {"/": _empty(settings), "/kursus": course.document(), "/kursus/undervisning": classroom.document()}
    kept = [*pages, *(files.root() + name for name in files.served())]
    version = sha256("".join([*kept, *pages.values()]).encode()).hexdigest()[:12]
    script = (files.WEB / "sw.js").read_text(encoding="utf-8")
    script = script.replace("__VERSION__", version).replace('"__SHELL__"', ", ".join(f'"{each}"' for each in kept))
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'; connect-src 'self'"}
    return Response(script, headers=headers | {"Content-Type": files.TYPES[".js"]})


@router.get("/manifest.webmanifest")
async def manifest() -> Response:
    """What makes the page installable, and a target of Android's Share."""
    text = (files.WEB / "manifest.webmanifest").read_text(encoding="utf-8").replace("__ROOT__", files.root())
    return Response(text, headers={"Cache-Control": "no-cache", "Content-Type": files.TYPES[".webmanifest"]})


async def _draft(request: Request) -> _Draft:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise ProblemError("not_form")
    try:
        fields = parse_qs((await request.body()).decode("ascii"), keep_blank_values=True, max_num_fields=64)
    except ValueError:
        raise ProblemError("not_form") from None
    parts = [*fields.get("title", ()), *fields.get("text", ()), *fields.get("url", ())]
    return _Draft(
        "\n".join(part for part in map(_unix, parts) if part.strip()),
        tuple(map(_unix, fields.get("thread", ()))),
        "has_media" in fields,
    )


async def _assess(draft: _Draft, engine: Checker, settings: Settings, line: Work) -> dict[str, Any]:
    said = words()["errors"]
    if not draft.text.strip():
        raise _RefusedError(422, said["empty"])
    before = sum(len(text) + 1 for text in draft.thread)
    if max(len(draft.text), before) > settings.max_characters:
        raise _RefusedError(422, said["too_long"].format(limit=settings.max_characters))
    context = Context(thread=draft.thread, has_media=draft.has_media)
    try:
        assessment = await line.do(engine.check, draft.text, context)
    except (BusyError, SlowError):
        raise _RefusedError(503, PROBLEMS["busy"]["detail"]) from None
    except DetectorError:
        raise _RefusedError(503, PROBLEMS["unchecked"]["detail"]) from None
    return full_answer(draft.text, assessment)


def _empty(settings: Settings) -> str:
    return document(check_page.content(settings), title=check_page.title(), script="check", here="/")


def _checked(content: str, status: int = 200) -> HTMLResponse:
    return page(content, title=check_page.title(), script="check", here="/", status=status)


def _unix(text: str) -> str:
    """A form's line breaks as the engine counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
