"""The check page: a form, the answer under it, examples, and how to put it on a phone.

In: what was sent, if anything, and what came of it. Out: HTML. The form works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from api.check.pages import answer, files
from api.check.pages.words import escaped, spoken, words
from api.check.settings import Settings


def title() -> str:
    """The name of the page."""
    return str(words()["check"]["title"])


def content(
    settings: Settings,
    *,
    text: str = "",
    has_media: bool = False,
    found: Mapping[str, Any] | None = None,
    error: str = "",
) -> str:
    """The middle of the page; `found` is the answer for `text`, `error` why there is none."""
    said = words()["check"]
    return files.template("check.html").substitute(
        escaped(said),
        text=escape(text),
        checked="checked" if has_media else "",
        limit=settings.max_characters,
        too_long=escape(words()["errors"]["too_long"].format(limit=settings.max_characters)),
        unreachable=escape(words()["errors"]["unreachable"]),
        empty=escape(words()["errors"]["empty"]),
        copy=escape(words()["answer"]["copy"]),
        copied=escape(words()["answer"]["copied"]),
        sent=escape(where_it_goes(settings)),
        keys="" if settings.trusts_its_network else _warning(said["keys"]),
        examples_list=_examples(),
        already_text=escape(str(spoken()["advice"]["already_posted"]).partition("? ")[2]),
        answer=problem(error) if error else (answer.fragment(text, found) if found else ""),
    )


def where_it_goes(settings: Settings) -> str:
    """Who gets to see the text, in a sentence."""
    said = words()["check"]
    return str(said["sent"]).format(operator=settings.operator) if settings.operator else str(said["sent_own"])


def problem(why: str, *, heading: int = 2) -> str:
    """Why there is no answer; `heading` is 1 where that is all of the page."""
    return (
        '<section class="alert alert-warning answer-error" aria-labelledby="answer-title">'
        f'<h{heading} class="alert-heading" id="answer-title" tabindex="-1">{escape(words()["errors"]["title"])}</h{heading}>'
        f'<p class="alert-text">{escape(why)}</p></section>'
    )


def _warning(text: str) -> str:
    return f'<div class="alert alert-warning"><p class="alert-text">{escape(text)}</p></div>'


def _examples() -> str:
    """Buttons that send an example; without JavaScript too, each as a form of its own."""
    return "".join(
        f'<li><form class="example" method="post" action="/tjek#answer"><input type="hidden" name="text" value="{escape(each["text"])}">'
        f'<button class="button button-tertiary" type="submit">{escape(each["name"])}</button></form></li>'
        for each in words()["example"]
    )
