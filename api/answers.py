"""From the engine's `Assessment` to the plain data that goes out as JSON, on the command line and over HTTP.

In: frozen engine objects, offsets in code points. Out: dicts and lists, offsets in the unit asked for.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Literal

from models.assessment import Assessment, Context, Entity, Reason
from models.registers.schema import Register

OffsetUnit = Literal["codepoint", "utf16"]
_REGISTER_KEYS = ("name", "kind", "version", "imported", "entries")
_LAST_OF_ONE_UNIT = "\uffff"


def encode_json(answer: object, *, indent: int | None = None) -> bytes:
    r"""UTF-8 JSON, Danish letters as they are.

    A lone surrogate has no UTF-8 form; it goes out as the JSON escape it can only have come from (``\ud800``).
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return text.encode("utf-8", "backslashreplace")


def offset_converter(text: str, unit: OffsetUnit) -> Callable[[int], int]:
    """A function from code point offsets in `text` to offsets in `unit` (`utf16`: an emoji counts two)."""
    if unit == "codepoint" or not text or max(text) <= _LAST_OF_ONE_UNIT:
        return int
    pairs = [i for i, char in enumerate(text) if char > _LAST_OF_ONE_UNIT]
    return lambda offset: offset + bisect_left(pairs, offset)


def entity_answers(text: str, entities: Iterable[Entity], unit: OffsetUnit = "codepoint") -> list[dict[str, Any]]:
    """The entities of `text`, with `start` and `end` counted in `unit`."""
    convert = offset_converter(text, unit)
    return [asdict(entity) | {"start": convert(entity.start), "end": convert(entity.end)} for entity in entities]


def full_answer(text: str, assessment: Assessment, unit: OffsetUnit = "codepoint") -> dict[str, Any]:
    """All fields of the assessment of `text`, and the unit its offsets are counted in."""
    return {
        "level": assessment.level,
        "score": assessment.score,
        "points": assessment.points,
        "offset_unit": unit,
        "entities": entity_answers(text, assessment.entities, unit),
        "patients": [asdict(patient) for patient in assessment.patients],
        "group_size": assessment.group_size,
        "reasons": _reasons(assessment.reasons),
        "advice": list(assessment.advice),
        "rewrite": assessment.rewrite,
        "unchecked": list(assessment.unchecked),
        "language": assessment.language,
        "model": dict(assessment.model),
    }


def register_answers(registers: Iterable[Register]) -> list[dict[str, Any]]:
    """What is told of the imported registers; not where their files came from."""
    return [{key: getattr(register, key) for key in _REGISTER_KEYS} for register in registers]


def line_answer(line_id: str | int, text: str, assessment: Assessment) -> dict[str, Any]:
    """The answer to one line of JSON Lines; these keys, in this order, are a promise to other programs."""
    return {
        "id": line_id,
        "level": assessment.level,
        "score": assessment.score,
        "points": assessment.points,
        "entities": entity_answers(text, assessment.entities),
        "group_size": assessment.group_size,
        "reasons": _reasons(assessment.reasons),
        "unchecked": list(assessment.unchecked),
    }


def characters(text: str, context: Context) -> int:
    """How many characters there are to read, the context's included."""
    return len(text) + len(context.workplace) + thread_characters(context.thread)


def thread_characters(thread: Iterable[str]) -> int:
    """How many characters a thread holds, as the engine counts: each text with the line break after it."""
    return sum(len(text) + 1 for text in thread)


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"code": reason.code, "text": reason.text, "entities": list(reason.entities)} for reason in reasons]
