"""The application `hr`: made by a factory, holding the store, the keys and the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.hr import problems
from api.hr.clock import Clock, now, stamp
from api.hr.desk import Office
from api.hr.guard import Guard
from api.hr.keys import Keyring
from api.hr.review import STARTED
from api.hr.routers import approvals, cases, evidence, health, oversight, protections, writing
from api.hr.settings import Settings
from api.hr.store import Store
from api.hr.tables import Meta
from api.hr.tokens import Tokens
from api.http.docs import docs_router
from api.http.envelope import Envelope
from api.http.metrics import Metrics
from api.http.problems import with_problems
from models.checker import Checker


def create_app(settings: Settings, clock: Clock = now) -> FastAPI:
    """A ready application.

    Raises `KeyFileError`, `KeysUnavailableError`, or what SQLAlchemy raises when the database cannot be used: start-up errors.
    A SQLite database is brought up to date here; a PostgreSQL one by `tavshedstjek hr migrate`, as another user than the service's.
    """
    keyring = Keyring.read(settings.keys_file)
    app = FastAPI(
        title="tavshedstjek-hr",
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
    app.state.tokens = Tokens(settings)
    checker = Checker(mode="full" if settings.full_mode_basis else "rules")
    app.version = checker.model["version"]
    store = Store(settings.database)
    if settings.database.startswith("sqlite"):
        store.migrate()
    with store.transaction() as session:
        if session.get(Meta, STARTED) is None:
            session.add(Meta(name=STARTED, value=stamp(clock())))
    app.state.office = Office(settings, store, keyring, checker, clock)
    app.state.metrics = Metrics()
    app.state.stopping = False
    for part in (cases, writing, evidence, approvals, protections, oversight):
        app.include_router(part.router)
        app.include_router(part.writes)
    for router in (health.router, docs_router(problems.WORDS["page"], problems.PROBLEMS, ("/", "/docs"))):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Envelope, state=app.state, failed=lambda: problems.problem("failed"), name="tavshedstjek.hr")
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.office.store.close()


def _openapi(app: FastAPI) -> dict[str, Any]:
    if not app.openapi_schema:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        app.openapi_schema = with_problems(described)
    return app.openapi_schema
