"""What is done so far, in a work folder inside the result folder: a manifest, and one small file a chunk.

In: parts as they are finished. Out: the parts in order, after a crash too. A part is written under another name, forced to the disk and then
renamed: it is there as a whole or not at all. The folder goes when the result is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from api.scan.problems import FAILED, ScanError
from api.scan.work import Part, read_part

FOLDER = ".scan-work"
_FINISHED = ".scan-finished"
_MANIFEST = "manifest.json"
_LOCK = "lock"
_HEAD = 1 << 20
Manifest = dict[str, Any]


def fingerprint(path: Path) -> dict[str, Any]:
    """Size, time of change and SHA-256 of the first megabyte of a file."""
    about = path.stat()
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()
    return {"size": about.st_size, "mtime_ns": about.st_mtime_ns, "head_sha256": head}


class Store:
    """The work folder of one run; a context manager that keeps other runs out."""

    def __init__(self, out: Path, manifest: Manifest, *, restart: bool) -> None:
        self._out = out
        self.folder = out / FOLDER
        self._manifest = json.loads(json.dumps(manifest))
        self._restart = restart
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Open the folder. Raises `ScanError` when it belongs to another file, other options, or a run that is still going."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.folder / _LOCK)
            shutil.rmtree(self._out / _FINISHED, ignore_errors=True)
        except OSError:
            raise ScanError("out") from None
        try:
            self._begin()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._release()

    def done(self) -> dict[int, int]:
        """The number of rows of every chunk that is done, by the chunk's number. A damaged part is not done."""
        return {part["chunk"]: part["rows"] for part in map(self._part, self._files()) if part}

    def keep(self, number: int, raw: bytes) -> None:
        """Put a part on the disk, for good."""
        write_whole(self._path(number), raw)

    def parts(self) -> Iterator[Part]:
        """All parts in order. Raises `ScanError` when any is missing."""
        expected = 1
        last = False
        for path in self._files():
            part = self._part(path)
            if part is None or last or part["first"] != expected:
                raise ScanError("incomplete", code=FAILED)
            expected += part["rows"]
            last = part["last"]
            yield part
        if not last:
            raise ScanError("incomplete", code=FAILED)

    def finish(self) -> None:
        """Remove the folder: at once to the eye, so that a crash meanwhile leaves no half of it."""
        self._release()
        self.folder.rename(self._out / _FINISHED)
        shutil.rmtree(self._out / _FINISHED)

    def _begin(self) -> None:
        file = self.folder / _MANIFEST
        kept = _read_manifest(file)
        if kept is None or self._restart:
            for path in self.folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()
            write_whole(file, json.dumps(self._manifest, indent=1).encode())
            return
        for key, message in (("source", "source_changed"), ("engine", "engine_changed")):
            if kept.get(key) != self._manifest[key]:
                raise ScanError(message)
        if kept != self._manifest:
            raise ScanError("options_changed")
        for path in self.folder.iterdir():
            if path.suffix != ".json" and path.name != _LOCK:
                path.unlink()  # what a crash left unfinished

    def _path(self, number: int) -> Path:
        return self.folder / f"part-{number:09}.json"

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("part-*.json"))

    def _part(self, path: Path) -> Part | None:
        try:
            return read_part(path.read_bytes())
        except ValueError:
            return None

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there as a whole or not at all, even if the power goes."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(raw)
    put_in_place(temporary, path)


def put_in_place(temporary: Path, path: Path) -> None:
    """Force a written file to the disk and give it its name."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read_manifest(file: Path) -> Manifest | None:
    try:
        kept = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def _lock(file: Path) -> int:
    """An open file that only this run holds; the system lets go of it however the run ends."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise ScanError("busy") from None
    return handle
