"""Demonstratives that point at a person: "ham fra stue 4", "hende med nålene", "de to på 7", "en fra Studstrup".

In: a `Document`, the care spoken of in it, and the findings of stage 1. Out: a weight for a pronoun; one or more is a reference.
"""

from __future__ import annotations

from models.detectors import patient_tables as t
from models.detectors.care_context import CareContext, FindingIndex
from models.document import Document


class Pointing:
    """Judges the pronouns of one document."""

    def __init__(self, document: Document, context: CareContext, findings: FindingIndex) -> None:
        self._document = document
        self._words = document.words
        self._tokens = document.tokens
        self._context = context
        self._findings = findings

    def score(self, i: int) -> float:
        """How surely the pronoun at token `i` points at a person: "ham fra stue 4", "hende med nålene", "de to på 7", "en fra Studstrup"."""
        words, tokens = self._words, self._tokens
        word, after = words[i], self._document.word(i + 1)
        before = words[i - 1] if i and tokens[i - 1].sentence == tokens[i].sentence else ""
        if word in ("de", "dem") and after in ("to", "tre", "fire"):
            after = self._document.word(i + 2)
        if word in t.KINDS["single"] and (score := self._met(i, after)):
            return score
        if after not in t.KINDS["points_at"] or not t.KINDS["colleague"].isdisjoint(words[i + 1 : i + 5]):
            return 0.0
        free = not before or not before[0].isalpha() or before in t.KINDS["verbless"]
        if "jeg" in words[max(0, i - 5) : i] and {"er", "var"} & set(words[max(0, i - 4) : i]):
            return 0.0  # "jeg er bare hende med strikketøjet"
        if word in t.KINDS["third_person"]:
            return self._third_person(i, after, free)
        single = word in t.KINDS["single"]
        if single and tokens[i + 1].text == "I":
            return t.ENOUGH if before in t.KINDS["toward"] else 0.0  # "farvel til en I alle kender"
        pointed = {f.type for f in self._findings.between(i + 1, min(len(tokens), i + 5))}
        if after not in t.KINDS["place_or_trait"] or pointed.isdisjoint(t.POINTED_AT):
            return 0.0
        if not single and pointed.isdisjoint(t.PLACED_AT):
            return 0.0
        return (1.1 if free or single else 0.6) + min(0.0, self._context.near(i))

    def _third_person(self, i: int, after: str, free: bool) -> float:
        """How surely "ham" or "hende" points at somebody by what follows, rather than stands for one already named."""
        words = self._words
        second = self._document.word(i + 2)
        context = min(1.0, 0.4 * self._context.near(i))
        if i and words[i - 1] == "jo":
            context = max(0.0, context)  # "det er jo ham fra …" recognises somebody, whatever was told before
        reader = second == "i" and self._tokens[i + 2].text == "I"
        if after == ",":
            opens = not i or not words[i - 1][0].isalpha()
            return (0.9 if opens else 0.7) + context if second in t.KINDS["clause"] or reader else 0.0
        if after in t.KINDS["subject"] and not t.KINDS["works_for"].isdisjoint(words[i + 2 : i + 7]):
            return 1.0 + context  # "hende jeg er hjælper for"
        if after in t.KINDS["queue"]:
            return 1.0 + context if free and second in t.KINDS["person_pronoun"] else 0.0
        if after in t.KINDS["subject"] and (not free or not i):
            return 0.0
        if after in t.KINDS["where"] or self._tokens[i + 1].text == "i":
            pointed = {f.type for f in self._findings.between(i + 1, min(len(words), i + 5))}
            measured = after == "på" and second[:1].isdigit()  # "ham på 2 meter"
            return (
                (1.0 if free and measured else 0.9 if free else 0.5) + context
                if measured or pointed & t.PLACED_AT
                else 0.0
            )
        if after == "med" and second in t.KINDS["no_trait"]:
            free = False
        if after in t.KINDS["clearly"]:
            return (1.0 if free or after == "fra" else 0.6) + context
        if free or (after == "med" and second.endswith(("en", "et", "ne"))):
            return 1.0 + context
        return 0.0

    def such(self, i: int) -> float:
        """How surely "sådan en" is a patient like one just told of: "for sådan en havde jeg selv i nat"."""
        words = self._words
        if words[i + 2 : i + 3] == [] or words[i + 2] not in t.KINDS["have"] or words[i + 3 : i + 4] == []:
            return 0.0
        if words[i + 3] not in t.KINDS["subject"]:
            return 0.0
        around = {f.type for f in self._findings.between(max(0, i - t.AROUND), min(len(words), i + t.AROUND))}
        return t.ENOUGH if "TIME" in around and around & t.ILL else 0.0

    def _met(self, i: int, after: str) -> float:
        """A patient told of as a bare "en": "havde jeg igen en inde med feber", "én fik lært at …", "én af dem jeg har haft"."""
        words = self._words
        ahead = {f.type for f in self._findings.between(i + 1, min(len(words), i + t.AROUND))}
        if after == "af" and self._document.word(i + 2) == "dem":
            told = self._document.word(i + 3) in t.KINDS["subject"] or bool(ahead & t.ILL)
            return t.ENOUGH if told and self._context.near(i) > 0 else 0.0
        if not ahead & t.ILL:
            return 0.0
        back = words[max(0, i - 4) : i]
        if after in t.KINDS["met"] and not t.KINDS["subject"].isdisjoint(back) and not t.KINDS["have"].isdisjoint(back):
            return t.ENOUGH
        accent = words[i] == "én" and after in t.KINDS["did"]
        return t.ENOUGH if accent and self._context.near(i) > 0 else 0.0
