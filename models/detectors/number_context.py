"""What stands around a chain of digits: cue words that tell what it is a number of.

In: a document and a chain of its digits. Out: the kind of the nearest cue, and findings over parts of the chain.
"""

from __future__ import annotations

import re

from models.datafiles import read_table
from models.document import Document, Finding
from models.text.digits import Chain

_REACH = 9
_LONGEST_CUE = 4
_AFTER = 6
_AUTHORITY_REACH = 90
# How many characters may stand between a cue and its number.
_FARTHEST = {"cpr": 30, "birth": 9, "last": 24, "phone": 34, "strong": 16, "weak": 12, "other": 18, "authority": 18}
_PAST_NUMBER = 8
_PLAIN = re.compile(r"[ .\-]")
_KINDS: dict[str, str] = {}
for _row in read_table("gazetteers/number_cues.tsv"):
    _KINDS.setdefault(_PLAIN.sub("", _row["phrase"]), _row["kind"])
_ENDINGS = frozenset(
    _PLAIN.split(row["phrase"].strip(" .-"))[-1] for row in read_table("gazetteers/number_cues.tsv")
) | {".", ":", "-"}
_AUTHORITY = re.compile("|".join(re.escape(phrase) for phrase, kind in _KINDS.items() if kind == "authority"))


class Context:
    """The surroundings of one chain. Cues are looked up once for a place and only when asked for."""

    def __init__(self, document: Document, chain: Chain) -> None:
        self.document = document
        self.chain = chain
        self._before: dict[int, str] = {}

    def finding(
        self, type_: str, start: int, end: int, score: float, attrs: dict[str, object] | None = None, plus: bool = False
    ) -> Finding:
        """A finding over characters `start` to `end` of the chain's code; with `plus`, a plus sign before it is a part."""
        tokens = self.chain.tokens
        first = tokens[start]
        if plus and self.document.word(first - 1) == "+":
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
        if token not in self._before:
            self._before[token] = self._look_back(token)
        return self._before[token]

    def _look_back(self, token: int) -> str:
        words, tokens = self.document.words, self.document.tokens
        start = tokens[token].start
        passed = False
        for last in range(token - 1, max(-1, token - 1 - _REACH), -1):
            word = words[last]
            if word in _ENDINGS:
                cue = ""
                kind = ""
                for first in range(last, max(-1, last - _LONGEST_CUE - 2), -1):
                    if words[first] not in (".", "-"):
                        cue = words[first] + cue
                        kind = _KINDS.get(cue, kind)
                if passed and kind != "other":
                    kind = ""
                if kind:
                    return kind if start - tokens[last].end <= (_FARTHEST[kind] if not passed else _PAST_NUMBER) else ""
            if word[0].isdecimal():
                passed = True  # "konto 1234 0101901234" is all account
        return ""

    def after_plus(self, start: int) -> bool:
        """Whether a plus sign (of a country code) stands before character `start` of the code."""
        return "+" in (
            self.document.word(self.chain.tokens[start] - 1),
            self.document.word(self.chain.tokens[start] - 2),
        )

    def spelled(self, start: int) -> bool:
        """Whether character `start` of the code was written in letters."""
        return self.document.words[self.chain.tokens[start]].isalpha()

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
        while first > 0 and token - first < 6 and tokens[first - 1].end == tokens[first].start:
            text = tokens[first - 1].text
            if not ((text.isalnum() and len(text) <= 8) or text in "-/_.–"):
                break
            first -= 1
        while first < token and not tokens[first].text.isalnum():
            first += 1
        word = self.document.words[first]
        # A cue word that is glued on is a cue, not a part of the number ("sag24/10233").
        while first < token and (word.isalpha() and (len(word) > 3 or word in _KINDS)):
            first += 1
            while first < token and not tokens[first].text.isalnum():
                first += 1
            word = self.document.words[first]
        return first

    def glued_after(self, token: int) -> int:
        """End of what hangs on after the token before `token`: "-A", "/2"."""
        tokens = self.document.tokens
        if token < len(tokens) and tokens[token].start == tokens[token - 1].end:
            if tokens[token].text in "-/" and token + 1 < len(tokens) and tokens[token + 1].start == tokens[token].end:
                return token + 2 if len(tokens[token + 1].text) <= 4 and tokens[token + 1].text.isalnum() else token
            if len(tokens[token].text) == 1 and tokens[token].text.isupper():
                return token + 1
        return token
