"""Homes told without a street and its number: plots, coordinates, corners, "det gule hus for enden af Mosestien".

In: text. Out: `ADDRESS` findings. Where the words fit a shop or a holiday as well, something in the sentence must say that somebody lives there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.phrases import one_of, read_classes
from models.text.streets import COMMON, PARTS

_words = read_classes("gazetteers/dwelling_words.tsv")


def _any(kind: str) -> str:
    """A pattern for any word of a kind, in any case."""
    return f"(?i:{one_of(_words[kind])})"


_CAPITAL = "[A-ZÆØÅ][a-zæøåé]"
_NAME = rf"{_CAPITAL}{{2,30}}(?:[ -]{_CAPITAL}{{1,30}})?"
_FIRST = one_of(PARTS["first"])
_LEAD = rf"(?:(?i:{_FIRST})\.? )?"
_STREET = rf"{_LEAD}(?P<street>{_CAPITAL}{{3,30}})(?!\w)"
_CROSSING = rf"{_LEAD}(?P<crossing>{_CAPITAL}{{3,30}})(?!\w)"
_NUMBERED = r"\s?(?:(?i:nr\.?|nummer)\s)?\d{1,4}[a-zA-Z]?"
_SITE = rf"(?:{_CAPITAL}{{1,30}} ){{0,2}}(?:{_any('ground')}|[A-ZÆØÅ][a-zæøå]{{2,20}}{_any('ground')})(?!\w)(?: {_CAPITAL}{{2,30}})?"
_PLAIN = (
    # "56.1629, 10.2039": within Denmark, to the house
    re.compile(
        r"(?<![\d.,])5[4-7][.,]\d{4,8}\s?°?\s?[NnØø]?\s?[,;/]?\s?(?:0?[89]|1[0-5])[.,]\d{4,8}(?:\s?°?\s?[EØ](?!\w))?(?![\d%])"
    ),
    # 56°09'44"N 10°12'14"E
    re.compile(r"(?<!\d)5[4-7]°\s?\d{1,2}['’′][^\n\w]{0,3}[\d.,]{0,7}[\"”″]?\s?N?[\s,]{1,3}(?:0?[89]|1[0-5])°\s?\d{1,2}['’′]"),
    # "///tallerken.sommerfugl.gulerod"
    re.compile(rf"(?:(?<![\w/:])///|(?<!\w){_any('location')}:?\s)[^\W\d_]{{2,25}}(?:\.[^\W\d_]{{2,25}}){{2}}(?![\w.]\w)"),
    # "Matrikel 12ak, Torslev By"
    re.compile(rf"(?<!\w){_any('cadastre')}\.?\s?(?:(?i:nr\.?|nummer)\s)?\d{{1,4}}(?:[a-z]{{1,3}},?|,)\s{_NAME}"),
    # "kolonihave 48, HF Solvang", "rækkehus 3 på Tranehaven"
    re.compile(rf"(?<!\w){_any('unit')}{_NUMBERED}(?:,\s|\spå\s|,?\si\s(?={_any('ground')}\s))(?:{_any('ground')}\s)?{_NAME}"),
)  # fmt: skip
_OF_CLIENTS = (
    # "plads 112, Strandcamping Ajstrup"
    re.compile(rf"(?<!\w){_any('pitch')}{_NUMBERED},?\s(?:(?:på|i|ved)\s)?{_SITE}"),
    # "bro C, plads 17"
    re.compile(rf"(?<!\w){_any('jetty')}\s(?:[A-Z]|\d{{1,2}}),?\s{_any('pitch')}{_NUMBERED}(?!\w)"),
    # "Kastanjeallé, fjerde hus på højre hånd"
    re.compile(rf"(?<!\w){_STREET},?\s(?:(?:i|det|den)\s)?(?:{_any('ordinal')}|\d\.) {_any('house')}(?!\w)"),
)  # fmt: skip
_LIVED_IN = (
    # "det gule hus for enden af Mosestien"
    re.compile(rf"(?<!\w)[Dd]e[tn] [a-zæøå]{{3,20}} {_any('house')} {_any('beside')} {_STREET}"),
    # "Ndr. Ringvej møder Bøgevej, hjørnehuset"
    re.compile(rf"(?<!\w){_STREET} {_any('meets')} {_CROSSING},?\s(?:(?:i|på)\s)?{_any('corner')}(?!\w)"),
    re.compile(rf"(?<!\w){_any('corner')} (?:af|ved|mellem|hvor) {_STREET} {_any('meets')} {_CROSSING}"),
    # "beboelsen over bageren i Torvegade"
    re.compile(rf"(?<!\w){_any('flat')} {_any('beside')} [a-zæøå]{{3,20}} (?:i|på) {_STREET}"),
    # "Nørregade. Nummeret er det samme som …"
    re.compile(rf"(?<!\w){_STREET}[.,;:]?\s(?:og\s)?{_any('tells')}(?!\w)(?!:?\s\d[\d ]{{3}})"),
)  # fmt: skip
# "He lives at 17 Fjordvej", or first of all in a line
_NUMBER_FIRST = re.compile(
    rf"(?:\A|\n|(?<!\w){_any('leading')}:? )(?P<address>\d{{1,3}}[A-Za-z]? {_STREET})(?=[,.!?\n]|\Z)"
)
# Whoever says "jeg bor" tells of their own home.
_NOT_OWN = "".join(rf"(?<!\b{word}\s)" for word in _words["own"])
_LIVES, _LIVES_OR_CLIENT = (
    re.compile(rf"(?<!\w){_NOT_OWN}(?:{cues})(?!\w)(?!\s{_any('own')}(?!\w))", re.IGNORECASE)
    for cues in (_any("lives"), f"{_any('lives')}|{_any('client')}")
)
_ENDINGS = tuple(PARTS["suffix"])
_WEAK_ENDINGS = tuple(ending for ending in PARTS["weak"] if len(ending) > 2)
_SHORTEST_STEM = 2


@detector("dwellings", "ADDRESS")
def find_dwellings(document: Document) -> Iterator[Finding]:
    """Homes by plot, coordinate, corner or description, and numbers before their street."""
    text = document.text
    for form in _PLAIN:
        for found in form.finditer(text):
            yield Finding("ADDRESS", found.start(), found.end(), 0.9, "dwellings")
    for found in _NUMBER_FIRST.finditer(text):
        if _is_street(found["street"], _ENDINGS):
            yield Finding("ADDRESS", *found.span("address"), 0.85, "dwellings")
    for forms, cue in ((_OF_CLIENTS, _LIVES_OR_CLIENT), (_LIVED_IN, _LIVES)):
        if not cue.search(text):
            continue
        for form in forms:
            for found in form.finditer(text):
                streets = (found[name] for name in ("street", "crossing") if name in form.groupindex)
                if all(_is_street(street, _ENDINGS + _WEAK_ENDINGS) for street in streets) and cue.search(
                    _sentences_around(document, found)
                ):
                    yield Finding("ADDRESS", found.start(), found.end(), 0.85, "dwellings")


def _is_street(word: str, endings: tuple[str, ...]) -> bool:
    """Whether a word with a capital is a street by one of the endings, and no other word."""
    lower = word.lower()
    return (
        lower not in COMMON
        and lower not in PARTS["not"]
        and any(lower.endswith(ending) and len(lower) - len(ending) >= _SHORTEST_STEM for ending in endings)
    )


def _sentences_around(document: Document, found: re.Match[str]) -> str:
    """The text of the sentences that the words stand in."""
    touched = [token.sentence for token in document.tokens if token.end > found.start() and token.start < found.end()]
    inside = [token for token in document.tokens if touched[0] <= token.sentence <= touched[-1]]
    return document.text[inside[0].start : inside[-1].end]
