"""The application `check`: made by a factory, holding the engine and the settings, and no state beside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.check import problems
from api.check.guard import Guard
from api.check.keys import Keys
from api.check.pages import router as pages
from api.check.pages.plain import PlainProblems
from api.check.routers import check, entities, health, model
from api.check.settings import Settings
from api.check.work import Work
from api.http.application import Application
from api.http.docs import docs_router
from api.http.envelope import Envelope
from models.checker import Checker
from models.datafiles import read_toml


def create_app(settings: Settings | None = None) -> FastAPI:
    """A ready application. `settings` default to the environment's.

    Raises what `Checker` raises when its data or weights are missing: a start-up error, never a silent fallback; `KeysError` for a
    file of keys that cannot be read.
    """
    settings = settings or Settings()
    known = Keys.of(settings.keys_file)
    app = Application("tavshedstjek", _lifespan)
    app.state.settings = settings
    app.state.checker = Checker(mode=settings.mode)
    app.version = app.state.checker.model["version"]
    for router in (check.router, entities.router, model.router, health.router, _docs(), pages.router):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard, settings=settings, known=known)
    app.add_middleware(PlainProblems)
    app.add_middleware(Envelope, state=app.state, failed=lambda: problems.problem("failed"), name="tavshedstjek.check")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.work = Work(settings.threads, settings.waiting, settings.answer_seconds)
    yield
    app.state.work.close()


def _docs() -> APIRouter:
    return docs_router(read_toml("messages/api.toml")["page"], problems.PROBLEMS)
