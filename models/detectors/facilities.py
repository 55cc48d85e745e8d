"""Hospitals and other particular institutions: by list, by form ("Lægehuset i Ry"), by a town that stands for its hospital ("på Herlev").

In: a document with the matches of `facilities` and `places`. Out: `FACILITY` findings with `strength` (1 large, 2 small), `concept`
and, where known, `town`, so that a town already told by its institution is not counted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Match, Row
from models.text.hashtags import joined_facility, ward_and_site
from models.text.lookup import covering, ending_at, starting_at
from models.text.unit_names import part_of

_roles: dict[str, dict[str, str]] = defaultdict(dict)
for _row in read_table("gazetteers/facility_forms.tsv"):
    _roles[_row["role"]][_row["part"]] = _row["key"]
_KINDS = _roles["kind"]
_KINDS_AFTER = frozenset(_roles["kind_after"])
_NOT_AFTER = frozenset(_roles["not_after"])
_INDEFINITE = frozenset(_roles["indefinite"])
_LONG_TAILS = tuple(tail for tail, key in _roles["name_tail"].items() if key == "long")
_SHORT_TAILS = tuple(tail for tail, key in _roles["name_tail"].items() if key == "short")
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_TAIL_GATE = frozenset(tail[-2:] for tail in _roles["name_tail"])
_NOT_NAME = frozenset(_roles["not_name"])
_CARE = frozenset(_roles["care"])
_HOSPITAL_WORK = frozenset(_roles["hospital_work"])
_PRACTICE = frozenset(_roles["practice"])
_FROM_WORK = frozenset(_roles["from_work"])
_SHIFT_AT = frozenset(_roles["shift_at"])
_MOVED = frozenset(_roles["moved"])
_OVERHEAD = frozenset(_roles["overhead"])
_TO = frozenset(("til", "på", "for"))
_COMPASS = frozenset(("nord", "syd", "øst", "vest", "midt", "centrum", "by"))
_WORKED_AT = frozenset(("på", "fra", "til", "hos", "ved"))
_LONGEST_NAME = 3
_SHORTEST_NAME = 6
_WINDOW = 12


@detector("facilities", "FACILITY")
def find(document: Document) -> Iterator[Finding]:
    """Yield every institution that the text makes a particular one."""
    for match in document.matches.get("facilities", ()):
        if _listed_here(document, match):
            row = match.row
            attrs: dict[str, object] = {
                "strength": _strength(row),
                "concept": f"facility:{row['canonical'].lower()}",
            }
            if row["town"]:
                attrs["town"] = row["town"]
            yield document.finding("FACILITY", match.first, match.last, 0.85, "facilities", attrs)
    for i, word in enumerate(document.words):
        if word == "#":
            yield from _tagged(document, i + 1)
        kind = _KINDS.get(word)
        if kind is not None:
            yield from _of_kind(document, i, word, kind)
        if word in _KINDS_AFTER:
            yield from _named_before(document, i)
        elif word[-2:] in _TAIL_GATE and len(word) >= _SHORTEST_NAME and document.tokens[i].text[0].isupper():
            yield from _by_tail(document, i, word)


def _tagged(document: Document, i: int) -> Iterator[Finding]:
    """The hospital of a hashtag in one word: "#herlevhospital", "#skadestuenherlev"."""
    word = document.word(i)
    parts = ward_and_site(word)
    at, row = 0, joined_facility(word)
    if parts is not None and parts[2]:
        at, row = parts[0], parts[1]
    if row is not None:
        start, end = document.span(i, i + 1)
        attrs: dict[str, object] = {
            "strength": _strength(row),
            "concept": f"facility:{row['canonical'].lower()}",
            "town": row["town"],
        }
        yield Finding("FACILITY", start + at, end, 0.9, "facilities", attrs)


def _strength(row: Row) -> int:
    return int(row["strength"] or (1 if row["size"] == "large" else 2))


def _listed_here(document: Document, match: Match) -> bool:
    """Whether the listed name means the institution here (see the list's head for the modes)."""
    mode, first, last = match.row["mode"], match.first, match.last
    text = document.tokens[first].text
    before = document.word(first - 1)
    if mode == "":
        return True
    if mode == "caps":
        return (text.isupper() and len(text) > 1) or before in ("på", "fra")
    if mode == "cased":
        opens = first == 0 or document.tokens[first - 1].sentence != document.tokens[first].sentence
        return before in _WORKED_AT or (text[0].isupper() and not opens and before != "i")
    if _goes_on(document, last):
        return False
    if before == "på":
        return mode != "island" or _at_work(document, first - 1)
    if mode == "known" and before in ("fra", "hos"):
        return True
    if mode != "island" and (_is_department(document, first, mode) or _has_beds(document, first, last)):
        return True
    if before == "fra" and not _FROM_WORK.isdisjoint(document.words[max(0, first - 4) : first - 1]):
        return True
    return before == "til" and not _MOVED.isdisjoint(document.words[max(0, first - 6) : first])


def _is_department(document: Document, first: int, mode: str) -> bool:
    """Whether a department stands right in front of the town: "ortopædkir. Køge", "akutmodtagelsen Herlev"."""
    i = first - 1
    if mode != "known":
        return (
            document.word(i) in (".", ",")
            and part_of(document.word(i - 1)).sort == "adjective"
            and _at_end(document, first)
        )
    return _is_unit(document, i - (document.word(i) == "."))


def _at_end(document: Document, i: int) -> bool:
    """Whether token `i` closes its line, as the town of a signature does."""
    tokens = document.tokens
    return i + 1 >= len(tokens) or "\n" in document.text[tokens[i].end : tokens[i + 1].start]


def _has_beds(document: Document, first: int, last: int) -> bool:
    """Whether nurses and patients are told behind the town: "Slagelse: 4 til 31"."""
    words = document.words[last : last + 4]
    return len(words) > 3 and words[0] == ":" and words[1].isdigit() and words[2] in _TO and words[3].isdigit()


def _goes_on(document: Document, last: int) -> bool:
    """Whether a capitalised word or a hyphen makes something else of the town: "på Aalborg Havn"."""
    if last >= len(document.tokens):
        return False
    after = document.tokens[last]
    if after.text == "-":
        return after.start == document.tokens[last - 1].end
    return (
        after.text.istitle()
        and after.text.isalpha()
        and after.sentence == document.tokens[last - 1].sentence
        and (part_of(after.lower).sort == "")
    )


def _at_work(document: Document, i: int) -> bool:
    """Whether "på Amager" (token `i` is "på") is the hospital: a ward or work on one in front."""
    return (
        _is_unit(document, i - 1)
        or document.word(i - 1) in _OVERHEAD
        or not _HOSPITAL_WORK.isdisjoint(document.words[max(0, i - 4) : i])
    )


def _is_unit(document: Document, i: int) -> bool:
    return i >= 0 and (
        part_of(document.words[i]).sort in ("named", "unit", "adjective", "field", "definite")
        or ending_at(document, "wards", i + 1) is not None
    )


def _of_kind(document: Document, i: int, word: str, kind: str) -> Iterator[Finding]:
    """For example "Plejecenter Møllebo", "apoteket på Nørregade", "hjemmeplejen syd"."""
    end, town = 0, ""
    if not kind.endswith("_name") or word in _INDEFINITE:
        end, town = _located(document, i)
    if not end and kind.endswith(("_name", "_both")):
        end = _proper_name(document, i + 1)
    if not end and i + 1 < len(document.tokens) and document.words[i + 1] in _COMPASS and kind.endswith("_both"):
        end = i + 2
    if not end and kind.endswith(("_name", "_both")):
        end = _small_letters(document, i + 1)
    if not end:
        return
    if not town and "large" not in kind:
        # "Plejehjemmet Kærsminde i Grenaa" is one name; so is "Øre-næse-hals-klinikken i Nivå".
        behind, place = _located(document, end - 1)
        if behind and starting_at(document, "places", end + 1) is not None and document.word(end) == "i":
            end, town = behind, place
    yield _formed(document, _practice(document, i), end, "large" in kind, town)


def _practice(document: Document, i: int) -> int:
    """The start of "øre-næse-hals-klinikken", seen from its last part, else `i`."""
    first = i
    while (
        first > max(1, i - 2 * _LONGEST_NAME)
        and document.words[first - 1] == "-"
        and (first < i or document.words[first - 2] in _PRACTICE)
    ):
        if document.tokens[first - 1].end != document.tokens[first].start:
            break
        first -= 2
    return first


def _small_letters(document: Document, i: int) -> int:
    """End of a name in small letters behind its kind ("bosted lindegården"), 0 if the word is not made as one."""
    word = document.word(i)
    if len(word) < _SHORTEST_NAME + 1 or word in _NOT_NAME or word in _NOT_AFTER or word in _COMMON:
        return 0
    named = word.endswith(_LONG_TAILS + _SHORT_TAILS) and not part_of(word).sort
    return i + 1 if named and document.tokens[i].sentence == document.tokens[i - 1].sentence else 0


def _located(document: Document, i: int) -> tuple[int, str]:
    """End of "… i Ry", "… på Nørregade" behind token `i`, and the town; 0 without one."""
    if document.word(i + 1) not in ("i", "på") or i + 2 >= len(document.tokens):
        return 0, ""
    token = document.tokens[i + 2]
    match = starting_at(document, "places", i + 2)
    if match is not None:
        if match.row["kind"] == "country" or (match.row["cue"] and not token.text[0].isupper()):
            return 0, ""
        return match.last, match.row["surface"]
    end = _proper_name(document, i + 2)
    return end, document.text[token.start : document.tokens[end - 1].end] if end else ""


def _proper_name(document: Document, i: int) -> int:
    """End of up to three capitalised words from token `i` ("Skt. Maria"), 0 if there is none."""
    tokens = document.tokens
    j = end = i
    while j < min(len(tokens), i + 2 * _LONGEST_NAME):
        token = tokens[j]
        if j > i and token.sentence != tokens[i - 1].sentence:
            break
        if token.text in (".", "-", "'", "’"):
            if j == i or token.start != tokens[j - 1].end:
                break
        elif token.text[0].isupper() and token.text.isalpha() and token.lower not in _NOT_AFTER and len(token.text) > 1:
            end = j + 1
        else:
            break
        j += 1
    if end == i or (i and tokens[i - 1].text.isupper() and len(tokens[i - 1].text) > 1 and tokens[i].text.isupper()):
        return 0
    return end if i and tokens[i].sentence == tokens[i - 1].sentence else 0


def _named_before(document: Document, i: int) -> Iterator[Finding]:
    """For example "Farsø Sygehus", "Nørregades Apotek", "ballerup lægehus"."""
    match = ending_at(document, "places", i)
    if match is not None:
        large = "large" in _KINDS.get(document.words[i], "")
        yield _formed(document, match.first, i + 1, large, match.row["surface"])
        return
    first = i
    while first > 0 and i - first < _LONGEST_NAME - 1:
        token = document.tokens[first - 1]
        if not (token.text[0].isupper() and token.text.isalpha()) or token.lower in _NOT_AFTER or token.text.isupper():
            break
        if token.sentence != document.tokens[i].sentence:
            break
        first -= 1
    if first < i and document.tokens[i].text[0].isupper():
        yield _formed(document, first, i + 1, "large" in _KINDS.get(document.words[i], ""), "")


def _formed(document: Document, first: int, end: int, large: bool, town: str) -> Finding:
    surface = " ".join(document.words[first:end])
    attrs: dict[str, object] = {"strength": 1 if large else 2, "concept": f"facility:{surface}"}
    if town:
        attrs["town"] = town
    return document.finding("FACILITY", first, end, 0.85, "facilities", attrs)


def _by_tail(document: Document, i: int, word: str) -> Iterator[Finding]:
    """For example "på Birkelunden", "fra Egebo": a name with an institution's ending behind a preposition, short ones only near care work."""
    before = document.word(i - 1)
    if before not in ("på", "fra", "hos") or word in _NOT_NAME or document.tokens[i].text.isupper():
        return
    worked = before == "på" and not _SHIFT_AT.isdisjoint(document.words[max(0, i - 4) : i])
    if worked and word.endswith(("en", "et")) and word not in _COMMON:
        yield from _named_by_tail(document, i, 0.7)
        return
    cared = not _CARE.isdisjoint(document.words[max(0, i - _WINDOW) : i + _WINDOW])
    if not (word.endswith(_LONG_TAILS) and (cared or before == "på")) and not (cared and word.endswith(_SHORT_TAILS)):
        return
    yield from _named_by_tail(document, i, 0.75 if cared else 0.65)


def _named_by_tail(document: Document, i: int, score: float) -> Iterator[Finding]:
    word = document.words[i]
    if part_of(word).sort or any(covering(document, tag, i) for tag in ("places", "wards")):
        return
    attrs: dict[str, object] = {"strength": 2, "concept": f"facility:{word}"}
    yield document.finding("FACILITY", i, i + 1, score, "facilities", attrs)
