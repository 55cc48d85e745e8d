"""One run on the test split, written down: `python -m training.test_run`. In: the shipped engine. Out: a section of `TEST_RUNS.md`.

Prints and keeps figures only: no post, no id, no error of the test split is shown to anyone. One run a release; a second run of a
commit that was already measured is refused.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from training.answers import load_checker
from training.evaluate import evaluate
from training.goals import goals, shown
from training.metrics import micro
from training.render import LABELS
from training.report import Report

LOG = Path("TEST_RUNS.md")
TEST = Path("data/corpus/test")
_SLICES = ("lang", "kind", "sector", "platform")
_FEWEST = 20


def section(report: Report, commit: str, day: str) -> str:
    """The run as Markdown."""
    bounds = goals("evaluate")
    model = ", ".join(f"{name} {value}" for name, value in report.model.items())
    lines = [f"## {day}, commit {commit}, {model}", "", f"{report.posts} posts in {report.groups} groups.", ""]
    lines += ["| measure | value | 95 % interval | goal | met |", "| --- | --- | --- | --- | --- |"]
    for name, value in report.measures.items():
        goal = bounds[name]
        interval = report.intervals.get(name)
        between = " to ".join(shown(edge, goal.unit) for edge in interval) if interval else "–"
        met = "–" if value is None else "yes" if goal.met(value) else "no"
        lines.append(f"| {LABELS[name]} | {shown(value, goal.unit)} | {between} | {goal} | {met} |")
    lines += ["", "| gold | called green | called yellow | called red |", "| --- | --- | --- | --- |"]
    lines += [f"| {gold} | {row['green']} | {row['yellow']} | {row['red']} |" for gold, row in report.confusion.items()]
    lines += [
        "",
        "| baseline | level right | red found | green called red | green flagged | AUROC |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for base in report.baselines:
        rates = " | ".join(
            shown(base.rates[name]) for name in ("accuracy", "red_recall", "green_called_red", "green_flagged")
        )
        lines.append(f"| {base.name} | {rates} | {shown(base.auroc, 'index')} |")
    lines += ["", "| entity | gold | overlap F1 | exact F1 |", "| --- | --- | --- | --- |"]
    for kind, counts in sorted(report.overlap.items()):
        exact = report.exact[kind].f1
        lines.append(
            f"| {kind} | {counts.found + counts.missed} | {shown(counts.f1, 'index')} | {shown(exact, 'index')} |"
        )
    lines.append(f"| all | | {shown(micro(report.overlap).f1, 'index')} | {shown(micro(report.exact).f1, 'index')} |")
    lines += ["", "| slice | posts | level right | red found | green flagged |", "| --- | --- | --- | --- | --- |"]
    for part in report.slices:
        if part.field in _SLICES and part.posts >= _FEWEST:
            rates = " | ".join(shown(part.rates[name]) for name in ("accuracy", "red_recall", "green_flagged"))
            lines.append(f"| {part.field} {part.value} | {part.posts} | {rates} |")
    lines += ["", "| noisy twin | level stays | level right |", "| --- | --- | --- |"]
    lines += [f"| {twin.name} | {shown(twin.agreement)} | {shown(twin.rates['accuracy'])} |" for twin in report.twins]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and append. Exit code 2 when the work tree has changes or the commit was measured before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mode", default="full", choices=("full", "rules"))
    mode = parser.parse_args(arguments).mode
    commit = _git("rev-parse", "--short", "HEAD")
    changed = [line for line in _git("status", "--porcelain").splitlines() if not line.endswith(LOG.name)]
    if changed:
        print("the work tree has changes: commit first, so that the run can be told apart", file=sys.stderr)
        return 2
    if any(
        f"commit {commit}," in line and f"mode {mode}" in line for line in LOG.read_text(encoding="utf-8").splitlines()
    ):
        print(f"commit {commit} was measured in {mode} mode already", file=sys.stderr)
        return 2
    made = section(evaluate([TEST], load_checker(mode)), commit, date.today().isoformat())
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n{made}")
    print(made)
    return 0


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
