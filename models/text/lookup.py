"""Is there a listed entry at this token? Answers from the document's gazetteer matches in logarithmic time.

In: a document, a list's tag, a token index. Out: the match there, or `None`. Matches of one list stand in text order and do not overlap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from models.document import Document
from models.gazetteer import Match


def starting_at(document: Document, tag: str, i: int) -> Match | None:
    """The match of list `tag` whose first token is `i`."""
    matches = document.matches.get(tag, [])
    at = bisect_left(matches, i, key=lambda match: match.first)
    return matches[at] if at < len(matches) and matches[at].first == i else None


def ending_at(document: Document, tag: str, i: int) -> Match | None:
    """The match of list `tag` that ends before token `i`."""
    matches = document.matches.get(tag, [])
    at = bisect_left(matches, i, key=lambda match: match.last)
    return matches[at] if at < len(matches) and matches[at].last == i else None


def covering(document: Document, tag: str, i: int) -> Match | None:
    """The match of list `tag` that token `i` belongs to."""
    matches = document.matches.get(tag, [])
    at = bisect_right(matches, i, key=lambda match: match.first) - 1
    return matches[at] if at >= 0 and i < matches[at].last else None
