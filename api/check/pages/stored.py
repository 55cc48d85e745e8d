"""Store the engine's answers to the course's posts, and name those that differ from the guide: `python -m api.check.pages.stored`.

In: `data/course/`, and the engine in its default mode. Out: `data/course/answers.json` (what the pages show without a network) and
`data/course/known_failures.json` (id: what the engine wrongly says). Run it when the engine, its mode or the posts have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    """What the engine gets wrong: the level of a post where it is not the guide's; steps of the mosaic where a further piece enlarges the group."""
    right = {post.id: post.level for post in posts()} | {f"mosaic-{each.key}": each.level for each in choices()}
    wrong = {name: answer["level"] for name, answer in found.items() if answer["level"] != right[name]}
    return wrong | {
        f"mosaic-{fewer} to mosaic-{more}": "larger group" for fewer, more in _steps() if _grows(found, fewer, more)
    }


def _steps() -> Iterator[tuple[str, str]]:
    """The keys of two choices of which the second has one piece more."""
    for choice in choices():
        for i, is_in in enumerate(choice.key):
            if is_in == "0":
                yield choice.key, f"{choice.key[:i]}1{choice.key[i + 1 :]}"


def _grows(found: dict[str, dict[str, Any]], fewer: str, more: str) -> bool:
    """Whether the second group is larger; one that is not told is larger than any."""
    nobody = [float("inf")] * 2
    before, after = (found[f"mosaic-{key}"]["group_size"] or nobody for key in (fewer, more))
    return bool(after[0] > before[0] or after[1] > before[1])


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
