"""Places: towns, districts, islands, countries, roads, streets without a number.

In: a document with the matches of `places`. Out: `PLACE` findings with `strength` (1 above 10,000 inhabitants, else 2), `inhabitants`
where known, and `concept`. A place that stands for its hospital is found by `facilities`, with a higher score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Match, Row
from models.text.hashtags import joined_place, ward_and_site
from models.text.lookup import covering, starting_at

_LARGE = 10_000
_roles: dict[str, set[str]] = defaultdict(set)
for _row in read_table("gazetteers/place_cues.tsv"):
    _roles[_row["role"]].add(_row["part"])
_LEAD = frozenset(_roles["lead"])
_ISLAND_LEAD = frozenset(_roles["island_lead"])
_EXTENSION = frozenset(_roles["extension"])
_COMPASS = frozenset(("syd", "nord", "øst", "vest", "midt", "by", "kommune", "kommunes"))
_AROUND = frozenset(_roles["around"])
_SPOT = frozenset(_roles["spot"])
_PREFIX = frozenset(_roles["prefix"])
_CLUB = frozenset(_roles["club"])
_CLUB_LEAD = frozenset(_roles["club_lead"])
_HYPHEN_PERSONS = tuple(_roles["hyphen_person"])
_NOT_STREET = frozenset(_roles["not_street"])
_NAMED_STREET = frozenset(_roles["named_street"])
_NOT_VILLAGE = frozenset(_roles["not_suffix"])
_STREET_ENDS = tuple(sorted(_roles["street"], key=len))
_VILLAGE_ENDS = tuple(sorted(_roles["suffix"], key=len))
_STREET_GATE = frozenset(end[-3:] for end in _STREET_ENDS)
_SHORTEST_STREET = 7
_SHORTEST_VILLAGE = 5
_ROAD_KINDS = frozenset(("road", "street"))


@detector("places", "PLACE")
def find(document: Document) -> Iterator[Finding]:
    """Yield every place that the text names as a place."""
    given = {match.last for match in document.matches.get("given_names", ())}
    end = 0
    for match in document.matches.get("places", ()):
        if match.first >= end and _is_place(document, match, given):
            finding, end = _listed(document, match)
            if finding is not None:
                yield finding
    yield from _by_form(document, given)


def _is_place(document: Document, match: Match, given: set[int]) -> bool:
    """Whether the match's own cue holds (see the list's head)."""
    token = document.tokens[match.first]
    cue = match.row["cue"]
    before = document.word(match.first - 1)
    if _names_a_thing(document, match):
        return False
    led = before in _LEAD or before == "#" or (before in _ISLAND_LEAD and match.row["kind"] == "area")
    if match.first in given and document.tokens[match.first - 1].text[:1].isupper() and not led:
        return False
    if not cue:
        return True
    capital = token.text[0].isupper()
    if cue == "cue":
        return capital and (led or before == "region")
    if cue == "name" and capital and not led and before != "region" and _capital_before(document, match.first):
        return False
    return capital or led


def _names_a_thing(document: Document, match: Match) -> bool:
    """Whether the town is part of a club's or a thing's name: "Esbjerg fB", "Brøndby-klistermærker"."""
    tokens, last = document.tokens, match.last
    if document.word(match.first - 1) in _CLUB_LEAD and tokens[match.first - 1].text.isupper():
        return True
    if last >= len(tokens):
        return False
    after = tokens[last]
    if after.lower in _CLUB and not after.text.islower():
        return True
    if after.text != "-" or after.start != tokens[last - 1].end or last + 1 >= len(tokens):
        return False
    thing = tokens[last + 1]
    glued = thing.start == after.end and thing.text.islower() and thing.text.isalpha()
    return glued and not thing.lower.endswith(_HYPHEN_PERSONS) and thing.lower not in _AROUND


def _capital_before(document: Document, i: int) -> bool:
    """Whether a capitalised word stands directly in front, as a first name does."""
    if i == 0:
        return False
    before = document.tokens[i - 1]
    return before.text[0].isupper() and before.text.isalpha() and before.sentence == document.tokens[i].sentence


def _listed(document: Document, match: Match) -> tuple[Finding | None, int]:
    """The finding of a listed place with what belongs to its name, and the token it ends before."""
    first, last, row = match.first, match.last, match.row
    before = document.word(first - 1)
    if before == "region":
        # A region is an employer; only "i Region Sjælland" is a place.
        if document.word(first - 2) not in ("i", "fra"):
            return None, last
        first -= 1
    first = _with_prefix(document, first)
    whole = document.tokens
    local = False
    if last < len(whole):
        after = document.words[last]
        if after in _EXTENSION and whole[last].text[0].isupper():
            local = after not in _COMPASS
            last += 1
        elif after == "-" and document.word(last + 1) in _AROUND:
            last += 2
    if row["kind"] == "road" and document.word(last) == "ved":
        behind = starting_at(document, "places", last + 1)
        last = behind.last if behind else last
    if before == "ved" and document.word(first - 2) in _SPOT:
        first -= 2
        local = True
    return document.finding(
        "PLACE", first, last, 0.75 if row["cue"] == "cue" else 0.8, "places", _attrs(row, local)
    ), last


def _with_prefix(document: Document, first: int) -> int:
    """The start of "Kgs. Lyngby", "Sdr. Omme", "Nørre Alslev", seen from the listed name."""
    i = first - 1 - (document.word(first - 1) == ".")
    if i < 0 or document.words[i] not in _PREFIX or not document.tokens[i].text[0].isupper():
        return first
    return i if "\n" not in document.text[document.tokens[i].end : document.tokens[first].start] else first


def _attrs(row: Row, local: bool) -> dict[str, object]:
    inhabitants = int(row["inhabitants"] or 0)
    large = not local and (inhabitants > _LARGE or row["kind"] == "country" or row["kind"] == "road")
    strength = int(row["strength"] or (1 if large else 2))
    attrs: dict[str, object] = {"strength": strength, "concept": f"place:{row['surface'].lower()}"}
    if inhabitants and not local:
        attrs["inhabitants"] = inhabitants
    return attrs


def _by_form(document: Document, given: set[int]) -> Iterator[Finding]:
    """Streets and villages that no list holds, by the ends of their names."""
    tokens, words = document.tokens, document.words
    for i, token in enumerate(tokens):
        text = token.text
        if text == "#":
            yield from _tagged(document, i + 1)
        if not text[0].isupper():
            if text in _NAMED_STREET and words[i - 1] in ("på", "i", "fra", "ved"):
                yield document.finding("PLACE", i, i + 1, 0.7, "places", {"strength": 2, "concept": f"place:{text}"})
            continue
        word = token.lower
        size = len(word)
        if size < _SHORTEST_VILLAGE:
            continue
        before = words[i - 1] if i else ""
        street = word[-3:] in _STREET_GATE and size >= _SHORTEST_STREET and word.endswith(_STREET_ENDS)
        if street:
            if word not in _NOT_STREET and (before in _LEAD or not text.isupper()):
                yield document.finding("PLACE", i, i + 1, 0.7, "places", {"strength": 2, "concept": f"place:{word}"})
        elif (
            before in _LEAD
            and i not in given
            and word.endswith(_VILLAGE_ENDS)
            and word not in _NOT_VILLAGE
            and text.isalpha()
        ):
            yield from _village(document, i)


def _tagged(document: Document, i: int) -> Iterator[Finding]:
    """The place of a hashtag in one word: "#solrødstrand", "#skadestuenthisted"."""
    word = document.word(i)
    parts = ward_and_site(word)
    at, row = 0, joined_place(word)
    if parts is not None and not parts[2]:
        at, row = parts[0], parts[1]
    if row is not None:
        start, end = document.span(i, i + 1)
        yield Finding("PLACE", start + at, end, 0.85, "places", _attrs(row, local=False))


def _village(document: Document, i: int) -> Iterator[Finding]:
    """An unlisted name behind a place preposition that ends as villages do; not a person's or a word's."""
    word = document.words[i]
    known = any(covering(document, tag, i) for tag in ("given_names", "surnames", "places", "facilities"))
    after = document.tokens[i + 1] if i + 1 < len(document.tokens) else None
    followed = (
        after is not None
        and after.text[0].isupper()
        and after.text.isalpha()
        and after.sentence == document.tokens[i].sentence
    )
    if (
        known
        or document.tokens[i].text.isupper()
        or (followed and document.word(i - 1) in ("for", "over", "til", "mod", "på"))
    ):
        return
    yield document.finding("PLACE", i, i + 1, 0.6, "places", {"strength": 2, "concept": f"place:{word}"})
