"""The problems of the check application, in the words of `data/messages/api.toml`.

In: exceptions. Out: `application/problem+json`, which never echoes the request.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response

from api.check import schemas
from api.check.work import BusyError, SlowError
from api.http.problems import ProblemError, Problems
from models.datafiles import read_toml
from models.detectors import DetectorError

_log = logging.getLogger("tavshedstjek.check")
_BOOK = Problems(
    read_toml("messages/api.toml"), (schemas.CheckIn, schemas.BatchIn, schemas.BatchText, schemas.ContextIn)
)
PROBLEMS: Mapping[str, Mapping[str, Any]] = _BOOK.words
problem = _BOOK.document
documented = _BOOK.documented

__all__ = ["PROBLEMS", "ProblemError", "documented", "install", "problem"]


def install(app: FastAPI) -> None:
    """Have every error of `app` answered with a problem document."""
    _BOOK.install(app)
    app.exception_handler(DetectorError)(_unchecked)
    app.exception_handler(BusyError)(_busy)
    app.exception_handler(SlowError)(_busy)


async def _unchecked(_: Request, error: DetectorError) -> Response:
    # By its contract the message names the detector, never the text.
    _log.error("%s", error)
    return problem("unchecked")


async def _busy(_: Request, __: BusyError | SlowError) -> Response:
    return problem("busy", headers={"Retry-After": "1"})
