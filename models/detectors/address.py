"""Street addresses: a street name with a number, and what follows of floor, door, postcode and town.

In: tokens, with the street names that the grammar does not reach from `street_names`. Out: `ADDRESS` findings; `public` marks the
address of a workplace or an event where a cue says so. A street without a number is a place, and not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.text.numbers import cardinal

_kinds: dict[str, set[str]] = {}
for _row in read_table("gazetteers/street_parts.tsv"):
    _kinds.setdefault(_row["kind"], set()).add(_row["word"])
_STRONG = tuple(_kinds["suffix"])
_WEAK = tuple(_kinds["weak"])
_GENERIC, _SHORT, _FIRST = _kinds["generic"], _kinds["short"], _kinds["first"]
_NUMBER, _NOT, _UNIT = _kinds["number"], _kinds["not"], _kinds["unit"]
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_INSTITUTION = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(_kinds["institution"], key=len, reverse=True))) + r")(?!\w)")
_DWELLING = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(_kinds["dwelling"], key=len, reverse=True))) + r")(?!\w)")
_HOUSE = re.compile(r"\d{1,3}[a-zæøå]?\Z|\d{0,2}[lo]\d{0,2}\Z")
_SPELLED_LEAST = 2
_FILLERS = frozenset(".,:#(-–*/")
_DOOR = r"t\.?\s?v\.?|t\.?\s?h\.?|m\.?\s?f\.?|til\s(?:venstre|højre)|midt\s?for|dør\s?\w{1,3}|lejl(?:ighed)?\.?\s?\w{1,4}|opgang\s?\w{1,2}|værelse\s?\d{1,4}"
_FLOOR = rf"(?:\d{{1,2}}|første|anden|tredje|fjerde|femte)\.?\s?(?:sal|etage)\.?|\d{{1,2}}\s?\.?\s?(?=(?:{_DOOR})(?!\w))|st(?:uen)?\.?(?=\s?(?:{_DOOR}|[,.\n]|\Z))|k(?:l|æ)?ld(?:er(?:en)?)?\.?(?!\w)"
_TAIL = re.compile(
    r"(?:\s?[a-hj-z](?![\w.]|\s?[a-z]\b))?"
    rf"(?:\s?,?\s?(?:{_FLOOR}))?(?:\s?[,.]?\s?(?:{_DOOR})(?!\w)\.?)?"
    r"(?:\s?[,.]?\s?(?:i\s|DK[- ]?)?(?P<post>[1-9]\d{3})(?=\s[^\W\d_])\s(?-i:[A-ZÆØÅ][a-zæøåé]+(?:[ -](?:[A-ZÆØÅ][a-zæøåé]+|[NØSVCKM](?!\w)|NV(?!\w)|SV(?!\w)))?|[a-zæøå]{3,}(?: [nøsvck](?!\w))?))?",
    re.IGNORECASE,
)
_ORDINAL_DATE = re.compile(r"\.\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|\d)", re.IGNORECASE)
_BEFORE, _AFTER = 60, 45
_LONGEST_NAME = 5
_SHORTEST_STEM = 2


@detector("address", "ADDRESS")
def find_addresses(document: Document) -> Iterator[Finding]:
    """Every number with a street before it ("Søndergade 14, 2. tv") or after it ("nr. 21 på Elmevænget")."""
    words, tokens = document.words, document.tokens
    listed = {match.last: match.first for match in document.matches["street_names"]}
    reached = 0
    for i, word in enumerate(words):
        if not word[0].isdecimal() and not (word[0] in "tfseonh" and word.isalpha() and (cardinal(word) or 0) >= _SPELLED_LEAST):
            continue
        if tokens[i].start < reached or (word[0].isdecimal() and not _HOUSE.match(word)):
            continue
        end, filler = i, False
        while end > 0 and i - end < 4 and (words[end - 1] in _FILLERS or words[end - 1] in _NUMBER or _is_symbol(words[end - 1])):
            filler = filler or words[end - 1] in _NUMBER
            end -= 1
        first = _street_start(document, end, listed) if end else -1
        if first < 0 and word[0].isdecimal() and filler:
            reversed_ = _number_first(document, i, end, listed)
            if reversed_:
                reached = reversed_.end
                yield reversed_
            continue
        if first < 0 or not _is_house(document, i, end, filler):
            continue
        start = tokens[first].start
        stop = _number_end(document, i)
        stop = _tail_end(document.text, stop)
        reached = stop
        attrs: dict[str, object] = {"public": True} if _is_public(document.text, start, stop) else {}
        yield Finding("ADDRESS", start, stop, 0.93, "address", attrs)


def _is_symbol(word: str) -> bool:
    return len(word) == 1 and ord(word) > 0x2000 and not word.isalnum()


def _is_house(document: Document, i: int, end: int, filler: bool) -> bool:
    """Whether token `i` is a house number rather than a count, a date or an amount."""
    word, tokens = document.words[i], document.tokens
    if "\n\n" in document.text[tokens[end - 1].end : tokens[i].start] or document.word(end) in (".", ":") and not filler and not _abbreviated(document, end):
        return False
    if filler:
        return True
    following = document.word(i + 1)
    if following in _UNIT or following == "%":
        return False
    if following in (".", ":") and _ORDINAL_DATE.match(document.text, tokens[i].end) and not _FLOOR_NEXT.match(document.text, tokens[i].end):
        return False
    # Spelled numbers count things more often than they number houses.
    return word[0].isdecimal() or following in ("", ".", ",", "!", "?", ")", "i", "og") or following in _kinds["floor"]


_FLOOR_NEXT = re.compile(rf"\.\s?(?:\d\s?\.?\s?(?:sal|{_DOOR}))", re.IGNORECASE)


def _abbreviated(document: Document, end: int) -> bool:
    """Whether the full stop at token `end` belongs to a shortened street ("Elmev. 21")."""
    return document.words[end] == "." and document.words[end - 1].endswith(tuple(_SHORT))


def _street_start(document: Document, end: int, listed: dict[int, int]) -> int:
    """First token of the street name that ends before token `end`; -1 if none does."""
    if end in listed:
        return listed[end]
    last = end - 1
    words, tokens = document.words, document.tokens
    word = words[last]
    if not word[0].isalpha() or document.text[tokens[last].end : tokens[last].end + 1] == "\n":
        return -1
    if word in _GENERIC or (word in _SHORT and document.word(end) == "."):
        return _name_before(document, last)
    if word.endswith(_STRONG) and word not in _NOT and _stem(word, _STRONG) >= _SHORTEST_STEM:
        return _with_first_names(document, last)
    if document.word(end) == "." and len(word) > 4 and word.endswith(tuple(_SHORT)) and tokens[end].start == tokens[last].end and word not in _COMMON:
        return last if word.endswith(("gd", "vj", "pl")) or tokens[last].text[0].isupper() else -1
    if word.endswith(_WEAK) and word not in _NOT and _stem(word, _WEAK) > _SHORTEST_STEM and word not in _COMMON:
        window = document.text[max(0, tokens[last].start - _BEFORE) : tokens[last].start].lower()
        if _DWELLING.search(window) or _TAIL_CLEAR.match(document.text, tokens[last].end):
            return last
    return _split_name(document, last)


_TAIL_CLEAR = re.compile(rf"\s\d{{1,3}}\s?[a-h]?,?\s(?:\d{{4}}\s|{_FLOOR}|{_DOOR})", re.IGNORECASE)


def _stem(word: str, suffixes: tuple[str, ...]) -> int:
    """Letters before the suffix; the shortest suffix that fits counts, since it leaves a real stem."""
    return max(len(word) - len(suffix) for suffix in suffixes if word.endswith(suffix))


def _name_before(document: Document, last: int) -> int:
    """First token of a name that goes with a street word of its own ("H.C. Ørsteds Vej", "nørre allé"); -1 if there is none."""
    words, tokens = document.words, document.tokens
    first = last
    named = False
    while first > 0 and last - first < _LONGEST_NAME * 2:
        previous, token = words[first - 1], tokens[first - 1]
        if "\n" in document.text[token.end : tokens[first].start]:
            break
        if previous in (".", "-") and first > 1 and (len(words[first - 2]) <= 3 and words[first - 2].isalpha()):
            first -= 2
            named = named or words[first] in _FIRST
            continue
        capital = token.text[0].isupper() and token.text.isalpha()
        genitive = previous.endswith("s") and len(previous) > 3 and previous.isalpha() and previous not in _COMMON
        if capital and previous not in _COMMON or previous in _FIRST and (named or capital or len(previous) > 2) or (genitive and not named):
            first -= 1
            named = True
            continue
        glued = tokens[first].start - token.end == 0 and previous == "-"
        if not named and (glued or (previous.isalpha() and len(previous) >= 4 and previous not in _COMMON and not _is_verbal(previous))) :
            first -= 1
            named = previous.isalpha()
            continue
        break
    return first if named else -1


def _is_verbal(word: str) -> bool:
    """Whether a lower-case word has an adjective's or verb's ending, as before "vej" in running text ("på trafikeret vej 4")."""
    return word.endswith(("ede", "ende", "eret", "ige", "iske", "lige"))


def _with_first_names(document: Document, last: int) -> int:
    """First token of a street name whose last word has its own ending ("Gammel Kongevej", "Store Kongensgade", "Sdr. Ringvej")."""
    words, first = document.words, last
    if first > 1 and words[first - 1] == "." and words[first - 2] in _FIRST:
        return first - 2
    if first > 0 and words[first - 1] in _FIRST and (len(words[first - 1]) > 2 or words[first - 1] in ("ny", "gl")):
        return first - 1
    while first > 0 and last - first < 3:
        token = document.tokens[first - 1]
        spaced = document.text[token.end : document.tokens[first].start] == "-"
        if not spaced and not (words[first - 1] == "-" and token.end == document.tokens[first].start):
            break
        first -= 1
    return first


def _split_name(document: Document, last: int) -> int:
    """First token of a street name written in pieces ("El me væn get"); -1 if the pieces make none."""
    words, tokens = document.words, document.tokens
    joined = words[last]
    common = joined in _COMMON
    for first in range(last - 1, max(-1, last - 5), -1):
        gap = document.text[tokens[first].end : tokens[first + 1].start]
        if len(gap) > 1 or gap == "\n":
            return -1
        if not words[first].isalpha():
            if words[first] in "-*_./~" and not gap:
                continue
            return -1
        joined = words[first] + joined
        common = common and words[first] in _COMMON
        own = len(words[last])
        if not common and words[first] not in _COMMON and any(joined.endswith(s) and own < len(s) for s in _STRONG if len(s) > 3):
            return _first_piece(document, first)
    return -1


def _first_piece(document: Document, first: int) -> int:
    """Where a name in pieces begins: at its capital, or at the last short piece that is no word of its own."""
    words, tokens = document.words, document.tokens
    at = first
    for i in range(first, max(-1, first - 4), -1):
        if not words[i].isalpha() or (i < first and len(words[i]) > 3):
            break
        if tokens[i].text[0].isupper():
            return i
        if at == i + 1 and words[i] not in _COMMON:
            at = i
    return at


def _number_end(document: Document, i: int) -> int:
    """End of the number at token `i`, spaced digits ("2 1") and ranges ("12-14") included."""
    words, tokens = document.words, document.tokens
    if len(words[i]) == 1 and len(document.word(i + 1)) == 1 and document.word(i + 1).isdecimal() and document.word(i + 2) not in (".", "sal"):
        return tokens[i + 1].end
    if document.word(i + 1) in ("-", "–") and _HOUSE.match(document.word(i + 2)) and document.word(i + 2)[0].isdecimal():
        return tokens[i + 2].end
    if document.word(i + 1) in ("-", "–") and cardinal(document.word(i + 2)) is None and document.word(i + 2) in ("en", "et"):
        return tokens[i + 2].end
    return tokens[i].end


def _tail_end(text: str, stop: int) -> int:
    found = _TAIL.match(text, stop)
    end = found.end() if found else stop
    while end > stop and text[end - 1] in " ,\n":
        end -= 1
    if end > stop and text[end - 1] == "." and not re.search(r"(?:tv|th|mf|st|kld|v|h)\.\Z", text[max(stop, end - 5) : end], re.IGNORECASE):
        end -= 1
    return end


def _number_first(document: Document, i: int, start: int, listed: dict[int, int]) -> Finding | None:
    """"nr. 21 på Elmevænget"."""
    words = document.words
    if document.word(i + 1) not in ("på", "i", "ad"):
        return None
    for last in range(i + 2, min(i + 5, len(words))):
        word = words[last]
        if last + 1 in listed or (word.endswith(_STRONG) and word not in _NOT and word not in _COMMON and _stem(word, _STRONG) >= _SHORTEST_STEM):
            begin, stop = document.span(start, last + 1)
            attrs: dict[str, object] = {"public": True} if _is_public(document.text, begin, stop) else {}
            return Finding("ADDRESS", begin, stop, 0.85, "address", attrs)
    return None


def _is_public(text: str, start: int, stop: int) -> bool:
    """Whether a cue in the same sentence says that the address is a workplace's or an event's."""
    before = re.split(r"[.!?\n]\s", text[max(0, start - _BEFORE) : start].lower())[-1]
    if _INSTITUTION.search(before):
        return not re.search(r"(?<!\w)(?:bor|boede|bopæl|hjemme hos|ude hos)(?!\w)", before)
    return False
