"""Noisy twins: the same post as a hurried hand would type it. In: a post. Out: its text, changed; the label stays.

Equal posts give equal twins: the misspelling is seeded by the post's id.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training.corpus import DIRECT, Post

MISSPELT_SHARE = 0.1
MIN_LETTERS = 5
_LONG_WORD = re.compile(rf"[^\W\d_]{{{MIN_LETTERS},}}")
WITHOUT_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def without_danish_letters(post: Post) -> str:
    """The post with ae, oe and aa for æ, ø and å."""
    return post.text.translate(WITHOUT_DANISH)


def lower_case(post: Post) -> str:
    """The post in lower case."""
    return post.text.lower()


def misspelt(post: Post) -> str:
    """The post with one slip of the finger in a tenth of its words of five letters or more (at least one).

    Direct identifiers are left alone. A slip is a letter dropped, doubled, swapped with the next, or replaced by another of
    the word; never the first letter.
    """
    draw = random.Random(post.id)
    direct = [(span.start, span.end) for span in post.spans if span.type in DIRECT]
    words = [
        word.span()
        for word in _LONG_WORD.finditer(post.text)
        if all(word.end() <= start or end <= word.start() for start, end in direct)
    ]
    chosen = draw.sample(words, k=max(1, round(MISSPELT_SHARE * len(words)))) if words else []
    text = post.text
    for start, end in sorted(chosen, reverse=True):
        text = text[:start] + _slip(text[start:end], draw) + text[end:]
    return text


def _slip(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    edits = [before + after, before + letter + letter + after]
    if after[0] != letter:
        edits.append(before + after[0] + letter + after[1:])
    others = sorted(set(word.lower()) - {letter.lower()})
    if others:
        edits.append(before + draw.choice(others) + after)
    return draw.choice(edits)


def capitals(post: Post) -> str:
    """The post in capitals."""
    return post.text.upper()


def as_on_a_platform(post: Post) -> str:
    """The post to a user name, with a link and two hashtags that say nothing."""
    return f"@vagtholdet {post.text} https://t.co/h0NrwRmGg #hverdag #kaffe"


TWINS: dict[str, Callable[[Post], str]] = {
    "no æøå": without_danish_letters,
    "lower case": lower_case,
    "misspelt": misspelt,
    "capitals": capitals,
    "link, @, hashtags": as_on_a_platform,
}
