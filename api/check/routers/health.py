"""`/healthz` (the process answers), `/readyz` (the engine tells known posts apart) and `/metrics`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.check.dependencies import Counts, Engine, Line
from api.check.problems import ProblemError, documented
from api.check.schemas import HealthOut
from models.checker import Checker
from models.datafiles import read_toml

_KNOWN_POSTS = [(post["text"], post["level"]) for post in read_toml("messages/api.toml")["self_check"]]

router = APIRouter(tags=["service"], responses=documented("bad_origin", "bad_host"))


def passes_self_check(checker: Checker) -> bool:
    """Whether the engine gives the known posts the levels they have. Raises what the engine raises."""
    return all(checker.check(text).level == level for text, level in _KNOWN_POSTS)


@router.get("/healthz", summary="Lever tjenesten?", operation_id="healthz")
async def healthz() -> HealthOut:
    """Processen svarer."""
    return HealthOut()


@router.get(
    "/readyz",
    summary="Er tjenesten klar?",
    operation_id="readyz",
    responses=documented("not_ready", "unchecked", "busy"),
)
async def readyz(engine: Engine, line: Line) -> HealthOut:
    """Tjenesten har lige tjekket et kendt opslag og svarede rigtigt. Er køen fuld, er den ikke klar til flere."""
    if not await line.do(passes_self_check, engine):
        raise ProblemError("not_ready")
    return HealthOut()


@router.get(
    "/metrics",
    summary="Tal til Prometheus",
    operation_id="metrics",
    response_class=Response,
    responses=documented("no_key", "wrong_key"),
)
async def metrics(counts: Counts) -> Response:
    """Antal svar og svartid efter adresse, metode og status. Intet om tekster, niveauer eller afsendere."""
    return Response(counts.exposition(), headers={"Content-Type": counts.content_type})
