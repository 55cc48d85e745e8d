"""A uvicorn server that says where it is, with nothing logged about who asks or what.

In: an application and where it listens. Out: lines on stdout once it answers.
"""

from __future__ import annotations

import socket
from types import FrameType

import typer
import uvicorn
from fastapi import FastAPI

BACKLOG = 1024


class PortTakenError(RuntimeError):
    """The address cannot be listened on."""


class SettingsError(ValueError):
    """A setting in the environment is wrong or unsafe, or asks for what this version does not have. `names` says which, or is empty."""

    def __init__(self, names: str = "") -> None:
        super().__init__(names)
        self.names = names


class Announcing(uvicorn.Server):
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


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises `PortTakenError`."""
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


def uvicorn_config(app: FastAPI | str, *, stop_seconds: int, workers: int = 1) -> uvicorn.Config:
    """How both applications are served: uvicorn's access log would hold addresses of clients and paths as sent."""
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=stop_seconds,
        backlog=BACKLOG,
        workers=workers,
        factory=isinstance(app, str),
    )
