"""Measure the checker on public registers, corpora and comments: ``python -m training.coverage --data-dir DIR``.

In: folders laid out as `organisation/`, `terms/`, `ner/`, `social/`, `people/`. Out: shares beside their goals.
Files are found by pattern, so that a whole register or another half of one is measured in the same way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from models.mode import DEFAULT_MODE, MODES
from training.answers import Checks, load_checker
from training.datasets import DataError
from training.goals import goals, shown
from training.measures import MEASURES, Measure
from training.metrics import Number
from training.render import table, verdict


def main(argv: Sequence[str] | None = None, checker: Checks | None = None) -> int:
    """Measure and print. Returns 0 when everything asked for was measured, 2 when a file is missing or not readable."""
    args = _arguments().parse_args(argv)
    for folder in args.data_dir:
        if not folder.is_dir():
            print(f"coverage: {folder}: no such folder", file=sys.stderr)
            return 2
    engine = checker or load_checker(args.mode)
    found: dict[str, list[Measure]] = {}
    faults: list[str] = []
    for name in args.only or MEASURES:
        try:
            found[name] = MEASURES[name](engine, args.data_dir)
        except (DataError, UnicodeDecodeError, OSError) as error:
            faults.append(f"coverage: {name} not measured: {error}")
    if args.json:
        out = {name: [measure.to_dict(args.show) for measure in measures] for name, measures in found.items()}
        print(json.dumps(out, ensure_ascii=False, indent=2))
    else:
        _print(found, args.show, Console())
    for fault in faults:
        print(fault, file=sys.stderr)
    return 2 if faults else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.coverage", description="Measure coverage on public data.")
    parser.add_argument(
        "--data-dir", type=Path, action="append", required=True, help="folder with data; may be repeated"
    )
    parser.add_argument("--only", choices=list(MEASURES), action="append", help="measure only this; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show up to N examples of each measure")
    parser.add_argument("--mode", choices=MODES, default=DEFAULT_MODE)
    return parser


def _print(found: dict[str, list[Measure]], show: int, console: Console) -> None:
    bounds = goals("coverage")
    for name, measures in found.items():
        made = table(name, "measure", "share", "count", "of", "goal", "met")
        for measure in measures:
            goal = bounds[measure.goal] if measure.goal else None
            met = verdict(measure.value, goal.met(measure.value)) if goal and measure.value is not None else "–"
            share = shown(measure.value)
            made.add_row(escape(measure.name), share, str(measure.count), str(measure.of), str(goal or "–"), met)
        if name == "origins":
            made.caption = f"within {shown(bounds['names_gap'].high)} of the whole: {_gap(measures)}"
        console.print(made)
        for measure in measures:
            for example in measure.examples[:show]:
                console.print(f"  {measure.name}: {example}", markup=False, highlight=False)


def _gap(measures: Sequence[Measure]) -> str:
    """The widest distance of a group of names below the whole of its kind."""
    whole: Number = None
    worst: tuple[float, str] = (0.0, "none behind")
    for measure in measures:
        if measure.name.endswith(" all"):
            whole = measure.value
        elif whole is not None and measure.value is not None and whole - measure.value > worst[0]:
            worst = (whole - measure.value, f"{measure.name} is {shown(whole - measure.value)} behind")
    return worst[1]


if __name__ == "__main__":
    raise SystemExit(main())
