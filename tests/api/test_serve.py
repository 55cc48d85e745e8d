"""`tavshedstjek serve`: a real server, asked by a real client."""

import os
import subprocess
import sys

import pytest

from api.check.schemas import AssessmentOut
from tests.api.conftest import RED, ROOT, assert_problem, serving

OPEN = {"TAVSHEDSTJEK_OPERATOR": "Prøvedrift", "TAVSHEDSTJEK_OPEN_TO_NETWORK": "true"}


def test_it_says_where_it_is_and_that_nothing_is_kept():
    with serving() as server:
        assert server.client.get("/healthz").status_code == 200
        output = server.stop()
    assert f"Klar på {server.url}" in output
    assert "Tekst gemmes ikke" in output


def test_a_post_is_checked(server):
    response = server.client.post("/v1/check", json={"text": RED})
    assert response.status_code == 200
    AssessmentOut.model_validate_json(response.content)
    assert "server" not in response.headers


def test_settings_come_from_the_environment(server):
    assert server.client.get("/v1/model").json()["operator"] == "Prøvedrift"


def test_chunked_bodies_are_limited(server):
    limit = server.client.get("/v1/model").json()["limits"]["max_body_bytes"]
    block = b" " * 100_000
    response = server.client.post(
        "/v1/check",
        content=(block for _ in range(limit // len(block) + 1)),
        headers={"content-type": "application/json"},
    )
    assert_problem(response, 413, "too_large")


def test_rebound_names_are_refused(server):
    assert_problem(server.client.get("/v1/model", headers={"host": "evil.example"}), 421, "bad_host")


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--host", "192.0.2.1"], OPEN, "Vi kunne ikke lytte på den adresse. Prøv en anden port med --port.\n"),
        ([], {"TAVSHEDSTJEK_PORT": "x"}, "En indstilling er forkert: TAVSHEDSTJEK_PORT. Se docs/service.md.\n"),
        ([], {"TAVSHEDSTJEK_MODE": "fuld"}, "En indstilling er forkert: TAVSHEDSTJEK_MODE. Se docs/service.md.\n"),
        (["--port", "x"], {}, None),
        (["--host", "0.0.0.0"], {}, None),
        (["--host", "0.0.0.0"], {"TAVSHEDSTJEK_OPERATOR": "Prøvedrift"}, None),
        (
            [],
            {"TAVSHEDSTJEK_KEYS_FILE": "pyproject.toml"},
            "En indstilling er forkert: TAVSHEDSTJEK_KEYS_FILE. Se docs/service.md.\n",
        ),
        (
            [],
            {"TAVSHEDSTJEK_KEYS_FILE": "pyproject.toml", "TAVSHEDSTJEK_PROCESSES": "2"},
            "En indstilling er forkert: TAVSHEDSTJEK_KEYS_FILE. Se docs/service.md.\n",
        ),
    ],
    ids=[
        "an address of somebody else",
        "no port",
        "a mode without weights",
        "no number",
        "nobody says who runs it",
        "strangers could come in",
        "no file of keys",
        "no file of keys, in several processes",
    ],
)
def test_what_cannot_be_served_is_said(arguments, environment, said):
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    if said:
        assert done.stderr == said
