"""`/v1/entities`: what could point to someone in a text, without judging the whole."""

from __future__ import annotations

from fastapi import APIRouter

from api.answers import entity_answers
from api.check.dependencies import Config, Engine, Line
from api.check.problems import ProblemError
from api.check.routers.check import ERRORS
from api.check.schemas import EntitiesOut, TextIn
from api.http.json_route import JsonAnswer, JsonRoute

router = APIRouter(prefix="/v1/entities", tags=["check"], route_class=JsonRoute, responses=ERRORS)


@router.post("", response_model=EntitiesOut, summary="Find steder i en tekst", operation_id="entities")
async def entities(asked: TextIn, engine: Engine, settings: Config, line: Line) -> JsonAnswer:
    """Navne, numre, afdelinger, diagnoser, tider og andet, der kan pege på nogen, i tekstens rækkefølge."""
    if len(asked.text) > settings.max_characters:
        raise ProblemError("invalid", [("/text", "too_long")])
    found = entity_answers(asked.text, await line.do(engine.entities, asked.text), asked.offset_unit)
    return JsonAnswer({"offset_unit": asked.offset_unit, "entities": found})
