"""A lean HTTP client: many of it fit beside the server on one machine. In: an address and requests. Out: status, milliseconds, body."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass
class Seen:
    """What a run of clients saw: milliseconds of the answers 200, statuses, broken connections, answers that were wrong."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list, repr=False)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    refused: int = 0
    wrong: int = 0

    def figures(self) -> dict[str, float]:
        """Median, 95th and 99th percentile in milliseconds, and answers a second."""
        if len(self.milliseconds) < 2:
            return {"p50": 0.0, "p95": 0.0, "p99": 0.0, "a_second": 0.0}
        cuts = quantiles(self.milliseconds, n=100)
        rate = len(self.milliseconds) / self.seconds if self.seconds else 0.0
        found = {"p50": median(self.milliseconds), "p95": cuts[94], "p99": cuts[98], "a_second": rate}
        return {name: round(value, 1) for name, value in found.items()}


class Client:
    """One connection that is kept, and made anew when it breaks."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: object) -> tuple[int, bytes]:
        """Status and body. Raises `OSError` or `EOFError` when the connection breaks."""
        if self._streams and self._streams[0].at_eof():  # the server let go of it after its last answer
            self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        sent = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {len(sent)}\r\n\r\n"
        try:
            writer.write(head.encode() + sent)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            answer = await reader.readexactly(int(headers["content-length"]))
        except BaseException:
            self.close()
            raise
        if headers.get("connection") == "close":
            self.close()
        return int(lines[0].split()[1]), answer

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


Check = Callable[[int, bytes], bool]


async def ask(
    address: tuple[str, int],
    clients: int,
    requests: int,
    make: Callable[[int], object],
    right: Check,
    seconds: float = 600,
) -> Seen:
    """`clients` at a time send `requests` in all, or until `seconds` are over; `right` says whether an answer 200 is the one due."""
    seen, numbers, began = Seen(), iter(range(requests)), time.perf_counter()

    async def one() -> None:
        client = Client(*address)
        for number in numbers:
            if time.perf_counter() - began > seconds:
                break
            start = time.perf_counter()
            try:
                status, body = await client.post("/v1/check", make(number))
            except ConnectionRefusedError:
                seen.refused += 1
                await asyncio.sleep(0.01)
                continue
            except (OSError, EOFError):
                seen.broken += 1
                continue
            seen.statuses[status] += 1
            if status == 200:
                seen.milliseconds.append((time.perf_counter() - start) * 1000)
                seen.wrong += not right(number, body)
        client.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    seen.seconds = time.perf_counter() - began
    return seen


def run(asked: Awaitable[Seen]) -> Seen:
    """The result of an `ask`."""

    async def wait() -> Seen:
        return await asked

    return asyncio.run(wait())
