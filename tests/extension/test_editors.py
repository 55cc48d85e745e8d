"""Hints in real editors: typing, pasting, emoji, composition, undo; every text by real keys, judged by the real service."""

from __future__ import annotations

from base64 import b64decode

import pytest

from tests.extension.texts import EDITORS, GREEN, RED, YELLOW
from tests.extension.writer import texts_asked_about, worker

PICTURE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
RANGE = """([selector, word]) => { const root = document.querySelector(selector) ?? document.querySelector('#mount').shadowRoot.querySelector(selector);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); let node;
  while ((node = walk.nextNode())) { const at = node.data.indexOf(word); if (at < 0) continue; const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + word.length); return range.getBoundingClientRect().toJSON(); } }"""


@pytest.mark.parametrize("editor", EDITORS)
def test_typed_words_are_underlined_and_the_panel_says_why(write, editor):
    writer = write(editor)
    writer.type(RED)
    assert writer.level("red") == "Kan nogen genkende patienten?"
    assert writer.marks()
    panel = writer.open_panel()
    assert "070539-1234" in panel
    assert "Teksten tjekkes på din egen maskine og gemmes ikke." in panel
    writer.press("Luk")
    assert writer.sees("root => root.querySelector('.panel').hidden")
    assert writer.box.evaluate("box => box === box.getRootNode().activeElement")


@pytest.mark.parametrize("editor", EDITORS)
def test_pasted_words_are_checked_and_undo_takes_the_hints_away(write, editor):
    writer = write(editor)
    writer.type("Hej. ")
    writer.level("green")
    writer.paste(RED)
    writer.level("red")
    writer.page.keyboard.press("Control+z")
    # Some editors take back the typing before it in the same step: then there is no badge at all.
    writer.sees(
        "root => { const badge = root.querySelector('.badge'); return badge.hidden || badge.dataset.level === 'green'; }"
    )
    assert writer.look("root => root.querySelectorAll('.mark').length") == 0


@pytest.mark.parametrize("editor", ["lexical", "prosemirror"])
def test_what_is_done_again_is_marked_again(write, editor):
    writer = write(editor)
    writer.paste(RED)
    writer.level("red")
    writer.page.keyboard.press("Control+z")
    writer.sees("root => !root.querySelector('.mark')")
    writer.page.keyboard.press("Control+y")
    writer.level("red")
    assert writer.marks()


@pytest.mark.parametrize("editor", EDITORS)
def test_the_editor_and_its_text_are_left_as_they_were(write, editor):
    writer = write(editor)
    writer.type(YELLOW)
    writer.level("yellow")
    writer.marks()
    ours = "(box) => [...box.querySelectorAll('*'), box].filter(e => e.matches('.mark, .badge') || e.shadowRoot).length"
    assert writer.box.evaluate(ours) == 0
    writer.page.keyboard.press("Enter" if editor == "comment" else "Control+Enter")
    assert writer.posts == [YELLOW]


@pytest.mark.parametrize("editor", [editor for editor in EDITORS if editor != "textarea"])
def test_underlines_stand_under_the_words_after_emoji(write, editor):
    writer = write(editor)
    writer.type("🙂👩‍⚕️🙂 Hendes cpr-nummer er 070539-1234")
    writer.level("red")
    word = writer.page.evaluate(
        RANGE,
        [{"quill": ".ql-editor", "prosemirror": ".ProseMirror"}.get(editor, "[contenteditable=true]"), "070539-1234"],
    )
    mark = writer.marks()[-1]
    assert mark["x"] == pytest.approx(word["x"], abs=1)
    assert mark["width"] == pytest.approx(word["width"], abs=1)
    assert mark["bottom"] == pytest.approx(word["bottom"], abs=1)


