"""Events: something particular that happened to, or was done by, a person told about.

In: matches of `events.tsv`, verb frames (`event_verbs.tsv`), nouns and compounds by their last part (`event_suffixes.tsv`), and the findings
of stage 1. Out: `EVENT` findings with `strength`, `concept` and, where it was in the news, `news`. The span is the verb with its
particle, object and the prepositional phrase that belongs to it; it ends before any other finding. The writer's own mishaps are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.detectors import detector
from models.detectors.event_tables import read_frames, read_nouns
from models.document import Document, Finding
from models.gazetteer import Match
from models.text.people import (
    AGE,
    FICTION,
    HEALTH,
    OWN_RELATIVES,
    PERSON,
    PERSONS,
    PRONOUN,
    PRONOUNS,
    PeopleView,
)
from models.text.phrases import (
    ADVERBS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    STOPS,
    noun_phrase,
    prepositional_phrase,
    read_classes,
)

_NAME = "events"
_CUES = read_classes("gazetteers/event_cues.tsv")
_LANDMARKS, _NEWS, _NEGATIONS, _SUBJECTS = _CUES["landmark"], _CUES["news"], _CUES["negation"], _CUES["subject"]
_PEOPLE = PRONOUN | PERSON | AGE
_WINDOW = 5
_FEAST = 7
_TELLING = 9  # "guldbrylluppet" is someone's even sentences away from the person; "mordet" need not be
_LOOKBACK = 4
_OF_PLACE = frozenset(("i", "på", "ved", "fra"))
_DANGLING = frozenset(("i", "på", "ved", "fra", "med", "til", "hos", "af", "om", "under", "bag", "mod", "efter", "for"))
_AUXILIARIES = frozenset(("er", "var", "har", "havde", "blev", "bliver", "været", "blevet"))
_ABOVE_PLACES = 0.96


_FRAMES = read_frames()
_NOUNS = read_nouns()


@detector(_NAME, "EVENT", stage=2)
def find_events(document: Document) -> Iterator[Finding]:
    """Yield the particular events of a post."""
    matches = document.matches.get("events", [])
    verbs, nouns = [], []
    for i, word in enumerate(document.words):
        if word in _FRAMES:
            verbs.append(i)
        elif len(word) > 4 and word[-3:] in _NOUNS:
            nouns.append(i)
    if not (matches or verbs or nouns):
        return
    scan = _Scan(document)
    for match in matches:
        yield from scan.phrase(match)
    for i in nouns:
        yield from scan.noun(i)
    for i in verbs:
        yield from scan.verb(i)


class _Scan(PeopleView):
    """One document's events."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.anywhere = 0
        for mask in self.masks:
            self.anywhere |= mask
        self.traits: set[int] = set()
        for match in document.matches.get("traits", ()):
            self.masks[document.tokens[match.first].sentence] |= PERSON
            self.traits.update(range(match.first, match.last))
        # A landmark is part of the event's name: "stukket ned på Strøget".
        for i, word in enumerate(self.words):
            if word in _LANDMARKS and self.taken[i] == "PLACE":
                self.taken[i] = ""

    def phrase(self, match: Match) -> Iterator[Finding]:
        """A set phrase of `events.tsv`."""
        near = self.near(match.first)
        if not near & (_PEOPLE | HEALTH) or near & FICTION or self._writers(match.first, match.last):
            return
        if self.words[match.first - 1 : match.first] == ["ikke"] or any(self.taken[match.first : match.last]):
            return
        row, first = match.row, match.first
        if row["kind"] == "news" and self.words[first] in PREPOSITIONS:
            first += 1
        news = row["kind"] == "news"
        end = match.last if news else self._further(match.last)
        yield self._finding(first, end, 0.8, int(row["strength"]), row["concept"], news)

    def noun(self, i: int) -> Iterator[Finding]:
        """An event noun: "busulykken", "branden i rækkehuset", "knallert-crashet"."""
        word = self.words[i]
        if self.taken[i]:
            return
        for noun in _NOUNS[word[-3:]]:
            if not word.endswith(noun.form):
                continue
            stem = word[: len(word) - len(noun.form)]
            hyphen = not stem and i > 1 and self.words[i - 1] == "-" and self.words[i - 2].isalpha()
            if (stem + noun.base).endswith(noun.exceptions):
                return
            # "sin datters bryllup": a possessor makes a common feast someone's.
            owned = len(noun.base) >= _FEAST and len(self.document.word(i - 1)) > 3 and self.words[i - 1].endswith("s")
            if not (stem or hyphen or noun.bare or owned) or len(stem) == 1:
                return
            first = i - 2 if hyphen else i
            end = i + 1
            if noun.definite and self.document.word(end) in _OF_PLACE:
                end = prepositional_phrase(self.document, end, self.taken) if end < len(self.words) else end
            compound = bool(stem) or hyphen
            # "busulykken", "branden i rækkehuset": one event that all know; any other must be someone's.
            known = noun.definite and (
                compound or end > i + 1 or (len(noun.base) >= _TELLING and bool(self.anywhere & _PEOPLE))
            )
            if not (known or self.near(i) & (_PEOPLE | HEALTH)) or self._writers(i, i + 1):
                return
            yield self._finding(first, end, 0.75 if compound else 0.65, noun.strength, noun.base)
            return

    def verb(self, i: int) -> Iterator[Finding]:
        """A verb with its particle, object and prepositional phrase."""
        if self.taken[i]:
            return
        near = self.near(i)
        if not near & (_PEOPLE | HEALTH) or (near & FICTION and not near & AGE):
            return
        window = self._window(i)
        for frame in _FRAMES[self.words[i]]:
            if any(word in frame.figurative for word in window) or any(
                word in ("ikke", "aldrig") for word in window[:2]
            ):
                continue
            if self._writers(i, i + 1, "found" in frame.flags) or ("who" in frame.flags and self._thing_before(i)):
                continue
            if "passive" in frame.flags and not self._participle(i):
                continue
            end = i + 1 if frame.flags == "end" else self._clause_end(i)
            needed = [n for n, word in enumerate(window) if word in frame.needs]
            if "*" in frame.needs:
                if end == i + 1 and not needed:
                    continue
            elif frame.needs:
                if not needed:
                    continue
                through = i + 2 + needed[0]
                if through > end and not any(self.taken[i:through]):
                    end = max(
                        through,
                        prepositional_phrase(self.document, through, self.taken)
                        if self.words[through - 1] in PREPOSITIONS
                        else through,
                    )
            if "found" in frame.flags and not any(word in PREPOSITIONS for word in self.words[i:end]):
                continue
            dangling = (
                end > i + 1 and self.words[end - 1] in _DANGLING and not (end < len(self.taken) and self.taken[end])
            )
            if dangling and self.words[end - 1] not in frame.concept.split():
                if frame.needs:
                    continue
                end = i + 1
            yield self._finding(i, self._trimmed(i, end), 0.82 if frame.needs else 0.7, frame.strength, frame.concept)
            return

    def _thing_before(self, i: int) -> bool:
        """Whether the subject before the verb is a definite noun that names no person ("skiltet er faldet af")."""
        words = self.words
        k = i - 1
        if k >= 0 and words[k] == "der":
            # "der lå aviser på gulvet", but "ham der lå på gulvet".
            return k == 0 or not (words[k - 1] in PRONOUNS or self._names_person(k - 1) or words[k - 1] in (",", "en"))
        while k >= 0 and i - k < _LOOKBACK and (words[k] in ADVERBS or words[k] in _AUXILIARIES):
            k -= 1
        if k < 0:
            return False
        word = words[k]
        return word.endswith(("en", "et", "ne")) and len(word) > 4 and not (self._names_person(k) or self.taken[k])

    def _names_person(self, k: int) -> bool:
        """Whether the word itself names a person: a noun for people or an occupation."""
        return self.words[k] in PERSONS or k in self.traits

    def _participle(self, i: int) -> bool:
        """Whether a participle is said of a person: not a noun of the same form ("i fængslet"), not a verb with an object."""
        before, behind = self.document.word(i - 1), self.document.word(i + 1)
        return before not in PREPOSITIONS and behind not in DETERMINERS and behind not in OBJECTS

    def _window(self, i: int) -> list[str]:
        """The words behind the verb, up to punctuation."""
        window = []
        for word in self.words[i + 1 : i + _WINDOW + 1]:
            if not word[0].isalnum() and word != "-":
                break
            window.append(word)
        return window

    def _clause_end(self, i: int) -> int:
        """End of the verb's phrase: adverbs, particle, object, and one prepositional phrase (two after an object)."""
        words, document, size = self.words, self.document, len(self.words)
        end = k = i + 1
        sentence = document.tokens[i].sentence
        while k < size and k < i + 4 and (words[k] in ADVERBS or words[k] in PRONOUNS or words[k] in ("vi", "de")):
            if words[k] in ("ham", "hende", "sig"):
                end = k + 1
            k += 1
        phrases = 0
        while k < size and k < i + 9 and not self.taken[k] and document.tokens[k].sentence == sentence and phrases < 2:
            if words[k] in PREPOSITIONS:
                after = prepositional_phrase(self.document, k, self.taken)
                if after == k:
                    end = max(end, k + 1 if phrases == 0 else end)
                    break
                phrases += 2 if words[k] != "i" else 1
            else:
                after = noun_phrase(document, k, self.taken) if end == i + 1 and phrases == 0 else k
                if after == k:
                    break
            end = k = after
        return end

    def _further(self, last: int) -> int:
        """End with the place that belongs to a set phrase ("kørte galt på motorvejen")."""
        return (
            max(last, prepositional_phrase(self.document, last, self.taken))
            if self.document.word(last) in _OF_PLACE
            else last
        )

    def _trimmed(self, first: int, end: int) -> int:
        """`end` without trailing prepositions that lost their noun to another finding."""
        after = end < len(self.taken) and self.taken[end]
        while after and end - 1 > first and self.words[end - 1] in _DANGLING:
            end -= 1
        while end - 1 > first and self.words[end - 1] in STOPS:
            end -= 1
        return end

    def _writers(self, first: int, last: int, found: bool = False) -> bool:
        """Whether the writer, anyone, or the writer's own family is the subject."""
        words = self.words
        for k in range(first - 1, max(-1, first - 1 - _LOOKBACK), -1):
            word = words[k]
            if word in PRONOUNS or not (word[0].isalnum() or word == "'"):
                break
            if word in _NEGATIONS and word not in ("ved", "ingen"):
                return True
            if word in _SUBJECTS and not (found and word == "vi"):
                return True
            if word in OWN_RELATIVES and self.document.word(k - 1) in ("min", "mit", "mine"):
                return True
            if word == "at":
                break
        follower = self.document.word(last)
        return follower in _SUBJECTS and not (found and follower == "vi")

    def _finding(self, first: int, last: int, score: float, strength: int, concept: str, news: bool = False) -> Finding:
        words = self.words
        landmark = any(word in _LANDMARKS for word in words[first:last])
        sentence = self.document.tokens[first].sentence
        start, end = self.document.sentences[sentence]
        news = news or (
            strength > 1 and any(words[k] in _NEWS for k in range(max(start, first - 12), min(end, last + 12)))
        )
        attrs: dict[str, object] = {
            "strength": 3 if news or (landmark and strength > 1) else strength,
            "concept": f"event:{concept}",
        }
        if news:
            attrs["news"] = True
        return self.document.finding("EVENT", first, last, _ABOVE_PLACES if landmark else score, _NAME, attrs)
