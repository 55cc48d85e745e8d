"""The peers beside the engine, on the same posts in one run: `python -m training.peers data/corpus/validation [--out FILE]`.

In: posts, and a package registry to install the peers from, each in an environment of its own below `.venv-peers/`. Out: a table of size, time to
load, milliseconds a post, memory, what share of the marked words of each type each finds, and how well "found something" tells red posts from
others (AUROC of the number of findings; of the engine, its score). A peer that cannot be installed or run is said to be so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from models.mode import MODES
from training.corpus import Post, read_posts
from training.metrics import auroc
from training.peer_runner import PEERS
from training.render import table
from training.timing import cold_start, latency, machine

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-peers"
RUNNER = Path(__file__).with_name("peer_runner.py")
TYPES = (
    "CPR",
    "PATIENT_NAME",
    "STAFF_NAME",
    "PHONE",
    "EMAIL",
    "ADDRESS",
    "PLACE",
    "FACILITY",
    "WARD",
    "DIAGNOSIS",
    "INCIDENT_COUNT",
)
Spans = Sequence[tuple[str, int, int]]


@dataclass
class Row:
    """One line of the table. Shares are 0-1; `None` where a type is not in the posts."""

    name: str
    version: str = ""
    installed_mb: float = 0.0
    load_s: float = 0.0
    median_ms: float = 0.0
    peak_mb: float = 0.0
    auroc: float | None = None
    recall: dict[str, float | None] = field(default_factory=dict)
    error: str = ""


def installed(name: str) -> tuple[Path, Row]:
    """The interpreter of the peer's own environment, made if need be. Raises `CalledProcessError`."""
    folder = FOLDER / name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", name], check=True, capture_output=True)
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    version = subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True).stdout.strip()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink()) / 2**20
    return python, Row(name, version, size)


def run_peer(name: str, posts: Sequence[Post]) -> Row:
    """Install and run a peer."""
    row = Row(name)
    try:
        python, row = installed(name)
        done = subprocess.run(
            [python, RUNNER, name],
            input=json.dumps([post.text for post in posts]),
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        )
        answer = json.loads(done.stdout)
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        row.error = f"{type(error).__name__}: {str(getattr(error, 'stderr', '') or '').strip().splitlines()[-1:]}"
        return row
    row.load_s, row.median_ms, row.peak_mb = answer["load_s"], answer["median_ms"], answer["peak_mb"]
    row.recall = recall(posts, answer["found"])
    row.auroc = auroc([post.level == "red" for post in posts], [float(len(spans)) for spans in answer["found"]])
    return row


def run_engine(mode: str, posts: Sequence[Post]) -> Row:
    """The engine on the same posts."""
    from models.checker import Checker
    from tavshedstjek import __version__

    checker = Checker(mode)
    answers = [checker.check(post.text) for post in posts]
    start = {figure.name: figure.value for figure in cold_start(mode)}
    times = {figure.name: figure.value for figure in latency(checker, rounds=2)}
    row = Row(f"tavshedstjek, {mode}", __version__)
    row.load_s = start["of it import and first answer"] / 1000
    row.peak_mb = start["resident memory, peak"]
    row.median_ms = times["check with language guess, median"]
    row.recall = recall(posts, [[(each.type, each.start, each.end) for each in answer.entities] for answer in answers])
    row.auroc = auroc([post.level == "red" for post in posts], [answer.score for answer in answers])
    return row


def recall(posts: Sequence[Post], found: Sequence[Spans]) -> dict[str, float | None]:
    """For each type, the share of marked words that some finding touches, whatever the finding is called."""
    shares: dict[str, float | None] = {}
    for kind in TYPES:
        hits = [
            any(start < span.end and span.start < end for _, start, end in spans)
            for post, spans in zip(posts, found, strict=True)
            for span in post.spans
            if span.type == kind
        ]
        shares[kind] = sum(hits) / len(hits) if hits else None
    return shares


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.peers", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    posts = list(read_posts(asked.corpus))
    rows = [*(run_engine(mode, posts) for mode in MODES), *(run_peer(name, posts) for name in PEERS)]
    made = table("peers", "name", "version", "MB", "load s", "ms", "peak MB", "AUROC", *TYPES)
    for row in rows:
        figures = [
            f"{value:.2f}" if value is not None else "–"
            for value in (row.auroc, *(row.recall.get(kind) for kind in TYPES))
        ]
        sizes = [f"{value:.2f}" for value in (row.installed_mb, row.load_s, row.median_ms, row.peak_mb)]
        made.add_row(row.name, row.version, *([row.error] if row.error else [*sizes, *figures]))
    Console(width=200).print(made)
    if asked.out:
        record = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": machine(),
            "posts": len(posts),
            "rows": [asdict(row) for row in rows],
        }
        asked.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
