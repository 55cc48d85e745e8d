"""Names on no list: a capitalised word that everyday Danish does not know, where the words around it speak of a person.

Names with few bearers are not listed, so what a rare or foreign name has to show is its place: "Tak til X", "X på stue 4",
"hedder X", "svarede X", "Jesper og X". In: a `Document`. Out: evidence that a word is a name, on the scale of `name_tables`.
"""

from __future__ import annotations

from bisect import bisect_left

from models.detectors import name_tables as t
from models.detectors.name_parts import Part
from models.document import Document, Finding, Token
from models.gazetteer import gazetteer, stems


class Unlisted:
    """Judges the capitalised words of one document that stand on no list."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tokens = document.tokens
        self._words = document.words
        self._places = {match.first for match in document.matches.get("places", ())}
        self._starts: list[int] = []

    def worth(self, i: int, parts: dict[int, Part], reach: int) -> float:
        """Evidence that the word at `i` is a name, 0 for none. `reach` is where the name before it ended (exclusive)."""
        words = self._words
        if not self.possible(i):
            return 0.0
        opens = self.opens(i)
        patient = t.phrase(words, i + 1, 1, t.AFTER_ROLE) >= t.PATIENT_CUE
        surname = i + 1 in parts and not parts[i + 1].given and self._tokens[i + 1].text[0].isupper()
        verb = self._document.word(i + 1) in t.PERSON_VERBS
        if opens:
            if not (patient or surname or verb) or everyday(words[i]) or words[i] in t.ORGANISATION:
                return 0.0
            if not surname and compound(words[i], t.HANDLE if len(words[i]) >= t.LONG else t.LONG_HEAD):
                return 0.0
            return t.UNKNOWN
        before = words[i - 1]
        if before == "." and i > 1:
            before = words[i - 2]  # "dr. X": a full stop inside a sentence ends an abbreviation
        if before in t.INTRODUCES or before.endswith(t.ROLE_SUFFIXES) or verb:
            return t.UNKNOWN
        after = self._document.word(i + 1)
        capital = after in t.ORGANISATION and self._tokens[i + 1].text[0].isupper()
        if everyday(words[i]) or self._no_person(i) or capital:
            return 0.0
        if before in t.PERSON_VERBS:
            return t.UNKNOWN_SPEAKS
        if before == "," and i > 1 and (words[i - 2] in t.INTRODUCES or words[i - 2].endswith(t.ROLE_SUFFIXES)):
            return t.UNKNOWN_SPEAKS  # "hendes far, X"
        with_name = (reach == i - 1 and before in t.AND) or (
            after in t.AND and i + 2 in parts and parts[i + 2].given
            and self._tokens[i + 2].text[0].isupper()
        )  # fmt: skip
        if with_name:
            return t.UNKNOWN_JOINED
        if patient:
            return t.UNKNOWN
        if before in t.FORMS["place_preposition"] or before in t.FORMS["of_thing"]:
            pass
        elif surname or (
            i + 1 < len(words)
            and self.possible(i + 1)
            and not (everyday(words[i + 1]) or self._no_person(i + 1) or self._tokens[i - 1].text[0].isupper())
        ):
            return t.UNKNOWN
        introduced = t.phrase(words, i, -1, t.BEFORE_NAME)
        acts = (
            introduced >= t.WEAK_CUE and before in t.FORMS["subjunction"] and t.AFTER_NAME.get(after, 0.0) >= t.WEAK_CUE
        )
        return t.UNKNOWN if acts or introduced >= t.CUE else 0.0

    def possible(self, k: int) -> bool:
        """Whether a capitalised word is on no list and no common word, so that it may be a name nobody listed."""
        token, words = self._tokens[k], self._words
        if k in self._places or len(token.text) < 3 or not token.text[0].isupper() or not token.text[1:].islower():
            return False
        if k and tokens_touch(self._tokens[k - 1], token):
            return False
        if not token.text.isalpha() or words[k] in t.COMMON or words[k] in t.FORMS["no_name"]:
            return False
        if words[k] in t.NEAR or words[k] in t.TITLES or words[k] in t.AFTER_NAME or words[k] in t.BEFORE_NAME:
            return False
        return not any(f.start <= token.start < f.end for f in self._findings_at(token.start))

    def _no_person(self, k: int) -> bool:
        """Whether the word names an organisation, or has the look of a Danish compound."""
        word = self._words[k]
        return word in t.ORGANISATION or (len(word) >= t.LONG and compound(word, t.LONG_HEAD))

    def opens(self, i: int) -> bool:
        """Whether a capital at `i` is due to its place: first word of a sentence, a quote or what follows a colon."""
        tokens = self._tokens
        for k in range(i - 1, max(-1, i - 5), -1):
            if tokens[k].sentence != tokens[i].sentence or tokens[k].text in ':"“”»(':
                return True
            if tokens[k].text[0].isalnum():
                return False
        return True

    def _findings_at(self, start: int) -> list[Finding]:
        """The finding before and at an offset (findings are sorted and do not overlap after the first two stages)."""
        if not self._starts:
            self._starts = [finding.start for finding in self._document.findings]
        k = bisect_left(self._starts, start)
        return self._document.findings[max(0, k - 1) : k + 1]


def tokens_touch(before: Token, token: Token) -> bool:
    """Whether the token is the inside of a hashtag or of a word with digits."""
    return before.end == token.start and (before.text == "#" or before.text.isalnum())


def everyday(word: str) -> bool:
    """Whether Danish text has the word, or what it is inflected from, in lower case."""
    known = gazetteer()
    return any(each in t.EVERYDAY or each in t.COMMON or each in known for each in (word, *stems(word)))


def compound(word: str, head: int = t.HANDLE) -> bool:
    """Whether the word ends in an everyday one of at least `head` letters ("sengelinned")."""
    return any(
        each in t.EVERYDAY or each in t.COMMON
        for k in range(3, len(word) - head + 1)
        for each in (word[k:], *stems(word[k:]))
    )
