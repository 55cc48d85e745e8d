"""Work that goes wrong in a worker, for the pool's tests: importable in a new process."""

import os
import signal
import sys
from pathlib import Path

from api.scan.work import Chunk, Work

DEADLY = 2


def dies(folder: str, always: bool) -> Work:
    """Dies of the chunk `DEADLY`, the first time or always; leaves a file for every chunk it begins."""

    def work(chunk: Chunk) -> bytes:
        begun = len(list(Path(folder).glob(f"{chunk.number}-*")))
        Path(folder, f"{chunk.number}-{begun}").touch()
        if chunk.number == DEADLY and (always or not begun):
            os.kill(os.getpid(), signal.SIGKILL)
        return b"%d" % chunk.number

    return work


def fails() -> Work:
    """Fails of every chunk, with its text in the message."""

    def work(chunk: Chunk) -> bytes:
        raise KeyError(chunk.rows)

    return work


def cannot_start() -> Work:
    """No work at all."""
    raise RuntimeError("Zkanarifugl")


def core_limit() -> Work:
    """Answers with how large a core file of the worker may be."""
    import resource

    return lambda chunk: b"%d %d" % resource.getrlimit(resource.RLIMIT_CORE)


def modules() -> Work:
    """Answers with the modules that a worker has loaded."""
    return lambda chunk: " ".join(sys.modules).encode()
