"""What the measures should reach. In: `data/baselines/goals.toml`. Out: a `Goal` for a measure, if it has one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from models.datafiles import read_toml


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound that a measure should keep: at least `low`, at most `high`."""

    low: float | None
    high: float | None
    unit: str

    def met(self, value: float) -> bool:
        """Whether `value` keeps the bound."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        """The bound as a reader sees it: "≥ 97 %"."""
        sign, bound = ("≥", self.low) if self.low is not None else ("≤", self.high)
        return f"{sign} {shown(bound, self.unit)}"


def shown(value: float | None, unit: str = "share") -> str:
    """A number for a reader: a share in percent, an index with three decimals, else with its unit; "–" when undefined."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{100 * value:.1f} %".replace(".0 %", " %")
    if unit == "index":
        return f"{value:.3f}"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


@cache
def _goals() -> dict[str, dict[str, Goal]]:
    return {
        section: {
            name: Goal(entry.get("min"), entry.get("max"), entry.get("unit", "share"))
            for name, entry in entries.items()
        }
        for section, entries in read_toml("baselines/goals.toml").items()
    }


def goals(section: str) -> dict[str, Goal]:
    """All goals of a section (`evaluate`, `coverage`, `bench`), by measure. Raises `KeyError` for an unknown section."""
    return _goals()[section]
