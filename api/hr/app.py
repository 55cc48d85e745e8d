"""The application `hr`: made by a factory, holding the store, the keys and the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import select

from api.hr import problems
from api.hr.clock import Clock, now, stamp
from api.hr.desk import Office
from api.hr.guard import Guard
from api.hr.keys import KeyFileError, Keyring
from api.hr.review import STARTED
from api.hr.routers import approvals, cases, evidence, health, oversight, people, protections, writing
from api.hr.settings import Settings
from api.hr.store import Store
from api.hr.tables import CaseKeyRow, Meta
from api.hr.tokens import Tokens
from api.http.application import Application
from api.http.docs import docs_router
from api.http.envelope import Envelope
from models.checker import Checker


def create_app(settings: Settings, clock: Clock = now) -> FastAPI:
    """A ready application.

    Raises `KeyFileError`, `KeysUnavailableError`, or what SQLAlchemy raises when the database cannot be used: start-up errors.
    A SQLite database is brought up to date here; a PostgreSQL one by `tavshedstjek hr migrate`, as another user than the service's.
    """
    keyring = Keyring.read(settings.keys_file)
    app = Application("tavshedstjek-hr", _lifespan)
    app.state.tokens = Tokens(settings)
    checker = Checker(mode="full" if settings.full_mode_basis else "rules")
    app.version = checker.model["version"]
    store = Store(settings.database)
    if settings.database.startswith("sqlite"):
        store.migrate()
    with store.transaction() as session:
        if not {*session.scalars(select(CaseKeyRow.master).distinct())} <= keyring.masters:
            # A backup beside another file of keys, or a master taken away too early: no case could be opened.
            raise KeyFileError
        if session.get(Meta, STARTED) is None:
            session.add(Meta(name=STARTED, value=stamp(clock())))
    app.state.office = Office(settings, store, keyring, checker, clock)
    for part in (cases, people, writing, evidence, approvals, protections, oversight):
        app.include_router(part.router)
        app.include_router(part.writes)
    for router in (health.router, docs_router(problems.WORDS["page"], problems.PROBLEMS, ("/", "/docs"))):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Envelope, state=app.state, failed=lambda: problems.problem("failed"), name="tavshedstjek.hr")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.office.store.close()
