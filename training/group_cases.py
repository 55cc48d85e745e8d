"""Measure the group size on worked cases: ``python -m training.group_cases [FILE] [--json]``.

In: lines {"text", "reference", "why"}; the reference is the number of people whom the text fits, worked by hand (tests/cases/README.md).
Out: the share of references inside [low, high], the median width in decades, and the outliers by line number, never their text.
A text that the engine finds no person in has no size, and counts as outside.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from training.answers import Checks, load_checker
from training.datasets import DataError, case_lines
from training.goals import goals, shown
from training.metrics import Number
from training.render import table, verdict

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "group_size.jsonl"


@dataclass(frozen=True, slots=True)
class GroupCase:
    """A worked case: line in its file, post, number of people (at least 1)."""

    line: int
    text: str
    reference: float


@dataclass(frozen=True, slots=True)
class Outlier:
    """A case whose reference is outside the range; `low` and `high` are `None` where the engine finds no person."""

    line: int
    reference: float
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class GroupReport:
    """Shares are 0-1, `None` where there is nothing to count; `width` is the median of log10(high/low), in decades."""

    cases: int
    sized: int
    inside: Number
    inside_of_sized: Number
    inside_above_one: Number
    width: Number
    outliers: tuple[Outlier, ...]


def group_cases(file: Path) -> Iterator[GroupCase]:
    """The cases of a .jsonl file. Raises `DataError` with the line of a fault."""
    for number, line in case_lines(file):
        try:
            record = json.loads(line)
            case = GroupCase(number, record["text"], float(record["reference"]))
            if not (record["why"] and math.isfinite(case.reference) and case.reference >= 1):
                raise ValueError
        except (ValueError, KeyError, TypeError):
            raise DataError(f"{file}:{number}: not a case with text, why and a reference of at least 1") from None
        yield case


def measure(checker: Checks, cases: Sequence[GroupCase]) -> GroupReport:
    """Ask the checker for every case's size and compare."""
    outliers: list[Outlier] = []
    widths: list[float] = []
    for case in cases:
        size = checker.check(case.text).group_size
        if size is not None:
            widths.append(math.log10(size[1] / size[0]))
        if size is None or not size[0] <= case.reference <= size[1]:
            outliers.append(Outlier(case.line, case.reference, *(size or (None, None))))
    above_one = [case.line for case in cases if case.reference > 1]
    missed = {each.line for each in outliers}
    inside = len(cases) - len(outliers)
    return GroupReport(
        cases=len(cases),
        sized=len(widths),
        inside=_share(inside, len(cases)),
        inside_of_sized=_share(inside, len(widths)),
        inside_above_one=_share(sum(line not in missed for line in above_one), len(above_one)),
        width=median(widths) if widths else None,
        outliers=tuple(outliers),
    )


def _share(count: int, of: int) -> Number:
    return count / of if of else None


def main(argv: Sequence[str] | None = None, checker: Checks | None = None) -> int:
    """Measure and print. Returns 0, or 2 when the file is missing or not readable."""
    parser = argparse.ArgumentParser(prog="python -m training.group_cases", description="Measure the group size.")
    parser.add_argument("file", type=Path, nargs="?", default=CASES, help="worked cases, .jsonl")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--mode", choices=("rules", "full"), default="rules")
    args = parser.parse_args(argv)
    try:
        cases = list(group_cases(args.file))
    except (DataError, OSError) as error:
        print(f"group_cases: {error}", file=sys.stderr)
        return 2
    report = measure(checker or load_checker(args.mode), cases)
    if args.json:
        print(json.dumps(asdict(report), indent=2))
    else:
        _print(report, Console())
    return 0


def _print(report: GroupReport, console: Console) -> None:
    bounds = goals("group_size")
    made = table(
        f"Group size, {report.cases} worked cases, {report.sized} with a person", "measure", "value", "goal", "met"
    )
    rows = (
        ("reference inside the range", report.inside, "inside"),
        ("… of those with a person", report.inside_of_sized, ""),
        ("… of those of more than one", report.inside_above_one, ""),
        ("median width", report.width, "width"),
    )
    for label, value, key in rows:
        goal = bounds.get(key)
        met = verdict(value, goal.met(value)) if goal and value is not None else "–"
        made.add_row(label, shown(value, goal.unit if goal else "share"), str(goal or "–"), met)
    console.print(made)
    for each in report.outliers:
        size = "no person found" if each.low is None else f"{each.low}-{each.high}"
        console.print(f"  line {each.line}: reference {each.reference:,.0f}, {size}", highlight=False)


if __name__ == "__main__":
    raise SystemExit(main())
