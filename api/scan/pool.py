"""The engine for one machine: chunks in, their parts out as they are finished, from worker processes of their own.

Each worker has one chunk at a time, so that no more are in memory than there are workers, and when a worker dies it is known with what in
hand: that chunk is tried once more by a new worker, then the run stops.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import cast

from api.failures import describe
from api.scan.problems import FAILED, ScanError
from api.scan.work import TRIES, Chunk, Done, Work, forbid_core_files
from models.neural import WeightsError

_GONE = (EOFError, OSError)
_JOIN_SECONDS = 10
MakeWork = Callable[[], Work]


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    chunk: Chunk | None = None
    tries: int = 0


def run_local(make_work: MakeWork, chunks: Iterable[Chunk], workers: int) -> Iterator[Done]:
    """Every chunk's part, in the order they are finished. `make_work` is called in each worker and must be importable there.

    Raises `ScanError` when a chunk has cost two workers their life, or a worker cannot do its work; `WeightsError` when it cannot start.
    """
    source = iter(chunks)
    crew: dict[Connection, _Worker] = {}
    try:
        for chunk in source:
            worker = _hire(make_work)
            crew[worker.pipe] = worker
            _give(worker, chunk, tries=1)
            if len(crew) == workers:
                break
        while crew:
            for pipe in cast(list[Connection], wait(list(crew))):
                worker = crew.pop(pipe)
                try:
                    kind, answer = worker.pipe.recv()
                except _GONE:
                    again = _replace(worker, make_work)
                    crew[again.pipe] = again
                    continue
                done = worker.chunk
                if done is None or kind != "done":
                    _dismiss(worker)
                    raise _failure(kind, answer, done)
                following = next(source, None)
                if following:
                    _give(worker, following, tries=1)
                    crew[worker.pipe] = worker
                else:
                    _dismiss(worker)
                yield Done(done.number, len(done.rows), answer)
    finally:
        for worker in crew.values():
            worker.process.terminate()
            _dismiss(worker)


def _hire(make_work: MakeWork) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, make_work), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, chunk: Chunk, tries: int) -> None:
    worker.chunk, worker.tries = chunk, tries
    with suppress(*_GONE):  # it is dead; reading from it says so too
        worker.pipe.send(chunk)


def _replace(worker: _Worker, make_work: MakeWork) -> _Worker:
    """A new worker with the chunk the dead one had. Raises `ScanError` when that was its last try."""
    _dismiss(worker)
    chunk = worker.chunk
    if chunk is None or worker.tries >= TRIES:
        raise ScanError("worker_died", code=FAILED, rows=chunk.span if chunk else "?")
    new = _hire(make_work)
    _give(new, chunk, worker.tries + 1)
    return new


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(_JOIN_SECONDS)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.process.close()


def _failure(kind: str, answer: str, chunk: Chunk | None) -> Exception:
    if kind == "weights":
        return WeightsError(answer)
    return ScanError("worker_failed", code=FAILED, rows=chunk.span if chunk else "?", what=answer)


def _serve(pipe: Connection, make_work: MakeWork) -> None:
    """The life of a worker: until the pipe is closed."""
    forbid_core_files()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which dismisses its workers
    try:
        work = make_work()
        while (chunk := _next_chunk(pipe)) is not None:
            pipe.send(("done", work(chunk)))
    except BrokenPipeError:
        return
    except WeightsError as error:
        pipe.send(("weights", str(error)))
    except Exception as error:
        pipe.send(("failed", describe(error)))


def _next_chunk(pipe: Connection) -> Chunk | None:
    try:
        chunk: Chunk = pipe.recv()
    except _GONE:
        return None
    return chunk
