"""What is held and what is not: every way to submit, the three choices, and never twice for the same text."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.extension.texts import EDITORS, GREEN, OTHER_RED, RED, YELLOW
from tests.extension.writer import worker

BUTTONS = [editor for editor in EDITORS if editor != "comment"]


def click(writer):
    writer.page.locator("#post").click()


def ctrl_enter(writer):
    writer.page.keyboard.press("Control+Enter")


def meta_enter(writer):
    writer.page.keyboard.press("Meta+Enter")


def enter_on_the_button(writer):
    writer.page.locator("#post").focus()
    writer.page.keyboard.press("Enter")


def space_on_the_button(writer):
    writer.page.locator("#post").focus()
    writer.page.keyboard.press("Space")


def enter(writer):
    writer.page.keyboard.press("Enter")


def form_button(writer):
    writer.page.locator("#mount button[type=submit]").click()


def form_submit(writer):
    writer.page.evaluate("document.querySelector('form').requestSubmit()")


WAYS = [
    *[(editor, way) for editor in BUTTONS for way in (click, ctrl_enter)],
    *[("textarea", way) for way in (enter_on_the_button, space_on_the_button, form_submit)],
    *[("prosemirror", meta_enter), ("quill", enter_on_the_button), ("comment", enter), ("comment", form_button)],
]


@pytest.mark.parametrize(("editor", "submit"), WAYS, ids=[f"{editor}-{way.__name__}" for editor, way in WAYS])
def test_a_direct_identifier_is_held_and_goes_through_when_the_writer_says_so(write, editor, submit):
    writer = write(editor)
    writer.type(RED)
    writer.level("red")
    submit(writer)
    said = writer.dialog()
    assert "Kan nogen genkende patienten?" in said
    assert "070539-1234" in said
    writer.nothing_posted()
    writer.choose("Slå op alligevel")
    writer.nothing_posted()
    submit(writer)
    assert writer.posts == [RED]


@pytest.mark.parametrize("text", [GREEN, YELLOW])
@pytest.mark.parametrize("editor", EDITORS)
def test_other_texts_go_through_at_once(write, editor, text):
    writer = write(editor)
    writer.type(text)
    writer.level("green" if text == GREEN else "yellow")
    (enter if editor == "comment" else click)(writer)
    assert writer.posts == [text]
    assert not writer.has_dialog()


@pytest.mark.parametrize("how", ["button", "Escape", "Enter"])
def test_editing_is_the_default_and_leads_back_to_the_text(write, how):
    writer = write("lexical")
    writer.type(RED)
    writer.level("red")
    click(writer)
    writer.dialog()
    if how == "button":
        writer.press("Ret teksten")
    else:
        writer.page.keyboard.press(how)
    assert not writer.has_dialog()
    assert writer.box.evaluate("box => box === document.activeElement")
    writer.nothing_posted()


def test_the_same_text_is_never_held_twice(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    click(writer)
    writer.choose("Ret teksten")
    click(writer)
    assert not writer.has_dialog()
    assert writer.posts == [RED]


def test_by_keyboard_the_next_press_is_where_the_last_one_was(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    enter_on_the_button(writer)
    writer.dialog()
    for expected in ("Slå op alligevel", "Det handler ikke om en patient"):
        writer.page.keyboard.press("Tab")
        assert writer.look("root => root.activeElement.dataset.words") == expected
    writer.page.keyboard.press("Shift+Tab")
    # Its first half second takes no risky choice.
    while writer.has_dialog():
        writer.page.keyboard.press("Enter")
    assert writer.posts == []
    assert writer.page.evaluate("document.activeElement.id") == "post"
    writer.page.keyboard.press("Enter")
    assert writer.posts == [RED]


@contextmanager
def answers_later(context, milliseconds):
    """The extension's questions go out `milliseconds` late, so that a submit comes before the answer also on a slow machine."""
    later = """milliseconds => { self.atOnce = self.fetch;
        self.fetch = async (...asked) => {
            await new Promise((done) => setTimeout(done, milliseconds));
            return self.atOnce(...asked);
        }; }"""
    worker(context).evaluate(later, milliseconds)
    try:
        yield
    finally:
        worker(context).evaluate("() => { self.fetch = self.atOnce; }")


