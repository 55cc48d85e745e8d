"""Hints and holds in real editors: typing, pasting, emoji, undo; every text by real keys, judged by the real service."""

from __future__ import annotations

import pytest

EDITORS = ("textarea", "comment", "lexical", "quill", "draft", "prosemirror")
RED = "I nat mistede vi en patient på 87 år på M5. Hendes cpr-nummer er 070539-1234."
GREEN = "Tre i aftenvagt til 24 patienter. Det er ikke i orden."


@pytest.mark.parametrize("editor", EDITORS)
def test_typed_words_are_underlined_and_the_badge_says_why(write, editor):
    writer = write(editor)
    writer.type(RED)
    assert writer.level("red") == "Kan nogen genkende patienten?"
    assert writer.marks()
    panel = writer.open_panel()
    assert "070539-1234" in panel
    assert "Teksten tjekkes på din egen maskine" in panel
