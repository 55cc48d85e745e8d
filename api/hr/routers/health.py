"""`/healthz` (the process answers), `/readyz` (database and engine answer) and `/metrics` (counts, nothing about cases)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from api.hr.desk import Office
from api.hr.schemas import HealthOut
from api.http.metrics import Metrics

router = APIRouter(tags=["service"])


@router.get("/healthz", summary="Lever tjenesten?", operation_id="healthz")
def healthz() -> HealthOut:
    """Processen svarer."""
    return HealthOut()


@router.get("/readyz", summary="Er tjenesten klar?", operation_id="readyz")
def readyz(request: Request) -> HealthOut:
    """Databasen og reglerne svarer."""
    office: Office = request.app.state.office
    with office.store.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    office.checker.level("")
    return HealthOut()


@router.get("/metrics", summary="Tal til Prometheus", operation_id="metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Antal svar og svartid efter adresse, metode og status. Intet om sager."""
    counts: Metrics = request.app.state.metrics
    return Response(counts.exposition(), headers={"Content-Type": counts.content_type})
