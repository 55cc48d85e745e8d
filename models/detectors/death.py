"""DIAGNOSIS: a person's death, by verb, noun or euphemism; things and figures of speech that "die" stay out.

In: a `Document`. Out: findings with `death`, `bold`, two points and one concept: however often told, one death is one fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Match
from models.medical import CERTAIN, LISTED, PLAUSIBLE, blocked, near_cue

_NAME = "death"
_SUBJECT_REACH = 4
_SPEAKER_REACH = 3
_LOSS_REACH = 5
_SIGN_REACH = 12
_CONTEXT: dict[str, frozenset[str]] = {}
for _row in read_table("gazetteers/death_context.tsv"):
    _CONTEXT[_row["role"]] = _CONTEXT.get(_row["role"], frozenset()) | {_row["word"]}

_LIFELESS_ENDINGS = tuple(read_words("gazetteers/lifeless_endings.txt"))


@detector(_NAME, "DIAGNOSIS")
def find_deaths(document: Document) -> Iterator[Finding]:
    """Yield every expression of dying."""
    found = document.matches.get("death")
    if not found:
        return
    out = blocked(document)
    lifeless = {match.first for match in document.matches.get("lifeless", ())}
    lifeless.update(i for i, word in enumerate(document.words) if len(word) > 6 and word.endswith(_LIFELESS_ENDINGS))
    for match in found:
        first, last, flags = match.first, match.last, match.row["flags"]
        if first in out or last - 1 in out:
            continue
        if not _holds(document, match, lifeless):
            continue
        if match.row["span"]:
            start, _, end = match.row["span"].partition(":")
            first, last = first + int(start), first + int(end)
        elif "loss" in flags:
            first, last = _loss(document, first, last)
            if first == last:
                continue
        score = PLAUSIBLE if "weak" in flags else CERTAIN if last - first > 1 else LISTED
        attrs: dict[str, object] = {"strength": 2, "concept": "death", "prior": "death", "death": True, "bold": True}
        yield document.finding("DIAGNOSIS", first, last, score, _NAME, attrs)


def _holds(document: Document, match: Match, lifeless: set[int]) -> bool:
    """Whether the words around the expression are such as its flags ask for."""
    first, last, flags = match.first, match.last, match.row["flags"]
    if not flags:
        return True
    words = document.words
    if "verb" in flags and not _can_die(document, first, lifeless):
        return False
    if "mors" in flags and not _is_latin_mors(document, first):
        return False
    if "end" in flags and last < len(words) and words[last] not in _CONTEXT["end"]:
        return False
    if "third" in flags and not _CONTEXT["self"].isdisjoint(words[max(0, first - _SPEAKER_REACH) : last + 1]):
        return False
    if "found" in flags and last < len(words) and words[last] not in _CONTEXT["found"]:
        return False
    if "rip" in flags and not _is_farewell(document, first, last, lifeless):
        return False
    if "loss" in flags and match.row["span"] and not _loss(document, first, last)[1]:
        return False
    if "grief" in flags and not _beside(words, first, last, "grief"):
        return False
    return "cue" not in flags or near_cue(document, first, last) or _beside(words, first, last, "cue")


def _beside(words: list[str], first: int, last: int, role: str) -> bool:
    """Whether a word of the role stands within twelve tokens."""
    around = words[max(0, first - _SIGN_REACH) : first] + words[last : last + _SIGN_REACH]
    return not _CONTEXT[role].isdisjoint(around)


def _loss(document: Document, first: int, last: int) -> tuple[int, int]:
    """The span of "mistede": the verb alone before a patient, who has a mark of his own; with its object before the
    writer's word for kin; nothing (0, 0) before anything else one can lose.
    """
    words = document.words
    for at in range(last, min(last + _LOSS_REACH, len(words))):
        if words[at] in _CONTEXT["kin"]:
            return first, at + 1
        if words[at] in _CONTEXT["lost"]:
            return first, last
        if words[at] not in _CONTEXT["lost_link"]:
            break
    return 0, 0


def _is_farewell(document: Document, first: int, last: int, lifeless: set[int]) -> bool:
    """Whether "rip" is said of somebody: not of "min weekend" or of a printer, be it in the sentence before."""
    sentence = document.tokens[first].sentence
    return (
        document.word(last) not in _CONTEXT["rip_not"]
        and not any(sentence - 1 <= document.tokens[i].sentence <= sentence for i in lifeless)
        and not (document.word(first - 1) == "(" and document.word(last) == ")")
    )


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
