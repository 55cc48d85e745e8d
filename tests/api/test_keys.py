"""API keys: made once, kept as hashes, each opens what it is for."""

import stat

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from api.check.keys import Keys, KeysError, new_key
from api.check.settings import Settings
from api.cli import run
from tests.api.conftest import assert_problem

ASKED = {"text": "i går"}
SHARED = {"host": "0.0.0.0", "operator": "Prøvedrift", "allowed_hosts": ("localhost",)}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "folder" / "keys.toml"


def test_the_key_itself_is_kept_nowhere(file):
    key = new_key(file, "kursusside", ["check"])
    assert key not in file.read_text()
    assert key.removeprefix("tt_") not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_keys_are_known_by_what_was_sent(file):
    first, second = new_key(file, "a", ["check"]), new_key(file, "b", ["metrics"])
    keys = Keys.of(file)
    assert [keys.find(f"Bearer {key}")[0] for key in (first, second)] == ["a", "b"]
    for wrong in ("", first, f"Basic {first}", f"Bearer {first}x", "Bearer ", "Bearer \udcff"):
        assert keys.find(wrong) is None


@pytest.mark.parametrize("name", ["", "Mette Hansen", "a.b", "a\nb", "-a", "a" * 41, "taken"])
def test_names_are_plain_and_their_own(file, name):
    new_key(file, "taken", ["check"])
    before = file.read_text()
    with pytest.raises(KeysError):
        new_key(file, name, ["check"])
    assert file.read_text() == before


@pytest.mark.parametrize(
    "content",
    ["x", "[a]\nsha256 = 1\nscopes = ['check']", f"[a]\nsha256 = '{'0' * 64}'\nscopes = ['all']", "a = 1", "\udcff"],
)
def test_a_file_of_something_else_is_an_error_that_does_not_repeat_it(file, content):
    file.parent.mkdir()
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(KeysError) as raised:
        Keys.of(file)
    assert str(raised.value) == "keys.toml cannot be read as a file of keys"
    with pytest.raises(KeysError):
        Keys.of(file.with_name("missing.toml"))


@pytest.fixture
def shared(file):
    key, other = new_key(file, "intranet", ["check"]), new_key(file, "prometheus", ["metrics"])
    with TestClient(create_app(Settings(keys_file=file, **SHARED)), base_url="http://localhost") as client:
        yield client, {"authorization": f"Bearer {key}"}, {"authorization": f"Bearer {other}"}


@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch", "/v1/entities"])
def test_strangers_are_refused_before_their_text_is_read(shared, path):
    client, key, metrics = shared
    assert_problem(client.post(path, content=b"x" * 9_000_000), 401, "no_key")
    assert_problem(client.post(path, json=ASKED, headers=metrics), 403, "wrong_key")
    assert client.post(path, json=ASKED, headers=key).status_code in (200, 422)


def test_metrics_have_a_key_of_their_own(shared):
    client, key, metrics = shared
    assert_problem(client.get("/metrics"), 401, "no_key")
    assert_problem(client.get("/metrics", headers=key), 403, "wrong_key")
    assert client.get("/metrics", headers=metrics).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/model", "/docs", "/openapi.json"])
def test_what_holds_no_text_is_open(shared, path):
    assert shared[0].get(path).status_code == 200


def test_two_keys_in_one_request_are_none(shared):
    client, key, _ = shared
    twice = [("authorization", key["authorization"])] * 2
    assert_problem(client.post("/v1/check", json=ASKED, headers=twice), 401, "no_key")


def test_on_its_own_machine_the_service_asks_for_no_key(file):
    new_key(file, "extension", ["check"], ["chrome-extension://abc"])
    with TestClient(create_app(Settings(keys_file=file)), base_url="http://localhost") as client:
        assert client.post("/v1/check", json=ASKED).status_code == 200
        assert client.get("/metrics").status_code == 200
        wrong = client.post("/v1/check", json=ASKED, headers={"authorization": "Bearer x"})
        assert_problem(wrong, 401, "no_key")


def test_the_command_shows_the_key_and_says_where_its_hash_is(file, capsys):
    assert run(["new-key", "browser", "--origin", "Chrome-Extension://ABC/", "--file", str(file)]) == 0
    shown = capsys.readouterr()
    name, key = Keys.of(file).find(f"Bearer {shown.out.strip()}")
    assert (name, key.scopes, key.origins) == ("browser", {"check"}, {"chrome-extension://abc"})
    assert str(file) in shown.err
    assert run(["new-key", "browser", "--file", str(file)]) == 2
    assert run(["new-key", "other", "--file", str(file.parent)]) == 2
