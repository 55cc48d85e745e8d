"""The answer for one text as HTML.

In: the text and the answer as `api.answers.full_answer` gives it (offsets in code points). Out: a fragment without scripts or styles: level by
shape and word, the marked text, reasons, the group as people, advice with silence first, a wording, what was not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from api.check.pages.people import picture
from api.check.pages.words import shared, spoken, words
from api.render import printable

_SHAPES = {
    "green": '<circle cx="12" cy="12" r="10"/><path class="on" d="m7 12 4 4 6-7"/>',
    "yellow": '<path d="M12 2 23 22H1z"/><path class="on" d="M12 9v6m0 2.500v1"/>',
    "red": '<rect x="2" y="2" width="20" height="20"/><path class="on" d="m8 8 8 8m0-8-8 8"/>',
}


def fragment(text: str, answer: Mapping[str, Any], *, heading: int = 2, name: str = "answer") -> str:
    """The answer as a section whose heading is of the level `heading`; `name` makes its ids unique in a page."""
    level = answer["level"]
    under = f"h{heading + 1}"
    said, also = shared()["check"], words()["answer"]
    parts = [
        f'<section class="answer answer-{level}" data-level="{level}" aria-labelledby="{name}-title">',
        f'<p class="level">{shape(level)} <span>{escape(level_word(answer))}</span></p>',
        f'<h{heading} id="{name}-title" tabindex="-1">{escape(spoken()["level"][level])}</h{heading}>',
    ]
    marks = _marked_entities(answer)
    if marks:
        parts += [
            f"<{under}>{escape(also['found'])}</{under}>",
            f'<p class="marked">{_marked(text, marks)}</p>',
            _kinds(marks),
        ]
    reasons = [reason["text"] for reason in answer["reasons"] if reason["code"] != "green"]
    parts.append(_list(under, said["reasons"], reasons))
    if answer["group_size"]:
        parts.append(f"<{under}>{escape(said['group'])}</{under}>{picture(answer['group_size'])}")
    parts.append(_advice(under, answer))
    if answer["rewrite"] is not None:
        parts.append(
            f"<{under}>{escape(said['rewrite'])}</{under}>"
            f'<blockquote class="rewrite">{_lines(answer["rewrite"])}</blockquote><p><small>{escape(said["rewrite_note"])}</small></p>'
        )
    parts.append("</section>")
    return "".join(parts)


def shape(level: str) -> str:
    """The level as a shape: never by colour alone."""
    return f'<svg class="shape shape-{level}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_SHAPES[level]}</svg>'


def level_word(answer: Mapping[str, Any]) -> str:
    """The level as a word; a text with an unchecked part is never plainly safe."""
    word = str(words()["answer"][f"levels_{answer['level']}"])
    return f"{word} – {shared()['check']['partly']}" if answer["unchecked"] else word


def _advice(under: str, answer: Mapping[str, Any]) -> str:
    phrases = spoken()["advice"]
    first = [line for line in answer["advice"] if line != phrases["already_posted"]]
    if "picture" not in answer["unchecked"]:
        first.append(words()["answer"]["looks"])
    done = f"<{under}>{escape(shared()['check']['advice'])}</{under}>" + _items(first)
    if len(first) < len(answer["advice"]) + ("picture" not in answer["unchecked"]):
        question, _, rest = str(phrases["already_posted"]).partition("? ")
        done += f'<div class="already"><{under}>{escape(question)}?</{under}><p>{escape(rest)}</p></div>'
    return done


def _marked_entities(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entities that the answer rests on; none where it is green."""
    if answer["level"] == "green":
        return []
    entities = answer["entities"]
    telling = {i for reason in answer["reasons"] for i in reason["entities"]}
    telling |= {i for patient in answer["patients"] for piece in patient["pieces"] for i in piece["entities"]}
    return [entity for i, entity in enumerate(entities) if i in telling]


def _marked(text: str, marks: list[Mapping[str, Any]]) -> str:
    parts, at = [], 0
    for entity in sorted(marks, key=lambda each: each["start"]):
        if entity["start"] >= at:
            parts += [
                _lines(text[at : entity["start"]]),
                f"<mark>{_lines(text[entity['start'] : entity['end']])}</mark>",
            ]
            at = entity["end"]
    return "".join([*parts, _lines(text[at:])])


def _kinds(marks: list[Mapping[str, Any]]) -> str:
    kinds = shared()["types"]
    named = dict.fromkeys((entity["text"], kinds.get(entity["type"], entity["type"])) for entity in marks)
    return (
        '<ul class="kinds">' + "".join(f"<li>»{_lines(text)}« – {escape(kind)}</li>" for text, kind in named) + "</ul>"
    )


def _list(under: str, heading: str, lines: list[str]) -> str:
    return f"<{under}>{escape(heading)}</{under}>{_items(lines)}" if lines else ""


def _items(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_lines(line)}</li>" for line in lines) + "</ul>"


def _lines(text: str) -> str:
    """Text for HTML: escaped, controls made visible, line breaks kept."""
    return escape(printable(text)).replace("\n", "<br>")
