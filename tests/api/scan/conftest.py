"""Tables of fictional case titles in every format, and the command as a process."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from api.scan.formats import Wanted
from api.scan.runner import Outcome, Request, scan
from api.scan.work import Job
from tests.api.conftest import ROOT

SUFFIXES = (".csv", ".jsonl", ".parquet", ".xlsx")
CPR = "010190-1238"
ROWS = [
    {"id": 1, "titel": f"Klage fra Anne Hansen, {CPR}", "note": "ring 40 50 60 70", "dag": date(2026, 11, 1)},
    {"id": 2, "titel": "Flere\nlinjer 🙂 \"citat\"; semikolon, komma", "note": None, "dag": date(2026, 11, 2)},
    {"id": 3, "titel": None, "note": "æøå ÆØÅ", "dag": None},
    {"id": 4, "titel": "Ny printer", "note": "skriv til bo@example.dk", "dag": date(2026, 11, 4)},
]  # fmt: skip
TITLES = [
    f"Klage fra Anne Hansen, cpr {CPR}",
    "Ny printer til kontoret",
    "Svar til borger på M5, 87 år",
    "Peter Jensen har ringet 🙂",
]
DRIVER = """
import sys
from tests.api.scan.conftest import request
from api.scan.runner import scan

def pause(done, likely):
    if done >= int(sys.argv[1]):
        print(done, flush=True)
        sys.stdin.read()

if __name__ == "__main__":
    scan(request(sys.argv[2], sys.argv[3], masked=sys.argv[4] == "masked", examples=sys.argv[4] == "masked"), pause)
"""


def write_table(path: Path, rows: list[dict[str, object]] = ROWS) -> Path:
    """`rows` in the format that the name of `path` says."""
    names = list(rows[0])
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names, delimiter=";")
                writer.writeheader()
                writer.writerows(rows)
        case ".jsonl":
            path.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows), "utf-8")
        case ".parquet":
            pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
        case ".xlsx":
            book = openpyxl.Workbook()
            book.active.append(names)
            for row in rows:
                book.active.append(list(row.values()))
            book.save(path)
    return path


def read_table(path: Path) -> list[dict[str, object]]:
    """The rows again, by other means than the scan's."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file, delimiter=";"))
        case ".jsonl":
            return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        case ".parquet":
            return pq.read_table(path).to_pylist()
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def titles(path: Path, count: int) -> Path:
    """A table of `count` titles."""
    return write_table(path, [{"id": i, "titel": f"{TITLES[i % len(TITLES)]} ({i})"} for i in range(count)])


def request(file: Path | str, out: Path | str, *columns: str, masked: bool = True, examples: bool = True) -> Request:
    """A request in rules mode with two workers."""
    wanted = Wanted(columns or ("titel",))
    return Request(Path(file), wanted, Path(out), Job("rules", examples=examples, masked=masked), workers=2)


def run(*arguments: object, **rest: object) -> Outcome:
    """The outcome of a request."""
    return scan(request(*arguments, **rest), lambda done, likely: None)


def call(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """`tavshedstjek scan` as a process, in rules mode where no other is asked for."""
    mode = () if "--mode" in arguments else ("--mode", "rules")
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "scan", *map(str, arguments), *mode],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


class Interrupted:
    """A scan that stands still once `rows` rows are done, until it is killed, group and all."""

    def __init__(self, file: Path, out: Path, rows: int, *, masked: bool = True, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(rows), str(file), str(out), "masked" if masked else "bare"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"} | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self.done = int(self._process.stdout.readline())

    def kill(self) -> str:
        """Kill -9 the whole group; returns what it had written."""
        os.killpg(self._process.pid, signal.SIGKILL)
        out, err = self._process.communicate(timeout=30)
        return (out + err).decode()


def without_run(folder: Path) -> dict[str, bytes]:
    """The files of a result, but for how and when the run went."""
    kept = {}
    for path in sorted(folder.iterdir()):
        raw = path.read_bytes()
        if path.name == "report.json":
            report = json.loads(raw)
            del report["run"]
            raw = json.dumps(report).encode()
        if path.name == "report.html":
            raw = b"\n".join(line for line in raw.split(b"\n") if b'class="run"' not in line)
        kept[path.name] = raw
    return kept
