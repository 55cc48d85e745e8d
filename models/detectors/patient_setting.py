"""Who a person word means by where it is said: somebody visited at work, a pupil, a colleague, or the writer's own kin.

In: a `Document`, its `CareContext`, and a matched noun with its kind of article. Out: evidence on the scale of `patient_tables`.
"""

from __future__ import annotations

from models.detectors import patient_tables as t
from models.detectors.care_context import CareContext
from models.document import Document
from models.gazetteer import Match


def setting(document: Document, context: CareContext, match: Match, kind: str, first: int, *, sure: bool) -> float:
    """What speaks for a person met at work ("hos en familie"), below zero for the writer's own kin or a colleague.

    `first` is the first token of the noun phrase, `kind` that of its article; `sure` tells whether the post speaks of a
    patient outright ("borgeren").
    """
    words, row = document.words, match.row
    before = words[first - 1] if first else ""
    if (row["kind"] == "person" and kind == "definite") or (kind == "other" and words[first] in t.KINDS["reflexive"]):
        sentence = document.tokens[match.first].sentence
        near = range(max(0, match.first - t.AROUND), min(len(words), match.last + t.AROUND))
        if any(words[k] in t.KINDS["trainee"] and document.tokens[k].sentence == sentence for k in near):
            return t.COLLEAGUE
    if row["kind"] == "relative" and not sure:
        if kind == "ending" and context.home:
            return 2 * t.OWN_KIN
        return t.OWN_KIN if kind in ("ending", "other", "") and context.family else 0.0
    if row["kind"] == "person" and kind == "indefinite" and before in t.KINDS["visited"]:
        return t.VISITED
    if row["kind"] == "person" and row["form"] == "all" and before == "til" and first > 1:
        return t.COLLEAGUE if words[first - 2] in t.KINDS["thanked"] else 0.0
    return t.AT_SCHOOL if row["certainty"] == "pupil" and context.school else 0.0
