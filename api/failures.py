"""How an unexpected error is told without its message, which may hold a text."""

from __future__ import annotations

from traceback import extract_tb


def describe(error: BaseException) -> str:
    """The class of `error` and where it was raised."""
    frames = extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
