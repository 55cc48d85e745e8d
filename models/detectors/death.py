"""DIAGNOSIS: a person's death, by verb, noun or euphemism; things and figures of speech that "die" stay out.

In: a `Document`. Out: findings with `death`, `bold`, two points and one concept: however often told, one death is one fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.medical import CERTAIN, LISTED, PLAUSIBLE, blocked, near_cue

_NAME = "death"
_SUBJECT_REACH = 4
_SPEAKER_REACH = 3
_CONTEXT: dict[str, frozenset[str]] = {}
for _row in read_table("gazetteers/death_context.tsv"):
    _CONTEXT[_row["role"]] = _CONTEXT.get(_row["role"], frozenset()) | {_row["word"]}


@detector(_NAME, "DIAGNOSIS")
def find_deaths(document: Document) -> Iterator[Finding]:
    """Yield every expression of dying."""
    found = document.matches.get("death")
    if not found:
        return
    out = blocked(document)
    lifeless = {match.first for match in document.matches.get("lifeless", ())}
    for match in found:
        first, last, flags = match.first, match.last, match.row["flags"]
        if first in out or last - 1 in out:
            continue
        if "verb" in flags and not _can_die(document, first, lifeless):
            continue
        if "mors" in flags and not _is_latin_mors(document, first):
            continue
        if "end" in flags and last < len(document.words) and document.words[last] not in _CONTEXT["end"]:
            continue
        if "cue" in flags and not near_cue(document, first, last):
            continue
        if match.row["span"]:
            start, _, end = match.row["span"].partition(":")
            first, last = first + int(start), first + int(end)
        score = PLAUSIBLE if "weak" in flags else CERTAIN if last - first > 1 else LISTED
        attrs: dict[str, object] = {"strength": 2, "concept": "death", "prior": "death", "death": True, "bold": True}
        yield document.finding("DIAGNOSIS", first, last, score, _NAME, attrs)


def _can_die(document: Document, at: int, lifeless: set[int]) -> bool:
    """Whether the verb at `at` may tell of a person's death: no door, no threat or hyperbole, no thing for its subject
    (just before it or, after an inversion, just behind it).
    """
    words, tokens = document.words, document.tokens
    word = words[at]
    if word == "dør" and document.word(at - 1) in _CONTEXT["door"]:
        return False
    before = words[max(0, at - _SPEAKER_REACH) : at]
    if not _CONTEXT["hyperbole"].isdisjoint(before) and _CONTEXT["other"].isdisjoint(before):
        return False
    sentence = tokens[at].sentence
    return not lifeless or not any(
        i in lifeless and tokens[i].sentence == sentence for i in range(at - _SUBJECT_REACH, min(at + 3, len(tokens)))
    )


def _is_latin_mors(document: Document, at: int) -> bool:
    """Whether "mors" means dead: not the genitive of "mor", nor the island in Limfjorden."""
    before, after = document.word(at - 1), document.word(at + 1)
    if document.tokens[at].text == "Mors" and before in _CONTEXT["island"]:
        return False
    if before in _CONTEXT["mors_before"] or before.isdigit():
        return True
    return before not in _CONTEXT["mother"] and (
        not after.isalnum() or after.isdigit() or after in _CONTEXT["mors_after"]
    )
