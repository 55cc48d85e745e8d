"""The course as one page: chapters, pairs of posts with the engine's stored answers, the mosaic, the test, the certificate, the sources.

In: the course's data. Out: HTML that reads well without JavaScript; `web/js/course.js` makes it go step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any

from api.check.pages import files, frame
from api.check.pages.answer import fragment, shape
from api.check.pages.content import Pair, Post, choices, course, mosaic, pairs, sources, stored
from api.check.pages.marks import inline, paragraph, source_list
from api.check.pages.people import picture
from api.check.pages.words import LEVELS, escaped, words


def title() -> str:
    """The name of the course."""
    return str(course()["title"])


@cache
def document() -> str:
    """The whole page."""
    return frame.document(content(), title=title(), script="course", here="/kursus")


def content() -> str:
    """The middle of the page."""
    chapters: list[Mapping[str, Any]] = course()["chapter"]
    return files.template("course.html").substitute(
        escaped(words()["course"]),
        title=escape(title()),
        lead=inline(course()["lead"]),
        toc="".join(
            f'<li data-path="{each["path"]}"><a href="#{each["id"]}">{escape(each["title"])}</a></li>'
            for each in chapters
        ),
        chapters="".join(_chapter(each) for each in chapters),
        source_list=source_list(),
        words="".join(f' data-{key.replace("_", "-")}="{value}"' for key, value in escaped(words()["course"]).items()),
    )


def _chapter(chapter: Mapping[str, Any]) -> str:
    shown: dict[str, Callable[[], str]] = {"mosaic": _mosaic, "scenarios": _scenarios, "test": _test, "none": str}
    beside = shown[chapter["shows"]]()
    text = "".join(paragraph(each) for each in chapter["text"])
    return (
        f'<section class="chapter" id="{chapter["id"]}" data-path="{chapter["path"]}" aria-labelledby="{chapter["id"]}-title">'
        f'<h2 id="{chapter["id"]}-title" tabindex="-1">{escape(chapter["title"])}</h2>{text}{beside}</section>'
    )


def _scenarios() -> str:
    parts = [f'<div class="pairs">{"".join(_pair(pair) for pair in pairs() if pair.path != "extra")}</div>']
    more = "".join(_pair(pair) for pair in pairs() if pair.path == "extra")
    parts.append(f'<details class="extra"><summary>{escape(words()["course"]["extra"])}</summary>{more}</details>')
    return "".join(parts)


def _pair(pair: Pair) -> str:
    return (
        f'<section class="pair" data-path="{pair.path}"><h3>{escape(pair.title)}</h3><p class="sector">{escape(pair.sector)}</p>'
        f"{''.join(_post(post) for post in pair.posts)}{case(pair)}</section>"
    )


def case(pair: Pair) -> str:
    """The case that a pair is rewritten from, and what came of it; nothing where there is none."""
    if not pair.after:
        return ""
    source = sources()[pair.after]
    named = f"[{source['name']}]({pair.after})" if "url" in source else source["name"]
    return f'<p class="after">{escape(words()["course"]["after"])}: {inline(named)}. {escape(source["says"])}</p>'


def _post(post: Post) -> str:
    said = words()["course"]
    buttons = "".join(
        f'<button class="button button-secondary" type="button" data-guess="{level}">{shape(level)} {escape(said[f"guess_{level}"])}</button>'
        for level in LEVELS
    )
    thread = "".join(f' data-thread="{escape(each)}"' for each in post.thread)
    return (
        f'<article class="post" data-id="{post.id}" data-level="{post.level}" data-text="{escape(post.text)}"{thread}'
        f"{' data-media' if post.picture else ''}>"
        f"{told(post)}"
        f'<div class="guess" role="group" aria-label="{escape(said["guess"])}" hidden>{buttons}</div>'
        f'<p class="verdict" role="status"></p>'
        f'<details class="reveal"><summary>{escape(said["show"])}</summary>{revealed(post)}</details></article>'
    )


def told(post: Post) -> str:
    """The post as it would be seen: the text answered, the text, the picture."""
    said = words()["course"]
    parts = [f'<p class="thread"><small>{escape(said["thread"])}</small><br>{escape(each)}</p>' for each in post.thread]
    parts.append(f'<blockquote class="draft"><p>{escape(post.text)}</p></blockquote>')
    if post.picture:
        parts.append(f'<p class="picture"><small>{escape(said["picture"])}:</small> {escape(post.picture)}</p>')
    return "".join(parts)


def revealed(post: Post, *, heading: int = 4) -> str:
    """The guide's level and reason, what could be said instead, and the engine's answer with its mistake owned to."""
    said = words()["course"]
    answer = stored()[post.id]
    instead = f"<h{heading}>{escape(said['instead'])}</h{heading}>" if post.level != "green" else ""
    return (
        f'<p class="level">{shape(post.level)} <span>{escape(said["level"])}: {escape(words()["answer"][f"levels_{post.level}"])}</span></p>'
        f"<h{heading}>{escape(said['why'])}</h{heading}><p>{inline(post.why)}</p>{instead}<p>{escape(post.instead)}</p>"
        f'<div class="engine"><p class="engine-head">{escape(said["engine"])} <small>{escape(said["stored"])}</small></p>'
        f"{_mistake(is_shown=answer['level'] != post.level)}"
        f'<div class="engine-answer">{fragment(post.text, answer, heading=heading, name=post.id)}</div></div>'
    )


def _mistake(*, is_shown: bool) -> str:
    return f'<p class="engine-wrong"{"" if is_shown else " hidden"}>{escape(words()["course"]["engine_wrong"])}</p>'


def _mosaic() -> str:
    """Pieces to switch on and off, and every answer, ready; without JavaScript the one with all pieces."""
    said = words()["course"]
    boxes = "".join(
        f'<div class="form-group-checkbox"><input class="form-checkbox" type="checkbox" id="brik-{each["name"]}" data-piece>'
        f'<label for="brik-{each["name"]}">{escape(each["label"])}: »{escape(each["words"].strip(" ."))}«</label></div>'
        for each in mosaic()["piece"]
    )
    every = list(choices())
    ready = "".join(
        f'<template data-choice="{each.key}" data-level="{each.level}">{_choice(each.key, each.text, each.level)}</template>'
        for each in every
    )
    return (
        f'<div class="mosaic"><fieldset hidden><legend class="form-label">{escape(said["pieces"])}</legend>{boxes}</fieldset>'
        f'<div class="mosaic-answer" role="status"><p class="js-none">{escape(said["mosaic_none"])}</p>'
        f"{_choice(every[-1].key, every[-1].text, every[-1].level)}</div>{ready}</div>"
    )


def _choice(key: str, text: str, level: str) -> str:
    answer = stored()[f"mosaic-{key}"]
    people = picture(answer["group_size"]) if answer["group_size"] else ""
    wrong = _mistake(is_shown=True) if answer["level"] != level else ""
    return (
        f'<blockquote class="draft"><p>{escape(text)}</p></blockquote>'
        f'<p class="level">{shape(level)} <span>{escape(words()["answer"][f"levels_{level}"])}</span></p>{people}{wrong}'
    )


def _test() -> str:
    said = words()["course"]
    questions = "".join(_question(i, each) for i, each in enumerate(course()["question"]))
    return files.template("test.html").substitute(escaped(said), questions=questions)


def _question(number: int, question: Mapping[str, Any]) -> str:
    said = words()["course"]
    options = "".join(
        f'<div class="form-group-radio"><input class="form-radio" type="radio" name="q{number}" id="q{number}-{i}" value="{i}">'
        f'<label for="q{number}-{i}">{escape(each)}</label></div>'
        for i, each in enumerate(question["answers"])
    )
    right = question["answers"][question["right"]]
    return (
        f'<fieldset class="question" data-right="{question["right"]}"><legend class="form-label">{number + 1}. {escape(question["ask"])}'
        f'</legend>{options}<p class="verdict"></p><details class="reveal"><summary>{escape(said["show"])}</summary>'
        f"<p><strong>{escape(right)}.</strong> {inline(question['why'])}</p></details></fieldset>"
    )
