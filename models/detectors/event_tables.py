"""The tables behind `events`: verb frames and event nouns, read once.

In: `event_verbs.tsv` and `event_suffixes.tsv`. Out: frames by verb form, and nouns by the last three letters of their forms.
"""

from __future__ import annotations

from typing import NamedTuple

from models.datafiles import read_table


class Frame(NamedTuple):
    """What must and must not follow a verb; the columns of `event_verbs.tsv`."""

    needs: frozenset[str]
    figurative: frozenset[str]
    strength: int
    flags: str
    concept: str


class Noun(NamedTuple):
    """One form of an event noun: `bare` if it counts without a first part; `exceptions` are other words with this end."""

    form: str
    base: str
    definite: bool
    bare: bool
    strength: int
    exceptions: tuple[str, ...]


def read_frames() -> dict[str, list[Frame]]:
    """Frames by verb form."""
    table: dict[str, list[Frame]] = {}
    for row in read_table("gazetteers/event_verbs.tsv"):
        frame = Frame(
            frozenset(row["needs"].split()),
            frozenset(row["not"].split()),
            int(row["strength"]),
            row["flags"],
            row["concept"],
        )
        for form in row["forms"].split():
            table.setdefault(form, []).append(frame)
    return table


def read_nouns() -> dict[str, list[Noun]]:
    """Forms by their last three letters, longest first."""
    table: dict[str, list[Noun]] = {}
    for row in read_table("gazetteers/event_suffixes.tsv"):
        base, exceptions = row["suffix"], tuple(row["not"].split())
        definite = base + row["article"]
        for form, is_definite in ((base, False), (definite, True), (definite + "s", True)):
            bare = row["bare"] == "yes" or (row["bare"] == "definite" and is_definite)
            strength = int(row["definite"] if is_definite else row["strength"])
            table.setdefault(form[-3:], []).append(Noun(form, base, is_definite, bare, strength, exceptions))
    for nouns in table.values():
        nouns.sort(key=lambda noun: -len(noun.form))
    return table
