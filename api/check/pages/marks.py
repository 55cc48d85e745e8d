"""The little markup of the course's texts: **bold**, [words](source), lists, quotes. In: a line of data. Out: escaped HTML."""

from __future__ import annotations

import re
from html import escape

from api.check.pages.content import sources

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_NUMBERED = re.compile(r"\d+\. ")


def paragraph(text: str) -> str:
    """A paragraph, a list or a quote."""
    if text.startswith("- "):
        return f"<ul>{_rows(text, 2)}</ul>"
    if _NUMBERED.match(text):
        return f"<ol>{_rows(text, 3)}</ol>"
    if text.startswith("> "):
        return f'<blockquote class="voice"><p>{inline(text[2:])}</p></blockquote>'
    return f"<p>{inline(text)}</p>"


def inline(text: str) -> str:
    """Bold and links to sources. Raises `KeyError` for a source that is not listed."""
    return _LINK.sub(_link, _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False)))


def source_list() -> str:
    """All sources, as a list that the links lead to."""
    rows = []
    for name, source in sources().items():
        title = escape(source["name"])
        if "url" in source:
            title = f'<a href="{escape(source["url"])}" rel="noreferrer external">{title}</a>'
        rows.append(f'<li id="kilde-{name}">{title}: {escape(source["says"])}</li>')
    return f'<ul class="sources">{"".join(rows)}</ul>'


def _rows(text: str, skip: int) -> str:
    return "".join(f"<li>{inline(line[skip:])}</li>" for line in text.split("\n"))


def _link(match: re.Match[str]) -> str:
    words, name = match.groups()
    source = sources()[name]
    address = escape(source["url"]) if "url" in source else f"#kilde-{name}"
    return f'<a href="{address}" title="{escape(source["name"])}" rel="noreferrer external">{words}</a>'
