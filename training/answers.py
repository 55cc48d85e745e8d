"""The engine as the measuring half sees it: something that checks a text."""

from __future__ import annotations

from typing import Protocol

from models.assessment import Assessment, Context


class Checks(Protocol):
    """A checker, or a stand-in for one."""

    def check(self, text: str, context: Context | None = None) -> Assessment:
        """Judge one text."""


def load_checker(mode: str) -> Checks:
    """The engine in `mode` (`rules` or `full`). Raises what the engine raises when it cannot start."""
    # Imported here so that bad input is refused before the engine reads its data, and the cold start can be timed.
    from models.checker import Checker

    return Checker(mode=mode)
