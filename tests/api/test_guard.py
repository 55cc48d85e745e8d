"""Who may ask, how much, and what every answer carries."""

import socket
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.check.app import create_app
from api.check.keys import new_key
from api.check.settings import Settings
from tests.api.conftest import assert_problem, serving

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
def paired(tmp_path):
    file = tmp_path / "keys.toml"
    return file, new_key(file, "extension", ["check"], [EXTENSION])


@pytest.fixture
def extended(paired):
    file, key = paired
    with TestClient(create_app(Settings(keys_file=file)), base_url="http://localhost") as client:
        client.headers["authorization"] = f"Bearer {key}"
        yield client


def test_a_named_extension_may_ask_and_read(extended):
    response = extended.post("/v1/check", json=ASKED, headers={"origin": EXTENSION})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == EXTENSION
    assert response.headers["vary"] == "Origin"


def test_a_named_extension_without_its_key_may_not(extended, tmp_path):
    other = new_key(tmp_path / "keys.toml", "other", ["check"])
    for sent in ("", "Bearer x", "Basic eDp5", f"Bearer {other}"):
        response = extended.post("/v1/check", json=ASKED, headers={"origin": EXTENSION, "authorization": sent})
        assert_problem(response, 401, "no_key")
        assert response.headers["access-control-allow-origin"] == EXTENSION
        assert response.headers["www-authenticate"] == "Bearer"


def test_an_allowed_origin_needs_a_key_of_its_own(paired):
    file, key = paired
    settings = Settings(keys_file=file, allowed_origins=("https://intra.example",))
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        headers = {"origin": "https://intra.example", "authorization": f"Bearer {key}"}
        assert_problem(client.post("/v1/check", json=ASKED, headers=headers), 403, "wrong_key")


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
    assert response.headers["access-control-allow-headers"] == "Authorization, Content-Type"
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


def test_a_caller_who_asks_too_often_is_told_to_wait():
    with TestClient(create_app(Settings(texts_a_minute=2)), base_url="http://localhost") as client:
        answers = [client.post("/v1/check", json=ASKED) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert_problem(answers[-1], 429, "too_often")
        assert answers[-1].headers["retry-after"] == "60"
        assert client.get("/healthz").status_code == 200


def test_one_key_does_not_use_up_anothers_share(tmp_path):
    file = tmp_path / "keys.toml"
    keys = [new_key(file, name, ["check"]) for name in ("a", "b")]
    with TestClient(create_app(Settings(texts_a_minute=1, keys_file=file)), base_url="http://localhost") as client:
        sent = [keys[0], keys[0], keys[1]]
        answers = [client.post("/v1/check", json=ASKED, headers={"authorization": f"Bearer {key}"}) for key in sent]
        assert [answer.status_code for answer in answers] == [200, 429, 200]


def test_a_body_that_does_not_come_is_not_waited_for():
    with serving(body_seconds="0.2") as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as raw:
            head = "POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"
            raw.sendall(head.encode())
            answer = raw.recv(65_536).decode()
            assert answer.startswith("HTTP/1.1 408 ")
            assert "connection: close" in answer.lower()
        assert server.client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "settings",
    [{}, {"operator": "Prøvedrift"}, {"open_to_network": True}, {"operator": "", "keys_file": "keys.toml"}],
)
def test_a_service_for_other_machines_says_who_runs_it_and_lets_no_strangers_in(settings):
    with pytest.raises(ValidationError):
        Settings(host="0.0.0.0", **settings)
