"""What an evaluation found: `Report`, plain data, and its JSON form. Shares are 0-1; `None` is undefined."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from training.goals import goals
from training.metrics import Bin, Counts, Interval, Number, micro


@dataclass(frozen=True, slots=True)
class BaselineScores:
    """How a baseline does on the same posts; `note` says how it was made."""

    name: str
    note: str
    rates: dict[str, Number]
    auroc: Number


@dataclass(frozen=True, slots=True)
class Slice:
    """The posts that share a field's value; `gap` is how far their accuracy falls behind the whole."""

    field: str
    value: str
    posts: int
    rates: dict[str, Number]
    gap: Number


@dataclass(frozen=True, slots=True)
class Twin:
    """The posts typed differently: how many changed, how often the level stays, rates against gold, ids that moved."""

    name: str
    changed: int
    agreement: float
    rates: dict[str, Number]
    moved: list[str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A post whose level is wrong; its text only when asked for."""

    id: str
    gold: str
    called: str
    score: float
    text: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole evaluation."""

    files: list[str]
    model: dict[str, str]
    posts: int
    groups: int
    measures: dict[str, Number]
    intervals: dict[str, Interval]
    confusion: dict[str, dict[str, int]]
    levels: dict[str, Counts]
    calibration: list[Bin]
    overlap: dict[str, Counts]
    exact: dict[str, Counts]
    baselines: list[BaselineScores]
    slices: list[Slice]
    twins: list[Twin]
    wrong: list[Wrong]

    def to_dict(self) -> dict[str, object]:
        """The report as JSON values; every measure with its interval and goal."""
        bounds = goals("evaluate")
        return {
            "files": self.files,
            "model": self.model,
            "posts": self.posts,
            "groups": self.groups,
            "measures": {
                name: {
                    "value": value,
                    "interval": self.intervals.get(name),
                    "goal": str(bounds[name]),
                    "met": None if value is None else bounds[name].met(value),
                }
                for name, value in self.measures.items()
            },
            "confusion": self.confusion,
            "levels": {level: _counts(counts) for level, counts in self.levels.items()},
            "calibration": [asdict(each) for each in self.calibration],
            "entities": {
                kind: {"overlap": _counts(self.overlap[kind]), "exact": _counts(self.exact[kind])}
                for kind in self.overlap
            }
            | {"micro": {"overlap": _counts(micro(self.overlap)), "exact": _counts(micro(self.exact))}},
            "baselines": [asdict(each) for each in self.baselines],
            "slices": [asdict(each) for each in self.slices],
            "twins": [asdict(each) for each in self.twins],
            "wrong": [{k: v for k, v in asdict(each).items() if v is not None} for each in self.wrong],
        }


def _counts(counts: Counts) -> dict[str, Number]:
    return asdict(counts) | {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
