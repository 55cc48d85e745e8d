"""Traits that a turn of phrase tells: habits, possessions, pets, tattoos, and how many children someone has.

In: verbs with their objects (`trait_phrases.tsv`), "ham med …", "14 katte", "mor til tre". Out: `TRAIT` findings with the same attrs as
those of `traits`. Only of a person told about, never of the writer or the writer's own family.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Row
from models.text.numbers import cardinal, ordinal
from models.text.people import AGE, HEALTH, PERSON, PERSONS, PRONOUN, PRONOUNS, PeopleView
from models.text.phrases import noun_phrase, prepositional_phrase, read_classes

_NAME = "habits"
_CUES = read_classes("gazetteers/trait_cues.tsv")
_HOLDERS, _RELATIVES, _CHILDREN, _NEUTRAL = _CUES["holder"], _CUES["relative"], _CUES["children"], _CUES["neutral"]
_EXOTIC = _CUES["exotic"]
_OWNERS = frozenset(("sin", "sine", "hans", "hendes"))
_PETS = frozenset(row["word"] for row in read_table("gazetteers/pets.tsv"))
_WITH = frozenset(("med", "uden"))
_TATTOOS = frozenset(("tatoveret", "tatovering", "tatoveringer", "tatoveringen", "tattoo", "tattoos"))
_PEOPLE = PRONOUN | PERSON | HEALTH | AGE
_LARGE_FAMILY = 6
_MOST_CHILDREN = 25


def _read_phrases() -> dict[str, list[tuple[frozenset[str], frozenset[str], Row]]]:
    """Verb forms with what must follow them."""
    table: dict[str, list[tuple[frozenset[str], frozenset[str], Row]]] = {}
    for row in read_table("gazetteers/trait_phrases.tsv"):
        for verb in row["verb"].split():
            entry = (frozenset(row["through"].split()), frozenset(row["object"].split()), row)
            table.setdefault(verb, []).append(entry)
    return table


_PHRASES = _read_phrases()
_TRIGGERS = _WITH | _TATTOOS | _PETS | _EXOTIC | _RELATIVES | _CHILDREN | {"barn", "børns"} | frozenset(_PHRASES)


@detector(_NAME, "TRAIT", stage=2)
def find_habits(document: Document) -> Iterator[Finding]:
    """Yield what persons told about do, own, wear or have."""
    triggers = [i for i, word in enumerate(document.words) if word in _TRIGGERS]
    if not triggers:
        return
    scan = _Scan(document)
    for i in triggers:
        yield from scan.triggered(i)


class _Scan(PeopleView):
    """One document's turns of phrase."""

    def triggered(self, i: int) -> Iterator[Finding]:
        """A trait that a single word starts: "ham med …", a tattoo, "mor til tre", "14 katte", "klipper hår"."""
        word = self.words[i]
        if self.taken[i]:
            return
        if word in _WITH:
            yield from self._holder(i)
        elif word in _TATTOOS:
            yield from self._tattoo(i)
        elif word in _EXOTIC and self.document.word(i - 1) in _OWNERS:
            yield from self._exotic(i)
        elif word in _PETS:
            yield from self._pet(i)
        elif word in _CHILDREN:
            yield from self._children(i)
        elif word in _PHRASES:
            yield from self._phrase(i)
        else:
            yield from self._relative(i)

    def _holder(self, i: int) -> Iterator[Finding]:
        """Tell what someone is known by: "ham med den grønne jægerhat", "hende med jordbærboden"."""
        head = i - 1
        if self.document.word(head) in ("der", "her", "derovre"):
            head -= 1
        if (
            head < 0
            or self.words[head] not in _HOLDERS
            or self.document.word(head - 1) in ("til", "om", "hos", "er", "på", "kom", "ringede", "snak")
        ):
            return
        if {"jeg", "vi"} & set(self.words[max(0, head - 3) : head]):
            return
        if self.words[head] in ("han", "hun") and not self._introduced(head, i):
            return
        end = noun_phrase(self.document, i + 1, self.taken)
        if end > i + 1 and not any(self.taken[i + 1 : end]) and self.words[end - 1] not in _NEUTRAL:
            further = prepositional_phrase(self.document, end, self.taken) if self.document.word(end) == "på" else end
            start = i if self.words[i] == "uden" else i + 1
            yield self.drawn(_NAME, start, further, 0.65, "possession", 2, 0.001)

    def _introduced(self, head: int, i: int) -> bool:
        """Whether a pronoun opens the sentence and a known thing follows: "Han med den røde trehjuler", not "sagde han med et smil"."""
        return self.document.word(head - 1) in ("", ".", "!", "?", ":") and self.document.word(i + 1) in (
            "den",
            "det",
            "de",
        )

    def _tattoo(self, i: int) -> Iterator[Finding]:
        """Find a tattoo: "en drage tatoveret på halsen", "en tatovering af sin hund"."""
        if (
            not self.near(i) & _PEOPLE
            or self.is_writers(i)
            or {"jeg", "min", "mit"} & set(self.words[max(0, i - 4) : i])
        ):
            return
        start = i
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.words[k] in ("en", "et") or cardinal(self.words[k]):
                start = k
                break
            if not self.words[k].isalpha() or self.words[k] in PRONOUNS or self.taken[k]:
                break
        end = i + 1
        if self.document.word(end) in ("på", "over", "af", "med", "i", "hen", "ned"):
            end = prepositional_phrase(self.document, end, self.taken)
        if end > i + 1 or start < i:
            yield self.drawn(_NAME, start, end, 0.85, "looks", 2, 0.002)

    def _pet(self, i: int) -> Iterator[Finding]:
        """Find animals someone is known by ("har 14 katte", "TO schæfere"): not the writer's own, nor one alone."""
        count = cardinal(self.document.word(i - 1))
        if not count or count < 2 or self.taken[i - 1] or not self.near(i) & (PRONOUN | PERSON):
            return
        if not {"jeg", "vi", "mine", "vores", "min"} & set(self.words[max(0, i - 6) : i]):
            yield self.drawn(_NAME, i - 1, i + 1, 0.65, "possession", 2, 0.002)

    def _exotic(self, i: int) -> Iterator[Finding]:
        """Find an animal that few own: "uden sin skildpadde", "hendes papegøje"."""
        if self.near(i) & _PEOPLE and not {"jeg", "vi", "man"} & set(self.words[max(0, i - 5) : i]):
            yield self.drawn(_NAME, i, i + 1, 0.7, "possession", 2, 0.002)

    def _children(self, i: int) -> Iterator[Finding]:
        """Find the children someone has: "har tre drenge", "havde kun to små piger"."""
        start = i - 1
        while start > 0 and i - start < 3 and not cardinal(self.words[start]):
            start -= 1
        count = cardinal(self.document.word(start))
        verb = start - 1
        if self.document.word(verb) in ("kun", "selv", "nu", "også"):
            verb -= 1
        if not count or count < 2 or self.document.word(verb) not in ("har", "havde") or any(self.taken[start : i + 1]):
            return
        if self.mask(i) & (PRONOUN | PERSON) and not {"jeg", "vi", "man"} & set(self.words[max(0, i - 7) : i]):
            strength = 2 if count >= _LARGE_FAMILY else 1
            yield self.drawn(_NAME, start, i + 1, 0.8, "family_role", strength, 0.05)

    def _phrase(self, i: int) -> Iterator[Finding]:
        """A verb with its object: "klipper hår", "samler på frimærker", "taler kun arabisk"."""
        if {"jeg", "vi", "man", "du"} & set(self.words[max(0, i - 3) : i + 2]) or not self.near(i) & (
            PRONOUN | PERSON | AGE
        ):
            return
        sentence = self.document.tokens[i].sentence
        for through, objects, row in _PHRASES[self.words[i]]:
            k = i + 1
            if through:
                if self.document.word(k) not in through:
                    continue
                k += 1
            if "." in objects:
                if self.document.word(i - 1) not in PRONOUNS | PERSONS:
                    continue
                end = k
            elif "*" in objects:
                end = noun_phrase(self.document, k, self.taken)
                if end == k or self.words[k] in ("det", "den", "sig"):
                    continue
            else:
                window = self.words[k : k + 4]
                hit = next((n for n, word in enumerate(window) if word in objects), None)
                if hit is None or not all(word.isalpha() for word in window[:hit]):
                    continue
                end = k + hit + 1
            if self.document.tokens[end - 1].sentence == sentence and not any(self.taken[i:end]):
                told = self.near(i) if row["kind"] == "nationality" else self.mask(i)
                if told & (PRONOUN | PERSON | AGE) and not self.own_relative(i):
                    start = i - 1 if self.document.word(i - 1).isdigit() and not self.taken[i - 1] else i
                    yield self.drawn(_NAME, start, end, 0.75, row["kind"], int(row["strength"]), float(row["share"]))
                return

    def _relative(self, i: int) -> Iterator[Finding]:
        """Find the number of children: "mor til tre", "fem børns mor", "barn nummer fem"."""
        words, document = self.words, self.document
        end, count = 0, None
        if words[i] == "barn" and document.word(i + 1) in ("nummer", "nr"):
            at = i + 3 if document.word(i + 2) == "." else i + 2
            count = cardinal(document.word(at)) or ordinal(document.word(at))
            end = at + 1 if count and count <= _MOST_CHILDREN else 0
        elif words[i] == "børns" and document.word(i + 1) in _RELATIVES:
            count = cardinal(document.word(i - 1))
            if count:
                yield self.drawn(_NAME, i - 1, i + 2, 0.8, "family_role", 2 if count >= _LARGE_FAMILY else 1, 0.05)
            return
        elif document.word(i + 1) == "til":
            count = cardinal(document.word(i + 2))
            end = i + 3 if count else 0
            if end and document.word(end) in _CHILDREN:
                end += 1
            elif document.word(i + 2) in ("tvillinger", "trillinger", "firlinger"):
                end, count = i + 3, 2 if words[i + 2] == "tvillinger" else _LARGE_FAMILY
        if end and count and not self.is_writers(i) and not any(self.taken[i:end]):
            yield self.drawn(_NAME, i, end, 0.85, "family_role", 2 if count >= _LARGE_FAMILY else 1, 0.05)
