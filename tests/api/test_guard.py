"""Who may ask, how much, and what every answer carries."""

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.check.app import create_app
from api.check.settings import Settings
from tests.api.conftest import assert_problem

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
ASKED = {"text": "i går"}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8000"])
def test_own_names(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "localhost:x", "127.0.0.1.", "::1", "[::1", "localhost:80:80"],
)
@pytest.mark.parametrize("path", ["/healthz", "/v1/check", "/nix", "/docs"])
def test_foreign_names_are_refused_whatever_the_address(client, path, host):
    assert_problem(client.post(path, json=ASKED, headers={"host": host}), 421, "bad_host")


def test_two_host_headers_are_refused(client):
    headers = [("host", "localhost"), ("host", "evil.example")]
    assert_problem(client.get("/healthz", headers=headers), 421, "bad_host")


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
def test_own_pages_may_ask(client, origin):
    response = client.post("/v1/check", json=ASKED, headers={"origin": origin})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://evil.example", "http://localhost:81", "http://localhost.evil.example", EXTENSION, "x"],
)
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_other_pages_may_not(client, method, origin):
    response = client.request(method, "/v1/check", headers={"origin": origin})
    assert_problem(response, 403, "bad_origin")
    assert "access-control-allow-origin" not in response.headers


def test_two_origins_are_refused(client):
    headers = [("origin", "http://localhost"), ("origin", "http://evil.example")]
    response = client.get("/healthz", headers=headers)
    assert_problem(response, 403, "bad_origin")


@pytest.fixture
def extended():
    with TestClient(create_app(Settings(allowed_origins=(EXTENSION,))), base_url="http://localhost") as client:
        yield client


def test_a_named_extension_may_ask_and_read(extended):
    response = extended.post("/v1/check", json=ASKED, headers={"origin": EXTENSION})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == EXTENSION
    assert response.headers["vary"] == "Origin"


def test_a_named_extension_can_read_errors(extended):
    response = extended.post("/v1/check", json={}, headers={"origin": EXTENSION})
    assert_problem(response, 422, "invalid")
    assert response.headers["access-control-allow-origin"] == EXTENSION


def test_preflight_of_a_named_extension(extended):
    headers = {
        "origin": EXTENSION,
        "access-control-request-method": "POST",
        "access-control-request-private-network": "true",
    }
    response = extended.options("/v1/check", headers=headers)
    assert response.status_code == 204
    assert response.headers["access-control-allow-methods"] == "GET, POST"
    assert response.headers["access-control-allow-headers"] == "Content-Type"
    assert response.headers["access-control-allow-private-network"] == "true"
    assert "access-control-allow-credentials" not in response.headers


@pytest.fixture
def small():
    with TestClient(create_app(Settings(max_body_bytes=1_000)), base_url="http://localhost") as client:
        yield client


def body_of(length):
    return b'{"text":"' + b"a" * (length - 11) + b'"}'


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("length", "status"), [(1_000, 200), (1_001, 413)])
def test_body_limit_is_exact_chunked_or_not(small, length, status, chunked):
    body = body_of(length)
    content = (body[i : i + 100] for i in range(0, length, 100)) if chunked else body
    response = small.post("/v1/check", content=content, headers={"content-type": "application/json"})
    assert response.status_code == status
    if status == 413:
        assert_problem(response, 413, "too_large")


@pytest.mark.parametrize("path", ["/nix", "/healthz"])
def test_body_limit_holds_on_every_address(small, path):
    assert_problem(small.post(path, content=b"a" * 2_000), 413, "too_large")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/check"), ("GET", "/nix"), ("GET", "/healthz"), ("GET", "/openapi.json")]
)
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_security_headers_are_on_every_answer(client, method, path, host):
    headers = client.request(method, path, headers={"host": host}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "given", [{"allowed_hosts": ("*",)}, {"allowed_origins": ("*",)}, {"allowed_origins": ("null",)}]
)
def test_settings_refuse_wildcards(given):
    with pytest.raises(ValidationError):
        Settings(**given)


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("TAVSHEDSTJEK_ALLOWED_HOSTS", "localhost, Tjek.Example")
    monkeypatch.setenv("TAVSHEDSTJEK_ALLOWED_ORIGINS", f"{EXTENSION}/")
    settings = Settings()
    assert settings.allowed_hosts == ("localhost", "tjek.example")
    assert settings.allowed_origins == (EXTENSION,)
