"""Wards, units, rooms, teams and groups: a grammar of Danish unit names, everyday names, and codes in context.

In: a document. Out: `WARD` findings with `kind` (ward, room, team, code) and, where known, `specialty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.hashtags import ward_and_site
from models.text.unit_names import KNOWN_PARTS, NO_PART, Part, ends_like_part, part_of, treats, words
from models.text.ward_bare import bare_speciality
from models.text.ward_codes import Found, code, group, is_episode, letter, room
from models.text.ward_context import (
    AT,
    hyphened,
    kind_of,
    near,
    shouting,
    stands_as_name,
    with_code,
    with_stop,
)
from models.text.ward_register import sited, tailed

_LONGEST_NAME = 16
_ROOMS = words("room") | words("room_short")
_GROUPS = words("group_noun") | {"eren", "ern"}
_SITES = words("site")
_TAILS = words("tail")
_TRIGGERS = KNOWN_PARTS | _ROOMS | _GROUPS | _SITES | _TAILS
_NEEDS_STOP = words("needs_stop")
_BEFORE = words("before")
_VET = words("vet")
_WORK = words("work")
_SHORT_PREPOSITIONS = frozenset(("på", "fra"))
_HIRES = words("hires")
_STOPS = frozenset((".", ",", "!", "?", ":", ";"))
_FREE_HYPHEN = ("afsnit", "ambulatori", "teamet")


@detector("wards", "WARD")
def find(document: Document) -> Iterator[Finding]:
    """Yield everything in the text that names a ward or a part of one."""
    yield from _known_names(document)
    end = 0
    for i, word in enumerate(document.words):
        if i < end:
            continue
        if word == "#":
            yield from _tagged(document, i + 1)
        if not word.isalpha():
            if word.isalnum():
                found = code(document, i, word)
            else:
                continue
        elif len(word) == 1:
            found = letter(document, i)
        elif word not in _TRIGGERS and not ends_like_part(word):
            continue
        elif word in _ROOMS:
            found = room(document, i)
        else:
            found = _named(document, i, word)
        if found is not None:
            first, end, score, kind, specialty = found
            attrs: dict[str, object] = {"strength": 2, "kind": kind}
            if specialty:
                attrs["specialty"] = specialty
            yield document.finding("WARD", first, end, score, "wards", attrs)


def _tagged(document: Document, i: int) -> Iterator[Finding]:
    """The ward of a hashtag in one word, "#akutmodtagelsenherlev"; its hospital is found by `facilities` or `places`."""
    parts = ward_and_site(document.word(i))
    if parts is not None:
        start = document.tokens[i].start
        attrs: dict[str, object] = {"strength": 2, "kind": "ward"}
        yield Finding("WARD", start, start + parts[0], 0.9, "wards", attrs)


def _named(document: Document, i: int, word: str) -> Found | None:
    """A name that token `i` starts, or closes as a manner of care does ("…, heldøgn")."""
    if word in _SITES:
        first, end = sited(document, i)
        if end:
            return Found(first, end, 0.86, "ward", part_of(document.words[first]).key)
    found = _unit(document, i) if part_of(word).sort else None
    if found is None and word in _GROUPS:
        found = group(document, i)
    if found is None and word in _TAILS:
        first, end = tailed(document, i)
        found = Found(first, end, 0.86, "ward", part_of(document.words[first]).key) if end else None
    return found


def _known_names(document: Document) -> Iterator[Finding]:
    """Everyday names from the list, where their cue holds."""
    for match in document.matches.get("wards", ()):
        row, first, last = match.row, match.first, match.last
        cue = row["cue"]
        if cue and not _named_here(document, first, last, cue):
            continue
        if near(document, first, _VET):
            continue
        last = with_stop(document, with_code(document, last, strict=True))
        attrs: dict[str, object] = {"strength": int(row["strength"] or 2), "kind": row["kind"]}
        if row["specialty"]:
            attrs["specialty"] = row["specialty"]
        yield document.finding("WARD", first, last, _score(document, first, cue), "wards", attrs)


def _score(document: Document, first: int, cue: str) -> float:
    """Behind "på" and "fra" a department is likelier than the treatment of its name ("på dialysen")."""
    if not cue:
        return 0.85
    return 0.82 if document.word(first - 1) in _SHORT_PREPOSITIONS else 0.8


def _named_here(document: Document, first: int, last: int, cue: str) -> bool:
    before = document.word(first - 1)
    if before == "#":
        return True
    if cue == "name":
        return _own_name(document, first, last)
    inside = before == "i" and document.words[last - 1].endswith(("en", "et"))
    if cue == "prep" and inside and near(document, first, _WORK):
        return True
    if cue == "hires":
        around = document.words[max(0, first - 5) : last + 5]
        return (before in _SHORT_PREPOSITIONS or before == "til") and not _HIRES.isdisjoint(around)
    if cue == "op":
        return _operating(document, first, last)
    if cue == "caps" and document.tokens[first].text.isupper():
        return len(document.tokens[first].text) > 2 and not shouting(document, first)
    if cue == "at":
        return before in _SHORT_PREPOSITIONS and near(document, first, _WORK)
    if cue == "caps":
        return before in _SHORT_PREPOSITIONS
    if cue == "short" and (before in AT or before in _BEFORE) and document.word(last) != "-":
        return True
    return stands_as_name(document, first, last)


def _own_name(document: Document, first: int, last: int) -> bool:
    """Whether "Havblik" is the ward of that name: "nattevagt på havblik", "afsnit Havblik"; not "et værelse med havblik"."""
    before, after = document.word(first - 1), document.word(last)
    if before not in AT and before not in _BEFORE and part_of(before).sort not in ("unit", "named"):
        return False
    if after == "-" and document.tokens[last].start == document.tokens[last - 1].end:
        return False
    return document.tokens[first].text[0].isupper() or near(document, first, _WORK)


def _operating(document: Document, first: int, last: int) -> bool:
    """Whether "OP" is the theatre: "kørt til OP", "OP 3 i Slagelse", "stod på op i nat"; not "op" as "up"."""
    before, after = document.word(first - 1), document.word(last)
    if document.tokens[first].text == "OP" and not shouting(document, first):
        return before in AT or after.isdigit()
    return before in _SHORT_PREPOSITIONS and (not after or after in _STOPS) and near(document, first, _WORK)


def _unit(document: Document, i: int) -> Found | None:
    """A name made of specialities and a unit noun: "Øre-, næse- og halskirurgisk afd. F", "Klinik for psykoser", "på urologisk"."""
    limit = min(len(document.tokens), i + _LONGEST_NAME)
    j, sorts, specialty, end = i, [], "", i
    while j < limit:
        part = _part(document, j)
        if not part.sort:
            break
        if not specialty and part.sort != "unit":
            specialty = part.key
        sorts.append(part.sort)
        end = j + 1
        if part.sort in ("unit", "named", "loose"):
            break
        j = _over_joiners(document, end, limit, part.sort)
    if not sorts:
        return None
    described = len(sorts) > 1
    last = sorts[-1]
    if last == "loose" and not {"adjective", "field"} & set(sorts[:-1]):
        sorts, described = sorts[:-1], len(sorts) > 2
        if not sorts:
            return None
        last = sorts[-1]
        end = i + 1
    if last in ("unit", "named", "loose"):
        treated = _treating(document, end, limit)
        coded = with_code(document, end, strict=last != "unit" or described)
        if last == "named" or described:
            if near(document, i, _VET):
                return None
            return Found(i, with_stop(document, max(treated, coded)), 0.85, kind_of(document.words[end - 1]), specialty)
        if treated > end:
            return Found(
                i, with_code(document, treated, strict=True), 0.85, kind_of(document.words[end - 1]), specialty
            )
        return _coded_unit(document, i, coded)
    return bare_speciality(document, i, end, sorts, specialty)


def _part(document: Document, i: int) -> Part:
    """The part that token `i` can be here: "med" is one only as an abbreviation ("med. afd.")."""
    word = document.words[i]
    if word in _NEEDS_STOP and (document.word(i + 1) != "." or document.tokens[i + 1].start != document.tokens[i].end):
        return NO_PART
    return part_of(word)


def _coded_unit(document: Document, i: int, coded: int) -> Found | None:
    """A bare unit noun with a number, letter or name behind, or a hyphened head in front."""
    word = document.words[i]
    first = hyphened(document, i)
    if first < i and word.startswith(_FREE_HYPHEN) and document.tokens[first].text.islower():
        return Found(first, coded, 0.75, kind_of(word))
    if coded == i + 1:
        return _ordinal(document, i) or group(document, i)
    if is_episode(document, i):
        return None
    if document.word(coded - 2) == "." and document.words[i + 1].isdigit():
        return None
    return Found(i, coded, 0.85, kind_of(word))


def _ordinal(document: Document, i: int) -> Found | None:
    """For example "på 3. afdeling", seen from its noun."""
    number = document.word(i - 2)
    if document.word(i - 1) != "." or not number.isdigit() or len(number) > 2 or document.word(i - 3) not in AT:
        return None
    return Found(i - 2, i + 1, 0.75, kind_of(document.words[i]))


def _over_joiners(document: Document, j: int, limit: int, sort: str) -> int:
    """Where the name goes on behind "-", "/", "og", ",", "." – or `j` itself."""
    k = j
    while k < min(limit, j + 4) and document.words[k] in ("-", "/", "og", "&", ",", ".", "–"):
        if document.words[k] == "," and document.words[k - 1] != "-" and sort != "stem":
            return j
        if document.words[k] == "." and (sort == "definite" or document.words[k - 1].endswith("isk")):
            return j
        k += 1
    if k == j or k >= limit:
        return j
    part = _part(document, k)
    # "røntgen og ambulatoriet" are two places: a definite unit does not share the first's noun.
    apart = (
        document.words[k - 1] == "og" and part.sort in ("unit", "named") and document.words[k].endswith(("en", "et"))
    )
    return k if part.sort and not apart else j


def _treating(document: Document, end: int, limit: int) -> int:
    """End of "… for unge med skizofreni" behind a unit noun, else `end`."""
    if document.word(end) not in ("for", "f"):
        after = document.tokens[end].text if end < limit else ""
        return end + 1 if after[:1].isupper() and document.words[end - 1] == "amb" and treats(after.lower()) else end
    found = end
    for k in range(end + 1, min(limit, end + 7)):
        word = document.words[k]
        if treats(word) or document.tokens[k].text in ("OCD", "ADHD", "PTSD", "KOL"):
            found = k + 1
        elif (word not in ("og", "-", "med", ",", ".", "/") and not word.isalpha()) or word in (
            "at",
            "den",
            "det",
            "os",
        ):
            break
    return found
