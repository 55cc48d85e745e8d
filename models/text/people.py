"""Signs that a sentence speaks of a person told about, of the writer, of a job offered or of fiction.

In: a `Document` with the findings so far. Out: one bit mask per sentence, and `PeopleView`, which judges whose a word is.
The words are data (`data/gazetteers/person_cues.tsv`, `trait_cues.tsv`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.datafiles import read_table
from models.text.phrases import LATER, covered, read_classes

if TYPE_CHECKING:
    from models.document import Document, Finding

PRONOUN, PERSON, WRITER, OWN, ADVERT, HEALTH, FICTION, AGE = (1 << i for i in range(8))
_KINDS = {
    "pronoun": PRONOUN, "person": PERSON, "writer": WRITER, "own": OWN, "advert": ADVERT, "health": HEALTH, "fiction": FICTION,
}  # fmt: skip
_WORDS: dict[str, int] = {}
for _row in read_table("gazetteers/person_cues.tsv"):
    _WORDS[_row["word"]] = _WORDS.get(_row["word"], 0) | _KINDS[_row["kind"]]
OWN_RELATIVES = frozenset(word for word, mask in _WORDS.items() if mask & OWN)
PRONOUNS = frozenset(word for word, mask in _WORDS.items() if mask & PRONOUN)
PERSONS = frozenset(word for word, mask in _WORDS.items() if mask & PERSON)
_TRAIT_CUES = read_classes("gazetteers/trait_cues.tsv")
COPULAS, BETWEEN, MODIFIERS = _TRAIT_CUES["copula"], _TRAIT_CUES["adverb"], _TRAIT_CUES["modifier"]
_LOOKBACK = 7
_WRITER = frozenset(("jeg", "vi", "undertegnede"))
# A ward or a hospital says where, and so that the sentence may be about someone there.
_TYPES = {
    "DIAGNOSIS": HEALTH, "TREATMENT": HEALTH, "WARD": HEALTH, "AGE": AGE, "CPR": PERSON, "RECORD_ID": PERSON,
}  # fmt: skip


def people_masks(document: Document, taken: list[str]) -> list[int]:
    """Bit mask of every sentence; `taken` as from `models.text.phrases.covered`."""
    masks: list[int] = []
    for token, kind in zip(document.tokens, taken, strict=True):
        if len(masks) == token.sentence:
            masks.append(0)
        mask = _WORDS.get(token.lower)
        if mask:
            masks[-1] |= mask
        if kind:
            masks[-1] |= _TYPES.get(kind, 0)
    return masks


def around(masks: list[int], sentence: int) -> int:
    """Bits of the sentence, the two before it (short ones are common) and the one after."""
    mask = masks[sentence]
    for before in masks[max(0, sentence - 2) : sentence]:
        mask |= before
    if sentence + 1 < len(masks):
        mask |= masks[sentence + 1]
    return mask


class PeopleView:
    """One document as a detector of personal facts sees it: what is found already, and of whom each sentence speaks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = document.words
        known = sum(finding.type not in LATER for finding in document.findings)
        shared = document.derived.get("people")
        if shared is None or shared[0] != known:
            taken = covered(document)
            shared = document.derived["people"] = (known, taken, people_masks(document, taken))
        # Copies: a detector may change its own view.
        self.taken = shared[1].copy()
        self.masks = shared[2].copy()

    def mask(self, i: int) -> int:
        """Bits of the sentence of token `i`."""
        return self.masks[self.document.tokens[i].sentence]

    def near(self, i: int) -> int:
        """Bits of that sentence and its neighbours."""
        return around(self.masks, self.document.tokens[i].sentence)

    def drawn(
        self, source: str, first: int, last: int, score: float, kind: str, strength: int, share: float
    ) -> Finding:
        """A trait without a row of its own, over tokens `first` to `last` (exclusive): its concept is its place, never its words."""
        return self.document.finding("TRAIT", first, last, score, source, {
            "strength": strength, "concept": f"trait:{kind}:{first}", "share": share, "kind": kind,
        })  # fmt: skip

    def is_writers(self, first: int) -> bool:
        """Whether the words in front say "jeg er …", "jeg arbejder som …" or "som …" of the writer."""
        words = self.words
        said = False
        for k in range(first - 1, max(first - _LOOKBACK, -1), -1):
            word = words[k]
            if word in _WRITER:
                return said
            if word == "som" and first - k < 3:
                mask = self.mask(first)
                if mask & (PRONOUN | PERSON) and not mask & WRITER:
                    return False
                return self.document.word(k - 1) not in COPULAS or not self._third_person_before(k)
            if word in PRONOUNS or not (word in COPULAS or word in BETWEEN or word in MODIFIERS):
                return False
            said = said or word in COPULAS
        return False

    def own_relative(self, first: int) -> bool:
        """Whether it is said of the writer's own family or friends: "min mand er …", "min bror, der er …"."""
        words = self.words
        for k in range(max(0, first - 6), first):
            if words[k] in ("min", "mit", "mine") and any(word in OWN_RELATIVES for word in words[k + 1 : first]):
                return True
        return self.document.word(first - 1) in ("min", "mit", "mine")

    def _third_person_before(self, k: int) -> bool:
        return any(word in PRONOUNS or word in PERSONS for word in self.words[max(0, k - 5) : k])
