"""Scope (guide, rule 0): is there a particular person in here, known to the writer from work?

In: a `Document` with its findings. Out: a probability for each sentence and for the whole. Evidence is additive and named:
what the detectors found, pronouns, and the frames of `data/gazetteers/scope_cues.tsv`; the weights stand in
`data/priors/scope.toml`, fitted by `training.fit_scope`. The classifier joins here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from models.datafiles import read_toml
from models.document import Document, Finding

Features = dict[str, float]

_THIRD_PERSON = frozenset({"han", "hun", "ham", "hende", "hans", "hendes", "henne", "hon", "honom", "she", "he", "him", "his"})
_FIRST_PERSON = frozenset({"jeg", "mig", "min", "mit", "mine", "jag", "my"})
_SUBJECTS = frozenset({"jeg", "vi", "man"})
_OMITTED = frozenset({"en", "én", "to", "tre"})
_OWN = frozenset({"min", "mit", "mine", "vores", "my"})
_QUOTE = re.compile(r"[\"“”„»][^\"“”„«»]{12,200}[\"“”“«]")
_TYPES = {"TRAIT": "trait", "AGE": "age", "EVENT": "event", "DIAGNOSIS": "diagnosis", "TREATMENT": "treatment", "WARD": "ward", "FACILITY": "facility", "PLACE": "place", "STAFF_NAME": "staff"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Probability (0-1) that a particular person known from work is in the text, and in each of its sentences."""

    probability: float
    sentences: tuple[float, ...]


def judge(document: Document) -> Scope:
    """Weigh the evidence of every sentence; the text is in scope as far as its likeliest sentence is."""
    weights = _weights()
    logits = [sum(weights.get(name, 0.0) * value for name, value in each.items()) for each in features(document)]
    probabilities = tuple(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))) for logit in logits)
    return Scope(max(probabilities, default=0.0), probabilities)


def features(document: Document) -> list[Features]:
    """Named evidence for every sentence, its own (`trait`), its neighbours' (`near_trait`) and the text's (`doc_fiction`)."""
    own = [_frames(document, first, last) for first, last in document.sentences]
    for finding in document.findings:
        where = sentence_at(document, finding)
        for name in _evidence(finding):
            own[where][name] = min(own[where].get(name, 0.0) + 1.0, 2.0)
    for each in own:
        _combine(each)
    frames = {f"doc_{name}": 1.0 for each in own for name in each if name.startswith("frame_")}
    result = []
    for i, each in enumerate(own):
        merged: Features = {"bias": 1.0, **frames, **each}
        for neighbour in own[max(0, i - 1) : i] + own[i + 1 : i + 2]:
            for name in ("pronoun", "diagnosis", "treatment", "death", "ref_sure", "ref_person", "age", "trait", "care", "frame_fiction", "frame_drill", "family", "own"):
                if name in neighbour:
                    merged["near_" + name.removeprefix("frame_")] = 1.0
        result.append(merged)
    return result


def third_person(document: Document, first: int, last: int) -> bool:
    """Whether tokens `first` to `last` (exclusive) hold a third-person pronoun."""
    return not _THIRD_PERSON.isdisjoint(document.words[first:last])


def _frames(document: Document, first: int, last: int) -> Features:
    found: Features = {}
    if third_person(document, first, last):
        found["pronoun"] = 1.0
    if not _FIRST_PERSON.isdisjoint(document.words[first:last]):
        found["first_person"] = 1.0
    if _ellipsis(document, first, last):
        found["ellipsis"] = 1.0
    text = document.text[document.tokens[first].start : document.tokens[last - 1].end]
    if _QUOTE.search(text):
        found["quote"] = 1.0
    for match in document.matches.get("scope_cues", ()):
        if first <= match.first < last:
            cue = match.row["cue"]
            before = document.word(match.first - 1), document.word(match.first - 2)
            if cue == "kin":
                if before[0] in _OWN or before[1] in _OWN:
                    found["family"] = 1.0
            elif cue == "body":
                if before[0] in _OWN:
                    found["own"] = 1.0
            elif cue == "own":
                found["own"] = 1.0
            else:
                found["frame_" + cue] = 1.0
    for match in document.matches.get("care_cues", ()):
        if first <= match.first < last:
            found["care"] = 1.0
    return found


def _ellipsis(document: Document, first: int, last: int) -> bool:
    """Whether a noun is left out that the reader fills in with a patient: "I nat havde jeg en, helt alene"."""
    words = document.words
    return any(
        words[i] in _OMITTED and words[i - 1] in _SUBJECTS and (i + 1 == last or not words[i + 1].isalpha())
        for i in range(first + 1, last)
    )


def _evidence(finding: Finding) -> tuple[str, ...]:
    attrs = finding.attrs
    if finding.type == "PATIENT_REF":
        if attrs.get("number") == "many":
            return ("ref_many",)
        kind = {"patient": "ref_sure", "relative": "ref_relative"}.get(str(attrs.get("kind")), "ref_person")
        return (kind,)
    if finding.type == "INCIDENT_COUNT":
        return (f"count_{attrs.get('kind', 'persons')}",)
    if finding.type == "PATIENT_NAME":
        return ("name",)
    if finding.type == "TIME":
        return (f"time_{attrs.get('kind', 'window')}",)
    if finding.type == "CPR":
        return () if attrs.get("test_person") else ("formal",)
    if finding.type in ("PHONE", "EMAIL", "ADDRESS", "RECORD_ID"):
        return () if attrs.get("public") else ("formal",)
    if finding.type == "DIAGNOSIS" and attrs.get("death"):
        return ("diagnosis", "death")
    name = _TYPES.get(finding.type)
    return (name,) if name else ()


def _combine(each: Features) -> None:
    """Evidence that says more together than apart."""
    clinical = any(name in each for name in ("diagnosis", "treatment", "death", "care", "ward", "facility"))
    if "pronoun" in each and clinical:
        each["pronoun_clinical"] = 1.0
    if "pronoun" not in each and "first_person" in each and ("diagnosis" in each or "treatment" in each):
        each["self_clinical"] = 1.0
    if "family" in each and ("pronoun" in each or clinical):
        each["family_clinical"] = 1.0
    if "age" in each and clinical:
        each["age_clinical"] = 1.0
    if "death" in each and any(name in each for name in ("time_shift", "time_day", "ward")):
        each["death_at_work"] = 1.0


def sentence_at(document: Document, finding: Finding) -> int:
    """Sentence of the first token at or after the finding's start (binary search: posts can be long)."""
    tokens = document.tokens
    low, high = 0, len(tokens) - 1
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= finding.start:
            low = middle + 1
        else:
            high = middle
    return tokens[low].sentence


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in read_toml("priors/scope.toml")["weights"].items()}
