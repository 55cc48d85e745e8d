"""Evidence for scope, sentence by sentence: what speaks for a particular person known from work, and what against.

In: a `Document` with its findings. Out: named evidence for every sentence; what it weighs is data.
"""

from __future__ import annotations

import re

from models.datafiles import read_toml
from models.document import Document, Finding

Features = dict[str, float]

_WORDS = {name: frozenset(words) for name, words in read_toml("priors/scope_evidence.toml")["words"].items()}
_THIRD_PERSON, _FIRST_PERSON, _OWN = _WORDS["third_person"], _WORDS["first_person"], _WORDS["own"]
_SUBJECTS, _OMITTED, _ARTICLES = _WORDS["subjects"], _WORDS["omitted"], _WORDS["articles"]
_QUOTE = re.compile(r"[\"“”„»][^\"“”„«»]{12,200}[\"“”“«]")
# Who a third-person pronoun can stand for: by the entity type, or by the cue, of what was mentioned last.
_PERSONS = {
    "STAFF_NAME": "staff",
    "PATIENT_NAME": "patient",
    "PATIENT_REF": "patient",
    "TRAIT": "patient",
    "AGE": "patient",
}
_MENTIONS = {"kin": "kin", "pet": "thing", "thing": "thing", "drill": "thing", "colleague": "staff"}
_TYPES = {
    "TRAIT": "trait", "AGE": "age", "EVENT": "event", "DIAGNOSIS": "diagnosis", "TREATMENT": "treatment", "WARD": "ward",
    "FACILITY": "facility", "PLACE": "place", "STAFF_NAME": "staff", "PATIENT_NAME": "name",
}  # fmt: skip
_MOST = 2.0
_SMALL = 2  # strength of a named institution that few people belong to


def sentence_evidence(document: Document) -> list[Features]:
    """Named evidence for every sentence."""
    own = [_words(document, first, last) for first, last in document.sentences]
    for match in document.matches.get("scope_cues", ()):
        name = _cue(document, match.first, match.row["cue"])
        if name:
            own[document.tokens[match.first].sentence][name] = 1.0
    for match in document.matches.get("care_cues", ()):
        own[document.tokens[match.first].sentence]["care"] = 1.0
    for match in document.matches.get("patient_nouns", ()):
        if match.row["certainty"] == "sure" and match.row["form"] in ("one", "the") and _joined(document, match.first):
            own[document.tokens[match.first].sentence]["ref_sure"] = 1.0
    small = in_small_place(document)
    for finding in document.findings:
        sentence = own[sentence_at(document, finding)]
        for name in _names(finding, small):
            sentence[name] = min(sentence.get(name, 0.0) + 1.0, _MOST)
    _resolve_pronouns(document, own)
    for sentence in own:
        _combine(sentence)
    return own


def in_small_place(document: Document) -> bool:
    """Whether a small institution is named (nursing home, clinic, bosted, school)."""
    return any(finding.type == "FACILITY" and finding.attrs.get("strength") == _SMALL for finding in document.findings)


def third_person(document: Document, first: int, last: int) -> bool:
    """Whether tokens `first` to `last` (exclusive) hold a third-person pronoun."""
    return not _THIRD_PERSON.isdisjoint(document.words[first:last])


def sentence_at(document: Document, finding: Finding) -> int:
    """Sentence of the first token that ends after the finding's start (binary search: posts can be long)."""
    tokens = document.tokens
    low, high = 0, len(tokens) - 1
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= finding.start:
            low = middle + 1
        else:
            high = middle
    return tokens[low].sentence


def _words(document: Document, first: int, last: int) -> Features:
    found: Features = {}
    if third_person(document, first, last):
        found["pronoun"] = 1.0
    if not _FIRST_PERSON.isdisjoint(document.words[first:last]):
        found["first_person"] = 1.0
    if _ellipsis(document, first, last):
        found["ellipsis"] = 1.0
    if _QUOTE.search(document.text, document.tokens[first].start, document.tokens[last - 1].end):
        found["quote"] = 1.0
    return found


