"""A real PostgreSQL server for the tests, in a folder that goes away, on a socket only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def _program(name: str) -> str:
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    assert found, "the tests need PostgreSQL: apt-get install postgresql"
    return found


@contextmanager
def postgres() -> Iterator[str]:
    """The server's address, as SQLAlchemy writes it. PostgreSQL never runs as root: there it runs as its own user."""
    user = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="tavshedstjek-pg-") as folder:
        if user:
            shutil.chown(folder, user)
        data, log = f"{folder}/data", f"{folder}/log"
        quiet = {"user": user, "check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            [_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            **quiet,
        )
        # The services are killed here, never the machine: nothing has to reach the disk.
        options = f"-k {folder} -c listen_addresses= -c max_connections=200 -c fsync=off -c full_page_writes=off"
        subprocess.run([_program("pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start"], **quiet)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            subprocess.run([_program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"], **quiet)
