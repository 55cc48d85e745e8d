"""What the shipped rules make of a name by themselves, and which names are ordinary words: what an import must not spoil.

In: a name. Out: what the rules read it as, what they find in it, and whether it is an everyday word. Only the shipped lists are
asked, never what was imported before.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from models import detectors
from models.datafiles import read_table, read_words
from models.document import Document, Finding
from models.gazetteer import TOKEN, shipped, stems
from models.registers.records import rules
from models.text.unit_names import part_of
from models.text.unit_names import words as unit_words

# What tells of the place, not of the person: one of them in another's place takes nothing from what is told.
_OF_PLACE = frozenset(("WARD", "FACILITY", "PLACE"))
# What may stand inside a name of each type: nothing that says more than the name would.
_BESIDE = {
    "WARD": _OF_PLACE,
    "FACILITY": frozenset(("FACILITY", "PLACE")),
    "PLACE": frozenset(("PLACE",)),
    "DIAGNOSIS": frozenset(("DIAGNOSIS",)),
    "TREATMENT": frozenset(("TREATMENT",)),
}
_WORD_LISTS = ("common_words", "everyday_words", "abbreviations")
_NAME_LISTS = ("given_names", "surnames")
_INFLECTED = frozenset(("DIAGNOSIS", "TREATMENT"))


class Read(NamedTuple):
    """`as_`: "known" (found whole), "other" (something else, or several things) or "new"; `found`: what they find of the type."""

    as_: str
    found: Finding | None


def words_of(name: str) -> list[str]:
    """The words of a name in lower case, without numbers and marks."""
    return [word for word in TOKEN.findall(name.lower()) if word.isalpha()]


def read(type_: str, name: str) -> Read:
    """What the shipped rules make of `name`, wherever it may stand.

    It is another thing to them when they find in it what tells of a person, which an entry of its own would hide.
    """
    frames = rules()["reading"]["frames"] if type_ in _OF_PLACE else ["{}"]
    own: Finding | None = None
    for frame in frames:
        start = frame.index("{")
        document = Document(frame.format(name if type_ in _OF_PLACE else _in_sentence(name)), shipped())
        detectors.run(document)
        spans = [document.prepared.original_span(each.start, each.end) for each in document.findings]
        within = [
            (each, span)
            for each, span in zip(document.findings, spans, strict=True)
            if start < span[1] and span[0] < start + len(name)
        ]
        if any(each.type not in _BESIDE[type_] for each, _ in within) or (type_ in _INFLECTED and len(within) > 1):
            return Read("other", None)
        own = own or next((each for each, _ in within if each.type == type_), None)
        if not any(span == (start, start + len(name)) for _, span in within):
            return Read("new", own)
        # A speciality alone is a ward behind a preposition, and the trade itself elsewhere: the rules tell the two apart.
        if len(words_of(name)) == 1 and part_of(words_of(name)[0]).sort:
            break
    return Read("known", own)


def only_everyday(type_: str, name: str) -> bool:
    """Whether `name` is made of nothing but everyday words, people's names, or words the type's list must not match.

    For a unit so are "afdeling" and the like; for an institution "hospital" and the like. A single word whose list accepts endings is
    everyday also where it is an inflected form of an everyday word ("kopper"), or the other way round.
    """
    words = words_of(name)
    if len(words) == 1 and type_ in _INFLECTED and not {*words, *stems(words[0])}.isdisjoint(_everyday_stems()):
        return True
    listed = str(rules()["types"][type_]["list"])
    return all(
        len(word) == 1 or word in _everyday() or (listed, word) in _exceptions() or _bare(type_, word) for word in words
    )


def only_specialities(name: str) -> bool:
    """Whether `name` is made of specialities and everyday words ("Lungemedicin", "Mave-tarm"): the shipped rules tell when it is a unit."""
    return all(part_of(word).sort or word in _everyday() or word in unit_words("site") for word in words_of(name))


def has_unit_noun(name: str) -> bool:
    """Whether a word of `name` makes a unit ("Sengeafsnit Havblik")."""
    return any(part_of(word).sort in ("unit", "named") for word in words_of(name))


def is_place_or_institution(name: str) -> bool:
    """Whether `name` is that of a listed place or institution, whole."""
    tokens = TOKEN.findall(name.lower())
    return any(
        m.tag in ("places", "facilities") and (m.first, m.last) == (0, len(tokens)) for m in shipped().find(tokens)
    )


def place_in(name: str) -> str:
    """The first listed place that `name` holds, as the list writes it; "" if there is none."""
    found = (match.row["surface"] for match in shipped().find(TOKEN.findall(name.lower())) if match.tag == "places")
    return next(found, "")


def _in_sentence(name: str) -> str:
    """A disease as people write it: with a small letter, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[0].lower() + name[1:]


def _bare(type_: str, word: str) -> bool:
    if type_ == "WARD":
        return part_of(word).sort in ("unit", "loose")
    return type_ == "FACILITY" and word in _institution_nouns()


@cache
def _everyday() -> frozenset[str]:
    words = {word.rstrip(".") for name in _WORD_LISTS for word in read_words(f"gazetteers/{name}.txt")}
    words |= {row["word"] for row in read_table("gazetteers/function_words.tsv") if row["lang"] == "da"}
    return frozenset(
        words | {row["surface"].lower() for name in _NAME_LISTS for row in read_table(f"gazetteers/{name}.tsv")}
    )


@cache
def _everyday_stems() -> frozenset[str]:
    return frozenset(stem for word in _everyday() for stem in (word, *stems(word)))


@cache
def _exceptions() -> frozenset[tuple[str, str]]:
    return frozenset((row["tag"], row["surface"]) for row in read_table("gazetteers/exceptions.tsv"))


@cache
def _institution_nouns() -> frozenset[str]:
    rows = read_table("gazetteers/facility_forms.tsv")
    return frozenset(row["part"] for row in rows if row["role"] in ("kind", "kind_after"))
