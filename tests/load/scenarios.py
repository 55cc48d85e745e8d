"""What is done to the server, each a function that returns its figures and raises `AssertionError` when what must hold does not."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from tests.api.conftest import ROOT, Server
from tests.load.client import Client, Seen, ask, run

CANARY = "Zkanarifugl"
POSTS = [
    line
    for line in (ROOT / "data/baselines/bench_posts.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]
Figures = dict[str, Any]


def post(number: int) -> dict[str, str]:
    """The post of a request; each carries the canary."""
    return {"text": f"{POSTS[number % len(POSTS)]} {CANARY}"}


def is_about(number: int, body: bytes) -> bool:
    """Whether an answer is whole, and about the post that was sent: its last entity ends inside it."""
    answer = json.loads(body)
    text = post(number)["text"]
    return all(text[each["start"] : each["end"]] == each["text"] for each in answer["entities"]) and "level" in answer


@contextmanager
def served(stderr: Any = subprocess.STDOUT, **settings: str) -> Iterator[tuple[Server, tuple[str, int], Path]]:
    """A server in a temporary folder of its own; afterwards no file, log line or core file there holds the canary."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
            cwd=folder,
            env=os.environ
            | {f"TAVSHEDSTJEK_{key.upper()}": value for key, value in settings.items()}
            | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "TMPDIR": folder},
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        server = Server(process)
        address = urlsplit(server.url)
        try:
            yield server, (str(address.hostname), int(address.port or 0)), Path(folder)
            metrics = server.client.get("/metrics").text if process.poll() is None else ""
        finally:
            output = server.stop()
        left = [file for file in Path(folder).rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]
        assert not left, left
        assert CANARY not in output + metrics


def latency() -> Figures:
    """Milliseconds and posts a second against the number of clients."""
    found = {}
    with served() as (_, address, _folder):
        run(ask(address, 2, 100, post, is_about))
        for clients in (1, 2, 4, 8, 16, 32):
            seen = run(ask(address, clients, 600, post, is_about))
            _all_right(seen)
            found[f"{clients} clients"] = seen.figures()
    return found


def overload() -> Figures:
    """Far more clients than the line holds: 200 or 503, nothing else, and quick again afterwards."""
    with served(waiting="16") as (_, address, _folder):
        before = run(ask(address, 1, 100, post, is_about)).figures()
        storm = run(ask(address, 200, 4_000, post, is_about))
        after = run(ask(address, 1, 100, post, is_about)).figures()
    assert set(storm.statuses) <= {200, 503}, storm.statuses
    assert not (storm.broken or storm.refused or storm.wrong)
    return {"before": before, "storm": storm.figures() | dict(storm.statuses), "after": after}


def stop_under_load() -> Figures:
    """SIGTERM in the middle: every post that the service began is answered, and the answer arrives whole."""
    with served(log="json", log_requests="true") as (server, address, _folder):
        seen = _while_asking(address, 8, 3_000, lambda: server.process.send_signal(signal.SIGTERM))
        code = server.process.wait(timeout=60)
        begun = server.stop().count('"route": "/v1/check"')
    assert not seen.wrong
    assert seen.statuses == {200: begun}, (seen, begun)
    # A connection kept between two requests may close as the next one is on its way: that one was never begun.
    return {
        "begun": begun,
        "answered": seen.statuses[200],
        "never begun": seen.broken + seen.refused,
        "exit code": code,
    }


def kill_a_process() -> Figures:
    """kill -9 of one of two processes under load: only its own requests break, and it is replaced."""
    with served(processes="2") as (server, address, _folder):
        run(ask(address, 4, 200, post, is_about))
        old = server.children()
        seen = _while_asking(address, 8, 3_000, lambda: os.kill(old[0], signal.SIGKILL))
        began = time.perf_counter()
        while set(old) & set(server.children()) != {old[1]} or len(server.children()) < 2:
            assert time.perf_counter() - began < 60
            time.sleep(0.05)
        after = run(ask(address, 8, 400, post, is_about))
    assert not (seen.wrong or seen.refused)
    _all_right(after)
    return {"answered": seen.statuses[200], "broken": seen.broken, "after": after.figures()}


def kill_all() -> Figures:
    """kill -9 of the whole service under load: no wrong answer, nothing of a text left behind."""
    with served() as (server, address, _folder):
        seen = _while_asking(address, 8, 1_500, server.process.kill)
        server.process.wait(timeout=60)
    assert not seen.wrong
    return {"answered": seen.statuses[200], "broken": seen.broken, "refused": seen.refused}


def slow_clients() -> Figures:
    """Two hundred who send a byte and wait: the others are served as before."""

    async def both(address: tuple[str, int]) -> tuple[Seen, Seen]:
        before = await ask(address, 2, 200, post, is_about)
        slow = [Client(*address) for _ in range(200)]
        streams = [await asyncio.open_connection(*address) for _ in slow]
        for _, writer in streams:
            writer.write(
                b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"
            )
        during = await ask(address, 2, 200, post, is_about)
        ends = [(await reader.read(65_536)).split(b" ", 2)[1] for reader, _ in streams]
        assert set(ends) == {b"408"}
        for _, writer in streams:
            writer.close()
        return before, during

    with served(body_seconds="5") as (_, address, _folder):
        before, during = asyncio.run(both(address))
    _all_right(before)
    _all_right(during)
    return {"before": before.figures(), "during": during.figures()}


def full_disk() -> Figures:
    """A log that cannot be written, line after line: posts are still checked."""
    with (
        Path("/dev/full").open("wb") as full,
        served(stderr=full, log_requests="true", log="json") as (_, address, _folder),
    ):
        seen = run(ask(address, 4, 400, post, is_about))
    _all_right(seen)
    return seen.figures()


def soak(minutes: float) -> Figures:
    """Steady load: memory after a tenth of the time and at the end."""
    marks = {}
    with served() as (server, address, _folder):
        process = psutil.Process(server.process.pid)
        for part, share in (("early", 0.1), ("end", 0.9)):
            seen = run(ask(address, 4, 10_000_000, post, is_about, seconds=60 * minutes * share))
            _all_right(seen)
            marks[part] = seen.figures() | {"MB": round(process.memory_info().rss / 2**20, 1)}
    grown = marks["end"]["MB"] - marks["early"]["MB"]
    assert grown < 20, marks
    return marks | {"MB grown": round(grown, 1)}


def _while_asking(address: tuple[str, int], clients: int, requests: int, do: Callable[[], object]) -> Seen:
    """Do something when a few hundred posts have been answered."""
    answered = count(1)

    def right(number: int, body: bytes) -> bool:
        if next(answered) == 300:
            do()
        return is_about(number, body)

    return run(ask(address, clients, requests, post, right, seconds=30))


def _all_right(seen: Seen) -> None:
    assert set(seen.statuses) == {200}, seen.statuses
    assert not (seen.broken or seen.refused or seen.wrong), seen
