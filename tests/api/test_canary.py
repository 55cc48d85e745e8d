"""A text that is sent in every way, good and bad, is nowhere to be found afterwards: no error, no log, no metric."""

import json
import socket
from itertools import islice
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from tests.api.conftest import PROBLEM, serving

CANARY = "Zkanarifugl"
POSTS = ("/v1/check", "/v1/check/batch", "/v1/entities")
PATHS = (*POSTS, "/v1/model", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/nix", "/")
JSON = {"content-type": "application/json"}
TEXT = f"I går sagde {CANARY} farvel på M5 🙂"


def bodies():
    """(body, headers) that hold the canary, readable or not."""
    for body in (
        {"text": TEXT},
        {"text": TEXT, "offset_unit": "utf16", "context": {"workplace": CANARY, "thread": [TEXT]}},
        {"texts": [{"id": CANARY, "text": TEXT}]},
        {"text": TEXT, CANARY: 1},
        {CANARY: {CANARY: CANARY}},
        {"text": [CANARY]},
        {"text": {CANARY: CANARY}},
        {"text": "", "offset_unit": CANARY},
        {"text": "", "context": {CANARY: CANARY}},
        {"text": "", "context": {"has_media": CANARY, "thread": CANARY}},
        {"texts": [{"id": CANARY, "text": 1, CANARY: 1}, CANARY]},
        {"texts": CANARY},
        {"text": CANARY * 2_000},
        {"texts": [{"id": CANARY, "text": CANARY * 1_000}] * 20},
        {"texts": [{"id": CANARY, "text": CANARY}] * 257},
        [CANARY],
        CANARY,
    ):
        yield json.dumps(body).encode(), JSON
    yield f'{{"text": "{CANARY}'.encode(), JSON
    yield f'{{"text": {CANARY}}}'.encode(), JSON
    yield f'{{"{CANARY}" "{CANARY}"}}'.encode(), JSON
    yield f'{{"text": "{CANARY}'.encode() + b'\xff"}', JSON
    yield f'{{"text": "{CANARY}\\ud800"}}'.encode(), JSON
    yield (b"[" * 50_000) + CANARY.encode(), JSON
    yield CANARY.encode() * 300_000, JSON
    yield CANARY.encode(), {"content-type": "text/plain"}
    yield CANARY.encode(), {"content-type": f"application/{CANARY}"}
    yield CANARY.encode(), {"content-type": f"multipart/form-data; boundary={CANARY}"}
    yield b"{}", {**JSON, "x-request-id": CANARY, "cookie": CANARY, "user-agent": CANARY, "referer": f"http://{CANARY}"}
    yield b"{}", {**JSON, "host": f"{CANARY}.example"}
    yield b"{}", {**JSON, "origin": f"https://{CANARY}.example"}
    yield b"{}", {**JSON, "authorization": f"Bearer {CANARY}", "x-forwarded-for": CANARY, "traceparent": CANARY}


def requests(path):
    """Arguments of `Client.request` for `path`."""
    yield {"method": "GET", "url": f"{path}?q={CANARY}"}
    yield {"method": "GET", "url": f"{path}/{CANARY}"}
    yield {"method": "GET", "url": f"/{CANARY}{path}#{CANARY}"}
    yield {"method": CANARY.upper(), "url": path}
    for body, headers in bodies() if path in POSTS else islice(bodies(), 2):
        yield {"method": "POST", "url": path, "content": body, "headers": headers}


def assert_silent(response):
    assert CANARY.lower() not in str(response.headers).lower()
    if response.status_code != 200:
        assert response.headers["content-type"] == PROBLEM
        assert CANARY.lower() not in response.text.lower()


def test_a_real_server_never_repeats_or_logs_a_text():
    statuses = set()
    with serving() as server:
        for path in PATHS:
            for request in requests(path):
                response = server.client.request(**request)
                statuses.add(response.status_code)
                assert_silent(response)
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as raw:
            raw.sendall(f"{CANARY} {CANARY}\r\n{CANARY}\r\n\r\n".encode())
            assert CANARY.encode() not in raw.recv(65_536)
        metrics = server.client.get("/metrics").text
        output = server.stop()
    assert statuses == {200, 400, 401, 403, 404, 405, 413, 415, 421, 422}
    assert CANARY.lower() not in metrics.lower()
    assert CANARY.lower() not in output.lower()
    assert "127.0.0.1" not in output.replace(server.url, "")


@pytest.mark.usefixtures("failing_detector")
@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_logged_at_any_level(caplog, capfd, path):
    caplog.set_level(1)
    with TestClient(create_app(), base_url="http://localhost") as client:
        for request in requests(path):
            assert_silent(client.request(**request))
        for body in ({"text": f"svigt {CANARY}"}, {"texts": [{"id": CANARY, "text": f"svigt {CANARY}"}]}):
            assert_silent(client.post(path, json=body))
        assert CANARY.lower() not in client.get("/metrics").text.lower()
    # The test's own client logs the address it asks; the application is what is looked at here.
    logged = [repr(vars(record)) for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [record for record in logged if CANARY.lower() in record.lower()]
    assert CANARY.lower() not in "".join(capfd.readouterr()).lower()
