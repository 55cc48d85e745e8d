"""`/v1/check` and `/v1/check/batch`: a post, or many, in; the engine's assessment out.

Checking is work for the processor: it is done in threads of its own behind a bounded line, a batch in small parts so that single posts get in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter

from api.answers import OffsetUnit, characters, full_answer
from api.check.dependencies import Config, Engine, Line
from api.check.problems import ProblemError, documented
from api.check.schemas import AssessmentOut, BatchIn, BatchOut, BatchText, CheckIn
from api.check.settings import Settings
from api.http.json_route import JsonAnswer, JsonRoute
from models.checker import Checker
from models.detectors import DetectorError

# A job holds this much of a batch: texts, and characters (one text may have more).
PART_TEXTS, PART_CHARACTERS = 8, 4_000
ERRORS = documented(
    "bad_json", "bad_origin", "no_key", "wrong_key", "slow_body", "too_large", "not_json", "bad_host", "invalid", "too_often", "failed",
    "unchecked", "busy",
)  # fmt: skip
router = APIRouter(prefix="/v1/check", tags=["check"], route_class=JsonRoute, responses=ERRORS)


@router.post("", response_model=AssessmentOut, summary="Tjek et opslag", operation_id="check")
async def check(asked: CheckIn, engine: Engine, settings: Config, line: Line) -> JsonAnswer:
    """Kan nogen genkende en patient i teksten? Niveau, steder i teksten, grunde og råd."""
    _limit([asked], [""], settings)
    assessment = await line.do(engine.check, asked.text, asked.context.to_engine())
    return JsonAnswer(full_answer(asked.text, assessment, asked.offset_unit))


@router.post("/batch", response_model=BatchOut, summary="Tjek mange opslag", operation_id="checkBatch")
async def check_batch(asked: BatchIn, engine: Engine, settings: Config, line: Line) -> JsonAnswer:
    """Svarene står i samme rækkefølge som teksterne. Kan én ikke tjekkes, er svaret en fejl, der peger på den."""
    if len(asked.texts) > settings.max_batch_texts:
        raise ProblemError("invalid", [("/texts", "too_long")])
    _limit(asked.texts, [f"/texts/{i}" for i in range(len(asked.texts))], settings)
    results: list[dict[str, Any]] = []
    for part in _parts(asked.texts):
        results += await line.do(_check_part, engine, part, asked.offset_unit)
    return JsonAnswer({"results": results})


def _parts(texts: Sequence[BatchText]) -> Iterator[list[tuple[int, BatchText]]]:
    part: list[tuple[int, BatchText]] = []
    for numbered in enumerate(texts):
        full = len(part) == PART_TEXTS or sum(len(each.text) for _, each in part) > PART_CHARACTERS
        if part and full:
            yield part
            part = []
        part.append(numbered)
    if part:
        yield part


def _check_part(engine: Checker, part: Sequence[tuple[int, BatchText]], unit: OffsetUnit) -> list[dict[str, Any]]:
    results = []
    for i, each in part:
        try:
            assessment = engine.check(each.text, each.context.to_engine())
        except DetectorError as error:
            raise ProblemError("unchecked", [(f"/texts/{i}", "unchecked")]) from error
        results.append({"id": each.id, **full_answer(each.text, assessment, unit)})
    return results


def _limit(asked: Sequence[CheckIn | BatchText], pointers: Sequence[str], settings: Settings) -> None:
    if sum(characters(each.text, each.context.to_engine()) for each in asked) > settings.max_batch_characters:
        raise ProblemError("too_large")
    too_long = [
        (f"{pointer}/text", "too_long")
        for each, pointer in zip(asked, pointers, strict=True)
        if len(each.text) > settings.max_characters
    ]
    if too_long:
        raise ProblemError("invalid", too_long)
