"""The pages over plain HTTP: headers, forms, errors, and that no text is kept, logged or put into an error."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from api.check.pages import files
from api.check.settings import Settings

CANARY = "Zkanarifugl"
PAGES = ("/", "/kursus", "/kursus/undervisning")
RED = "I nat mistede vi en patient på M5 efter 41 dage."


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_only_its_own_scripts_and_styles(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_packed_and_unpacked(client, path):
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == client.get(path, headers={"accept-encoding": "identity"}).text


def test_an_answer_is_never_packed_or_stored(client):
    answer = client.post("/tjek", data={"text": RED}, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_files_are_kept_for_a_year_under_their_fingerprint_and_asked_for_anew_under_another(client):
    good = client.get(f"{files.root()}css/site.css")
    assert good.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in good.headers["cache-control"]
    assert client.get("/web/older/css/site.css").headers["cache-control"] == "no-cache"
    for name in (
        "../pyproject.toml",
        "templates/frame.html",
        "%2e%2e/pyproject.toml",
        "css/",
        "vendor/dkfds/subset.py",
    ):
        assert client.get(f"{files.root()}{name}").status_code == 404


def test_notices_of_what_is_not_ours_are_served_beside_it(client):
    assert "Danish Business Authority" in client.get(f"{files.root()}vendor/dkfds/LICENSE.md").text
    assert "SIL Open Font License" in client.get(f"{files.root()}vendor/dkfds/OFL.txt").text


def test_what_is_sent_cannot_become_markup(client):
    text = "</textarea><script>alert(1)</script>\"'&lt; I nat mistede vi <b>Karen Hansen</b> på M5.\x00\u202e"
    for path in ("/tjek", "/tjek/svar"):
        answer = client.post(path, data={"text": text}).text
        assert "<script>alert" not in answer
        assert "<b>Karen" not in answer


def test_line_breaks_of_a_form_count_once(client):
    text = "I nat mistede vi en patient.\r\nPå M5.\r\nEfter 41 dage."
    answer = client.post("/tjek/svar", data={"text": text}).text
    assert "<mark>M5</mark>.<br>" in answer


def test_an_emoji_before_the_words_does_not_move_the_marks(client):
    assert "<mark>M5</mark>" in client.post("/tjek/svar", data={"text": f"🙂🙂👩‍⚕️ {RED}"}).text


@pytest.mark.parametrize("path", ["/tjek", "/tjek/svar"])
@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Sæt en tekst ind først."), ("  \n", "Sæt en tekst ind først."), (CANARY * 2_000, "Grænsen er 20000 tegn")],
)
def test_a_text_that_cannot_be_checked_is_told_so_and_nothing_is_lost(client, path, text, words):
    answer = client.post(path, data={"text": text})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    if path == "/tjek":
        assert text.strip() in answer.text
        assert "data-level" not in answer.text


@pytest.mark.usefixtures("failing_detector")
def test_a_detector_that_fails_is_no_green_answer_and_no_log_line(caplog, capfd):
    caplog.set_level(1)
    with TestClient(create_app(), base_url="http://localhost") as client:
        answer = client.post("/tjek", data={"text": f"svigt {CANARY}"})
        client.post("/tjek/svar", data={"text": f"{RED} {CANARY}"})
        client.post(f"/tjek?{CANARY}", data={"text": f"{RED} {CANARY}", CANARY: CANARY})
        assert CANARY not in client.get("/metrics").text
    assert answer.status_code == 503
    assert "Det betyder ikke, at den er i orden." in answer.text
    assert "data-level" not in answer.text
    logged = [repr(vars(each)) for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))]
    assert not [each for each in logged if CANARY.lower() in each.lower()]
    assert CANARY.lower() not in "".join(capfd.readouterr()).lower()


@pytest.mark.parametrize("path", ["/tjek", "/tjek/svar"])
def test_what_the_gate_refuses_is_told_as_a_page(path):
    settings = Settings(texts_a_minute=1, max_body_bytes=1_000)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        assert client.post(path, data={"text": "Hej"}).status_code == 200
        often = client.post(path, data={"text": CANARY})
        foreign = client.post(path, data={"text": CANARY}, headers={"origin": "https://example.org"})
    for answer, status, words in ((often, 429, "For mange på kort tid"), (foreign, 403, "har ikke adgang")):
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert words in answer.text
        assert CANARY not in answer.text
    assert often.headers["retry-after"] == "60"


def test_too_large_a_body_is_told_as_a_page():
    with TestClient(create_app(Settings(max_body_bytes=1_000)), base_url="http://localhost") as client:
        answer = client.post("/tjek", data={"text": CANARY * 1_000})
    assert answer.status_code == 413
    assert "For meget på én gang" in answer.text
    assert CANARY not in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps({"text": CANARY}), "application/json"),
        (f"text={CANARY}", "text/plain"),
        (f"text={CANARY}æ".encode(), "application/x-www-form-urlencoded"),
        ("a=1&" * 70 + f"text={CANARY}", "application/x-www-form-urlencoded"),
    ],
)
def test_another_kind_of_body_is_refused(client, body, kind):
    answer = client.post("/tjek", content=body, headers={"content-type": kind})
    assert answer.status_code == 415
    assert CANARY not in answer.text


def test_a_text_in_the_address_is_not_read(client):
    assert CANARY not in client.get(f"/?text={CANARY}").text


@pytest.mark.parametrize("path", ["/tjek", "/del"])
def test_an_address_that_a_form_was_sent_to_opens_an_empty_form(client, path):
    assert client.get(path).text == client.get("/").text


def test_a_share_that_no_service_worker_takes_is_told_what_to_do(client):
    answer = client.post("/del", data={"text": CANARY}, headers={"origin": "null"})
    assert answer.status_code == 403
    assert "Indsæt og tjek" in answer.text
    assert CANARY not in answer.text


def keys_only(tmp_path):
    file = tmp_path / "keys.toml"
    file.write_text("", encoding="utf-8")
    return Settings(host="0.0.0.0", operator="Region <Prøve>", keys_file=file, allowed_hosts=("localhost",))


def test_where_keys_are_needed_the_page_says_so_and_the_form_is_closed(tmp_path):
    with TestClient(create_app(keys_only(tmp_path)), base_url="http://localhost") as client:
        page = client.get("/").text
        assert "Her kan man ikke tjekke fra siden" in page
        assert "Region &lt;Prøve&gt;" in page
        assert client.post("/tjek", data={"text": RED}).status_code == 401
        assert client.post("/tjek/svar", data={"text": RED}).status_code == 401


def test_the_service_worker_keeps_the_shell_and_nothing_that_is_answered(client):
    script = client.get("/sw.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "connect-src 'self'" in script.headers["content-security-policy"]
    shell = set(re.findall(r'"(/[^"]*)"', script.text.split("const SHELL")[1].split(";")[0]))
    assert {"/", "/kursus", "/kursus/undervisning"} <= shell
    assert not [path for path in shell if "tjek" in path.removeprefix("/web")]
    for path in sorted(shell):
        assert client.get(path).status_code == 200


def test_the_page_says_own_machine_where_nobody_else_runs_it(client):
    assert "Teksten sendes til din egen computer og gemmes ikke." in client.get("/").text


def test_one_text_is_read_from_what_was_shared(client):
    answer = client.post("/tjek", data={"title": "", "text": RED, "url": "https://example.org/x"})
    assert f"{RED}\nhttps://example.org/x</textarea>" in answer.text
