"""`diff`: which answers change from one version to another, and why. In: two sources of answers and the posts. Out: the changes, without a word of a post.

A source is an installed `tavshedstjek` (the path of its program), which is asked, or a file with the answers it gave before (`check --jsonl`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from models.assessment import LEVELS
from models.datafiles import read_toml

Answers = dict[str, Mapping[str, Any]]
_ORDER = {level: place for place, level in enumerate((*LEVELS, "error"))}


class DiffError(ValueError):
    """A source cannot be asked or read; `code` of the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Change:
    """One post whose level changed: reason codes and entity types that came (`gained`) and went (`lost`)."""

    id: str
    before: str
    after: str
    score_before: float | None
    score_after: float | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def answers_of(source: Path, posts: Path, mode: str) -> Answers:
    """The answers of `source` by the post's id. Raises `DiffError`."""
    try:
        if os.access(source, os.X_OK) and source.is_file():
            with posts.open("rb") as lines:
                asked = subprocess.run(
                    [source.absolute(), "check", "--jsonl", "--mode", mode],
                    stdin=lines,
                    capture_output=True,
                    check=True,
                )
            raw = asked.stdout
        else:
            raw = source.read_bytes()
        answers = [json.loads(line) for line in raw.decode("utf-8").splitlines() if line.strip()]
        return {str(answer["id"]): answer for answer in answers}
    except subprocess.CalledProcessError:
        raise DiffError("failed") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DiffError("unreadable") from None


def changes(before: Answers, after: Answers) -> list[Change]:
    """The posts with another level, the gravest change first. Raises `DiffError` when the two are about different posts."""
    if before.keys() != after.keys():
        raise DiffError("other_posts")
    found = []
    for post, old in before.items():
        new = after[post]
        if _level(old) != _level(new):
            was, now = _grounds(old), _grounds(new)
            gained, lost = tuple(sorted(now - was)), tuple(sorted(was - now))
            found.append(Change(post, _level(old), _level(new), old.get("score"), new.get("score"), gained, lost))
    return sorted(found, key=lambda each: (-abs(_ORDER[each.after] - _ORDER[each.before]), each.id))


def to_json(before: Answers, found: Iterable[Change]) -> str:
    """The changes as one JSON document."""
    listed = [asdict(each) for each in found]
    return json.dumps({"posts": len(before), "changed": len(listed), "changes": listed}, ensure_ascii=False, indent=1)


def show(console: Console, before: Answers, after: Answers, found: list[Change]) -> None:
    """Print how many went from which level to which, and each change with its grounds."""
    words = read_toml("messages/cli.toml")
    said, names = words["diff"], {key: level["word"] for key, level in words["levels"].items()}
    names["error"] = said["error"]
    console.print(said["summary"].format(posts=len(before), changed=len(found)))
    counts = Counter((_level(old), _level(after[post])) for post, old in before.items())
    matrix = Table(said["from_to"], *(names[level] for level in _ORDER))
    for old in _ORDER:
        matrix.add_row(names[old], *(str(counts[old, new]) for new in _ORDER))
    console.print(matrix)
    if found:
        listed = Table(said["post"], said["before"], said["after"], said["gained"], said["lost"])
        for each in found:
            listed.add_row(each.id, names[each.before], names[each.after], ", ".join(each.gained), ", ".join(each.lost))
        console.print(listed)


def _level(answer: Mapping[str, Any]) -> str:
    return str(answer.get("level", "error"))


def _grounds(answer: Mapping[str, Any]) -> set[str]:
    """What an answer rests on: codes of reasons and types of entities."""
    return {str(each["code"]) for each in answer.get("reasons", ())} | {
        str(each["type"]) for each in answer.get("entities", ())
    }