def _ellipsis(document: Document, first: int, last: int) -> bool:
    """Whether a noun is left out that the reader fills in with a patient: "I nat havde jeg en, helt alene"."""
    words = document.words
    return any(
        words[i] in _OMITTED and words[i - 1] in _SUBJECTS and (i + 1 == last or not words[i + 1].isalpha())
        for i in range(first + 1, last)
    )


def _joined(document: Document, at: int) -> bool:
    """Whether the noun at `at` is the end of "en (sød) KOL-patient", where the disease is what is marked; not "hver KOL-patient"."""
    return document.word(at - 1) == "-" and not _ARTICLES.isdisjoint(document.words[max(0, at - 5) : at - 1])


def _cue(document: Document, at: int, cue: str) -> str:
    """Name of the evidence that a cue word gives, "" for none: kin and body parts only count with "min" before them."""
    if cue == "kin":
        return "family" if _is_own(document, at) else "kin"
    if cue == "body":
        return "own" if _is_own(document, at) else ""
    return "own" if cue == "own" else f"frame_{cue}"


def _is_own(document: Document, at: int) -> bool:
    """Whether the noun at `at` is said to be the writer's: "min mor", "min gamle mor"."""
    return document.word(at - 1) in _OWN or document.word(at - 2) in _OWN


def _names(finding: Finding, small_place: bool) -> tuple[str, ...]:
    attrs = finding.attrs
    if attrs.get("test_person") or attrs.get("public"):
        return ()
    if finding.type == "PATIENT_REF":
        if attrs.get("number") == "many":
            return ("ref_many",)
        return ({"patient": "ref_sure", "relative": "ref_relative"}.get(str(attrs.get("kind")), "ref_person"),)
    if finding.type == "INCIDENT_COUNT":
        kind = attrs.get("kind", "persons")
        # A bare count of fractures is activity; in a home with few residents it is some of them.
        return ("count_activity" if kind == "injury" and not small_place else f"count_{kind}",)
    if finding.type == "TIME":
        return (f"time_{attrs.get('kind', 'window')}",)
    if finding.type in ("PHONE", "EMAIL", "ADDRESS"):
        return ("contact",)
    if finding.type in ("CPR", "RECORD_ID"):
        return ("number",)
    name = _TYPES[finding.type]
    if attrs.get("death"):
        return (name, "death")
    return (name, "grave") if attrs.get("bold") else (name,)


def _resolve_pronouns(document: Document, own: list[Features]) -> None:
    """Whom "han" and "hun" stand for, as far as the last person mentioned tells: kin, a colleague, an animal or a thing, or a patient."""
    mentions = [(finding.start, _PERSONS[finding.type]) for finding in document.findings if finding.type in _PERSONS]
    for match in document.matches.get("scope_cues", ()):
        kind = _MENTIONS.get(match.row["cue"])
        if kind and (kind != "kin" or _is_own(document, match.first)):
            mentions.append((document.tokens[match.first].start, kind))
    mentions.sort()
    at = 0
    last = "nobody"
    for token in document.tokens:
        while at < len(mentions) and mentions[at][0] <= token.start:
            last = mentions[at][1]
            at += 1
        if token.lower in _THIRD_PERSON:
            own[token.sentence][f"pronoun_{last}"] = 1.0


def _combine(sentence: Features) -> None:
    """Evidence that says more together than apart."""
    clinical = any(name in sentence for name in ("diagnosis", "treatment", "care", "ward", "facility"))
    if "pronoun" in sentence and clinical:
        sentence["pronoun_clinical"] = 1.0
    if (
        "pronoun" not in sentence
        and "first_person" in sentence
        and ("diagnosis" in sentence or "treatment" in sentence)
    ):
        sentence["self_clinical"] = 1.0
    if "family" in sentence and ("pronoun" in sentence or clinical):
        sentence["family_clinical"] = 1.0
