"""The words of the pages, read once: `data/messages/web.toml`, with those of the engine and of the command line that the pages say too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from models.datafiles import read_toml

LEVELS = ("green", "yellow", "red")


@cache
def words() -> Mapping[str, Any]:
    """What the pages say."""
    return read_toml("messages/web.toml")


@cache
def spoken() -> Mapping[str, Any]:
    """What the engine says."""
    return read_toml("messages/da.toml")


@cache
def shared() -> Mapping[str, Any]:
    """What the command line says too: headings of an answer, names of the types."""
    return read_toml("messages/cli.toml")


def escaped(part: Mapping[str, Any]) -> dict[str, str]:
    """The plain phrases of a table, ready to stand in HTML."""
    return {key: escape(value) for key, value in part.items() if isinstance(value, str)}
