"""Two posts written as one. In: two posts. Out: one whose level follows from theirs, so that the network learns to find the line that decides.

Harmless beside harmless stays green; harmless beside red stays red. A yellow post is left alone: a ward or a town of the other post might
be the piece that tips it over.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.corpus import Post
from training.encoder.augment import Segment, segments_of

_JOINTS = ("\n\n", "\n", " ", ". ")
_LONGEST = 700


def mixed(posts: Sequence[Post], count: int, draw: random.Random) -> list[tuple[list[Segment], Post]]:
    """`count` mixtures: the segments, and the post that gives level and pieces."""
    short = [post for post in posts if len(post.text) <= _LONGEST and not post.fields.get("thread")]
    greens = [post for post in short if post.level == "green"]
    deciding = [post for post in short if post.level != "yellow"]
    if not greens or not deciding:
        return []
    made = []
    for _ in range(count):
        one, other = draw.choice(deciding), draw.choice(greens)
        first, second = segments_of(one), segments_of(other)
        if draw.random() < 0.5:
            first, second = second, first
        made.append(([*first, Segment(draw.choice(_JOINTS), None), *second], one))
    return made
