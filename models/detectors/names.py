"""Names of persons: patients (`PATIENT_NAME`) and everybody else (`STAFF_NAME`).

In: a `Document` with gazetteer matches and the findings of stages 1 and 2. Out: one finding a name, title and surname
included, with attrs `role` ("patient" or "other"), `evidence` (of the role; 2 or more is a patient), `title`, and `speaker`,
`public` or `test_person` where it is one. Evidence is additive: words and weights stand in `data/gazetteers/name_cues.tsv`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.detectors import detector
from models.detectors import name_tables as t
from models.detectors.name_evidence import NameEvidence
from models.detectors.name_parts import Part, listed
from models.detectors.name_reader import NameReader
from models.document import Document, Finding


@detector("names", "PATIENT_NAME", "STAFF_NAME", stage=3)
def find(document: Document) -> Iterator[Finding]:
    """Names of persons, and whether each is a patient's or a relative's."""
    for tag, mark in (("test_persons", "test_person"), ("public_figures", "public")):
        for match in document.matches.get(tag, ()):
            if t.AFTER_NAME.get(document.word(match.last), 0.0) <= -t.CAPITAL:
                continue
            if document.tokens[match.first].text[0].isupper() or match.last - match.first > 1:
                attrs: dict[str, object] = {"role": "other", mark: True, "evidence": 0.0, "title": False}
                yield document.finding("STAFF_NAME", match.first, match.last, 0.97, "names", attrs)
    parts = listed(document)
    speakers = _speakers(document, parts) if document.speakers else {}
    works = {k for match in document.matches.get("works", ()) for k in range(match.first, match.last)}
    found = NameReader(document, parts).candidates()
    candidates = [c for c in found if c.first not in speakers and c.first not in works]
    if not candidates and not speakers:
        return
    for (first, last), _ in speakers.values():
        attrs = {"role": "other", "speaker": True, "evidence": 0.0, "title": False}
        yield document.finding("STAFF_NAME", first, last, 0.9, "names", attrs)
    evidence = NameEvidence(document)
    for each in candidates:
        evidence.beside(each)
    vetoed = {c.key for c in candidates if c.vetoed}
    sure = {c.key for c in candidates if c.name >= t.CAPITAL and not c.vetoed}
    voices = {key for _, key in speakers.values()}
    roles: dict[str, float] = {}
    for each in candidates:
        roles[each.key] = roles.get(each.key, 0.0) + each.role
    for each in candidates:
        again = each.key in sure and t.NEEDS.get(each.key) != "cue" and document.tokens[each.first].text[0].isupper()
        if each.key in vetoed or (each.name < t.IS_NAME and not again):
            continue
        role = max(-t.MOST_ROLE, min(t.MOST_ROLE, roles[each.key])) + evidence.near(each)
        patient = role >= t.IS_PATIENT and each.key not in voices and not each.signature
        score = 0.6 if each.name < t.IS_NAME + 0.3 else 0.75 if each.name < t.CAPITAL + 1 else 0.9
        attrs = {"role": "patient" if patient else "other", "evidence": round(role, 2), "title": each.title}
        yield document.finding(
            "PATIENT_NAME" if patient else "STAFF_NAME", each.first, each.last, score, "names", attrs
        )


def _speakers(document: Document, parts: dict[int, Part]) -> dict[int, tuple[tuple[int, int], str]]:
    """First token of every thread speaker → its tokens and key."""
    starts = {token.start: i for i, token in enumerate(document.tokens)}
    labels = [document.text[start:end].lower() for start, end in document.speakers]
    counts = Counter(labels)
    many = len(counts) > 1
    found = {}
    for (start, end), label in zip(document.speakers, labels, strict=True):
        first = starts.get(start)
        if first is None or label in t.FORMS["not_speaker"]:
            continue
        last = first + 1
        while last < len(document.tokens) and document.tokens[last].end <= end:
            last += 1
        letter = len(label) == 1 and (many or counts[label] > 1)
        part = parts.get(first)
        known = part is not None and part.given and t.NEEDS.get(label) != "cue"
        again = (
            many and len(label) > 1 and label not in t.COMMON and document.text[start].isupper() and counts[label] > 1
        )
        if letter or known or again:
            found[first] = ((first, last), part.name if part else label)
    return found
