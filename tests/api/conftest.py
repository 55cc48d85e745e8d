"""The real application, in process and as a real server on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx2
import psutil
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.check.app import create_app
from models import detectors
from models.document import Document, Finding

ROOT = Path(__file__).resolve().parents[2]
RED = "I nat mistede vi en patient på 87 år på M5. Hendes cpr-nummer er 070539-1234."
DATED = "🙂🙂 I går var der stille."
PROBLEM = "application/problem+json"


def assert_problem(response: httpx2.Response, status: int, name: str) -> dict[str, object]:
    """The response is the problem document `name`; returns it."""
    assert response.status_code == status
    assert response.headers["content-type"] == PROBLEM
    body: dict[str, object] = response.json()
    assert (body["status"], body["type"]) == (status, f"/docs#{name}")
    assert body["title"]
    assert body["detail"]
    return body


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return create_app()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost") as client:
        yield client


class Server:
    """A running `tavshedstjek serve`, and a client of it. What the server writes is read all the time: it never waits."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.process = process
        self._pipe = process.stdout
        self._written = [process.stdout.readline()]
        self._reader = Thread(target=lambda: self._written.extend(self._pipe), daemon=True)
        self._reader.start()
        self.url = self._written[0].decode().split()[-1]
        self.client = httpx2.Client(base_url=self.url, timeout=30)

    def children(self) -> list[int]:
        """The processes that share the port, where there are several."""
        found = []
        for each in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(each.cmdline()):
                    found.append(each.pid)
        return sorted(found)

    def post_anew(self, path: str, body: object) -> httpx2.Response:
        """Post over a connection of its own."""
        return httpx2.post(self.url + path, json=body, timeout=30)

    def stop(self) -> str:
        """Stop the server and return all it wrote to stdout and stderr."""
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._reader.join()
        self._pipe.close()
        return b"".join(self._written).decode()


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """`tavshedstjek serve` on a free port of loopback, with `settings` as in the environment."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env=os.environ
        | {f"TAVSHEDSTJEK_{key.upper()}": value for key, value in settings.items()}
        | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    server = Server(process)
    try:
        yield server
    finally:
        if process.returncode is None:
            server.stop()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(operator="Prøvedrift") as server:
        yield server


@pytest.fixture
def failing_detector() -> Iterator[None]:
    """One more detector in the real engine: it fails on the word "svigt", with the text in its message."""

    @detectors.detector("failing", "EVENT")
    def fail(document: Document) -> Iterator[Finding]:
        if "svigt" in document.text:
            raise KeyError(document.text)
        return iter(())

    detectors.detectors.cache_clear()
    yield
    del detectors._REGISTRY["failing"]
    detectors.detectors.cache_clear()
