"""`serve`: the check application on uvicorn, with nothing logged about who asks or what.

In: settings, and the host and port from the command line. Out: where to go, said on stdout once the service answers.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address

import typer
import uvicorn
from pydantic import ValidationError

from api.check.app import create_app
from api.check.settings import Settings
from models.datafiles import read_toml


class PortTakenError(RuntimeError):
    """The address cannot be listened on."""


class SettingsError(ValueError):
    """A setting in the environment is wrong, or asks for what this version does not have."""


class _Announcing(uvicorn.Server):
    """Says where it is when it is there, not before."""

    def __init__(self, config: uvicorn.Config, lines: list[str]) -> None:
        super().__init__(config)
        self._lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        for line in self._lines:
            typer.echo(line)


def serve_check(host: str | None, port: int | None) -> None:
    """Serve until interrupted. Raises `SettingsError` and `PortTakenError`."""
    settings = _settings(host, port)
    app = create_app(settings)
    listening = _listen(settings.host, settings.port)
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{name}:{listening.getsockname()[1]}"
    words = read_toml("messages/cli.toml")["serve"]
    lines = [words["where"].format(url=url), words["docs"].format(url=url), words["privacy"]]
    if not _is_loopback(settings.host):
        lines.append(words["open_network"])
    # uvicorn's access log would hold addresses of clients and paths as sent.
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, proxy_headers=False, ws="none"
    )
    _Announcing(config, lines).run([listening])


def _settings(host: str | None, port: int | None) -> Settings:
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    try:
        settings = Settings.model_validate(Settings().model_dump() | given)
        named = settings.host if ":" not in settings.host else f"[{settings.host}]"
        # An address that was asked for by name is one to answer to; "all addresses" names none.
        if not _is_unspecified(settings.host) and named not in settings.allowed_hosts:
            return settings.model_copy(update={"allowed_hosts": (*settings.allowed_hosts, named.lower())})
        return settings
    except ValidationError:
        raise SettingsError from None


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


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_unspecified(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
