"""The application `check`: made by a factory, holding the engine and the settings, and no state beside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from api.check import problems
from api.check.guard import Guard
from api.check.keys import Keys
from api.check.pages import router as pages
from api.check.pages.plain import PlainProblems
from api.check.routers import check, entities, health, model
from api.check.settings import Settings
from api.check.work import Work
from api.http.docs import docs_router
from api.http.envelope import Envelope
from api.http.metrics import Metrics
from api.http.problems import with_problems
from models.checker import Checker
from models.datafiles import read_toml


def create_app(settings: Settings | None = None) -> FastAPI:
    """A ready application. `settings` default to the environment's.

    Raises what `Checker` raises when its data or weights are missing: a start-up error, never a silent fallback; `KeysError` for a
    file of keys that cannot be read.
    """
    settings = settings or Settings()
    known = Keys.of(settings.keys_file)
    app = FastAPI(
        title="tavshedstjek",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
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
    app.state.settings = settings
    app.state.checker = Checker(mode=settings.mode)
    app.state.metrics = Metrics()
    app.state.stopping = False
    app.version = app.state.checker.model["version"]
    for router in (check.router, entities.router, model.router, health.router, _docs(), pages.router):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard, settings=settings, known=known)
    app.add_middleware(PlainProblems)
    app.add_middleware(Envelope, state=app.state, failed=lambda: problems.problem("failed"), name="tavshedstjek.check")
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.work = Work(settings.threads, settings.waiting, settings.answer_seconds)
    yield
    app.state.work.close()


def _docs() -> APIRouter:
    return docs_router(read_toml("messages/api.toml")["page"], problems.PROBLEMS)


def _openapi(app: FastAPI) -> dict[str, Any]:
    if not app.openapi_schema:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        app.openapi_schema = with_problems(described)
    return app.openapi_schema
