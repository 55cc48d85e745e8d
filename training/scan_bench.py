"""Measure a big scan, with a crash in the middle: ``python -m training.scan_bench [--rows N] [--workers N] [--folder FOLDER]``.

In: invented case titles, made here from templates and from the first lines of the validation posts. Out: rows a second, peak memory, sizes,
and whether every row was counted once. The command is run as its user runs it, killed with its workers half-way, and run again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from api.scan.runner import engine_version
from api.scan.store import FOLDER
from api.scan.work import CHUNK_ROWS
from models.datafiles import DATA, read_table, read_words
from training.corpus import read_posts
from training.timing import machine, peak_memory

ROOT = Path(__file__).resolve().parent.parent
_LONGEST_TITLE = 160
_POSTS_SHARE = 0.3
_LOOK_SECONDS = 0.1
_SEED = 1


@dataclass(slots=True)
class Leg:
    """One run of the command: how long it took, whether it was killed, peak memory of it and of its largest worker in MB."""

    seconds: float
    killed: bool
    parent: float = 0.0
    worker: float = 0.0


def write_titles(path: Path, rows: int) -> None:
    """Write `rows` case titles, the same ones every time."""
    draw = random.Random(_SEED)
    templates = read_words("baselines/scan_titles.txt")
    posts = [post.text.split("\n")[0][:_LONGEST_TITLE] for post in read_posts(DATA / "corpus" / "validation")]
    given = [row["surface"].capitalize() for row in read_table("gazetteers/given_names.tsv")]
    surnames = [row["surface"].capitalize() for row in read_table("gazetteers/surnames.tsv")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["sagsnr", "titel", "oprettet"])
        for number in range(rows):
            title = draw.choice(posts) if draw.random() < _POSTS_SHARE else draw.choice(templates)
            filled = title.format(
                given=draw.choice(given),
                surname=draw.choice(surnames),
                cpr=f"{draw.randint(1, 28):02}{draw.randint(1, 12):02}{draw.randint(30, 99)}-0000",
                number=draw.randint(1, 99),
                year=draw.randint(2019, 2026),
            ) if title in templates else title  # fmt: skip
            writer.writerow([f"S{number:08}", filled, f"{draw.randint(2019, 2026)}-{draw.randint(1, 12):02}-01"])


def run_scan(file: Path, out: Path, workers: int, kill_at: int | None) -> Leg:
    """Scan `file`, or kill the scan and its workers once `kill_at` chunks are done."""
    command = [sys.executable, "-m", "api.cli", "scan", str(file), "--column", "titel", "--masked", "--mode", "rules"]
    start = perf_counter()
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "--out", str(out)], cwd=ROOT, start_new_session=True
    )
    leg = Leg(0.0, killed=False)
    while process.poll() is None:
        _note_memory(process.pid, leg)
        if kill_at is not None and sum(1 for _ in (out / FOLDER).glob("part-*.json")) >= kill_at:
            os.killpg(process.pid, signal.SIGKILL)
            leg.killed = True
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    leg.seconds = perf_counter() - start
    return leg


def _note_memory(parent: int, leg: Leg) -> None:
    """Raise the peaks of `leg` to what the processes have needed so far; other systems than Linux do not tell."""
    leg.parent = max(leg.parent, peak_memory(parent))
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                leg.worker = max(leg.worker, peak_memory(int(child)))
        except OSError:
            continue


def measure(rows: int, workers: int, folder: Path) -> tuple[dict[str, object], bool]:
    """The figures, and whether all is as it should be: killed once, and every row counted once."""
    file, out = folder / "titler.csv", folder / "ud"
    write_titles(file, rows)
    chunks = -(-rows // CHUNK_ROWS)
    first = run_scan(file, out, workers, kill_at=max(1, chunks // 2))
    second = run_scan(file, out, workers, kill_at=None)
    report = json.loads((out / "report.json").read_bytes())
    rerun = report["run"]
    figures = {
        **machine(),
        "version": engine_version("rules")["version"],
        "rows": report["rows"],
        "rows with findings": report["rows_with_findings"],
        "file, MB": round(file.stat().st_size / 1e6, 1),
        "workers": workers,
        "killed after rows": rows - rerun["rows"] if first.killed else None,
        "first run, s": round(first.seconds, 1),
        "second run, s": round(second.seconds, 1),
        "rows a second, second run": round(rerun["rows"] / rerun["seconds"]),
        "rows a second, both runs": round(rows / (first.seconds + second.seconds)),
        "peak memory of the parent, MB": round(max(first.parent, second.parent)),
        "peak memory of a worker, MB": round(max(first.worker, second.worker)),
        "result, MB": round(sum(path.stat().st_size for path in out.iterdir()) / 1e6, 1),
    }
    return figures, first.killed and report["rows"] == rows and report["bad_rows"] == 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run it and print the figures. Returns 1 when a row is missing, or the scan was done before it could be killed."""
    parser = argparse.ArgumentParser(prog="python -m training.scan_bench", description="Measure a big scan.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="keep file and result here")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        figures, right = measure(args.rows, args.workers, folder)
    for name, value in figures.items():
        print(f"{name}: {value}")
    print("all rows counted once" if right else "NOT as it should be")
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
