"""`check --jsonl`: one line in, one line out, in order, whatever the line."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli import app
from api.jsonl import MAX_LINE_BYTES
from models.checker import MAX_CHARACTERS, Checker
from tests.api.conftest import DATED, RED, ROOT

KEYS = ["id", "level", "score", "points", "entities", "group_size", "reasons", "unchecked"]
ENTITY_KEYS = ["type", "start", "end", "text", "score", "source"]
REASON_KEYS = ["code", "text", "entities"]
CANARY = "Zkanarifugl"


def ask(stdin: bytes) -> tuple[list[dict[str, object]], bytes]:
    """The answers, and the bytes they came in."""
    result = CliRunner().invoke(app, ["check", "--jsonl"], input=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.split(b"\n") if line], result.stdout_bytes


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def test_keys_are_the_promised_ones_in_order():
    [answer], raw = ask(line(id="a", text=RED))
    assert list(answer) == KEYS
    assert all(list(entity) == ENTITY_KEYS for entity in answer["entities"])
    assert all(list(reason) == REASON_KEYS for reason in answer["reasons"])
    assert raw.count(b"\n") == 1
    assert b'": ' not in raw


def test_values_are_the_engines():
    expected = Checker().check(RED)
    [answer], _ = ask(line(id=7, text=RED))
    assert answer["id"] == 7
    assert (answer["level"], answer["score"], answer["points"]) == (expected.level, expected.score, expected.points)
    assert [entity["text"] for entity in answer["entities"]] == [entity.text for entity in expected.entities] != []
    assert answer["group_size"] == (list(expected.group_size) if expected.group_size else None)
    assert [reason["code"] for reason in answer["reasons"]] == [reason.code for reason in expected.reasons]


def test_offsets_are_code_points_and_danish_is_readable():
    [answer], raw = ask(line(id="æ", text=DATED))
    assert "æ".encode() in raw
    assert answer["entities"]
    for entity in answer["entities"]:
        assert DATED[entity["start"] : entity["end"]] == entity["text"]


def test_context_counts():
    asked = line(id="a", text="Se her.") + line(id="b", text="Se her.", context={"has_media": True})
    (without, with_picture), _ = ask(asked)
    assert (without["unchecked"], with_picture["unchecked"]) == ([], ["picture"])


@pytest.mark.parametrize(
    ("bad", "line_id", "error"),
    [
        (CANARY.encode(), None, "linjen er ikke JSON"),
        (b'{"id":"a","text":"' + CANARY.encode(), None, "linjen er ikke JSON"),
        (b"[" * 200_000, None, "linjen er ikke JSON"),
        (b'{"id":"a","text":' + b"1" * 5_000 + b"}", None, "linjen er ikke JSON"),
        (b"[1]", None, "linjen er ikke et objekt"),
        (b"null", None, "linjen er ikke et objekt"),
        (b'{"id":"a","text":"\xff"}', None, "linjen er ikke UTF-8"),
        (line(text=CANARY), None, "id mangler eller er hverken tekst eller heltal"),
        (line(id=True, text=CANARY), None, "id mangler eller er hverken tekst eller heltal"),
        (line(id={CANARY: 1}, text=""), None, "id mangler eller er hverken tekst eller heltal"),
        (line(id=CANARY * 100, text=""), None, "id mangler eller er hverken tekst eller heltal"),
        (b'{"id":NaN,"text":""}', None, "id mangler eller er hverken tekst eller heltal"),
        (line(id="a"), "a", "text mangler eller er ikke tekst"),
        (line(id="a", text=[CANARY]), "a", "text mangler eller er ikke tekst"),
        (line(id="a", text="a" * (MAX_CHARACTERS + 1)), "a", "teksten er for lang"),
        (line(id="a", text="", context=CANARY), "a", "context har ikke den rigtige form"),
        (line(id="a", text="", context={"has_media": CANARY}), "a", "context har ikke den rigtige form"),
        (line(id="a", text="", context={"thread": [1]}), "a", "context har ikke den rigtige form"),
        (line(id="a", text="", context={"thread": ["a" * MAX_CHARACTERS]}), "a", "teksten er for lang"),
        (line(id="a", text="a" * MAX_LINE_BYTES * 2), None, "linjen er for lang"),
    ],
    ids=range(20),
)
def test_a_bad_line_is_answered_and_the_rest_still_done(bad, line_id, error):
    answers, raw = ask(line(id=1, text="Hej") + bad.removesuffix(b"\n") + b"\n" + line(id=2, text="Hej"))
    assert [answer["id"] for answer in answers] == [1, line_id, 2]
    assert answers[1] == {"id": line_id, "error": error}
    assert [answer["level"] for answer in answers[::2]] == ["green", "green"]
    assert CANARY.encode() not in raw


@pytest.mark.usefixtures("failing_detector")
def test_a_line_that_cannot_be_checked_says_so(capfd):
    answers, _ = ask(line(id=1, text=f"svigt {CANARY}") + line(id=2, text="Hej"))
    assert answers[0] == {"id": 1, "error": "teksten kunne ikke tjekkes"}
    assert answers[1]["level"] == "green"
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.parametrize("stdin", [b"", b"\n", b"\n \r\n"])
def test_no_lines_no_answers(stdin):
    assert ask(stdin) == ([], b"")


def test_order_is_kept_and_blank_lines_bom_and_crlf_pass():
    lines = [line(id=i, text=f"Hej {i}") for i in range(200)]
    stdin = b"\xef\xbb\xbf" + b"\n".join(each.replace(b"\n", b"\r\n") for each in lines).removesuffix(b"\r\n")
    answers, _ = ask(stdin)
    assert [answer["id"] for answer in answers] == list(range(200))


def test_other_keys_are_passed_over():
    [answer], _ = ask(line(id="a", text="Hej", level="red", note=None))
    assert answer["level"] == "green"


def test_line_separators_inside_a_text_are_no_line_breaks():
    answers, _ = ask(line(id="a", text="i går\u2028i dag\x85\x0b\x0c"))
    assert len(answers) == 1


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=20))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_text_and_id_come_through(text, line_id):
    [answer], _ = ask(json.dumps({"id": line_id, "text": text}).encode())
    assert answer["id"] == line_id
    for entity in answer["entities"]:
        assert text[entity["start"] : entity["end"]] == entity["text"]


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", "check", "--jsonl"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_each_answer_comes_before_the_next_line_is_sent():
    with start() as process:
        for i in range(3):
            process.stdin.write(line(id=i, text=RED))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == i
        process.stdin.close()
        assert process.stdout.read() == process.stderr.read() == b""
    assert process.returncode == 0


def test_a_reader_that_leaves_is_no_crash():
    with start() as process:
        process.stdin.write(line(id=0, text="Hej"))
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(line(id=1, text="Hej"))
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
