"""Store the engine's answers to the course's posts, and name those that differ from the guide: `python -m api.check.pages.stored`.

In: `data/course/`, and the engine in its default mode. Out: `data/course/answers.json` (what the pages show without a network) and
`data/course/known_failures.json` (id: what the engine wrongly says). Run it when the engine, its mode or the posts have changed.
"""

from __future__ import annotations

import json
from typing import Any

from api.answers import full_answer
from api.check.pages.content import choices, posts
from models.assessment import Context
from models.checker import Checker
from models.datafiles import DATA

# What an answer is shown by; the rest changes with the version or in the last decimal.
_SHOWN = ("level", "entities", "patients", "group_size", "reasons", "advice", "rewrite", "unchecked")
_OF_ENTITY = ("type", "start", "end", "text")


def answers(checker: Checker) -> dict[str, dict[str, Any]]:
    """The answers by id."""
    asked = {post.id: (post.text, Context(thread=post.thread, has_media=bool(post.picture))) for post in posts()}
    asked |= {f"mosaic-{choice.key}": (choice.text, Context()) for choice in choices()}
    return {name: _shown(full_answer(text, checker.check(text, context))) for name, (text, context) in asked.items()}


def failures(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The level the engine gives, for each post where it is not the guide's."""
    right = {post.id: post.level for post in posts()} | {f"mosaic-{each.key}": each.level for each in choices()}
    return {name: answer["level"] for name, answer in found.items() if answer["level"] != right[name]}


def _shown(answer: dict[str, Any]) -> dict[str, Any]:
    kept = {key: answer[key] for key in _SHOWN}
    kept["entities"] = [{key: entity[key] for key in _OF_ENTITY} for entity in answer["entities"]]
    kept["group_size"] = list(answer["group_size"]) if answer["group_size"] else None
    return json.loads(json.dumps(kept))  # type: ignore[no-any-return]


def _write(name: str, lines: dict[str, Any]) -> None:
    rows = ",\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items())
    (DATA / "course" / name).write_text(f"{{\n{rows}\n}}\n" if rows else "{}\n", encoding="utf-8")


if __name__ == "__main__":
    made = answers(Checker())
    _write("answers.json", made)
    _write("known_failures.json", failures(made))
