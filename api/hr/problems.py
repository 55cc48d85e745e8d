"""The problems of the HR application, in the words of `data/messages/hr.toml`.

In: exceptions. Out: `application/problem+json`, which never echoes the request.
"""

from __future__ import annotations

import inspect
import logging

from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from api.failures import describe
from api.hr import schemas
from api.http.problems import ProblemError, Problems
from models.datafiles import read_toml
from models.detectors import DetectorError

_log = logging.getLogger("tavshedstjek.hr")
WORDS = read_toml("messages/hr.toml")
_BOOK = Problems(
    WORDS,
    [model for _, model in inspect.getmembers(schemas, inspect.isclass) if issubclass(model, schemas.Closed)],
)
PROBLEMS = _BOOK.words
problem = _BOOK.document
documented = _BOOK.documented

__all__ = ["PROBLEMS", "WORDS", "ProblemError", "documented", "install", "problem"]


def install(app: FastAPI) -> None:
    """Have every error of `app` answered with a problem document."""
    _BOOK.install(app)
    app.exception_handler(DetectorError)(_unchecked)
    app.exception_handler(OperationalError)(_busy)
    app.exception_handler(PoolTimeoutError)(_busy)


async def _unchecked(_: Request, error: DetectorError) -> Response:
    # By its contract the message names the detector, never the text.
    _log.error("%s", error)
    return problem("unchecked")


async def _busy(_: Request, error: Exception) -> Response:
    _log.error("%s", describe(error))
    return problem("busy", headers={"Retry-After": "1"})
