"""`serve`: the check application on uvicorn, in one process or several, with nothing logged about who asks or what.

In: settings, and the host and port from the command line. Out: where to go, said on stdout once the service answers.
"""

from __future__ import annotations

import os
import socket
from ipaddress import ip_address
from tempfile import TemporaryDirectory
from types import FrameType

import typer
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from uvicorn.supervisors import Multiprocess

from api.check.app import create_app
from api.check.keys import Keys, KeysError
from api.check.logs import configure
from api.check.metrics import SHARED_FOLDER
from api.check.settings import Settings, is_loopback
from models.datafiles import read_toml

BACKLOG = 1024


class PortTakenError(RuntimeError):
    """The address cannot be listened on."""


class SettingsError(ValueError):
    """A setting in the environment is wrong or unsafe, or asks for what this version does not have. `names` says which, or is empty."""

    def __init__(self, names: str = "") -> None:
        super().__init__(names)
        self.names = names


class _Announcing(uvicorn.Server):
    """Says where it is when it is there, not before; and to those it still answers when it stops, that the connection ends."""

    def __init__(self, config: uvicorn.Config, lines: list[str]) -> None:
        super().__init__(config)
        self._lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        for line in self._lines:
            typer.echo(line)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: finish what was begun, take nothing more."""
        self.config.app.state.stopping = True  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def serve_check(host: str | None, port: int | None) -> None:
    """Serve until interrupted. Raises `SettingsError` and `PortTakenError`."""
    settings = _settings(host, port)
    configure(settings.log, requests=settings.log_requests)
    listening = _listen(settings.host, settings.port)
    lines = _greeting(settings, listening.getsockname()[1])
    try:
        if settings.processes > 1:
            _serve_many(settings, listening, lines)
        else:
            _Announcing(_config(create_app(settings), settings), lines).run([listening])
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
    # uvicorn's access log would hold addresses of clients and paths as sent.
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=settings.stop_seconds,
        backlog=BACKLOG,
        workers=settings.processes,
        factory=isinstance(app, str),
    )


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


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named: else each waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise PortTakenError from None
    return listening


def _is_unspecified(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
