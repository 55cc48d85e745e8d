"""`serve`: the check application on uvicorn, in one process or several, with nothing logged about who asks or what.

In: settings, and the host and port from the command line. Out: where to go, said on stdout once the service answers.
"""

from __future__ import annotations

import os
import socket
from ipaddress import ip_address
from tempfile import TemporaryDirectory

import typer
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from uvicorn.supervisors import Multiprocess

from api.check.app import create_app
from api.check.keys import Keys, KeysError
from api.check.settings import Settings, is_loopback
from api.http.logs import configure
from api.http.metrics import SHARED_FOLDER
from api.http.server import BACKLOG, Announcing, SettingsError, listen, uvicorn_config
from models.datafiles import read_toml


def serve_check(host: str | None, port: int | None) -> None:
    """Serve until interrupted. Raises `SettingsError` and `PortTakenError`."""
    settings = _settings(host, port)
    configure(settings.log, requests=settings.log_requests)
    listening = listen(settings.host, settings.port)
    lines = _greeting(settings, listening.getsockname()[1])
    try:
        if settings.processes > 1:
            _serve_many(settings, listening, lines)
        else:
            Announcing(_config(create_app(settings), settings), lines).run([listening])
    except KeysError:
        raise SettingsError("TAVSHEDSTJEK_KEYS_FILE") from None


def create_process() -> FastAPI:
    """The application of one of several processes."""
    settings = Settings()
    configure(settings.log, requests=settings.log_requests)
    return create_app(settings)


def _serve_many(settings: Settings, listening: socket.socket, lines: list[str]) -> None:
    """Processes that share one socket; one that dies is replaced. Their counts meet in a folder that holds counts alone."""
    Keys.of(settings.keys_file)
    for name, value in settings.model_dump(mode="json", exclude_none=True).items():
        os.environ[f"TAVSHEDSTJEK_{name.upper()}"] = ",".join(value) if isinstance(value, list) else str(value)
    with TemporaryDirectory(prefix="tavshedstjek-") as folder:
        os.environ[SHARED_FOLDER] = folder
        # Whoever asks before the first process is up waits for it.
        listening.listen(BACKLOG)
        config = _config("api.serve:create_process", settings)
        for line in lines:
            typer.echo(line)
        Multiprocess(config, sockets=[listening]).run()


def _config(app: FastAPI | str, settings: Settings) -> uvicorn.Config:
    return uvicorn_config(app, stop_seconds=settings.stop_seconds, workers=settings.processes)


def _greeting(settings: Settings, port: int) -> list[str]:
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{name}:{port}"
    words = read_toml("messages/cli.toml")["serve"]
    lines = [words["where"].format(url=url), words["docs"].format(url=url), words["privacy"]]
    return lines if is_loopback(settings.host) else [*lines, words["open_network"]]


def _settings(host: str | None, port: int | None) -> Settings:
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    try:
        settings = Settings.model_validate(Settings().model_dump() | given)
        named = settings.host if ":" not in settings.host else f"[{settings.host}]"
        # An address that was asked for by name is one to answer to; "all addresses" names none.
        if not _is_unspecified(settings.host) and named not in settings.allowed_hosts:
            return settings.model_copy(update={"allowed_hosts": (*settings.allowed_hosts, named.lower())})
        return settings
    except ValidationError as error:
        wrong = {f"TAVSHEDSTJEK_{str(each['loc'][0]).upper()}" for each in error.errors() if each["loc"]}
        raise SettingsError(", ".join(sorted(wrong))) from None


def _is_unspecified(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
