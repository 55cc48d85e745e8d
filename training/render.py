"""An evaluation for people. In: a `Report`. Out: tables on a rich console."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models.assessment import ENTITY_TYPES
from training.corpus import LEVELS
from training.goals import goals, shown
from training.metrics import Counts, Number, micro
from training.report import Report

LABELS = {
    "accuracy": "level right",
    "red_recall": "red found",
    "green_called_red": "green called red",
    "green_flagged": "green called red or yellow",
    "auroc": "AUROC of the score",
    "brier": "Brier",
    "ece": "ECE, ten equal-mass bins",
    "entities_overlap": "entities, overlap F1",
    "entities_exact": "entities, exact F1",
    "lawful_red": "lawful speech called red",
    "lawful_flagged": "lawful speech called red or yellow",
    "rungs": "contrast groups, rung's level right",
    "falls": "contrast groups, steps up called down",
}


def render(report: Report, console: Console) -> None:
    """Print the report: goals first, then where it goes wrong."""
    model = " ".join(f"{name} {value}" for name, value in report.model.items())
    console.print(
        f"{report.posts} posts in {report.groups} groups · {escape(model)} · {escape(', '.join(report.files))}"
    )
    for build in (_measures, _levels, _entities, _baselines, _slices, _twins, _wrong):
        table = build(report)
        if table.row_count:
            console.print(table)


def table(title: str, *columns: str, caption: str | None = None) -> Table:
    """An empty table whose first column is text and whose others are figures."""
    made = Table(title=title, caption=caption, title_justify="left", caption_justify="left")
    for i, column in enumerate(columns):
        made.add_column(column, justify="right" if i else "left", overflow="fold")
    return made


def verdict(value: Number, met: bool) -> str:
    """A coloured yes or no beside a goal; a dash when there is nothing to judge."""
    return "–" if value is None else "[green]yes[/]" if met else "[red]no[/]"


def _measures(report: Report) -> Table:
    made = table(
        "Measures",
        "measure",
        "value",
        "95 % interval",
        "goal",
        "met",
        caption="intervals: bootstrap over posts by group",
    )
    bounds = goals("evaluate")
    for name, value in report.measures.items():
        goal = bounds[name]
        interval = report.intervals.get(name)
        between = " to ".join(shown(edge, goal.unit) for edge in interval) if interval else "–"
        met = verdict(value, value is not None and goal.met(value))
        made.add_row(LABELS[name], shown(value, goal.unit), between, str(goal), met)
    return made


def _levels(report: Report) -> Table:
    made = table("Levels", "gold", *(f"called {level}" for level in LEVELS), "precision", "recall", "F1")
    for level in LEVELS:
        row = report.confusion[level]
        made.add_row(level, *(str(row[called]) for called in LEVELS), *_prf(report.levels[level]))
    return made


def _entities(report: Report) -> Table:
    made = table("Entities", "type", "gold", "P overlap", "R overlap", "F1 overlap", "P exact", "R exact", "F1 exact")
    kinds = [kind for kind in ENTITY_TYPES if kind in report.overlap]
    for kind in kinds:
        overlap = report.overlap[kind]
        made.add_row(kind, str(overlap.found + overlap.missed), *_prf(overlap), *_prf(report.exact[kind]))
    if kinds:
        whole = micro(report.overlap)
        made.add_section()
        made.add_row("all", str(whole.found + whole.missed), *_prf(whole), *_prf(micro(report.exact)))
    return made


def _baselines(report: Report) -> Table:
    notes = "; ".join(f"{each.name}: {each.note}" for each in report.baselines if each.note)
    made = table("Baselines", "baseline", *_RATE_COLUMNS, "AUROC", caption=notes)
    made.add_row("[bold]this checker[/]", *_rates(report.measures), shown(report.measures["auroc"], "index"))
    for each in report.baselines:
        made.add_row(each.name, *_rates(each.rates), shown(each.auroc, "index"))
    return made


# A smaller slice says nothing: it stands in the JSON only.
_FEWEST_IN_SLICE = 20


def _slices(report: Report) -> Table:
    goal = goals("evaluate")["slice_gap"]
    made = table("Slices", "slice", "posts", *_RATE_COLUMNS, f"behind the whole ({goal})")
    for each in report.slices:
        if each.posts < _FEWEST_IN_SLICE:
            continue
        gap = "–" if each.gap is None else shown(each.gap)
        marked = gap if each.gap is None or goal.met(each.gap) else f"[red]{gap}[/]"
        made.add_row(escape(f"{each.field} {each.value}"), str(each.posts), *_rates(each.rates), marked)
    return made


def _twins(report: Report) -> Table:
    made = table("Noisy twins", "twin", "changed", "level stays", *_RATE_COLUMNS)
    for each in report.twins:
        made.add_row(each.name, str(each.changed), shown(each.agreement), *_rates(each.rates))
    return made


def _wrong(report: Report) -> Table:
    wrong = sorted(report.wrong, key=lambda w: (w.gold, w.called, w.id))
    if any(each.text is not None for each in wrong):
        made = table("Wrong level", "id", "gold", "called", "score", "text")
        for each in wrong:
            made.add_row(escape(each.id), each.gold, each.called, f"{each.score:.2f}", escape(each.text or ""))
        return made
    made = table("Wrong level", "gold, called", "posts", "ids")
    for (gold, called), group in groupby(wrong, key=lambda w: (w.gold, w.called)):
        ids = [each.id for each in group]
        made.add_row(f"{gold}, called {called}", str(len(ids)), escape(" ".join(ids)))
    return made


_RATE_COLUMNS = ("level right", "red found", "green → red", "green → red/yellow")


def _rates(found: dict[str, Number]) -> list[str]:
    return [shown(found[name]) for name in ("accuracy", "red_recall", "green_called_red", "green_flagged")]


def _prf(counts: Counts) -> list[str]:
    return [shown(value, "index") for value in (counts.precision, counts.recall, counts.f1)]
