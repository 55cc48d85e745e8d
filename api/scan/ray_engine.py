"""The engine for a cluster: a table in, the parts of its chunks out as they are finished, over Ray Data.

One task reads the file, beside the process that started it, and hands out a chunk at a time; actors with a checker each work on them. Ray
streams: only a few chunks are under way. A chunk whose worker dies is tried once more. By default Ray runs on this machine, with its objects
and logs in memory where the system has a disk there, nothing spilled, and all of it removed afterwards; with `RAY_ADDRESS` the cluster's own
settings decide what is written where.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Read by Ray when it is imported: it tells nobody that it runs, and the user nothing of its inner life.
os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_DATA_LOG_LEVEL="CRITICAL", RAY_BACKEND_LOG_LEVEL="fatal")

import pyarrow as pa
import ray
from ray.actor import ActorHandle
from ray.data import ActorPoolStrategy, DataContext, Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from api.failures import describe
from api.scan.cells import Table
from api.scan.problems import FAILED, ScanError
from api.scan.work import TRIES, Chunk, Done, Job, chunks, forbid_core_files, work_for

_STORE_BYTES = 256 * 1024 * 1024
_READER_CPU = 0.1
_MEMORY = "/dev/shm"  # a disk in memory, on Linux
_SCHEMA = pa.schema(
    [("number", pa.int64()), ("rows", pa.int64()), ("payload", pa.large_binary()), ("problem", pa.string())]
)


def run_ray(table: Table, job: Job, done: frozenset[int], workers: int) -> Iterator[Done]:
    """The part of every chunk of `table` that is not `done`, in the order they are finished. Raises `ScanError`."""
    forbid_core_files()
    with _cluster(workers):
        context = DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = 1  # a chunk is a block of its own, so that each goes to the next free worker
        try:
            parts = ray.data.read_datasource(
                _Chunks(table, done),
                override_num_blocks=1,
                num_cpus=_READER_CPU,
                # On this machine: the file may be nowhere else.
                label_selector={"ray.io/node-id": ray.get_runtime_context().get_node_id()},
            ).map_batches(
                _Worker,
                fn_constructor_args=(job, ray.remote(_Tries).options(num_cpus=0).remote()),
                compute=ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
                batch_size=None,
                batch_format="pyarrow",
                num_cpus=1,
            )
            for batch in parts.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
                for row in batch.to_pylist():
                    yield _finished(row)
        except ray.exceptions.RayError as error:
            raise ScanError("ray_failed", code=FAILED, what=type(error).__name__) from None


class _Chunks(Datasource):  # type: ignore[misc]
    """The table as a source of Ray Data: one task, one block a chunk."""

    def __init__(self, table: Table, done: frozenset[int]) -> None:
        super().__init__()
        self._table = table
        self._done = done

    def estimate_inmemory_data_size(self) -> int | None:
        """Not known."""
        return None

    def get_read_tasks(self, parallelism: int, *_: object, **__: object) -> list[ReadTask]:
        """The one task."""
        table, done = self._table, self._done
        about = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        return [ReadTask(lambda: _blocks(table, done), about, schema=_SCHEMA)]


class _Tries:
    """How often each chunk was begun. Ray itself would give a chunk that kills its worker to new ones for ever."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, number: int) -> int:
        """Count one more try of a chunk; returns how many there are now."""
        self._begun[number] += 1
        return self._begun[number]


class _Worker:
    """Does chunks, with a checker of its own."""

    def __init__(self, job: Job, tries: ActorHandle) -> None:
        self._work = work_for(job)
        self._tries = tries

    def __call__(self, batch: pa.Table) -> pa.Table:
        return pa.Table.from_pylist([self._do(row) for row in batch.to_pylist()], _SCHEMA)

    def _do(self, row: dict[str, object]) -> dict[str, object]:
        if row["problem"] is not None:
            return row
        chunk: Chunk = pickle.loads(row["payload"])  # type: ignore[arg-type]
        if ray.get(self._tries.begin.remote(chunk.number)) > TRIES:
            return row | {"payload": chunk.span.encode(), "problem": "worker_died"}
        try:
            return row | {"payload": self._work(chunk)}
        except Exception as error:  # Ray would log its message
            return row | {"payload": f"{chunk.span}|{describe(error)}".encode(), "problem": "worker_failed"}


def _blocks(table: Table, done: frozenset[int]) -> Iterator[pa.Table]:
    """A block for each chunk to do; one that tells why there are no more, if the file cannot be read to its end."""
    forbid_core_files()
    try:
        for chunk in chunks(table):
            if chunk.number not in done:
                yield _block(number=chunk.number, rows=len(chunk.rows), payload=pickle.dumps(chunk), problem=None)
    except ScanError as error:
        yield _block(number=-1, rows=0, payload=b"", problem=error.message)
    except Exception as error:
        yield _block(number=-1, rows=0, payload=describe(error).encode(), problem="ray_failed")


def _block(**row: object) -> pa.Table:
    return pa.Table.from_pylist([row], _SCHEMA)


def _finished(row: dict[str, object]) -> Done:
    payload = bytes(row["payload"])  # type: ignore[call-overload]
    match row["problem"]:
        case None:
            return Done(int(str(row["number"])), int(str(row["rows"])), payload)
        case "worker_died" | "worker_failed" as problem:
            rows, _, what = payload.decode().partition("|")
            raise ScanError(problem, code=FAILED, rows=rows, what=what)
        case "ray_failed":
            raise ScanError("ray_failed", code=FAILED, what=payload.decode())
        case problem:
            raise ScanError(str(problem))


@contextmanager
def _cluster(workers: int) -> Iterator[None]:
    """Ray, running."""
    quiet = {"logging_level": "ERROR", "log_to_driver": False}
    address = os.environ.get("RAY_ADDRESS")
    memory = _MEMORY if Path(_MEMORY).is_dir() else None
    folder = None if address else tempfile.mkdtemp(prefix="scan-", dir=memory)
    try:
        if address:
            ray.init(address, **quiet)
        else:
            ray.init(
                "local",
                num_cpus=workers + 1,
                include_dashboard=False,
                object_store_memory=_STORE_BYTES,
                _temp_dir=folder,
                _plasma_directory=memory,
                _system_config={"automatic_object_spilling_enabled": False},
                **quiet,
            )
        try:
            yield
        finally:
            ray.shutdown()
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
