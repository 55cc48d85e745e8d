"""Street addresses: a street name with a number, and what follows of floor, door, postcode and town.

In: tokens, with the street names that the grammar does not reach from `street_names`. Out: `ADDRESS` findings; `public` marks the
address of a workplace or an event where a cue says so. A street without a number is a place, and not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.digits import has_digit
from models.text.numbers import cardinal, number_words
from models.text.phrases import one_of
from models.text.streets import AT_HOME, COMMON, DOOR, FLOOR, PARTS, abbreviated, has_street_ending, street_start

_NUMBER, _UNIT = PARTS["number"], PARTS["unit"]

_INSTITUTION = re.compile(rf"(?<!\w)(?:{one_of(PARTS['institution'])})(?!\w)")
_HOUSE = re.compile(r"\d{1,3}[a-zæøå½]?\Z|\d{0,2}[loi]\d{0,2}[a-h]?\Z")
_SPELLED = frozenset(word for word, value in number_words().items() if value > 1)
# "l4" and "I4" for 14
_LETTERED = {f"{one}{rest}{letter}" for one in "il" for rest in range(10) for letter in "abcdefgh"}
_CANDIDATES = (
    _SPELLED | PARTS["one"] | {"x", "xx", "xxx"} | {f"{one}{rest}" for one in "il" for rest in range(100)} | _LETTERED
)
_TOWN = re.compile(
    r"\s?(?P<comma>,|\n)?\s?(?<=[\s,])(?P<town>[A-ZÆØÅ][a-zæøåé]+(?: [A-ZÆØÅ][a-zæøåé]+){0,2}|[a-zæøåé]{3,})(?P<quarter> (?:[NSØVKMC]|NV|SV|NØ|SØ)(?!\w))?(?![^\W_])"
)
_TOWN_ENDINGS = tuple(PARTS["town"])
_BETWEEN = PARTS["between"]
_TOWN_KINDS = frozenset({"town", "village", "district", ""})
_FILLERS = frozenset(".,:#(-–*/=_~|+")
_THE_HOUSE = re.compile(r"['’-]?ere?n (?:på|i) ")
_ARTICLE = frozenset(("'", "’", "-", "eren", "ern"))
_MASKED_NUMBER = frozenset({"x", "xx", "xxx"})
_NAME = r"(?-i:[A-ZÆØÅ][a-zæøåé]+(?: [A-ZÆØÅ][a-zæøåé]+){0,2})"
_TAIL = re.compile(
    r"(?:\s?[a-hj-z](?![\w.]|\s?[a-z]\b))?"
    rf"(?:\s?[,/(]?\s?(?:{DOOR})(?!\w)\.?)?(?:\s?[,/(]?\s?(?:{FLOOR}))?(?:\s?[,./]?\s?(?:{DOOR})(?!\w)\.?)?"
    r"(?:\s?,\s?\d{1,2}\s?[-–./]\s?\d{1,4}(?![\d:]|\s?[-–./]\s?\d))?"
    rf"(?:\s?,\s?(?:{DOOR})(?!\w)\.?)?"
    rf"(?:\s?,\s?{_NAME}(?=\s?,\s?(?:DK[- ]?)?[1-9]\d{{3}}\s))?"
    r"(?:\s?[,.(–|-]?\s?(?:i\s|DK[- ]?)?(?P<post>[1-9]\d{3})(?=\s[^\W\d_])\s(?-i:[A-ZÆØÅ][a-zæøåé]+(?:[ -](?:[A-ZÆØÅ][a-zæøåé]+|[NØSVCKM](?!\w)|NV(?!\w)|SV(?!\w)))?|[a-zæøå]{3,}(?: [nøsvck](?!\w))?))?",
    re.IGNORECASE,
)
_ORDINAL_DATE = re.compile(r"\.\s?(?:" + "|".join(sorted(PARTS["month"])) + r"|\d)", re.IGNORECASE)
_FLOOR_NEXT = re.compile(rf"\.\s?(?:\d\s?\.?\s?(?:sal|{DOOR}))", re.IGNORECASE)
_BEFORE = 60
_FARTHEST_STREET = 9
_SENTENCE_ENDS = frozenset(".!?\n")
_STAIRCASES = frozenset("abcdefgh")
_AFTER_SPELLED = PARTS["after"] | PARTS["verb"]
_AFTER_DISTRICT = PARTS["floor"] | PARTS["after"]


@detector("address", "ADDRESS")
def find_addresses(document: Document) -> Iterator[Finding]:
    """Every number with a street before it ("Søndergade 14, 2. tv") or after it ("nr. 21 på Elmevænget")."""
    words, tokens = document.words, document.tokens
    if not has_digit(document.text) and _CANDIDATES.isdisjoint(words):
        return
    matches = document.matches["street_names"]
    listed = {match.last: match.first for match in matches}
    districts = {match.last for match in matches if match.row["district"]}
    reached = 0
    for i in [i for i, word in enumerate(words) if word in _CANDIDATES or word[0].isdecimal()]:
        word = words[i]
        if tokens[i].start < reached or not (word in _SPELLED or _HOUSE.match(word) or _stands_for_number(document, i)):
            continue
        end, filler = i, False
        while (
            end > 0
            and i - end < 4
            and (
                words[end - 1] in _FILLERS
                or words[end - 1] in _NUMBER
                or _is_plot(words, end - 1)
                or _is_symbol(words[end - 1])
            )
        ):
            filler = filler or words[end - 1] in _NUMBER
            end -= 1
        first = street_start(document, end, listed) if end else -1
        house_of = document.word(i + 1) == "på" and end and words[end - 1] == "i"
        if first < 0 and word[0].isdecimal() and (house_of or _THE_HOUSE.match(document.text, tokens[i].end)):
            # "manden i 14 på Søndergade", "14'eren på Søndergade"
            reversed_ = _number_first(document, i, end, listed)
            if reversed_:
                reached = reversed_.end
                yield reversed_
            continue
        if first < 0 and filler:
            reversed_ = _number_first(document, i, end, listed) or _number_apart(document, i, end, listed)
            if reversed_:
                reached = reversed_.end
                yield reversed_
            continue
        if first < 0 or not _is_house(document, i, end, filler):
            continue
        if end in districts and document.word(i + 1).isalpha() and document.word(i + 1) not in _AFTER_DISTRICT:
            continue
        start = tokens[first].start
        stop = _number_end(document, i)
        stop = _with_town(document, _tail_end(document.text, stop))
        reached = stop
        attrs: dict[str, object] = {"public": True} if _is_public(document.text, start, stop) else {}
        yield Finding("ADDRESS", start, stop, 0.96, "address", attrs)


def _stands_for_number(document: Document, i: int) -> bool:
    """Whether token `i` is a hidden number after a street ("Søndergade xx"), or the first of a number told in digits ("en fire")."""
    if document.word(i) in _MASKED_NUMBER:
        return i > 0 and has_street_ending(document.words[i - 1]) and document.words[i - 1] not in COMMON
    digit = i + 2 if document.word(i + 1) == "-" else i + 1
    return (
        document.word(i) in PARTS["one"]
        and document.word(digit) in _SPELLED
        and i > 0
        and has_street_ending(document.words[i - 1])
    )


def _is_plot(words: list[str], i: int) -> bool:
    """Whether token `i` numbers the plots of an allotment named before ("Haveforeningen Solbakken, have 112")."""
    return words[i] in PARTS["plot"] and not PARTS["farm"].isdisjoint(words[max(0, i - 4) : i])


def _is_symbol(word: str) -> bool:
    return len(word) == 1 and ord(word) > 0x2000 and not word.isalnum()


def _is_house(document: Document, i: int, end: int, filler: bool) -> bool:
    """Whether token `i` is a house number rather than a count, a date or an amount."""
    word, tokens = document.words[i], document.tokens
    if "\n\n" in document.text[tokens[end - 1].end : tokens[i].start] or (
        document.word(end) in (".", ":")
        and document.word(end + 1) != "."
        and not filler
        and not abbreviated(document, end)
    ):
        if tokens[end - 1].end == tokens[end].start and tokens[end].end == tokens[i].start and i == end + 1:
            return has_street_ending(document.words[end - 1])  # "Åkandevej.7"
        return document.word(end) == ":" and document.word(i + 1) in ("", ",", ".", "!", "\n")
    if filler:
        return True
    following = document.word(i + 1)
    if following in _UNIT or following == "%":
        return False
    if (
        following in (".", ":")
        and _ORDINAL_DATE.match(document.text, tokens[i].end)
        and not _FLOOR_NEXT.match(document.text, tokens[i].end)
    ):
        return False
    # Spelled numbers count things more often than they number houses.
    if following == "-" and (cardinal(document.word(i + 2)) is not None or document.word(i + 2) in ("en", "et")):
        return True
    if _is_staircase(document, i + 1):
        return True
    if document.word(end) == "," and following in ("og", "år") and not has_street_ending(document.words[end - 1]):
        return False  # "Langgadehus, 94 og dement"
    if (
        word in _SPELLED
        and (following in _AFTER_SPELLED or following in _SPELLED)
        and has_street_ending(document.words[end - 1])
    ):
        return True
    return word not in _SPELLED or following in PARTS["end"] or following == "" or following in PARTS["floor"]


def _is_staircase(document: Document, i: int) -> bool:
    """Whether token `i` is the letter of a house number ("fire B")."""
    return len(document.word(i)) == 1 and document.word(i) in _STAIRCASES and document.tokens[i].text.isupper()


def _number_end(document: Document, i: int) -> int:
    """End of the number at token `i`, spaced digits ("2 1") and ranges ("12-14") included."""
    words, tokens = document.words, document.tokens
    if words[i] in PARTS["one"]:
        return tokens[i + (2 if document.word(i + 1) == "-" else 1)].end
    if words[i] in _SPELLED and _is_staircase(document, i + 1):
        return tokens[i + 1].end
    if words[i] in _SPELLED and document.word(i + 1) in _SPELLED:
        return tokens[i + 1].end  # "to otte"
    if document.word(i + 1) == "-" and document.word(i + 2) in _SPELLED and tokens[i].end == tokens[i + 1].start:
        return tokens[i + 2].end  # "2-to"
    if (
        document.word(i + 1) == "og"
        and len(str(cardinal(words[i]) or "")) == 1
        and (cardinal(document.word(i + 2)) or 0) % 10 == 0
    ):
        return tokens[i + 2].end if cardinal(document.word(i + 2)) else tokens[i].end  # "seks og tyve"
    if (
        len(words[i]) == 1
        and len(document.word(i + 1)) == 1
        and document.word(i + 1).isdecimal()
        and document.word(i + 2) not in (".", "sal")
    ):
        return tokens[i + 1].end
    if (
        document.word(i + 1) in ("-", "–")
        and _HOUSE.match(document.word(i + 2))
        and document.word(i + 2)[0].isdecimal()
    ):
        return tokens[i + 2].end
    if (
        document.word(i + 1) in ("-", "–")
        and cardinal(document.word(i + 2)) is None
        and document.word(i + 2) in ("en", "et")
    ):
        return tokens[i + 2].end
    return tokens[i].end


def _tail_end(text: str, stop: int) -> int:
    found = _TAIL.match(text, stop)
    end = found.end() if found else stop
    while end > stop and text[end - 1] in " ,\n":
        end -= 1
    if (
        end > stop
        and text[end - 1] == "."
        and not re.search(r"(?:tv|th|mf|st|kld|v|h)\.\Z", text[max(stop, end - 5) : end], re.IGNORECASE)
    ):
        end -= 1
    return end


def _with_town(document: Document, stop: int) -> int:
    """End of the address with a town or village that follows without a postcode ("Lærkehøj 3, Vester Ulslev")."""
    found = _TOWN.match(document.text, stop)
    if not found:
        return stop
    start, end = found.span("town")
    if found["town"].split()[-1].lower().endswith(_TOWN_ENDINGS) and found["comma"]:
        names = (m for m in document.matches["given_names"] if document.tokens[m.first].start == start)
        leads = found["town"].split()[0].lower() in PARTS["first"]
        return stop if not leads and (found["town"].islower() or next(names, None)) else end
    for match in document.matches["places"]:
        first, last = document.span(match.first, match.last)
        if (
            first == start
            and match.row["kind"] in _TOWN_KINDS
            and (found["comma"] or document.text[start].isupper() or not match.row["cue"])
        ):
            return found.end() if found["quarter"] and last == end else last
    return stop


def _number_first(document: Document, i: int, start: int, listed: dict[int, int]) -> Finding | None:
    """An address with the number first: "nr. 21 på Elmevænget"."""
    words = document.words
    while document.word(i + 1) in _ARTICLE:
        i += 1
    directly = document.word(i + 1) not in _BETWEEN
    for last in [i + 1] if directly else range(i + 2, min(i + 5, len(words))):
        if last >= len(words) or (directly and not document.tokens[last].text[0].isupper()):
            break
        word = words[last]
        if last + 1 in listed or (has_street_ending(word) and word not in COMMON):
            begin, stop = document.span(start, last + 1)
            attrs: dict[str, object] = {"public": True} if _is_public(document.text, begin, stop) else {}
            return Finding("ADDRESS", begin, stop, 0.85, "address", attrs)
    return None


def _number_apart(document: Document, i: int, start: int, listed: dict[int, int]) -> Finding | None:
    """An address with words between the street and its number: "på Søndergade, det er nummer 14"."""
    words, tokens = document.words, document.tokens
    for last in range(start - 1, max(-1, start - _FARTHEST_STREET), -1):
        if words[last] in _SENTENCE_ENDS or words[last][0].isdecimal():
            return None
        named = last + 1 in listed or (has_street_ending(words[last]) and words[last] not in COMMON)
        if named and tokens[last].text[0].isupper():
            first = listed.get(last + 1, last)
            stop = _tail_end(document.text, _number_end(document, i))
            begin = tokens[first].start
            attrs: dict[str, object] = {"public": True} if _is_public(document.text, begin, stop) else {}
            return Finding("ADDRESS", begin, stop, 0.85, "address", attrs)
    return None


def _is_public(text: str, start: int, stop: int) -> bool:
    """Whether a cue in the same sentence says that the address is a workplace's or an event's."""
    before = re.split(r"[.!?\n]\s", text[max(0, start - _BEFORE) : start].lower())[-1]
    if _INSTITUTION.search(before):
        return not AT_HOME.search(before)
    return False
