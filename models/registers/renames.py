"""Regions and hospitals under their old and new names (`data/gazetteers/renames.tsv`), with the day from which the new one holds.

In: a name. Out: the names of the same place, the one that is official on a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from models.datafiles import read_table


def names_of(name: str) -> frozenset[str]:
    """`name` and the names directly before and after it, in lower case."""
    pairs = [{row["old"].lower(), row["new"].lower()} for row in _renames()]
    return frozenset({name.lower()}.union(*(pair for pair in pairs if name.lower() in pair)))


def official(name: str, on: date) -> str:
    """The official name `on` a day of what `name` was the name of; `name` itself where nothing has changed by then."""
    for row in _renames():
        if row["old"].lower() == name.lower() and row["from"] <= on.isoformat():
            return official(row["new"], on)
    return name


def outdated(names: Iterable[str], on: date) -> list[tuple[str, str]]:
    """The names that are no longer official `on` a day, each with the one that is; in alphabetical order."""
    pairs = {name: official(name, on) for name in names}
    return sorted((old, new) for old, new in pairs.items() if old != new)


@cache
def _renames() -> list[dict[str, str]]:
    return read_table("gazetteers/renames.tsv")
