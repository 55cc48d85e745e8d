"""`/v1/check` and `/v1/check/batch`: a post, or many, in; the engine's assessment out.

Checking is work for the processor: the functions are plain ones, which FastAPI runs in its thread pool.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from api.answers import characters, full_answer
from api.check.dependencies import Config, Engine, JsonAnswer, JsonRoute
from api.check.problems import ProblemError, documented
from api.check.schemas import AssessmentOut, BatchIn, BatchOut, BatchText, CheckIn
from api.check.settings import Settings
from models.detectors import DetectorError

ERRORS = documented(
    "bad_json", "bad_origin", "too_large", "not_json", "bad_host", "invalid", "failed", "unchecked"
)  # fmt: skip
router = APIRouter(prefix="/v1/check", tags=["check"], route_class=JsonRoute, responses=ERRORS)


@router.post("", response_model=AssessmentOut, summary="Tjek et opslag", operation_id="check")
def check(asked: CheckIn, engine: Engine, settings: Config) -> JsonAnswer:
    """Kan nogen genkende en patient i teksten? Niveau, steder i teksten, grunde og råd."""
    _limit([asked], [""], settings)
    assessment = engine.check(asked.text, asked.context.to_engine())
    return JsonAnswer(full_answer(asked.text, assessment, asked.offset_unit))


@router.post("/batch", response_model=BatchOut, summary="Tjek mange opslag", operation_id="checkBatch")
def check_batch(asked: BatchIn, engine: Engine, settings: Config) -> JsonAnswer:
    """Svarene står i samme rækkefølge som teksterne. Kan én ikke tjekkes, er svaret en fejl, der peger på den."""
    if len(asked.texts) > settings.max_batch_texts:
        raise ProblemError("invalid", [("/texts", "too_long")])
    _limit(asked.texts, [f"/texts/{i}" for i in range(len(asked.texts))], settings)
    results = []
    for i, each in enumerate(asked.texts):
        try:
            assessment = engine.check(each.text, each.context.to_engine())
        except DetectorError as error:
            raise ProblemError("unchecked", [(f"/texts/{i}", "unchecked")]) from error
        results.append({"id": each.id, **full_answer(each.text, assessment, asked.offset_unit)})
    return JsonAnswer({"results": results})


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
