"""What could not be checked is said to be unchecked, visibly, and is not held."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.check.keys import new_key
from tests.api.conftest import serving
from tests.extension.texts import GREEN, OTHER_RED, RED
from tests.extension.writer import ORIGIN, settle, worker

UNCHECKED = "Vi kunne ikke tjekke teksten. Det betyder ikke, at den er i orden."


@contextmanager
def silent_service() -> Iterator[str]:
    """Something that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def assert_unchecked_and_posted(writer, why):
    assert writer.level("unchecked") == "Ikke tjekket"
    panel = writer.open_panel()
    assert UNCHECKED in panel
    assert why in panel
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
    assert not writer.has_dialog()


def test_a_service_that_is_away(write, paired):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = taken.getsockname()[1]
    settle(paired, address=f"http://127.0.0.1:{nobody}", key="tt_x", language="da")
    writer = write("textarea")
    writer.type(RED)
    assert_unchecked_and_posted(writer, "Tjekkeren svarer ikke.")


def test_a_service_that_never_answers(write, paired):
    with silent_service() as address:
        settle(paired, address=address, key="tt_x", language="da")
        writer = write("lexical")
        writer.type(RED)
        assert_unchecked_and_posted(writer, "Tjekkeren var for længe om at svare.")


def test_a_submit_waits_a_moment_for_a_service_that_never_answers_and_then_lets_the_next_press_through(write, paired):
    with silent_service() as address:
        settle(paired, address=address, key="tt_x", language="da")
        writer = write("textarea")
        writer.paste(RED)
        writer.page.keyboard.press("Control+Enter")
        assert writer.notice().startswith(UNCHECKED)
        assert writer.posts == []
        writer.page.keyboard.press("Control+Enter")
        assert writer.posts == [RED]


def test_the_level_of_an_older_text_does_not_stand_while_the_checker_takes_its_time(write, paired):
    writer = write("textarea")
    writer.type(GREEN)
    writer.level("green")
    with silent_service() as address:
        worker(paired).evaluate("address => chrome.storage.local.set({address})", address)
        writer.page.keyboard.type(" " + OTHER_RED)
        assert writer.level("checking") == "Tjekker …"
        assert writer.level("unchecked") == "Ikke tjekket"


@pytest.mark.parametrize(("key", "why"), [("", "ikke parret"), ("tt_wrong", "ikke parret")])
def test_an_extension_without_its_key(write, paired, checker, key, why):
    settle(paired, address=checker[0].url, key=key, language="da")
    writer = write("prosemirror")
    writer.type(RED)
    assert_unchecked_and_posted(writer, why)


def test_a_key_that_was_made_for_another_page(write, paired, tmp_path):
    file = tmp_path / "keys.toml"
    new_key(file, "extension", ("check",), (ORIGIN,))
    other = new_key(file, "other", ("check",), ("chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh",))
    with serving(keys_file=str(file)) as server:
        settle(paired, address=server.url, key=other, language="da")
        writer = write("textarea")
        writer.type(RED)
        assert_unchecked_and_posted(writer, "tager ikke imod nøglen")


def test_a_service_that_was_asked_too_often(write, paired, tmp_path):
    file = tmp_path / "keys.toml"
    key = new_key(file, "extension", ("check",), (ORIGIN,))
    with serving(keys_file=str(file), texts_a_minute="1") as server:
        settle(paired, address=server.url, key=key, language="da")
        writer = write("textarea")
        writer.type(RED)
        assert_unchecked_and_posted(writer, "Der er travlt")


def test_a_text_that_is_too_long(write):
    writer = write("textarea")
    writer.box.click()
    writer.box.fill("Lang tekst. " * 2000)
    assert writer.level("unchecked") == "Ikke tjekket"
    assert "for lang" in writer.open_panel()


def test_a_service_that_comes_back_is_asked_again(write, paired, checker):
    server, key = checker
    settle(paired, address=server.url, key="", language="da")
    writer = write("textarea")
    writer.type(OTHER_RED)
    writer.level("unchecked")
    settle(paired, address=server.url, key=key, language="da")
    writer.level("red")
