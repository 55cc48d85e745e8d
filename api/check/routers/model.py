"""`/v1/model`: what judges the texts, how much it takes at a time, and who runs it."""

from __future__ import annotations

from fastapi import APIRouter

from api.answers import register_answers
from api.check.dependencies import Config, Engine
from api.check.problems import documented
from api.check.schemas import Limits, ModelOut, RegisterOut

router = APIRouter(prefix="/v1/model", tags=["service"], responses=documented("bad_origin", "bad_host"))


@router.get("", summary="Hvem og hvad der tjekker", operation_id="model")
async def model(engine: Engine, settings: Config) -> ModelOut:
    """Udgave, måde at tjekke på, data, importerede registre, grænser, og hvem der driver tjenesten."""
    limits = Limits(**settings.model_dump(include=set(Limits.model_fields)))
    registers = [RegisterOut(**register) for register in register_answers(engine.registers)]
    return ModelOut(model=engine.model, registers=registers, limits=limits, operator=settings.operator)
