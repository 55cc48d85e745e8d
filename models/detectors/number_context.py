"""What stands around a chain of digits: cue words that tell what it is a number of.

In: a document and a chain of its digits. Out: the kind of the nearest cue, and findings over parts of the chain.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from models.datafiles import read_table, read_words
from models.document import Document, Finding
from models.text.digits import Chain
from models.text.disguises import MaskedWords
from models.text.misspelt import Misspelt
from models.text.phrases import read_classes

REACH = 9
_LONGEST_CUE = 4
_AFTER = 6
_AUTHORITY_REACH = 90
# How many characters may stand between a cue and its number.
_FARTHEST = {
    "cpr": 30,
    "birth": 9,
    "first": 16,
    "last": 24,
    "phone": 34,
    "strong": 34,
    "weak": 20,
    "close": 3,
    "reading": 4,
    "thing": 18,
    "other": 18,
    "authority": 18,
}
_PAST_NUMBER = 8
_GENERIC = "nummer"
_PLAIN = re.compile(r"[ .\-]")
_KINDS: dict[str, str] = {}
for _row in read_table("gazetteers/number_cues.tsv"):
    _KINDS.setdefault(_PLAIN.sub("", _row["phrase"]), _row["kind"])
_forms = read_classes("gazetteers/number_cue_forms.tsv")
NUMBER_WORDS, _ABBREVIATED, PREPOSITIONS, _STUDY, _ELSEWHERE, _REST, _LOOKUP, _PLUS, NOUGHTS, ENDING = (
    _forms[kind]
    for kind in (
        "number",
        "abbreviated",
        "preposition",
        "study",
        "elsewhere",
        "rest",
        "lookup",
        "plus",
        "nought",
        "ending",
    )
)
PHONE_WORDS = frozenset(phrase for phrase, kind in _KINDS.items() if kind == "phone")
UNITS = frozenset(row["word"] for row in read_table("gazetteers/street_parts.tsv") if row["kind"] == "unit")
_ENDINGS = frozenset(
    _PLAIN.split(row["phrase"].strip(" .-"))[-1] for row in read_table("gazetteers/number_cues.tsv")
) | {".", ":", "-"}
RECORD_KINDS = ("strong", "weak")
_HEADS = tuple(phrase[:-1] for phrase in _KINDS if phrase[-1] == "*")
# Only words that say "number" are looked for behind a slip: others are too near to everyday words.
_SLIPS = Misspelt(word for word in _KINDS if word.endswith(tuple(_forms["number"])))
_MASKED = MaskedWords(word for word in _KINDS if word.isalpha())
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
# What is left of "nr" or "nummer": a word such as "indlæggelser" or "aftalen" is no slip of "indlæggelsenr".
_SAYS_NUMBER = re.compile(r"(?:n[^aeiouyæøå\W]{1,2}|num\w{0,5})\Z")
_CUE_CHUNKS = re.compile(r"(?P<cue>[^\W_][\w*€$£@!•|]{3,20})[.:#=]{0,2}\s?(?:n[ro]\.?|nummer|#)?[:=#]?\s?\Z")
_CHUNK = 34
_TAILS = {phrase[1:]: kind for phrase, kind in _KINDS.items() if phrase[0] == "*"}
_TAIL_ENDINGS = tuple(_TAILS)
_LONGEST_GLUED = 8
_LONGEST_CODE = 5
_STUDY_REACH = 14
_LOOKUP_REACH = 4
_MEANS = {"close": "weak", "reading": "thing"}
_PROCEEDINGS = tuple(_forms["proceeding"])
_AUTHORITY = re.compile("|".join(re.escape(phrase) for phrase, kind in _KINDS.items() if kind == "authority"))


def _is_letters(text: str) -> bool:
    """Whether a token may be the letters of a code such as "KB 0500"."""
    return text.isupper() and len(text) < _LONGEST_CODE


class Context:
    """The surroundings of one chain. Cues are looked up once for a place and only when asked for."""

    def __init__(self, document: Document, chain: Chain) -> None:
        self.document = document
        self.chain = chain
        self._before: dict[int, tuple[str, int, int]] = {}

    def finding(
        self, type_: str, start: int, end: int, score: float, attrs: dict[str, object] | None = None, plus: bool = False
    ) -> Finding:
        """A finding over characters `start` to `end` of the chain's code; with `plus`, a plus sign before it is a part."""
        tokens = self.chain.tokens
        first = tokens[start]
        if plus and self.document.word(first - 1) in ("+", *_PLUS):
            first -= 2 if self.document.word(first - 2) == "(" else 1
        elif plus and self.document.word(first - 1) == "(" and ")" in self.document.words[first : tokens[end - 1]]:
            first -= 1
        while not self.chain.code[end - 1].isalnum() and self.chain.code[end - 1] != "…":
            end -= 1
        return self.document.finding(type_, first, tokens[end - 1] + 1, score, "identifiers", attrs)

    def kind(self, start: int, end: int) -> str:
        """Kind of the cue nearest before the stretch of the code, else "cpr" if that cue follows, else ""."""
        before = self.kind_before(self.chain.tokens[start])
        if before:
            return before
        after = self.chain.tokens[end - 1] + 1
        for word in self.document.words[after : after + _AFTER]:
            if word[0].isdecimal():
                break
            if _KINDS.get(word) == "cpr":
                return "cpr"
        return ""

    def kind_before(self, token: int) -> str:
        """Kind of the nearest cue before a token, if near enough for its kind and no other number stands between."""
        return self._cue(token)[0]

    def kind_after(self, token: int) -> str:
        """Kind of the first cue of a record or a telephone in the words that follow, up to the end of the clause."""
        words = self.document.words[token : token + _AFTER]
        for word, following in zip_longest(words, words[1:], fillvalue=""):
            if word[0].isdecimal() or word in ".,!?\n":
                break
            kind = _KINDS.get(word) or _KINDS.get(word + following) or ("weak" if word.startswith(_HEADS) else "")
            if kind:
                return kind
        return ""

    def with_cue(self, token: int) -> int:
        """First token of the cue that stands right before `token` ("sag" of "sag 24/10233"), else `token`."""
        kind, first, last = self._cue(token)
        if kind not in (*RECORD_KINDS, "cpr"):
            return token
        tokens, words = self.document.tokens, self.document.words
        if words[last] in PREPOSITIONS or words[last].endswith(_PROCEEDINGS):
            return token  # "afgørelsen i 25/07193": the word is no name of the number
        for i in range(last + 1, token):
            if words[i] == "." and words[i - 1] not in _ABBREVIATED and not words[i - 1].endswith("nr"):
                return token
            if words[i][0].isalnum() and words[i] not in NUMBER_WORDS and not _is_letters(tokens[i].text):
                return token
        return token if "\n" in self.document.text[tokens[last].end : tokens[token].start] else first

    def _cue(self, token: int) -> tuple[str, int, int]:
        if token not in self._before:
            self._before[token] = self._look_back(token)
        return self._before[token]

    def _look_back(self, token: int) -> tuple[str, int, int]:
        words, tokens = self.document.words, self.document.tokens
        start = tokens[token].start
        passed = False
        for last in range(token - 1, max(-1, token - 1 - REACH), -1):
            word = words[last]
            if word in _ENDINGS or word.endswith(_TAIL_ENDINGS):
                cue, kind, begin = "", "", last
                for first in range(last, max(-1, last - _LONGEST_CUE - 2), -1):
                    if words[first] not in (".", "-"):
                        cue = words[first] + cue
                        if cue in _KINDS:
                            kind, begin = _KINDS[cue], first
                if not kind and word not in _KINDS:
                    kind = next((kind for tail, kind in _TAILS.items() if word.endswith(tail)), "")
                if passed and kind not in ("other", "thing"):
                    kind = ""
                if kind == "phone" and words[begin].startswith(_GENERIC) and self.recorded(begin):
                    kind = "strong" if _KINDS.get(words[begin - 1]) in RECORD_KINDS else "weak"
                if kind:
                    near = start - tokens[last].end <= (_FARTHEST.get(kind, 0) if not passed else _PAST_NUMBER)
                    return (_MEANS.get(kind, kind), begin, last) if near else ("", last, last)
            elif word.startswith(_HEADS) and not passed and start - tokens[last].end <= _FARTHEST["close"]:
                return _KINDS.get(word, "weak"), last, last
            if word[0].isdecimal():
                passed = True  # "konto 1234 0101901234" is all account
        return self._disguised(token)

    def recorded(self, token: int, reach: int = 3) -> bool:
        """Whether a case or record is named in the `reach` tokens before one ("journalen har" before "nummeret")."""
        return any(_KINDS.get(word) in RECORD_KINDS for word in self.document.words[max(0, token - reach) : token])

    def _disguised(self, token: int) -> tuple[str, int, int]:
        """The cue right before a token if it is misspelt or in disguise."""
        tokens, words = self.document.tokens, self.document.words
        start = tokens[token].start
        found = _CUE_CHUNKS.search(self.document.text[max(0, start - _CHUNK) : start].lower())
        if not found or found["cue"] in _COMMON or found["cue"] in _KINDS:
            return "", token, token
        if found["cue"].isalpha():
            meant = _SLIPS.find(found["cue"]) if _SAYS_NUMBER.search(found["cue"]) else ""
        else:
            meant = _MASKED.find(found["cue"])
        kind = _KINDS.get(meant, "")
        if not kind:
            return "", token, token
        begin = start - len(found.group())
        first = next(i for i in range(token, -1, -1) if i == 0 or tokens[i].start <= begin)
        last = next((i for i in range(token - 1, first, -1) if words[i].isalnum()), first)
        return _MEANS.get(kind, kind), first, last

    def after_plus(self, start: int) -> bool:
        """Whether a plus sign (of a country code), or "plus" and the code of Denmark, stands before character `start` of the code."""
        if self.chain.code.startswith("45", start) and self.document.word(self.chain.tokens[start] - 1) in _PLUS:
            return True
        return "+" in (
            self.document.word(self.chain.tokens[start] - 1),
            self.document.word(self.chain.tokens[start] - 2),
        )

    def spelled(self, start: int, end: int = 0) -> bool:
        """Whether character `start` of the code, or any from there to `end`, was written in letters."""
        return any(self.document.words[token].isalpha() for token in self.chain.tokens[start : max(end, start + 1)])

    def by_authority(self, token: int, bare: bool) -> bool:
        """Whether a court or supervisory body is named before the token: its published decisions are no patient's case.

        `bare`: the number has the form of such a decision, so that the word for decision suffices.
        """
        end = self.document.tokens[token].start
        text = self.document.text[max(0, end - _AUTHORITY_REACH) : end].lower()
        return _AUTHORITY.search(text) is not None or (bare and ("afgørelse" in text or "dom" in text))

    def glued_before(self, token: int) -> int:
        """First token of the letters and marks that hang on before `token` without a space ("S-2023-" before "1182")."""
        tokens = self.document.tokens
        first = token
        while first > 0 and token - first < _LONGEST_GLUED and tokens[first - 1].end == tokens[first].start:
            text = tokens[first - 1].text
            if not ((text.isalnum() and len(text) <= 8) or text in "-/_.–"):
                break
            first -= 1
        while first < token and not tokens[first].text.isalnum():
            first += 1
        word = self.document.words[first]
        # A cue word that is glued on is a cue, not a part of the number ("sag24/10233").
        while first < token and word.isalpha() and (len(word) > 3 or _KINDS.get(word, "reading") != "reading"):
            first += 1
            while first < token and not tokens[first].text.isalnum():
                first += 1
            word = self.document.words[first]
        return first

    def glued_after(self, token: int) -> int:
        """End of what hangs on after the token before `token`: "-A", "/2"."""
        tokens = self.document.tokens
        end = token
        while end < len(tokens) and end - token < _LONGEST_GLUED and tokens[end].start == tokens[end - 1].end:
            text = tokens[end].text
            if text in "-/." and end + 1 < len(tokens) and tokens[end + 1].start == tokens[end].end:
                hung = tokens[end + 1].text
                if not hung.isalnum() or len(hung) > _LONGEST_GLUED or (len(hung) > 4 and hung.isalpha()):
                    break
                end += 2
            elif len(text) == 1 and text.isupper():
                end += 1
            else:
                break
        return end

    def is_part(self, start: int, end: int) -> bool:
        """Whether the words around say that the stretch of the code is only a part of a number ("starter med", "og resten")."""
        before = self.kind_before(self.chain.tokens[start])
        if before == "first":
            return True
        after = self.chain.tokens[end - 1] + 1
        words = self.document.words[after : after + _AFTER]
        return before in ("", "birth") and not _REST.isdisjoint(words) and words[0] not in UNITS

    def is_end(self, token: int) -> bool:
        """Whether the words from `token` on say that the digits before it are the last of a number ("er hendes sidste fire")."""
        words = self.document.words[token : token + _AFTER]
        return any(_KINDS.get(a + b) == "last" for a, b in pairwise(words)) and not self.of_another(token - 1)

    def of_another(self, token: int) -> bool:
        """Whether "the last four" before the digits at `token` are those of a card, an account or a race, by the words around."""
        words = self.document.words
        return not _ELSEWHERE.isdisjoint(
            [*words[max(0, token - REACH) : token], *words[token + 1 : token + 1 + _AFTER]]
        )

    def in_study(self, first: int, last: int) -> bool:
        """Whether a trial, a sample or a wristband is spoken of, or something looked up, around tokens `first` to `last`, a dozen words on each side."""
        words = self.document.words
        around = [*words[max(0, first - _STUDY_REACH) : first], *words[last : last + _STUDY_REACH]]
        near = [*words[max(0, first - _LOOKUP_REACH) : first], *words[last : last + _LOOKUP_REACH]]
        return not (_STUDY.isdisjoint(around) and _LOOKUP.isdisjoint(near))

    def in_code(self, start: int, end: int) -> bool:
        """Whether characters `start` to `end` are a part of a code with letters, such as "HP-4520-7718" or "90027461-A"."""
        tokens = self.document.tokens
        first, last = self.chain.tokens[start], self.chain.tokens[end - 1] + 1
        lead = tokens[self.glued_before(first)].text
        if self.glued_before(first) < first and lead.isupper() and len(lead) <= _LONGEST_CODE:
            return True
        return self.glued_after(last) > last and any(
            token.text.isupper() for token in tokens[last : self.glued_after(last)]
        )
