"""The grammar of Danish street names: endings, words of their own after a name, first names, names in pieces.

In: a document and the token after the name. Out: the token where the name starts. Knows nothing of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.datafiles import read_words
from models.document import Document, Token
from models.text.phrases import one_of, read_classes
from models.text.street_disguises import disguised_street

PARTS = read_classes("gazetteers/street_parts.tsv")
_STRONG = tuple(PARTS["suffix"])
_WEAK = tuple(PARTS["weak"])
_FAINT = tuple(PARTS["faint"])
_GENERIC, _SHORT, _FIRST, _NOT = PARTS["generic"], PARTS["short"], PARTS["first"], PARTS["not"]
COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_DWELLING = re.compile(rf"(?<!\w)(?:{one_of(PARTS['dwelling'])})(?!\w)")
_SIDE = r"t\.?\s?v\.?|t\.?\s?h\.?|m\.?\s?f\.?|(?:til\s)?(?:venstre|højre)|midt\s?for"
DOOR = rf"{_SIDE}|(?:dør|hus|blok)\s?\w{{1,3}}|lejl(?:ighed)?\.?\s?\w{{1,4}}|opg(?:ang)?\.?\s?\w{{1,2}}|(?:vær(?:else)?\.?|bolig)\s?\d{{1,4}}|baghuset|forhuset|sidehuset|mellembygningen"
FLOOR = rf"(?:\d{{1,2}}|første|anden|tredje|fjerde|femte)\.?\s?(?:sal|etage)\.?|\d{{1,2}}\s?\.?\s?(?=(?:{DOOR})(?!\w))|st(?:uen)?\.?(?=\s?(?:{DOOR}|[,.\n]|\Z))|k(?:l|æ)?ld(?:er(?:en)?)?\.?(?!\w)"
_CLAUSE_ENDS = re.compile(
    r"\s\d{1,3}\s?[a-h]?(?=\s?[.,!?)\n-]|\Z|\s(?:" + "|".join(sorted(PARTS["after"])) + r")(?!\w))", re.IGNORECASE
)
_BEFORE, _AFTER = 60, 25
_LETTERED = re.compile(r"\s\d{1,3}[a-fh](?![^\W_])", re.IGNORECASE)
_SHORTENED, _PLAIN_SHORT, _VERBAL = (tuple(PARTS[kind]) for kind in ("shortened", "plain", "verbal"))
_SHORTEST_FAINT = 4
_JOINTS = frozenset("-*_./~@$€|")
_CUT_OFF = re.compile(r"(?:[bcdfghjkmnpst]v|vj|gd)\Z")
_POSTCODE = re.compile(r"\s\d{1,3}\s?[a-h]?,?\s[1-9]\d{3}\s[A-ZÆØÅa-zæøå]")
AT_HOME = re.compile(rf"(?<!\w)(?:{one_of(PARTS['home'])})(?!\w)")
_DOOR_NEXT = re.compile(
    rf"\s\d{{1,3}}\s?[a-h]?,?\s(?:st\.?\s?|\d{{1,2}}\s?\.?\s?(?:sal,?\s?)?)(?:{_SIDE})(?!\w)", re.IGNORECASE
)
_SHORTEST_NAME = 4
_CUT = tuple(PARTS["cut"])
_NEAR = 14
_LONGEST_NAME = 5
_SHORTEST_STEM = 2
_TAIL_CLEAR = re.compile(rf"\s\d{{1,3}}\s?[a-h]?,?\s(?:\d{{4}}\s|{FLOOR}|{DOOR})", re.IGNORECASE)


def has_street_ending(word: str) -> bool:
    """Whether a lower-case word ends like a street and is no other word."""
    return word.endswith(_STRONG) and word not in _NOT and _stem(word, _STRONG) >= _SHORTEST_STEM


def abbreviated(document: Document, end: int) -> bool:
    """Whether the full stop at token `end` belongs to a shortened street ("Elmev. 21")."""
    return document.words[end] == "." and document.words[end - 1].endswith((*_SHORT, *_CUT))


def street_start(document: Document, end: int, listed: dict[int, int]) -> int:
    """First token of the street name that ends before token `end`; -1 if none does."""
    if end in listed:
        return listed[end]
    last = end - 1
    if (
        not document.words[last][0].isalpha()
        or document.text[document.tokens[last].end : document.tokens[last].end + 1] == "\n"
    ):
        return -1
    found = _by_grammar(document, end)
    return found if found >= 0 else _by_surroundings(document, last)


def _by_grammar(document: Document, end: int) -> int:
    last = end - 1
    words, tokens = document.words, document.tokens
    word = words[last]
    masked = disguised_street(document, last)
    if masked >= 0:
        return masked
    if (
        _capital(tokens, last)
        and word.endswith(_CUT)
        and any(word.removesuffix(cut) in PARTS["stem"] for cut in _CUT if word.endswith(cut))
    ):
        return _with_first_names(document, last)  # "Kongensg", "Sønderga."
    if word in PARTS["split"] and last > 0 and words[last - 1] in PARTS["stem"]:
        return last - 1
    if word in _GENERIC or (word in _SHORT and document.word(end) == "."):
        named = -1 if _is_thing(document, last) else _name_before(document, last)
        if named >= 0 or not has_street_ending(word):
            return named
    if has_street_ending(word):
        return _with_first_names(document, last)
    if (
        document.word(end) == "."
        and len(word) > 4
        and word.endswith(tuple(_SHORT))
        and tokens[end].start == tokens[last].end
        and word not in COMMON
        and word not in _NOT
    ):
        if word[-1] == "g" and not word.endswith("vg"):  # "Sønderg.", and not "Aalborg." at the end of a sentence
            return last if {word[:-1], word[:-2]} & PARTS["stem"] or word.endswith("sg") else -1
        clear = (
            word.endswith(_PLAIN_SHORT) or _capital(tokens, last) or _TAIL_CLEAR.match(document.text, tokens[end].end)
        )
        return _with_first_names(document, last) if clear else -1
    weak = word.endswith(_WEAK) and _stem(word, _WEAK) > _SHORTEST_STEM
    if (
        word.endswith(_WEAK)
        and last > 0
        and words[last - 1] in PARTS["place"]
        and _capital(tokens, last - 1)
        and _capital(tokens, last)
    ):
        return last - 1  # "Ved Skoven", "Langs Hegnet"
    like_street = weak or (word.endswith(_FAINT) and len(word) > _SHORTEST_FAINT)
    if like_street and word not in _NOT and word not in COMMON and _somebody_lives_there(document, last, weak):
        return last
    return _split_name(document, last)


def _capital(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].text[0].isupper()


def _is_thing(document: Document, last: int) -> bool:
    """Whether a street word of its own, in small letters, is the everyday word: "alle tre", "sko str. 42", "kuvøse plads 3"."""
    word, before = document.words[last], document.word(last - 1)
    if word not in PARTS["everyday"] or document.tokens[last].text[0].isupper():
        return False
    if before == ".":
        before = document.word(last - 2)
    return before not in _FIRST and not (before.endswith("s") and len(before) > _SHORTEST_NAME)


def _by_surroundings(document: Document, last: int) -> int:
    """First token of a name that only its surroundings show to be an address ("Ulstrup 14, 4420 Regstrup", "Overdrevet 12, 4. tv")."""
    token, text = document.tokens[last], document.text
    word = token.lower
    if not token.text[0].isupper() or len(word) < _SHORTEST_NAME or not word.isalpha() or word in PARTS["room"]:
        return -1
    if document.word(last - 1) in PARTS["farm"] and word not in COMMON:
        return last - 1  # "gården Højager 4"
    clear = _POSTCODE.match(text, token.end) or _DOOR_NEXT.match(text, token.end)
    if not clear and not (
        _CLAUSE_ENDS.match(text, token.end) and AT_HOME.search(text[max(0, token.start - _NEAR) : token.start].lower())
    ):
        return -1
    for match in document.matches["places"]:
        if match.last == last + 1 and match.row["kind"] in ("town", "village"):
            return match.first
    if word in COMMON and not (clear or word in _GENERIC or word.endswith(_WEAK)):
        return -1
    leads = last > 0 and document.words[last - 1] in _FIRST and document.tokens[last - 1].text[0].isupper()
    return last - 1 if leads else last


def _somebody_lives_there(document: Document, last: int, weak: bool) -> bool:
    """Whether a word that need not be a street is one here: by a cue of a dwelling, by the form of what follows, or a capital."""
    text, token = document.text, document.tokens[last]
    if _TAIL_CLEAR.match(text, token.end):
        return True
    capital = token.text[0].isupper()
    if capital and not PARTS["number"].isdisjoint(document.words[last + 1 : last + 3]):
        return True  # "Kratgården, nr. 22"
    if not weak and any(match.first <= last < match.last for match in document.matches["given_names"]):
        return False
    if _DWELLING.search(text[max(0, token.start - _BEFORE) : token.start].lower()):
        return weak or capital or _CUT_OFF.search(token.lower) is not None
    if not weak:
        return capital and token.text.lower().endswith(_SHORTENED) and _CLAUSE_ENDS.match(text, token.end) is not None
    return (
        (capital and (_DWELLING.search(text[token.end : token.end + _AFTER].lower()) is not None))
        or (
            _CLAUSE_ENDS.match(text, token.end) is not None
            and (capital or _LETTERED.match(text, token.end) is not None)
        )
        or _LETTERED.match(text, token.end) is not None
    )


def _stem(word: str, suffixes: tuple[str, ...]) -> int:
    """Letters before the suffix; the shortest suffix that fits counts, since it leaves a real stem."""
    return max(len(word) - len(suffix) for suffix in suffixes if word.endswith(suffix))


def _name_before(document: Document, last: int) -> int:
    """First token of a name that goes with a street word of its own ("H.C. Ørsteds Vej", "nørre allé"); -1 if there is none."""
    words, tokens = document.words, document.tokens
    first = last
    named = False
    proper = tokens[last].text[0].isupper()  # a capital on "Vej" itself: then any capital before it belongs to the name
    while first > 0 and last - first < _LONGEST_NAME * 2:
        previous, token = words[first - 1], tokens[first - 1]
        if "\n" in document.text[token.end : tokens[first].start]:
            break
        if previous in (".", "-") and first > 1 and (len(words[first - 2]) <= 3 and words[first - 2].isalpha()):
            first -= 2
            named = named or words[first] in _FIRST
            continue
        if previous == "." and proper and _abbreviates(document, first - 2):
            return first - 2
        if previous == "s" and first > 2 and words[first - 2] in ("'", "’"):
            first -= 3
            named = True
            continue
        capital = token.text[0].isupper() and token.text.isalpha() and (proper or previous not in COMMON)
        genitive = previous.endswith("s") and len(previous) > 3 and previous.isalpha() and previous not in COMMON
        if capital or (previous in _FIRST and (named or capital or len(previous) > 2)) or (genitive and not named):
            first -= 1
            named = True
            continue
        glued = tokens[first].start - token.end == 0 and previous == "-"
        if not named and (
            glued or (previous.isalpha() and len(previous) >= 4 and previous not in COMMON and not _is_verbal(previous))
        ):
            first -= 1
            named = previous.isalpha()
            continue
        break
    return first if named else -1


def _abbreviates(document: Document, i: int) -> bool:
    """Whether token `i` is the beginning of a name before a full stop ("Frederiksb. Allé")."""
    if i < 0:
        return False
    token = document.tokens[i]
    return token.text[0].isupper() and token.lower not in COMMON and token.end == document.tokens[i + 1].start


def _is_verbal(word: str) -> bool:
    """Whether a lower-case word has an adjective's or verb's ending, as before "vej" in running text ("på trafikeret vej 4")."""
    return word.endswith(_VERBAL)


def _with_first_names(document: Document, last: int) -> int:
    """First token of a street name whose last word has its own ending ("Gammel Kongevej", "Store Kongensgade", "Sdr. Ringvej")."""
    words, first = document.words, last
    if first > 1 and words[first - 1] == "." and words[first - 2] in _FIRST:
        return first - 2
    if first > 0 and words[first - 1] in _FIRST and (len(words[first - 1]) > 2 or words[first - 1] in PARTS["brief"]):
        return first - 1
    while first > 0 and last - first < 3:
        token = document.tokens[first - 1]
        spaced = document.text[token.end : document.tokens[first].start] == "-"
        if not spaced and not (words[first - 1] == "-" and token.end == document.tokens[first].start):
            break
        first -= 1
    return _glued_before(document, first)


def _split_name(document: Document, last: int) -> int:
    """First token of a street name written in pieces ("El me væn get"); -1 if the pieces make none."""
    words, tokens = document.words, document.tokens
    joined = words[last]
    common = joined in COMMON
    for first in range(last - 1, max(-1, last - 5), -1):
        gap = document.text[tokens[first].end : tokens[first + 1].start]
        if len(gap) > 1 or gap == "\n":
            return -1
        if not words[first].isalpha():
            if words[first] in "-*_./~" and not gap:
                continue
            return -1
        joined = words[first] + joined
        common = common and words[first] in COMMON
        own = len(words[last])
        if (
            not common
            and words[first] not in COMMON
            and any(joined.endswith(s) and own < len(s) for s in _STRONG if len(s) > 3)
        ):
            return _first_piece(document, first)
    return -1


def _glued_before(document: Document, first: int) -> int:
    """First token of what is joined to token `first` by marks without a space ("B.rovst.ræde", "Str@ndgade")."""
    words, tokens = document.words, document.tokens
    while (
        first > 1
        and words[first - 1] in _JOINTS
        and words[first - 2].isalpha()
        and tokens[first - 2].end == tokens[first - 1].start
        and tokens[first - 1].end == tokens[first].start
    ):
        first -= 2
    return first


def _first_piece(document: Document, first: int) -> int:
    """Where a name in pieces begins: at its capital, or at the last short piece that is no word of its own."""
    words, tokens = document.words, document.tokens
    first = at = _glued_before(document, first)
    for i in range(first, max(-1, first - 4), -1):
        if not words[i].isalpha() or (i < first and len(words[i]) > 3):
            break
        if tokens[i].text[0].isupper():
            return i
        if at == i + 1 and words[i] not in COMMON:
            at = i
    return at
