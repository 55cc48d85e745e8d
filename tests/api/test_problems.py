"""Every error is an RFC 9457 problem document."""

import logging

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from api.check.problems import PROBLEMS
from api.check.settings import Settings
from tests.api.conftest import RED, assert_problem

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"nul", b'{"text": "\xff"}', b"[" * 100_000, b'{"text": ' + b"1" * 5_000 + b"}"],
    ids=["cut off", "empty", "no literal", "not UTF-8", "deep", "long number"],
)
@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch", "/v1/entities"])
def test_unreadable_bodies(client, path, content):
    response = client.post(path, content=content, headers=JSON)
    if content:
        assert_problem(response, 400, "bad_json")
    else:
        assert_problem(response, 422, "invalid")


@pytest.mark.parametrize(
    ("path", "body", "pointer", "reason"),
    [
        ("/v1/check", {}, "/text", "mangler"),
        ("/v1/check", [], "", "skal være et objekt"),
        ("/v1/check", {"text": 1}, "/text", "skal være tekst"),
        ("/v1/check", {"text": None}, "/text", "skal være tekst"),
        ("/v1/check", {"text": "", "ukendt": 1}, "", "indeholder et felt, der ikke findes"),
        ("/v1/check", {"text": "", "context": {"ukendt": 1}}, "/context", "indeholder et felt, der ikke findes"),
        ("/v1/check", {"text": "", "context": {"has_media": "ja"}}, "/context/has_media", "skal være true eller false"),
        ("/v1/check", {"text": "", "context": {"thread": [1]}}, "/context/thread/0", "skal være tekst"),
        ("/v1/check", {"text": "", "offset_unit": "byte"}, "/offset_unit", "er ikke en af de tilladte værdier"),
        ("/v1/check/batch", {"texts": [{"id": "a"}]}, "/texts/0/text", "mangler"),
        ("/v1/check/batch", {"texts": [{"id": 1, "text": ""}]}, "/texts/0/id", "skal være tekst"),
        ("/v1/check/batch", {"texts": {}}, "/texts", "skal være en liste"),
        ("/v1/entities", {"text": "", "context": {}}, "/context", "indeholder et felt, der ikke findes"),
    ],
)
def test_wrong_fields_are_pointed_at(client, path, body, pointer, reason):
    problem = assert_problem(client.post(path, json=body), 422, "invalid")
    assert problem["errors"] == [{"pointer": pointer, "reason": reason}]


def test_only_so_many_errors_are_listed(client):
    problem = assert_problem(client.post("/v1/check/batch", json={"texts": [{}] * 200}), 422, "invalid")
    assert len(problem["errors"]) == 20


@pytest.mark.parametrize("path", ["/v1", "/v1/check/", "/nix", "/v1/nix", "/docs/", "/redoc"])
def test_unknown_addresses(client, path):
    assert_problem(client.get(path), 404, "not_found")


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/check"), ("DELETE", "/v1/model"), ("TRACE", "/healthz")])
def test_wrong_methods(client, method, path):
    response = client.request(method, path)
    assert_problem(response, 405, "wrong_method")
    assert response.headers["allow"] in ("GET", "POST")


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx", ";", "x"]
)
def test_other_content_types(client, kind):
    response = client.post("/v1/check", content=b'{"text": ""}', headers={"content-type": kind} if kind else {})
    assert_problem(response, 415, "not_json")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_content_types(client, kind):
    assert client.post("/v1/check", content=b'{"text": ""}', headers={"content-type": kind}).status_code == 200


@pytest.mark.usefixtures("failing_detector")
@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("/v1/check", {"text": "svigt"}, []),
        ("/v1/entities", {"text": "svigt"}, []),
        ("/v1/check/batch", {"texts": [{"id": "a", "text": "ok"}, {"id": "b", "text": "svigt"}]}, ["/texts/1"]),
    ],
)
def test_a_detector_that_fails_is_never_a_quiet_green(client, caplog, path, body, pointers):
    problem = assert_problem(client.post(path, json=body), 503, "unchecked")
    assert [error["pointer"] for error in problem.get("errors", [])] == pointers
    assert "svigt" not in caplog.text


def test_an_unexpected_error_tells_class_and_place_only(caplog):
    app = create_app()

    @app.get("/brister")
    def fail():
        raise ValueError(RED)

    with TestClient(app, base_url="http://localhost") as client:
        assert_problem(client.get("/brister"), 500, "failed")
    [record] = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert record.getMessage().startswith("ValueError in fail, ")
    assert RED not in caplog.text
    assert record.exc_info is None


def test_lower_limits_hold():
    app = create_app(Settings(max_characters=3, max_batch_texts=1, max_batch_characters=4))
    with TestClient(app, base_url="http://localhost") as client:
        assert client.post("/v1/check", json={"text": "abc"}).status_code == 200
        assert_problem(client.post("/v1/check", json={"text": "abcd"}), 422, "invalid")
        assert_problem(client.post("/v1/check", json={"text": "abcde"}), 413, "too_large")
        assert_problem(client.post("/v1/entities", json={"text": "abcd"}), 422, "invalid")
        two = {"texts": [{"id": "1", "text": "a"}, {"id": "2", "text": "a"}]}
        assert_problem(client.post("/v1/check/batch", json=two), 422, "invalid")


def test_every_problem_has_its_place_on_the_docs_page(client):
    page = client.get("/docs").text
    assert [name for name in PROBLEMS if f'id="{name}"' not in page] == []


def test_the_bare_address_shows_people_the_page_and_leads_on_to_the_description(client):
    assert '<a href="/docs">' in client.get("/").text
