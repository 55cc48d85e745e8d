"""Changes of a post that keep its labels. In: the post's segments and a seeded generator. Out: new segments.

Swaps put another surface of the same kind into a marked span: names by sex, towns by size, wards, diagnoses and treatments by
strength, so that a rare disease stays rare. Noise is what thumbs and autocorrection do. The lists are the engine's own gazetteers.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from models.datafiles import read_table, read_toml
from training.corpus import DIRECT, Post
from training.twins import WITHOUT_DANISH

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_BARE = str.maketrans({"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"})
_SETTINGS = read_toml("baselines/augmentation.toml")


class Segment(NamedTuple):
    """A stretch of a post: its text, the entity type it carries or `None`, and what it is worth as a piece (0-3; -1 unknown)."""

    text: str
    kind: str | None
    points: int = -1


def segments_of(post: Post) -> list[Segment]:
    """The post as marked and unmarked stretches, in order; joined they are its text."""
    return split(
        post.text,
        [(span.start, span.end, span.type, points) for span, points in zip(post.spans, span_points(post), strict=True)],
    )


def split(text: str, marks: Sequence[tuple[int, int, str, int]]) -> list[Segment]:
    """`text` as marked and unmarked stretches; `marks` are start, end, type and worth, in order and without overlaps."""
    segments = []
    at = 0
    for start, end, kind, points in marks:
        if start > at:
            segments.append(Segment(text[at:start], None))
        segments.append(Segment(text[start:end], kind, points))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:], None))
    return segments


def span_points(post: Post) -> list[int]:
    """What each span is worth: in a green post nothing; else the points of the pieces of its type, in order where there are as many
    pieces as spans, else the most.
    """
    worth: dict[str, list[int]] = defaultdict(list)
    for kind, points, _ in post.pieces:
        worth[kind].append(points)
    spans: dict[str, int] = defaultdict(int)
    for span in post.spans:
        spans[span.type] += 1
    seen: dict[str, int] = defaultdict(int)
    found = []
    for span in post.spans:
        own = worth.get(span.type, [])
        found.append(own[seen[span.type]] if len(own) == spans[span.type] else max(own, default=0))
        seen[span.type] += 1
    return found


def augment(segments: Sequence[Segment], draw: random.Random) -> list[Segment]:
    """A variant of the post with the same labels."""
    changed = list(segments)
    if draw.random() < _SETTINGS["swap_share"]:
        changed = _swap(changed, draw)
    if draw.random() < _SETTINGS["noise_share"]:
        noise = draw.choice(_NOISES)
        changed = [_noisy(segment, noise, draw) for segment in changed]
        if draw.random() < _SETTINGS["emoji_share"]:
            emoji = Segment(f" {draw.choice(_SETTINGS['emoji'])}", None)
            changed = [*changed, emoji]
    return [segment for segment in changed if segment.text]


def _noisy(segment: Segment, noise: Callable[[str, random.Random], str], draw: random.Random) -> Segment:
    text = noise(segment.text, draw)
    # A mark may not grow or lose space at its ends.
    return segment._replace(text=text.strip() or segment.text) if segment.kind else segment._replace(text=text)


def _swap(segments: list[Segment], draw: random.Random) -> list[Segment]:
    """Swap spans; one surface is swapped alike throughout the post, so that a person keeps one name."""
    swapped: dict[str, str] = {}
    changed = []
    for segment in segments:
        swap = _SWAPS.get(segment.kind or "")
        if swap is not None and segment.text not in swapped:
            swapped[segment.text] = (
                (swap(segment.text, draw) or segment.text) if draw.random() < _SETTINGS["swap_span"] else segment.text
            )
        changed.append(segment._replace(text=swapped.get(segment.text, segment.text)) if swap else segment)
    return changed


def _like(old: str, new: str) -> str:
    """`new` in the case of `old`."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _name(old: str, draw: random.Random) -> str:
    words = []
    for word in old.split(" "):
        genitive = word[:-1] if word.endswith("s") and word[:-1].lower() in _sex() else word
        sex = _sex().get(genitive.lower())
        if sex:
            words.append(_like(word, draw.choice(_given()[sex])) + word[len(genitive) :])
        elif word.lower() in _surnames():
            words.append(_like(word, draw.choice(_surname_list())))
        else:
            words.append(word)
    return " ".join(words)


def _place(old: str, draw: random.Random) -> str | None:
    size = _town_sizes().get(old.lower())
    return _like(old, draw.choice(_towns()[size])) if size is not None else None


