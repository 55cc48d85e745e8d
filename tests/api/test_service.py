"""Health, metrics, the OpenAPI description and its page."""

import re

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from api.check.routers import health
from api.check.settings import Settings
from tests.api.conftest import RED, assert_problem


def test_healthz(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_known_posts_get_their_levels(client):
    assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_when_a_known_post_gets_another_level(client, monkeypatch):
    monkeypatch.setattr(health, "_KNOWN_POSTS", [("Hej", "red")])
    assert_problem(client.get("/readyz"), 503, "not_ready")


def test_metrics_count_by_route_method_and_status():
    with TestClient(create_app(), base_url="http://localhost") as client:
        client.post("/v1/check", json={"text": "Hej"})
        client.post("/v1/check", json={})
        client.get("/v1/nix?a=b")
        client.request("BREW", "/healthz", headers={"host": "evil.example"})
        response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    counts = [line for line in response.text.splitlines() if line.startswith("http_requests_total{")]
    assert counts == [
        'http_requests_total{method="POST",route="/v1/check",status="200"} 1.0',
        'http_requests_total{method="POST",route="/v1/check",status="422"} 1.0',
        'http_requests_total{method="GET",route="other",status="404"} 1.0',
        'http_requests_total{method="other",route="other",status="421"} 1.0',
    ]
    assert 'http_request_duration_seconds_count{route="/v1/check"} 2.0' in response.text


def test_metrics_hold_nothing_else(client):
    client.post("/v1/check", json={"text": "Hej"})
    lines = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    names = {re.split(r"[{ ]", line)[0] for line in lines}
    assert names == {"http_requests_total"} | {f"http_request_duration_seconds_{x}" for x in ("bucket", "count", "sum")}
    labels = {label for line in lines for label in re.findall(r"(\w+)=", line)}
    assert labels == {"route", "method", "status", "le"}


def test_docs_page_shows_every_route_and_fetches_nothing(client):
    page = client.get("/docs")
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in page.text
    assert re.search(r"<script|<link|<img|src=|url\(|https?://|@import", page.text) is None
    assert "script-src" not in page.headers["content-security-policy"]
    assert "'sha256-" in page.headers["content-security-policy"]


def test_every_link_on_the_docs_page_leads_somewhere(client):
    page = client.get("/docs").text
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch", "/v1/entities"])
def test_openapi_documents_errors_as_problems(client, path):
    described = client.get("/openapi.json").json()
    responses = described["paths"][path]["post"]["responses"]
    assert set(responses) == {"200", "400", "401", "403", "408", "413", "415", "421", "422", "429", "500", "503"}
    for status in set(responses) - {"200"}:
        assert list(responses[status]["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_service_answers_in_full_mode():
    with TestClient(create_app(Settings(mode="full")), base_url="http://localhost") as client:
        answer = client.post("/v1/check", json={"text": RED}).json()
        assert answer["model"]["mode"] == "full"
        assert answer["level"] == "red"
        assert all(RED[e["start"] : e["end"]] == e["text"] for e in answer["entities"])
        assert client.get("/v1/model").json()["model"]["weights"]
