"""What the routers need: the engine, the line in front of it, the settings, the metrics."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.check.settings import Settings
from api.check.work import Work
from api.http.metrics import Metrics
from models.checker import Checker


def _checker(request: Request) -> Checker:
    checker: Checker = request.app.state.checker
    return checker


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _work(request: Request) -> Work:
    work: Work = request.app.state.work
    return work


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


Engine = Annotated[Checker, Depends(_checker)]
Config = Annotated[Settings, Depends(_settings)]
Line = Annotated[Work, Depends(_work)]
Counts = Annotated[Metrics, Depends(_metrics)]
