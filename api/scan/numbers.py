"""Numbers as Danes write them: 12.345 and 0,5."""

from __future__ import annotations


def danish(number: float) -> str:
    """`number` with a full stop between thousands and a comma before decimals."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))