def test_underlines_in_a_textarea_stand_under_the_words_also_when_it_scrolls(write):
    writer = write("textarea")
    writer.paste("🙂👩‍⚕️🙂 Hendes cpr-nummer er\n070539-1234\n" + "Linje.\n" * 3)
    writer.level("red")
    box = writer.box.bounding_box()
    edge = writer.box.evaluate("box => box.clientLeft + parseFloat(getComputedStyle(box).paddingLeft)")
    before = writer.marks()[-1]
    assert before["x"] == pytest.approx(box["x"] + edge, abs=1)
    down = writer.box.evaluate("box => { const was = box.scrollTop; box.scrollTop = 0; return was; }")
    assert down > 0
    moved = writer.sees(
        "(root, y) => { const m = [...root.querySelectorAll('.mark')].at(-1)?.getBoundingClientRect().y; return m > y + 5 && m; }",
        before["y"],
    )
    assert moved == pytest.approx(before["y"] + down, abs=1)


def test_underlines_in_a_textarea_follow_when_it_is_made_narrower_and_when_the_page_scrolls(write):
    writer = write("textarea")
    writer.type("Hun har cpr 070539-1234.")
    writer.level("red")
    wide = writer.marks()[-1]
    writer.box.evaluate("box => { box.style.width = '130px'; document.body.style.height = '3000px'; }")
    # The number stands on the second line now, at its beginning.
    edge = writer.box.evaluate(
        "box => box.getBoundingClientRect().x + box.clientLeft + parseFloat(getComputedStyle(box).paddingLeft)"
    )
    line = writer.box.evaluate("box => parseFloat(getComputedStyle(box).lineHeight)")
    there = "(root, y) => { const m = [...root.querySelectorAll('.mark')].at(-1)?.getBoundingClientRect(); return m && Math.abs(m.y - y) < 1.5 && m.x; }"
    assert writer.sees(there, wide["y"] + line) == pytest.approx(edge, abs=1)
    writer.page.evaluate("scrollTo(0, 40)")
    assert writer.sees(there, wide["y"] + line - 40) == pytest.approx(edge, abs=1)


def test_emoji_drawn_as_pictures_count_as_their_names_and_not_as_attached_pictures(write):
    writer = write("comment")
    writer.box.click()
    writer.page.locator("#emoji").click()
    writer.page.keyboard.press("End")
    writer.type("Hendes cpr-nummer er 070539-1234")
    writer.level("red")
    word = writer.page.evaluate(RANGE, ["#box", "070539-1234"])
    assert writer.marks()[-1]["x"] == pytest.approx(word["x"], abs=1)
    assert "Vi har kun læst teksten" not in writer.open_panel()


# A file that is still in its input, and one that the page shows, away from the box.
@pytest.mark.parametrize("editor", ["comment", "draft"])
def test_an_attached_picture_says_that_only_the_text_was_read(write, editor):
    writer = write(editor)
    writer.type(GREEN)
    writer.level("green")
    writer.page.locator("#file").set_input_files({"name": "x.gif", "mimeType": "image/gif", "buffer": PICTURE})
    writer.sees("root => root.querySelector('.badge').dataset.words === 'Kun teksten er læst'")
    assert "ansigter, tavler, skærme" in writer.open_panel()


@pytest.mark.parametrize("editor", ["textarea", "lexical", "prosemirror"])
def test_words_being_composed_are_checked_when_they_are_done(write, paired, editor):
    writer = write(editor)
    writer.type("Hej ")
    writer.level("green")
    with texts_asked_about(worker(paired)) as asked:
        for part in ("07", "070539", "070539-1234"):
            writer.compose(f"Hendes cpr er {part}")
        writer.compose_done("Hendes cpr er 070539-1234")
        writer.level("red")
        assert asked() == ["Hej Hendes cpr er 070539-1234"]


def test_a_box_in_a_frame_of_the_site_is_found(write):
    writer = write("frame")
    writer.type(RED)
    writer.level("red")
    assert writer.marks()


def test_what_is_edited_elsewhere_leaves_the_other_underlines(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    before = len(writer.marks())
    writer.page.keyboard.press("Home")
    writer.page.keyboard.type("Ja. ")
    assert writer.look("root => root.querySelectorAll('.mark').length") >= before - 1
