"""The teacher's view: one post at a time, hands counted, the answer revealed; all of it in the page, so that no network is needed.

In: the course's data with the stored answers. Out: HTML. The pairs of the short path come first: the first eight posts take ten minutes.
"""

from __future__ import annotations

from functools import cache
from html import escape

from api.check.pages import files, frame
from api.check.pages.answer import shape
from api.check.pages.content import Pair, Post, course, pairs
from api.check.pages.course import case, revealed, told
from api.check.pages.words import LEVELS, escaped, words

_PATHS = ("short", "main", "extra")


def title() -> str:
    """The name of the page."""
    return str(course()["classroom"]["title"])


@cache
def document() -> str:
    """The whole page."""
    return frame.document(content(), title=title(), script="classroom", here="/kursus/undervisning")


def content() -> str:
    """The middle of the page."""
    about = course()["classroom"]
    ordered = sorted(pairs(), key=lambda pair: _PATHS.index(pair.path))
    shown = [(pair, post) for pair in ordered for post in pair.posts]
    return files.template("classroom.html").substitute(
        escaped(words()["classroom"]),
        title=escape(about["title"]),
        lead=escape(about["lead"]),
        note_list="".join(f"<li>{escape(note)}</li>" for note in about["notes"]),
        choices="".join(
            f'<option value="{2 * i}">{i + 1}. {escape(pair.title)} – {escape(pair.sector)}</option>'
            for i, pair in enumerate(ordered)
        ),
        slides="".join(_slide(i, len(shown), pair, post) for i, (pair, post) in enumerate(shown, 1)),
    )


def _slide(number: int, every: int, pair: Pair, post: Post) -> str:
    said, also = words()["classroom"], words()["course"]
    hands = "".join(
        f'<div><label for="{post.id}-{level}">{shape(level)} {escape(also[f"guess_{level}"])}</label>'
        f'<input class="form-input" id="{post.id}-{level}" type="number" min="0" max="999" inputmode="numeric" value="0"{" data-right" if level == post.level else ""}></div>'
        for level in LEVELS
    )
    tally = said["tally"].replace("{word}", also[f"guess_{post.level}"])
    return (
        f'<section class="slide" data-id="{post.id}" aria-labelledby="{post.id}-slide">'
        f'<h2 id="{post.id}-slide" tabindex="-1"><small>{escape(said["of"].format(number=number, all=every))}</small> {escape(also["guess"])}</h2>'
        f'<p class="sector">{escape(pair.sector)}</p>{told(post)}'
        f'<fieldset class="hands"><legend class="form-label">{escape(said["hands"])}</legend>{hands}</fieldset>'
        f'<p class="tally" role="status" data-says="{escape(tally)}"></p>'
        f'<details class="reveal"><summary>{escape(said["reveal"])}</summary>{revealed(post, heading=3)}</details>'
        f'<details class="more note"><summary>{escape(said["note"])}</summary><p>{escape(pair.note)}</p>{case(pair)}</details></section>'
    )
