"""Counts for Prometheus: requests and their duration by route, method and status. Nothing about texts or clients."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

# When each series began would tell when somebody first asked.
disable_created_metrics()  # type: ignore[no-untyped-call]

# Where several processes of one service keep their counts, as prometheus-client names it.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The metrics of one application."""

    content_type = CONTENT_TYPE

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests",
            "Requests by route template, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Time to answer.",
            ("route",),
            registry=self._registry,
            buckets=BUCKETS,
        )

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(route_of(scope), method_of(scope), str(status)).inc()
        self._seconds.labels(route_of(scope)).observe(seconds)

    def exposition(self) -> bytes:
        """All counts in Prometheus' text format; those of every worker process where there are several."""
        registry = self._registry
        if os.environ.get(SHARED_FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def route_of(scope: Scope) -> str:
    """The template of the route that answered. The path as sent is the client's words: it goes nowhere."""
    return getattr(scope.get("route"), "path", "other")


def method_of(scope: Scope) -> str:
    """The method, where it is one that exists."""
    return str(scope["method"]) if scope["method"] in METHODS else "other"
