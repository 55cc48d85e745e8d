"""The real application, in process and as a real server on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
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


@dataclass
class Server:
    """A running `tavshedstjek serve`; `output` is all it wrote, there once it has stopped."""

    url: str
    process: subprocess.Popen[bytes]
    output: str = ""
    client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx2.Client(base_url=self.url, timeout=30)

    def stop(self) -> str:
        """Stop the server and return what it wrote to stdout and stderr."""
        if self.process.returncode is None:
            self.client.close()
            self.process.terminate()
            self.output += self.process.communicate(timeout=30)[0].decode()
        return self.output


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
        bufsize=0,  # what is read ahead here would be lost to `communicate`
    )
    assert process.stdout is not None
    first = process.stdout.readline().decode()
    assert "http://127.0.0.1:" in first, first + process.stdout.read().decode()
    server = Server(first.split()[-1], process, first)
    try:
        yield server
    finally:
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
