"""Who gets in at all: tokens, hosts, pages, sizes, settings."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from pydantic import ValidationError
from typer.testing import CliRunner

from api.cli import app
from api.hr.app import create_app
from api.hr.keys import KeyFileError, Keyring
from api.hr.settings import DEVELOPMENT_ISSUER, Settings
from tests.hr.conftest import House, assert_problem


@pytest.fixture
def open_house(tmp_path):
    with House(tmp_path, f"sqlite:///{tmp_path}/hr.db").open() as house:
        yield house


def _signed(house: House, **changed: object) -> str:
    now = int(time.time())
    claims = {
        "iss": DEVELOPMENT_ISSUER,
        "aud": "tavshedstjek-hr",
        "sub": "ulla",
        "iat": now,
        "exp": now + 60,
        "roles": ["investigator"],
    }
    given = {name: value for name, value in (claims | changed).items() if value is not None}
    return jwt.encode({"alg": "Ed25519", "kid": "development"}, given, house.issuer._key, algorithms=["Ed25519"])


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 201},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"exp": int(time.time()) + 30 * 3600},
        {"nbf": int(time.time()) + 20 * 3600},
    ],
    ids=str,
)
def test_a_token_must_be_ours_now_and_somebodys(open_house, changed):
    for token, right in ((_signed(open_house), True), (_signed(open_house, **changed), False)):
        response = open_house.client.get("/v1/cases", headers={"authorization": f"Bearer {token}"})
        assert (response.status_code == 200) == right
    assert_problem(response, 401, "no_token")


def test_a_token_signed_by_anyone_else_is_nothing(open_house):
    claims = {
        "iss": DEVELOPMENT_ISSUER,
        "aud": "tavshedstjek-hr",
        "sub": "ulla",
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
        "roles": ["investigator"],
    }
    other = OKPKey.generate_key("Ed25519", {"kid": "development"})
    public = json.loads(open_house.issuer.jwks.read_text())["keys"][0]
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "none"}, claims)]
    shared = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(public["x"] * 2), algorithms=["HS256"])
    for token in (
        jwt.encode({"alg": "Ed25519", "kid": "development"}, claims, other, algorithms=["Ed25519"]),
        f"{parts[0]}.{parts[1]}.",
        shared,
    ):
        assert_problem(
            open_house.client.get("/v1/cases", headers={"authorization": f"Bearer {token}"}), 401, "no_token"
        )


@pytest.mark.parametrize("roles", [None, "investigator", ["nobody"], [1], {"investigator": True}, []])
def test_roles_that_cannot_be_read_are_no_roles(open_house, roles):
    token = _signed(open_house, roles=roles)
    assert_problem(open_house.client.get("/v1/cases", headers={"authorization": f"Bearer {token}"}), 403, "forbidden")


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [
        ({"host": "evil.example"}, 421, "bad_host"),
        ({"origin": "https://evil.example"}, 403, "bad_origin"),
        ({"origin": "null"}, 403, "bad_origin"),
        ({"origin": "chrome-extension://abcdefghijklmnop"}, 403, "bad_origin"),
    ],
)
def test_other_names_and_pages_are_refused(open_house, headers, status, name):
    assert_problem(open_house.client.get("/healthz", headers=headers), status, name)


def test_a_large_body_is_refused_before_it_is_read(tmp_path):
    with House(tmp_path, f"sqlite:///{tmp_path}/hr.db").open(max_body_bytes=1000) as house:
        assert_problem(house.ask("vera", "POST", "/cases", {"unit": "x" * 2000}), 413, "too_large")


def test_every_problem_has_its_place_on_the_docs_page(open_house):
    page = open_house.client.get("/docs").text
    from api.hr.problems import PROBLEMS

    assert all(f'id="{name}"' in page for name in PROBLEMS)
    assert open_house.client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "changed",
    [
        {"host": "0.0.0.0"},
        {"jwks": "http://login.example/jwks"},
        {"database": "mysql://x"},
        {"allowed_hosts": "*"},
        {"review_days": 400},
        {"unmask_minutes": 600},
        {"issuer": ""},
    ],
    ids=str,
)
def test_unsafe_settings_are_refused(tmp_path, changed):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    with pytest.raises(ValidationError):
        Settings.model_validate(house.settings().model_dump() | changed)


def test_keys_that_others_may_read_are_refused(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    house.keys.chmod(0o644)
    with pytest.raises(KeyFileError):
        create_app(house.settings())
    house.keys.chmod(0o600)
    house.keys.write_text("{}")
    with pytest.raises(KeyFileError):
        Keyring.read(house.keys)


def test_what_cannot_be_served_is_said(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    runner = CliRunner()
    missing = runner.invoke(app, ["serve-hr", "--port", "0"], env={"TAVSHEDSTJEK_HR_DATABASE": ""})
    assert missing.exit_code == 2
    assert "TAVSHEDSTJEK_HR_KEYS_FILE" in missing.stderr
    wrong = runner.invoke(app, ["serve-hr", "--port", "0"], env=house.environment() | {"TAVSHEDSTJEK_HR_JWKS": "/nix"})
    assert (wrong.exit_code, wrong.stderr) == (2, "Vi kunne ikke læse udstederens nøgler (TAVSHEDSTJEK_HR_JWKS).\n")
    twice = runner.invoke(app, ["hr", "init", str(house.keys)])
    assert (twice.exit_code, twice.stderr) == (2, "Filen findes allerede. Vi skriver ikke over nøgler.\n")
