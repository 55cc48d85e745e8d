"""The engine as the measuring half sees it: something that checks a text."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from models.assessment import Assessment, Context


class Checks(Protocol):
    """A checker, or a stand-in for one."""

    def check(self, text: str, context: Context | None = None) -> Assessment:
        """Judge one text."""


def load_checker(mode: str, weights: Path | None = None, threads: int = 0) -> Checks:
    """The engine in `mode` (`rules` or `full`), its network with the `weights` of another folder and so many threads (0: as many as it likes).

    Raises what the engine raises when it cannot start.
    """
    # Imported here so that bad input is refused before the engine reads its data, and the cold start can be timed.
    from models.checker import Checker

    if mode != "full":
        return Checker(mode=mode)
    from models.neural.encoder import Encoder

    return Checker(mode, Encoder(weights, threads))
