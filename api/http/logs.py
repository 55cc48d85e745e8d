"""The service's log: one line an event on stderr, and nothing in it about texts, levels, addresses, persons or keys.

In: records of the standard library's loggers. Out: JSON, or plain words. An answered request is told by its route's template, method, status,
milliseconds and the id its answer carries; an error by class and place, never by its message, which may hold a text.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

from api.failures import describe

LogFormat = Literal["json", "plain"]
# What may stand in a line beside time, level and event.
FIELDS = ("request_id", "route", "method", "status", "milliseconds")


def configure(form: LogFormat, *, requests: bool) -> None:
    """Write the log of this process in `form`; every answered request too when `requests`."""
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(allow=FIELDS),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _place_of_error,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("tavshedstjek").setLevel(logging.INFO if requests else logging.WARNING)


def _place_of_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Whatever a library logs with its exception is told by class and place."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["event"] = describe(raised[1])
    return event