def _listed(table: str) -> Callable[[str, random.Random], str | None]:
    def swap(old: str, draw: random.Random) -> str | None:
        strengths, groups = _strengths(table)
        strength = strengths.get(old.lower())
        if strength is None:
            return None
        return _like(old, draw.choice(groups[(strength, _ending(old))]))

    return swap


def _digits(old: str, draw: random.Random) -> str | None:
    def other(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) > 2 or digits.startswith("0"):
            return "".join(str(draw.randrange(10)) for _ in digits)
        number = int(digits)
        # An age or a count stays in its range: a child stays a child, a small number small.
        least = 2 if number < 10 else number - number % 10
        return str(draw.randrange(least, (10 if number < 10 else least + 10)))

    return _DIGITS.sub(other, old) if _DIGITS.search(old) else None


def _time(old: str, draw: random.Random) -> str | None:
    lowered = old.lower()
    for group in (_SETTINGS["days"], _SETTINGS["months"]):
        for word in group:
            found = re.search(rf"\b{word}\b", lowered)
            if found:
                return old[: found.start()] + _like(old[found.start() :], draw.choice(group)) + old[found.end() :]
    return _digits(old, draw)


def _slips(text: str, draw: random.Random) -> str:
    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < 4 or draw.random() > _SETTINGS["slip"]:
            return word
        at = draw.randrange(1, len(word) - 1)
        kind = draw.randrange(4)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + word[at] + word[at:]
        if kind == 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + draw.choice("abdefghiklmnoprstuvy") + word[at + 1 :]

    return _WORD.sub(slip, text)


def _no_marks(text: str, draw: random.Random) -> str:
    return re.sub(r"[,.;:!?](?=\s|$)", "", text).lower()


def _thumbed(text: str, draw: random.Random) -> str:
    return _slips(text, draw).lower().translate(WITHOUT_DANISH if draw.random() < 0.5 else {})


_NOISES: tuple[Callable[[str, random.Random], str], ...] = (
    _slips,
    _no_marks,
    _thumbed,
    lambda text, draw: text.lower(),
    lambda text, draw: text.translate(WITHOUT_DANISH),
    lambda text, draw: text.translate(_BARE),
    lambda text, draw: text.upper(),
)
_SWAPS: dict[str, Callable[[str, random.Random], str | None]] = {
    "PATIENT_NAME": _name,
    "STAFF_NAME": _name,
    "PLACE": _place,
    "FACILITY": _listed("gazetteers/facilities.tsv"),
    "WARD": _listed("gazetteers/wards.tsv"),
    "DIAGNOSIS": _listed("gazetteers/diagnoses.tsv"),
    "TREATMENT": _listed("gazetteers/treatments.tsv"),
    "TIME": _time,
    "AGE": _digits,
    **dict.fromkeys(DIRECT - {"PATIENT_NAME", "PICTURE", "EMAIL"}, _digits),
}


def _ending(surface: str) -> str:
    """A rough sign of the word's form: its ending, and whether it is several words."""
    lowered = surface.lower()
    form = next((ending for ending in ("erne", "en", "et", "er") if lowered.endswith(ending)), "")
    return f"{form} {' ' in lowered}"


@cache
def _strengths(table: str) -> tuple[dict[str, str], dict[tuple[str, str], list[str]]]:
    """Surface to strength (or size), and the surfaces of each strength and form."""
    strengths: dict[str, str] = {}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_table(table):
        surface = row["surface"]
        strength = row.get("strength") or f"{row.get('size', '')}{row.get('kind', '')}{row.get('mode', '')}"
        strengths[surface.lower()] = strength
        groups[(strength, _ending(surface))].append(surface)
    return strengths, groups


@cache
def _sex() -> dict[str, str]:
    return {row["surface"]: row["sex"] for row in read_table("gazetteers/given_names.tsv")}


@cache
def _given() -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for name, sex in _sex().items():
        names[sex].append(name)
    return names


@cache
def _surname_list() -> list[str]:
    return [row["surface"] for row in read_table("gazetteers/surnames.tsv")]


@cache
def _surnames() -> frozenset[str]:
    return frozenset(_surname_list())


@cache
def _town_sizes() -> dict[str, bool]:
    return {
        row["surface"].lower(): int(row["inhabitants"] or 0) > _SETTINGS["large_town"]
        for row in read_table("gazetteers/places.tsv")
    }


@cache
def _towns() -> dict[bool, list[str]]:
    towns: dict[bool, list[str]] = defaultdict(list)
    for row in read_table("gazetteers/places.tsv"):
        towns[int(row["inhabitants"] or 0) > _SETTINGS["large_town"]].append(row["surface"])
    return towns
