"""Where checking happens: a few threads, and a bounded line in front of them.

In: a function and its arguments. Out: its result, or `BusyError` at once when the line is full, or `SlowError` when the time is up.
What was taken is finished, also while the service shuts down. The network runs one text at a time: its int8 arithmetic scales by all
that is in a batch, so that in a common batch the answer to one text would depend on who else asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(RuntimeError):
    """As many are waiting as may."""


class SlowError(RuntimeError):
    """The time for an answer is up."""


class Work:
    """`threads` jobs at a time, at most `waiting` more in line, `seconds` for each from the moment it is taken."""

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="check")
        self._room = threads + waiting
        self._seconds = seconds
        self._taken = 0

    async def do(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `job`. Raises what it raises, `BusyError`, `SlowError`."""
        if self._taken >= self._room:
            raise BusyError
        self._taken += 1
        future = self._pool.submit(job, *args, **kwargs)
        # A job that nobody waits for any more still holds its place until it is done.
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise SlowError from None

    def close(self) -> None:
        """Finish what was taken, and take no more."""
        self._pool.shutdown(wait=True)

    def _leave(self) -> None:
        self._taken -= 1
