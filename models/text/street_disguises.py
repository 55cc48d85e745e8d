"""Street names whose letters are in disguise or broken by signs: "Rosenv*nget", "Sønderg**e", "Sønder🚪gade", "🌹vej".

In: a document and the last token of what may be a name. Out: its first token. Needs no number.
"""

from __future__ import annotations

from models.datafiles import read_table
from models.document import Document
from models.text.disguises import MIXED, reads_as

_ENDINGS = frozenset(row["word"] for row in read_table("gazetteers/street_parts.tsv") if row["kind"] == "suffix")
_LONG_ENDS = tuple(end for end in sorted(_ENDINGS) if len(end) > 2)
_BEYOND_LATIN = 0x2000
_DOTS = frozenset(".'’…*_")
_LONGEST = 10


def _is_sign(text: str) -> bool:
    return not text.isalnum() and (ord(text[0]) > _BEYOND_LATIN or text in _DOTS)


def disguised_street(document: Document, last: int) -> int:
    """First token of a street name with letters in disguise, the ending too ("Rosenv*nget", "Sønderg**e"); -1 if there is none."""
    tokens = document.tokens
    first = last
    while first > 0 and tokens[first - 1].end == tokens[first].start and last - first < _LONGEST:
        first -= 1
    while first < last and not tokens[first].text[0].isalnum():
        first += 1
    written = document.text[tokens[first].start : tokens[last].end].lower()
    if (
        document.words[last] in _ENDINGS
        and last > 0
        and tokens[last - 1].end == tokens[last].start
        and _is_sign(tokens[last - 1].text)
    ):
        return first if first < last else last - 1  # "Sønder🚪gade", "🌹vej", "S....gade"
    if written.isalpha() or not written[0].isalpha() or MIXED.search(written) is None:
        return -1
    return (
        first if any(reads_as(written[-len(end) :], end) for end in _LONG_ENDS if len(written) > len(end) + 1) else -1
    )
