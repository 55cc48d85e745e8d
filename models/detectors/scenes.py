"""Events told as a picture, without a verb of their own: falls and climbs, foreign bodies, machines, weapons, animals at the bedside, things left behind.

In: the word classes of `event_scenes.tsv` and the findings of stage 1. Out: `EVENT` findings with `strength` and `concept`. Only where the text
speaks of a person told about, except blows, which are an event whoever got them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.people import AGE, FICTION, HEALTH, PERSON, PRONOUN, PeopleView
from models.text.phrases import noun_phrase, prepositional_phrase, read_classes

_NAME = "scenes"
_SCENES = read_classes("gazetteers/event_scenes.tsv")
_HEIGHTS, _OPENINGS, _ORDINARY = _SCENES["height"], _SCENES["foreign"], _SCENES["ordinary"]
_LIMBS, _MACHINES, _CAUGHT = _SCENES["limb"], _SCENES["machine"], _SCENES["caught"]
_ANIMALS, _BEDSIDES, _WHITHER = _SCENES["animal"], _SCENES["bedside"], _SCENES["whither"]
_LEFT, _EDGES, _LOOKING = _SCENES["left"], _SCENES["edge"], _SCENES["looking"]
_MACHINE_ENDS = tuple(sorted(word for word in _MACHINES if len(word) > 5 or word in ("sav", "saven", "snegl")))
_BETWEEN = frozenset(("i", "under", "mellem", "ind", "fast", "en", "et", "den", "på", "med", "af"))
_ARTICLES = frozenset(("en", "et", "to", "tre", "fire", "fem", "hans", "hendes", "sin", "sit", "sine"))
_CUPS = frozenset(("koppen", "kopper", "kop", "kanden", "kande", "termokanden", "posen", "gryden", "farten"))
_IN_HAND = frozenset(("hånden", "hænderne"))
_WRITERS = frozenset(("jeg", "mig", "min", "mit", "mine", "vi", "vores", "man", "du"))
_PEOPLE = PRONOUN | PERSON | AGE
_LOOKBACK = 5


@detector(_NAME, "EVENT", stage=2)
def find_scenes(document: Document) -> Iterator[Finding]:
    """Yield the scenes of a post."""
    triggers = [i for i, word in enumerate(document.words) if word in _READERS]
    if not triggers:
        return
    scan: _Scan | None = None
    for i in triggers:
        ahead = document.words[i + 1 : i + 8]
        for needs, read in _READERS[document.words[i]]:
            if needs is None or not needs.isdisjoint(ahead):
                scan = scan or _Scan(document)
                if not scan.taken[i]:
                    yield from read(scan, i)


class _Scan(PeopleView):
    """One document's scenes."""

    def fall(self, i: int) -> Iterator[Finding]:
        """A fall or a climb: "ned gennem glasset", "op på taget af drivhuset"."""
        words = self.words
        if self.document.word(i + 1) not in _SCENES["drop"]:
            return
        end = prepositional_phrase(self.document, i + 1, self.taken)
        if end <= i + 2 or words[end - 1] not in _HEIGHTS or _LOOKING.intersection(words[max(0, i - 4) : i]):
            return
        if self.document.word(end) == "af":
            end = max(end, prepositional_phrase(self.document, end, self.taken))
        if self._told(i, _PEOPLE | HEALTH):
            yield self._made(i, end, 0.68, 2, "fald")

    def opening(self, i: int) -> Iterator[Finding]:
        """A thing where it does not belong: "en knap i næsen", "tre lego i øret"."""
        words = self.words
        end = noun_phrase(self.document, i, self.taken)
        if end <= i + 1 or words[end - 1] in _ORDINARY or any(self.taken[i:end]):
            return
        k = end
        while self.document.word(k) in ("langt", "oppe", "inde", "op", "ind"):
            k += 1
        opening = self.document.word(k + 1) if self.document.word(k) in ("i", "inde") else ""
        if opening in _OPENINGS and words[end - 1].isalpha() and self._told(i, _PEOPLE | HEALTH):
            yield self._made(i, k + 2, 0.84, 2, "fremmedlegeme")

    def machine(self, i: int) -> Iterator[Finding]:
        """A limb in a machine: "fod kørt af i halmpresser", "håret i boremaskinen"."""
        words = self.words
        inside = False
        for k in range(i + 1, min(len(words), i + 6)):
            word = words[k]
            if word in ("i", "under", "mellem", "af"):
                inside = True
            elif inside and (word in _MACHINES or word.endswith(_MACHINE_ENDS)):
                if not self.taken[k] and self._told(i, _PEOPLE | HEALTH):
                    yield self._made(i, k + 1, 0.8, 2, "i klemme")
                return
            elif word not in _CAUGHT and word not in _BETWEEN:
                return

    def scald(self, i: int) -> Iterator[Finding]:
        """A scald: "kogende vand ud over låret"."""
        if self.document.word(i + 1) not in _SCENES["liquid"]:
            return
        k = i + 2
        while self.document.word(k) in ("ud", "ned", "hen", "op"):
            k += 1
        if self.document.word(k) in ("over", "på", "af", "i", "ned"):
            end = prepositional_phrase(self.document, k, self.taken)
            body = k + 1 < len(self.words)
            if end == k and body:
                # The place on the body may be a finding of its own, or words that the phrase grammar does not know.
                end = k + 2
            if self.words[end - 1] not in _CUPS and self._told(i, _PEOPLE | HEALTH):
                yield self._made(i, end, 0.75, 2, "skoldning")

    def weapon(self, i: int) -> Iterator[Finding]:
        """Something to strike with: "en bowlingkugle i hånden"."""
        words = self.words
        if words[i + 1 : i + 2] != ["i"] or self.document.word(i + 2) not in _IN_HAND:
            return
        start = i - 1 if self.document.word(i - 1) in ("en", "et") else i
        yield self._made(start, i + 3, 0.75, 2, "våben")

    def visit(self, i: int) -> Iterator[Finding]:
        """An animal where people are ill: "hesten ude foran vinduet", "katten med i sengen"."""
        words = self.words
        k = i + 1
        while k < len(words) and k - i < 5 and words[k] in _WHITHER:
            k += 1
        if k < i + 2 or self.document.word(k) not in _BEDSIDES or self.taken[k] not in ("", "WARD"):
            return
        end = k if self.taken[k] else k + 1
        while end > i + 1 and words[end - 1] in _WHITHER:
            end -= 1
        if end > i + 1 and self._told(i, _PEOPLE):
            yield self._made(i, end, 0.66, 2, "dyr")

    def left(self, i: int) -> Iterator[Finding]:
        """Things left at the edge: "lod sko og strikketøj stå på broen", "cyklen stod på kajen"."""
        words = self.words
        edge = next((k for k in range(i + 1, min(len(words), i + 7)) if words[k] in _EDGES), 0)
        if not edge or words[edge - 1] not in ("på", "ved", "ud", "nede") or "." in words[i:edge]:
            return
        start = i
        for k in range(i - 1, max(i - 5, -1), -1):
            if words[k] in ("lod", "efterlod", "stillede", "parkerede", "lagde"):
                start = k
                break
        if self._told(start, _PEOPLE):
            yield self._made(start, edge + 1, 0.72, 2, "efterladt")

    def mishap(self, i: int) -> Iterator[Finding]:
        """The thing that stands for an accident: "siden motorcyklen i 98"."""
        anyone = any(mask & _PEOPLE for mask in self.masks)
        if self.document.word(i - 1) in _SCENES["since"] and anyone and self._told(i, -1):
            yield self._made(i, i + 1, 0.66, 2, self.words[i])

    def blow(self, i: int) -> Iterator[Finding]:
        """A blow: "fik en flad", "gav mig en syngende skalle"."""
        words = self.words
        k = i - 1
        while k >= 0 and i - k < 3 and words[k] not in ("en", "et"):
            k -= 1
        if self.document.word(k) not in ("en", "et"):
            return
        giver = any(word in _SCENES["giver"] for word in words[max(0, k - 4) : k])
        if giver and not self.masks[self.document.tokens[i].sentence] & FICTION:
            yield self._made(k, i + 1, 0.8, 1, "slag")

    def _told(self, i: int, of: int) -> bool:
        """Whether the text near by speaks of someone (-1: not asked), and not of the writer or fiction."""
        near = self.near(i)
        if (of > 0 and not near & of) or near & FICTION or self.own_relative(i):
            return False
        return not _WRITERS.intersection(self.words[max(0, i - _LOOKBACK) : i])

    def _made(self, first: int, last: int, score: float, strength: int, concept: str) -> Finding:
        attrs: dict[str, object] = {"strength": strength, "concept": f"event:{concept}"}
        return self.document.finding("EVENT", first, last, score, _NAME, attrs)


_Reader = Callable[[_Scan, int], Iterator[Finding]]


def _readers() -> dict[str, list[tuple[frozenset[str] | None, _Reader]]]:
    """By trigger word: what must stand within seven words behind it (`None`: nothing), and how it is read."""
    table: dict[str, list[tuple[frozenset[str] | None, _Reader]]] = {}
    plans: tuple[tuple[frozenset[str], frozenset[str] | None, _Reader], ...] = (
        (_SCENES["way"], _HEIGHTS, _Scan.fall),
        (_ARTICLES, _OPENINGS, _Scan.opening),
        (_LIMBS, frozenset(("i", "under", "mellem", "af")), _Scan.machine),
        (_SCENES["hot"], _SCENES["liquid"], _Scan.scald),
        (_SCENES["weapon"], _IN_HAND, _Scan.weapon),
        (_ANIMALS, _BEDSIDES, _Scan.visit),
        (_LEFT, _EDGES, _Scan.left),
        (_SCENES["mishap"], None, _Scan.mishap),
        (_SCENES["blow"], None, _Scan.blow),
    )
    for words, needs, read in plans:
        for word in words:
            table.setdefault(word, []).append((needs, read))
    return table


_READERS = _readers()
