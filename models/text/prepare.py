"""Undo disguises and encodings before detection, and keep the way back to the original offsets.

In: the text as written. Out: `Prepared`, whose `original_span` turns offsets in the prepared text into offsets in the original.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from models.datafiles import read_table
from models.gazetteer import danish_letters
from models.text.language import language_by_function_words

# Letters, digits, punctuation and pictographs that need no preparation; everything else takes the slow road.
_PLAIN = re.compile(
    r"[\n\t\x20-\x7eÀ-ÿ–—‘’“”„…•€\u2600-\u2775\u2794-\u27bf\U0001f300-\U0001f64f\U0001f680-\U0001faff]*\Z"
)
# Zero-width and directional marks, soft hyphen, variation selectors, keycap.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3]"
)
_KEYCAP = "\ufe0f\u20e3"  # a part of the sign before it
_SPACED = re.compile(r"(?<!\w)[^\W\d_]([ .\-_*·])(?:[^\W\d_]\1){2,}[^\W\d_](?!\w)")
# "&ndash;", "&#64;" and "%40": copied from a page or a link.
_ENCODED = re.compile(r"&(?:#\d{1,5}|#x[0-9a-f]{1,4}|[a-z]{2,8});|(?<=\w)%(?:20|2[d-f]|40)(?=\w)", re.IGNORECASE)
_NORDIC = re.compile("[æøåÆØÅ]")
_DIGRAPH = re.compile("aa|ae|oe|AA|AE|OE|A[aeE]|O[eE]")
_WORD = re.compile(r"[^\W\d_]+")
# No piece of a disguised word: the "na" of "M0na" is not "nå".
_WHOLE_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
_SHORTEST_WITHOUT_NORDIC = 25

_rows = read_table("gazetteers/lookalikes.tsv")
_LOOKALIKES = {row["char"]: row["latin"] for row in _rows if row["char"].isalpha()}
_SIGNS = str.maketrans({row["char"]: row["latin"] for row in _rows if not row["char"].isalpha()})


@dataclass(frozen=True, slots=True)
class Prepared:
    """Prepared text and, per prepared character, where it starts and ends in the original (`None`: they are equal)."""

    original: str
    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the prepared span; code points, end exclusive."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def prepare(text: str) -> Prepared:
    """Normalise `text`: NFC, invisible characters out, full-width and look-alike characters to Latin, spaced-out letters
    joined, and `aa/oe/ae` (or missing `å/ø/æ` in a text that has none) back to Danish where a known word results.
    """
    plain = _PLAIN.match(text) is not None
    chars = list(text) if plain else []
    starts = ends = None
    if not plain:
        chars, starts, ends = _normalise_characters(text)
    joined = "".join(chars) if not plain else text
    edits = [(m.start(), m.end(), m.group().replace(m.group(1), "")) for m in _SPACED.finditer(joined)]
    if "&" in joined or "%" in joined:
        edits += [(m.start(), m.end(), decoded) for m in _ENCODED.finditer(joined) if (decoded := _decoded(m.group()))]
    edits += _restore_danish(joined, edits)
    if not edits:
        return Prepared(text, joined, starts, ends)
    return _apply(text, joined, starts, ends, sorted(edits))


def _normalise_characters(text: str) -> tuple[list[str], list[int], list[int]]:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i, size = 0, len(text)
    while i < size:
        j = i + 1
        while j < size and unicodedata.combining(text[j]):
            j += 1
        cluster = text[i:j]
        if "\ud800" <= cluster[0] <= "\udfff":
            cluster = "\ufffd"
        if cluster[0] == "\r":
            cluster = "\n" if text[j : j + 1] != "\n" else ""
        cluster = _INVISIBLE.sub("", cluster)
        if cluster and not cluster.isascii():
            cluster = unicodedata.normalize(
                "NFKC" if len(unicodedata.normalize("NFKC", cluster)) == 1 else "NFC", cluster
            )
            cluster = cluster.translate(_SIGNS)
            if len(cluster) == 1 and unicodedata.category(cluster) == "No":
                cluster = str(unicodedata.digit(cluster, cluster))  # ❶, ⓵
        for char in cluster:
            chars.append("\n" if char in "\x0b\x0c\x85\u2028\u2029" else char)
            starts.append(i)
            ends.append(j)
        if not cluster and ends and text[i] in _KEYCAP:
            ends[-1] = j
        i = j
    _replace_lookalikes(chars)
    return chars, starts, ends


def _decoded(code: str) -> str:
    """The one character that an HTML or percent encoding stands for; "" where it stands for none."""
    char = chr(int(code[1:], 16)) if code[0] == "%" else html.unescape(code)
    if len(char) != 1 or not char.isprintable():
        return " " if char == "\xa0" else ""
    return char


def _replace_lookalikes(chars: list[str]) -> None:
    """Turn words that could be read as Latin into Latin, in place; real Cyrillic or Greek words stay."""
    if not any(char in _LOOKALIKES for char in chars):
        return
    for word in _WORD.finditer("".join(chars)):
        letters = word.group()
        if all(char in _LOOKALIKES or char < "\u0250" for char in letters):
            chars[word.start() : word.end()] = [_LOOKALIKES.get(char, char) for char in letters]


def _restore_danish(text: str, taken: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    bare = not _NORDIC.search(text)
    digraphs = _DIGRAPH.search(text) is not None
    if not digraphs and not (bare and len(text) >= _SHORTEST_WITHOUT_NORDIC):
        return []
    table = danish_letters()
    bare = bare and not _is_foreign(text)
    edits = []
    for word in _WHOLE_WORD.finditer(text):
        lower = word.group().lower()
        danish = table.digraph.get(lower) or (table.bare.get(lower) if bare else None)
        if danish and not any(start < word.end() and word.start() < end for start, end, _ in taken):
            edits.append((word.start(), word.end(), _with_case_of(word.group(), danish)))
    return edits


def _is_foreign(text: str) -> bool:
    """Whether function words show a text without æøå to be English or Swedish, where "do" is no "dø"."""
    words = [word.lower() for word in _WORD.findall(text)]
    return language_by_function_words(words) not in ("da", "nb", None)


def _with_case_of(surface: str, danish: str) -> str:
    if surface.isupper() and len(surface) > 1:
        return danish.upper()
    return danish[0].upper() + danish[1:] if surface[0].isupper() else danish


def _apply(
    original: str, text: str, starts: list[int] | None, ends: list[int] | None, edits: list[tuple[int, int, str]]
) -> Prepared:
    if starts is None or ends is None:
        starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for start, end, replacement in edits:
        pieces += text[at:start], replacement
        new_starts += starts[at:start]
        new_ends += ends[at:start]
        # Each new character points at its share of the replaced stretch, so that spans within it stay close.
        size = end - start
        for i in range(len(replacement)):
            new_starts.append(starts[start + i * size // len(replacement)])
            new_ends.append(ends[start + max((i + 1) * size // len(replacement), 1) - 1])
        at = end
    pieces.append(text[at:])
    new_starts += starts[at:]
    new_ends += ends[at:]
    return Prepared(original, "".join(pieces), new_starts, new_ends)
