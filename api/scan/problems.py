"""What can go wrong in a scan, told in plain Danish. In: the name of a message in `data/messages/scan.toml`. Out: an exception that carries it.

No message repeats a word of the file.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from models.datafiles import read_toml

FAILED = 1
BAD_INPUT = 2


@cache
def words() -> dict[str, Any]:
    """Everything a scan says to people."""
    return read_toml("messages/scan.toml")


class ScanError(Exception):
    """The scan cannot go on. `message` names the words, `values` fills them, `code` is the exit code."""

    def __init__(self, message: str, *, code: int = BAD_INPUT, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.values = values

    def told(self) -> str:
        """The message for people."""
        return str(words()["errors"][self.message]).format(**self.values)
