"""Time the engine on this machine: ``python -m training.bench [--json] [--out FILE]``.

In: nothing but the engine and the posts of `data/baselines`. Out: figures beside their budgets; JSON to FILE if asked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from models.mode import DEFAULT_MODE, MODES
from training.answers import load_checker
from training.goals import shown
from training.render import table, verdict
from training.timing import Figure, adversarial, budgets, cold_start, latency, lengths, machine, throughput


def measure(mode: str, weights: Path | None = None) -> dict[str, list[Figure]]:
    """All figures, by part of the benchmark; for other `weights` than those that ship, what the network costs."""
    checker = load_checker(mode, weights)
    if weights:
        return {"one post": latency(checker), "bulk": throughput(mode, weights)}
    return {
        "start": cold_start(mode),
        "one post": latency(checker),
        "bulk": throughput(mode),
        "length": lengths(checker),
        "adversarial": adversarial(checker),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print it. Returns 0 whatever the figures, 2 when `--out` cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m training.bench", description="Time the engine on this machine.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--out", type=Path, help="write JSON to this file too, e.g. docs/benchmarks/2026-01-31.json")
    parser.add_argument("--mode", choices=MODES, default=DEFAULT_MODE)
    parser.add_argument("--weights", type=Path, help="of a network that `training.encoder.export` wrote to this folder")
    args = parser.parse_args(argv)
    if args.weights and args.mode == "rules":
        parser.error("the rules have no weights")
    host = machine()
    when = datetime.now(UTC).date().isoformat()
    found = measure(args.mode, args.weights)
    record = {"date": when, "mode": args.mode, "machine": host} | {
        part: [figure.to_dict(args.mode) for figure in figures] for part, figures in found.items()
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    if args.json:
        print(text)
    else:
        Console().print(" · ".join([when, f"{args.mode} mode", *(f"{name} {value}" for name, value in host.items())]))
        _print(found, args.mode, Console())
    if args.out:
        try:
            args.out.parent.mkdir(parents=True, exist_ok=True)
            args.out.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 2
    return 0


def _print(found: dict[str, list[Figure]], mode: str, console: Console) -> None:
    bounds = budgets(mode)
    for part, figures in found.items():
        made = table(part, "figure", "value", "budget", "kept")
        for figure in figures:
            goal = bounds[figure.goal] if figure.goal else None
            kept = verdict(figure.value, goal.met(figure.value)) if goal else "–"
            made.add_row(figure.name, shown(figure.value, figure.unit), str(goal or "–"), kept)
        console.print(made)


if __name__ == "__main__":
    raise SystemExit(main())
