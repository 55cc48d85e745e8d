"""Traits that draw a person: looks put in a few words, and relative clauses that tell who somebody is.

In: colours with clothes and hair, marks on the face, heights (`trait_looks.tsv`); "ham der laver ringe af gafler" and "hende I køber brød af"
(`trait_clauses.tsv`). Out: `TRAIT` findings with the same attrs as those of `traits`. Only of a person told about, never of the writer.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.numbers import cardinal
from models.text.people import AGE, FICTION, PERSON, PRONOUN, PeopleView
from models.text.phrases import PREPOSITIONS, STOPS, noun_phrase, prepositional_phrase, read_classes

_NAME = "portraits"
_LOOKS = read_classes("gazetteers/trait_looks.tsv")
_COLOURS, _WORN, _MARKS, _SPOTS, _SIDES = (_LOOKS[kind] for kind in ("colour", "worn", "mark", "spot", "side"))
_UNITS, _WEIGHTS, _TALL, _LENGTHS = _LOOKS["unit"], _LOOKS["weight"], _LOOKS["tall"], _LOOKS["length"]
_NEWBORN = _LOOKS["newborn"]
_WEIGHED = frozenset(("på", "lå", "vejer", "vejede", ",", "og"))
_NEWBORN_KILOS = 7
_CLAUSES = read_classes("gazetteers/trait_clauses.tsv")
_TRADES, _CUSTOMS, _AUXILIARIES, _MANNERS = (
    _CLAUSES["trade"], _CLAUSES["custom"], _CLAUSES["auxiliary"], _CLAUSES["manner"],
)  # fmt: skip
_EVERYONE, _PARTNERS, _CARE = _CLAUSES["everyone"], _CLAUSES["partner"], _CLAUSES["care"]
_HEADS = read_classes("gazetteers/trait_cues.tsv")["holder"] | {"en", "den", "mand", "kvinde", "dame", "herre", "fyr"}
_RELATIVE = frozenset(("der", "som"))
_WRITERS = frozenset(("jeg", "mig", "min", "mit", "mine", "vi", "vores"))
_TRIGGERS = _WORN | _MARKS | _UNITS | _WEIGHTS | _RELATIVE | {"i"}
_ARTICLES = frozenset(("en", "et", "stor", "stort", "lille"))
_LONGEST = 9
_SHORTEST_MAN, _TALLEST_MAN = 1.3, 2.4
_HEAVY, _HEAVIEST, _THIN = 115, 450, range(28, 42)


@detector(_NAME, "TRAIT", stage=2)
def find_portraits(document: Document) -> Iterator[Finding]:
    """Yield looks and telling relative clauses of persons told about."""
    triggers = [i for i, word in enumerate(document.words) if word in _TRIGGERS and i]
    if not triggers:
        return
    words = document.words
    scan: _Scan | None = None
    for i in triggers:
        word = words[i]
        # Most of these words are in every post: only those with the right neighbour are looked at.
        if word == "i":
            if document.tokens[i].text != "I" or not _CUSTOMS.intersection(words[i + 1 : i + 6]):
                continue
        elif word in _RELATIVE:
            if not (_HEADS.intersection(words[max(0, i - 3) : i]) and _TRADES.intersection(words[i + 1 : i + 7])):
                continue
        elif word in _WORN:
            if words[i - 1] not in _COLOURS:
                continue
        elif word in _MARKS:
            if not _SPOTS.intersection(words[i + 1 : i + 6]):
                continue
        elif not (words[i - 1][0].isdigit() or words[i - 1] == "to"):
            continue
        scan = scan or _Scan(document)
        yield from scan.triggered(i)


class _Scan(PeopleView):
    """One document's portraits."""

    def triggered(self, i: int) -> Iterator[Finding]:
        """What the word at `i` starts or ends."""
        word = self.words[i]
        if self.taken[i]:
            return
        if word == "i":
            yield from self._custom(i)
        elif word in _RELATIVE:
            yield from self._trade(i)
        elif word in _WORN:
            yield from self._worn(i)
        elif word in _MARKS:
            yield from self._mark(i)
        elif word in _WEIGHTS:
            yield from self._weight(i)
        else:
            yield from self._height(i)

    def _worn(self, i: int) -> Iterator[Finding]:
        """Clothes and hair with a colour: "røde dreads", "lange hvide handsker"."""
        start = i
        while start and self.words[start - 1] in _COLOURS and not self.taken[start - 1]:
            start -= 1
        if self._told_about(start):
            yield self.drawn(_NAME, start, i + 1, 0.62, "looks", 2, 0.005)

    def _mark(self, i: int) -> Iterator[Finding]:
        """A mark and where it sits: "en brun plet over det ene øje"."""
        k = i + 1
        if self.document.word(k) not in PREPOSITIONS:
            return
        k += 1
        while self.document.word(k) in _SIDES:
            k += 1
        if self.document.word(k) not in _SPOTS or not (self._told_about(i) or self.near(i) & PRONOUN):
            return
        start = i
        while start and i - start < 4 and (self.words[start - 1] in _COLOURS or self.words[start - 1] in _ARTICLES):
            start -= 1
        yield self.drawn(_NAME, start, k + 1, 0.75, "looks", 2, 0.002)

    def _height(self, i: int) -> Iterator[Finding]:
        """Someone's height: "ham på 2 meter", "1,98 m høj"."""
        words = self.words
        start = i - 1
        while start and words[start - 1][0].isdigit() | (words[start - 1] in (",", ".")) and i - start < 4:
            start -= 1
        figure = "".join(words[start:i]).replace(",", ".")
        try:
            metres = float(cardinal(figure) or figure)
        except ValueError:
            return
        if not _SHORTEST_MAN <= metres <= _TALLEST_MAN:
            return
        end = i + 1
        if self.document.word(end) in _TALL:
            end += 1
        elif self.document.word(end) in _LENGTHS or not (
            self.document.word(start - 1) == "på" and self.mask(i) & (PRONOUN | PERSON)
        ):
            return
        if self._told_about(start):
            yield self.drawn(_NAME, start, end, 0.75, "looks", 2, 0.01)

    def _weight(self, i: int) -> Iterator[Finding]:
        """Someone's weight where few weigh as much: "93 år, 118 kilo", "vejer 240 kg"."""
        words = self.words
        start = i - 1
        while start > 1 and words[start - 1] in (",", ".") and words[start - 2].isdigit():
            start -= 2
        before = self.document.word(start - 1)
        newborn = before in _WEIGHED and not _NEWBORN.isdisjoint(words[max(0, start - 12) : i + 8])
        parts = words[start:i]
        if words[i] in ("gram", "g"):
            whole = "".join(part for part in parts if part.isdigit())
            telling = newborn and whole.isdigit() and 3 <= len(whole) <= 4
        elif len(parts) > 1:
            telling = newborn and parts[0].isdigit() and int(parts[0]) < _NEWBORN_KILOS
        else:
            figure = int(parts[0]) if parts[0].isdigit() and len(parts[0]) < 4 else 0
            thing = words[max(0, start - 2)] in ("den", "det")
            weighed = (before in ("vejer", "vejede", "på") and not thing) or "AGE" in self.taken[max(0, i - 5) : i - 1]
            telling = weighed and (_HEAVY <= figure <= _HEAVIEST or figure in _THIN)
        if telling and (newborn or self._told_about(start)):
            yield self.drawn(_NAME, start, i + 1, 0.85, "looks", 2, 0.02)

    def _trade(self, i: int) -> Iterator[Finding]:
        """Tell what someone is known for: "ham der laver ringe af gafler", "en mand, som har styret færger"."""
        words = self.words
        head = i - 1
        while head >= 0 and i - head < 4 and words[head] in (",", "her", "der", "derovre"):
            head -= 1
        if head < 0 or words[head] not in _HEADS or words[head] == "den":
            return
        start = k = i + 1
        while (
            k < len(words)
            and k - i < 6
            and (words[k] in _MANNERS or words[k] in _AUXILIARIES)
            and words[k] not in _TRADES
        ):
            k += 1
        if words[head] == "en" and not _AUXILIARIES.intersection(words[start:k]):
            return
        if self.document.word(k) not in _TRADES or self.masks[self.document.tokens[i].sentence] & FICTION:
            return
        end = self._clause_end(k)
        if end <= k + 1 or any(word in _CARE or word in _WRITERS for word in words[k:end]):
            return
        verb_first = start if words[start] in _AUXILIARIES and words[i] == "som" else k
        yield self.drawn(_NAME, verb_first, end, 0.72, "habit", 2, 0.0005)

    def _custom(self, i: int) -> Iterator[Finding]:
        """Tell by what all of you do with someone: "hende, I køber rundstykker af hver lørdag"."""
        words = self.words
        head = i - 1
        if head >= 0 and words[head] == ",":
            head -= 1
        if head < 0 or words[head] not in _HEADS:
            return
        k = i + 1
        while k < len(words) and k - i < 6 and words[k] in _EVERYONE:
            k += 1
        if self.document.word(k) not in _CUSTOMS:
            return
        end = self._clause_end(k)
        if end > k and any(word in _PARTNERS for word in words[k + 1 : end]):
            yield self.drawn(_NAME, k, end, 0.75, "habit", 2, 0.0003)

    def _clause_end(self, verb: int) -> int:
        """End of the short clause behind a verb: its object and the phrases that follow."""
        words, tokens = self.words, self.document.tokens
        sentence = tokens[verb].sentence
        limit = min(len(words), verb + _LONGEST)
        k = verb + 1
        while k < limit and not self.taken[k] and tokens[k].sentence == sentence:
            word = words[k]
            if not word[0].isalnum():
                break
            if word in PREPOSITIONS:
                after = prepositional_phrase(self.document, k, self.taken)
                if after == k:
                    # "køber brød af": the preposition may stand alone, but not before another finding.
                    ends = k + 1 >= len(words) or not self.taken[k + 1]
                    return k + 1 if ends and word in _PARTNERS else k
                k = after
            elif word in STOPS:
                break
            else:
                k = max(k + 1, noun_phrase(self.document, k, self.taken))
        return min(k, len(words))

    def _told_about(self, i: int) -> bool:
        """Whether the sentence speaks of a person told about and not of the writer."""
        sentence = self.document.tokens[i].sentence
        here = self.masks[sentence]
        if here & FICTION or self.own_relative(i):
            return False
        if _WRITERS.intersection(self.words[max(0, i - 6) : i]):
            return False
        return bool(here & (PRONOUN | PERSON | AGE)) or bool(self.near(i) & AGE)
