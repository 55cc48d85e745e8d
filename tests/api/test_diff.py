"""`tavshedstjek diff`: what changes between two versions, without a word of the posts."""

import json
import sys

import pytest

from api.cli import run
from tests.api.conftest import RED, ROOT


@pytest.fixture
def posts(tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text("".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate([RED, "Hej", RED])))
    return file


@pytest.fixture
def program(tmp_path):
    """An installed `tavshedstjek`, as a program of its own."""
    file = tmp_path / "tavshedstjek"
    file.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom api.cli import main\nmain()\n"
    )
    file.chmod(0o755)
    return file


@pytest.fixture
def answers(tmp_path):
    """Answers another version gave: the second post was red for a ward, the third is the same, the first was not checked."""
    file = tmp_path / "answers.jsonl"
    red = {"level": "red", "score": 0.9, "entities": [{"type": "WARD"}], "reasons": [{"code": "ward"}]}
    file.write_text(
        "".join(json.dumps(line) + "\n" for line in [{"id": 0, "error": "x"}, {"id": 1, **red}, {"id": 2, **red}])
    )
    return file


def test_changes_are_listed_with_their_grounds(posts, program, answers, capsys):
    assert run(["diff", str(posts), "--from", str(answers), "--to", str(program), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["posts"], found["changed"]) == (3, 2)
    [first, second] = found["changes"]
    assert (second["id"], second["before"], second["after"]) == ("0", "error", "red")
    assert "CPR" in second["gained"]
    assert (first["id"], first["before"], first["after"]) == ("1", "red", "green")
    assert (first["gained"], first["lost"]) == (["green"], ["WARD", "ward"])


def test_people_see_a_table_and_no_text(posts, program, answers, capsys):
    assert run(["diff", str(posts), "--from", str(answers), "--to", str(program)]) == 0
    shown = capsys.readouterr().out
    assert "3 opslag, 2 får et andet niveau." in shown
    assert "070539" not in shown


def test_a_version_does_not_differ_from_itself(posts, program, capsys):
    assert run(["diff", str(posts), "--from", str(program), "--to", str(program), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [("x", "læse opslagene"), ("[1]", "læse opslagene"), ('{"id": 5, "level": "red"}', "samme opslag")],
)
def test_what_cannot_be_compared_is_said(posts, answers, tmp_path, capsys, content, said):
    other = tmp_path / "other.jsonl"
    other.write_text(content)
    assert run(["diff", str(posts), "--from", str(answers), "--to", str(other)]) == 2
    assert said in capsys.readouterr().err
