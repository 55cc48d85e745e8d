"""`serve-hr`: the HR application on uvicorn.

In: settings from the environment, host and port from the command line. Out: where to go, said on stdout once the service answers.
"""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.hr.app import create_app
from api.hr.keys import KeyFileError
from api.hr.problems import WORDS
from api.hr.settings import PREFIX, Settings
from api.hr.tokens import KeysUnavailableError
from api.http.logs import configure
from api.http.server import Announcing, listen, uvicorn_config


class RefusedError(RuntimeError):
    """The service cannot be started; the message is for people."""


def settings_of(host: str | None = None, port: int | None = None) -> Settings:
    """The settings of the environment. Raises `RefusedError`."""
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        names = {f"{PREFIX}{str(each['loc'][0]).upper() if each['loc'] else '…'}" for each in error.errors()}
        raise RefusedError(WORDS["serve"]["setting"].format(names=", ".join(sorted(names)))) from None


def serve_hr(host: str | None, port: int | None) -> None:
    """Serve until interrupted. Raises `RefusedError`, and `PortTakenError`."""
    settings = settings_of(host, port)
    try:
        app = create_app(settings)
    except KeyFileError:
        raise RefusedError(WORDS["serve"]["keys"]) from None
    except KeysUnavailableError:
        raise RefusedError(WORDS["serve"]["issuer"]) from None
    except SQLAlchemyError:
        raise RefusedError(WORDS["serve"]["database"]) from None
    listening = listen(settings.host, settings.port)
    configure(settings.log, requests=settings.log_requests)
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{name}:{listening.getsockname()[1]}"
    lines = [WORDS["serve"][word].format(url=url) for word in ("where", "docs", "log")]
    Announcing(uvicorn_config(app, stop_seconds=settings.stop_seconds), lines).run([listening])
