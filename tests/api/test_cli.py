"""`tavshedstjek check` for people, in process and as a process."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import app, run
from models.checker import MAX_CHARACTERS, Checker
from tavshedstjek import __version__
from tests.api.conftest import DATED, RED, ROOT

CANARY = "Zkanarifugl"


def call(*arguments, stdin=b""):
    """Run the console script as a process."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        input=stdin,
        capture_output=True,
        timeout=60,
    )


@pytest.mark.parametrize("text", [RED, DATED, "Hej", "-- ", "[bold]i går[/bold]"])
def test_any_level_is_exit_code_0_with_word_and_symbol(text):
    result = CliRunner().invoke(app, ["check", "--", text])
    assert result.exit_code == 0
    level = Checker().check(text).level
    assert result.stdout.startswith({"green": "● GRØN", "yellow": "▲ GUL", "red": "■ RØD"}[level])


def test_the_answer_names_words_kinds_reasons_and_advice():
    assessment = Checker().check(RED)
    # Long lines are wrapped: compare the words.
    shown = " ".join(CliRunner().invoke(app, ["check", RED]).stdout.split())
    assert RED in shown
    for said in (*(f"»{entity.text}« –" for entity in assessment.entities), *assessment.advice):
        assert said in shown
    for reason in assessment.reasons:
        assert reason.text in shown


def test_markup_and_control_characters_in_a_text_do_nothing():
    shown = CliRunner().invoke(app, ["check", "[red]i går[/red] \x1b[2J\x9b \u202e"]).stdout
    assert "[red]i går[/red]" in shown
    assert not {"\x1b", "\x9b", "\u202e"} & set(shown)


def test_a_text_with_a_picture_is_never_plainly_green():
    shown = CliRunner().invoke(app, ["check", "--has-media", "Hej"]).stdout
    assert shown.startswith("● GRØN – men vi har ikke kunnet tjekke det hele\n")


def test_text_comes_from_argument_file_or_stdin(tmp_path):
    file = tmp_path / "opslag.txt"
    file.write_bytes(b"\xef\xbb\xbf" + DATED.encode() + b"\r\n")
    answers = [
        json.loads(CliRunner().invoke(app, ["check", "--json", *arguments], input=stdin).stdout)
        for arguments, stdin in (([DATED], None), ([str(file)], None), (["-"], f"{DATED}\n"), ([], DATED))
    ]
    assert answers[0]["entities"]
    assert answers == [answers[0]] * 4


def test_json_has_all_fields():
    answer = json.loads(CliRunner().invoke(app, ["check", "--json", RED]).stdout)
    assert answer["model"] == Checker().model
    assert answer["offset_unit"] == "codepoint"


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["check", CANARY, CANARY], b"", "Vi tjekker én tekst ad gangen."),
        (["check", f"-{CANARY}"], b"", "Det forstod vi ikke."),
        (["check", "--mode", CANARY, "Hej"], b"", "Det forstod vi ikke."),
        (["check", "--jsonl", CANARY], b"", "Med --jsonl læser vi kun fra stdin."),
        (["check"], b"", "Skriv en tekst"),
        (["check"], b" \n", "Skriv en tekst"),
        (["check", " "], b"", "Skriv en tekst"),
        (["check", "-"], CANARY.encode() + b"\xff", "Vi kunne ikke læse teksten."),
        (["check", CANARY * 2_000], b"", f"Teksten er for lang. Grænsen er {MAX_CHARACTERS} tegn."),
        ([CANARY], b"", "Det forstod vi ikke."),
        (["evaluate"], b"", "Det forstod vi ikke."),
    ],
)
def test_bad_input_is_exit_code_2_and_is_not_repeated(arguments, stdin, said):
    done = call(*arguments, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, b"")
    message = done.stderr.decode()
    assert message.startswith(said)
    assert message.count("\n") == 1
    assert CANARY not in message


@pytest.mark.usefixtures("failing_detector")
def test_what_could_not_be_checked_is_exit_code_1_and_no_level(capsys):
    assert run(["check", f"svigt {CANARY}"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Vi kunne ikke tjekke teksten. Det betyder ikke, at den er i orden.\n"


def test_a_lone_surrogate_does_not_crash():
    done = call("check", b"i g\xc3\xa5r \xff")
    assert done.returncode == 0
    assert "i går" in done.stdout.decode()


def test_version():
    assert call("--version").stdout.decode() == f"tavshedstjek {__version__}\n"


def test_bare_command_shows_help():
    done = call()
    assert done.returncode == 0
    assert all(word in done.stdout.decode() for word in ("check", "serve", "evaluate"))


def test_every_entity_type_has_a_danish_name():
    from models.assessment import ENTITY_TYPES
    from models.datafiles import read_toml

    assert set(read_toml("messages/cli.toml")["types"]) == set(ENTITY_TYPES)


def test_check_loads_no_server():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "api.cli", "check", "Hej"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "models.checker" in loaded
    assert not loaded & {"fastapi", "api.check", "uvicorn", "prometheus_client", "training"}