def test_what_was_said_of_a_submit_is_not_said_of_another_text(write, paired):
    writer = write("textarea")
    with answers_later(paired, 600):
        writer.paste(GREEN)
        ctrl_enter(writer)
        assert writer.notice().startswith("Vi fandt ikke noget at stoppe for.")
    writer.page.keyboard.type(" " + OTHER_RED)
    assert writer.sees("root => root.querySelector('.notice').hidden")
    writer.level("red")
    ctrl_enter(writer)
    assert "010203-4321" in writer.dialog()


def test_the_line_about_the_next_press_leaves_the_button_in_sight(write):
    writer = write("quill")
    writer.type(RED)
    writer.level("red")
    ctrl_enter(writer)
    writer.choose("Slå op alligevel")
    writer.notice()
    line = writer.look("root => root.querySelector('.notice').getBoundingClientRect().toJSON()")
    button = writer.page.locator("#post").bounding_box()
    assert line["bottom"] <= button["y"] or line["top"] >= button["y"] + button["height"]


def test_a_button_of_something_else_on_the_page_is_left_alone(write):
    writer = write("lexical")
    writer.page.evaluate(
        """() => { const other = document.createElement('article'); other.innerHTML = '<div role="button" id="share">Del</div>';
        other.addEventListener('click', () => post('delt')); document.querySelector('main').append(other); }"""
    )
    writer.type(RED)
    writer.level("red")
    writer.page.locator("#share").click()
    assert not writer.has_dialog()
    assert writer.posts == ["delt"]


@pytest.mark.parametrize("submit", [click, ctrl_enter], ids=["click", "ctrl_enter"])
def test_a_page_that_listens_first_and_to_every_event_is_held(write, submit):
    writer = write("eager")
    writer.type(RED)
    writer.level("red")
    submit(writer)
    writer.dialog()
    writer.nothing_posted()


def test_what_a_page_submits_by_itself_is_not_the_writers(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    writer.page.evaluate(
        "() => { const timer = setInterval(() => { if (navigator.userActivation.isActive) return; clearInterval(timer); document.querySelector('form').requestSubmit(); }, 50); }"
    )
    writer.sees("root => document.querySelector('h1') && globalThis.posts?.length")
    assert not writer.has_dialog()


def test_another_text_is_held_anew(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    click(writer)
    writer.choose("Slå op alligevel")
    writer.box.fill("")
    writer.type(OTHER_RED)
    writer.level("red")
    click(writer)
    assert "010203-4321" in writer.dialog()
    assert writer.posts == []


def test_not_about_a_patient_is_remembered_while_the_browser_runs(write):
    first = write("textarea")
    first.type(RED)
    first.level("red")
    click(first)
    first.choose("Det handler ikke om en patient")
    assert first.sees("root => root.querySelector('.badge').dataset.words === 'Ikke om en patient'")
    second = write("prosemirror")
    second.type(RED)
    assert second.level("green") == "Ikke om en patient"
    click(second)
    assert second.posts == [RED]


def test_a_double_click_makes_no_risky_choice(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    click(writer)
    writer.dialog()
    writer.press("Slå op alligevel")
    assert writer.has_dialog()


@pytest.mark.parametrize("editor", ["textarea", "comment", "lexical"])
def test_a_paste_that_is_posted_at_once_is_held_too(write, editor):
    writer = write(editor)
    writer.paste(RED)
    (enter if editor == "comment" else ctrl_enter)(writer)
    assert "070539-1234" in writer.dialog()
    writer.nothing_posted()


def test_enter_in_a_text_of_several_lines_is_a_line_break(write):
    writer = write("lexical")
    writer.type(RED)
    writer.level("red")
    enter(writer)
    assert not writer.has_dialog()
    writer.page.keyboard.type("Ny linje")
    writer.page.keyboard.press("Control+Home")
    assert "Ny linje" in writer.box.inner_text()


def test_enter_that_ends_a_composition_posts_nothing_and_is_not_held(write):
    writer = write("comment")
    writer.type(RED)
    writer.level("red")
    writer.compose("ja")
    writer.key_of_composition("Enter")
    assert not writer.has_dialog()
    writer.nothing_posted()


def test_with_dialogs_off_nothing_is_held(write, paired):
    worker(paired).evaluate("() => chrome.storage.local.set({dialogs: false})")
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    click(writer)
    assert writer.posts == [RED]
