"""Reads names off a text: listed, titled, initialled, disguised, and unlisted ones that a cue introduces.

In: a `Document` with gazetteer matches. Out: `Candidate`s with the evidence that each is a name (2 or more counts), and
what the words right beside it say of whose it is. Whether it is a patient's is decided in `names`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.detectors import name_tables as t
from models.detectors.name_handles import user_name
from models.detectors.name_parts import Part
from models.detectors.name_unlisted import Unlisted
from models.document import Document


@dataclass(slots=True)
class Candidate:
    """A possible name: tokens, key (what further mentions share), evidence for name and for patient."""

    first: int
    last: int
    key: str
    name: float
    role: float = 0.0
    title: bool = False
    signature: bool = False
    vetoed: bool = False


class NameReader:
    """Reads names off one document."""

    def __init__(self, document: Document, parts: dict[int, Part]) -> None:
        self._document = document
        self._tokens = document.tokens
        self._words = document.words
        self._parts = parts
        self._lower_case = document.text.islower()
        self._places = {match.first for match in document.matches.get("places", ())}
        self._unlisted = Unlisted(document)

    def candidates(self) -> Iterator[Candidate]:
        """Stretches that may be names, in text order, none inside another."""
        i, size, reach = 0, len(self._tokens), -1
        while i < size:
            word = self._words[i]
            text = self._tokens[i].text
            found = None
            if word in t.TITLES:
                found = self._titled(i)
            elif i and self._words[i - 1] in t.ADDRESSING and (handle := user_name(self._document, i)):
                found = Candidate(i, *handle, t.CAPITAL)
            if found is None and i in self._parts:
                found = self._listed(i)
            elif found is None and len(word) == 3 and word[2] == "s" and word[:2] in t.SHORT and text[0].isupper():
                # The index knows no genitive of names this short ("Bos").
                self._parts[i] = Part(word[:2], i + 1, True, 0, genitive=True)
                found = self._listed(i)
            elif found is None and text[0].isupper():
                if len(text) == 1:
                    found = self._initials(i)
                elif worth := self._unlisted.worth(i, self._parts, reach):
                    found = Candidate(i, i + 1, word, worth)
                    self._extend(found, given=True)
            if found is None:
                i += 1
                continue
            yield found
            i = found.last
            if found.name >= t.IS_NAME:
                reach = i

    def _titled(self, i: int) -> Candidate | None:
        """`fru Hansen`, `hr. Jensen`, `fru H.`: a title and what follows it."""
        tokens, words = self._tokens, self._words
        k = i + 1
        if k < len(tokens) and words[k] == ".":
            k += 1
        if words[k : k + 2] == ["og", "fru"]:
            k += 2
        if (
            k >= len(tokens)
            or tokens[k].start - tokens[k - 1].end > 1
            or words[k] in t.FORMS["no_title"]
            or not tokens[k].text[0].isalpha()
        ):
            return None
        part = self._parts.get(k)
        if part is None and not tokens[k].text[0].isupper():
            return None
        last = part.last if part else k + 1
        found = Candidate(i, last, part.name if part else words[k], t.TITLE, t.TITLE_ROLE, title=True)
        if len(words[k]) == 1 and last < len(tokens) and words[last] == "." and tokens[last].start == tokens[k].end:
            found.last += 1
        elif not (part and part.genitive):
            self._extend(found, given=True)
        return found

    def _listed(self, i: int) -> Candidate:
        part = self._parts[i]
        text = self._tokens[i].text
        capital = text[0].isupper()
        opens = capital and (self._unlisted.opens(i) or self._shouted(i))
        if part.disguised or self._spelled_out(i):
            found = Candidate(i, part.last, part.name, t.CAPITAL, t.DISGUISE_ROLE)
        elif part.given:
            # Two capitals are rather an abbreviation ("PI", "MO").
            needs = "cue" if len(text) == 2 and text.isupper() else t.NEEDS.get(part.name, "")
            inside, first, lower = t.CLASSES.get(needs, (t.CAPITAL, t.FIRST_WORD, t.LOWER))
            if (
                not capital
                and lower == t.LOWER
                and (part.bearers < t.KNOWN_IN_LOWER_CASE or self._words[i] in t.COMMON)
            ):
                lower = t.RARE_LOWER
            found = Candidate(i, part.last, part.name, (first if opens else inside) if capital else lower)
            if not capital and self._lower_case:
                found.name += 0.5
        else:
            sure = part.name.endswith("sen")
            worth = (t.SURE_SURNAME if sure else t.SURNAME) + (t.FIRST_SURNAME if opens else 0.0)
            placed = i and self._words[i - 1] in t.FORMS["place_preposition"]
            if text.isupper() and len(text) <= t.HANDLE and not self._shouted(i):
                worth += t.ABBREVIATION  # "UTH" is rather no Mr Uth
            if i in self._places or (placed and t.phrase(self._words, i, -1, t.BEFORE_NAME) < t.CUE):
                worth += t.PLACE
            found = Candidate(
                i, part.last, part.name, worth if capital and part.name not in t.FORMS["no_name"] else t.CUE_LOWER
            )
        if not part.genitive:
            self._extend(found, given=part.given)
        return found

    def _spelled_out(self, i: int) -> bool:
        """Whether the letters stood apart in the post ("V-i-l-j-a")."""
        token, prepared = self._tokens[i], self._document.prepared
        if prepared.starts is None or len(token.text) < t.HANDLE:
            return False
        start, end = prepared.original_span(token.start, token.end)
        return end - start >= 2 * len(token.text) - 1

    def _initials(self, i: int) -> Candidate | None:
        """`K.M.`, `E.B.s`, and `S. Hansen`."""
        tokens, words = self._tokens, self._words
        letters, k = "", i
        while (
            k + 1 < len(tokens)
            and len(words[k]) == 1
            and tokens[k].text.isupper()
            and words[k + 1] == "."
            and len(letters) < 4
        ):
            letters += words[k]
            k += 2
            if k < len(tokens) and tokens[k].start != tokens[k - 1].end:
                break
        genitive = bool(letters) and k < len(tokens) and words[k] == "s" and tokens[k].start == tokens[k - 1].end
        if not letters or (letters in t.FORMS["no_initials"] and not genitive):
            return None
        part = self._parts.get(k)
        if (
            part
            and tokens[k].text[0].isupper()
            and tokens[k].start - tokens[k - 1].end <= 1
            and t.NEEDS.get(part.name) != "cue"
        ):
            found = Candidate(i, part.last, part.name, t.CAPITAL)
            self._extend(found, given=False)
            return found
        if len(letters) < 2:
            return None
        return Candidate(i, k + genitive, letters, t.IS_NAME, t.INITIALS_ROLE)

    def _extend(self, found: Candidate, *, given: bool) -> None:
        """Take in further names, initials, particles and a genitive behind the first name."""
        tokens, words, parts = self._tokens, self._words, self._parts
        capital = tokens[found.last - 1].text[0].isupper()
        limit = min(len(tokens), found.first + t.LONGEST)
        while found.last < limit:
            k = found.last
            token, gap = tokens[k], tokens[k].start - tokens[k - 1].end
            if (
                token.text == "-"
                and not gap
                and k + 1 < limit
                and tokens[k + 1].start == token.end
                and (k + 1 in parts)
            ):
                found.last = parts[k + 1].last
                found.name += t.SECOND_LOWER
                found.role += t.DISGUISE_ROLE if parts[k + 1].disguised else 0.0
                if parts[k + 1].genitive:
                    return
                continue
            if (
                token.text in "'’"
                and not gap
                and k + 1 < len(tokens)
                and words[k + 1] == "s"
                and tokens[k + 1].start == token.end
            ):
                found.last = k + 2
                return
            if gap not in (1, 2) or token.sentence != tokens[k - 1].sentence:
                return
            part = parts.get(k)
            upper = token.text[0].isupper()
            if (
                part
                and upper == capital
                and (given or not part.given)
                and (upper or (part.name not in t.NEEDS and words[k] not in t.COMMON))
            ):
                found.last = part.last
                found.name += t.SECOND_NAME if capital else t.SECOND_LOWER
                if part.genitive:
                    return
            elif not (given and capital and upper):
                after = k + 1 < limit and tokens[k + 1].text[0].isupper()
                if not (
                    capital
                    and after
                    and token.lower in t.PARTICLES
                    and (k + 1 in parts or self._unlisted.possible(k + 1))
                ):
                    return
                found.last = k + 2
                found.name += t.SECOND_UNKNOWN
            elif len(token.text) == 1 or (
                len(token.text) < 4 and words[k + 1 : k + 2] == ["."] and words[k] not in t.COMMON
            ):
                dotted = k + 1 < len(tokens) and words[k + 1] == "." and tokens[k + 1].start == token.end
                if not dotted and token.text == "I":
                    return
                found.last = k + 2 if dotted else k + 1
                found.name += t.INITIAL
            elif self._unlisted.possible(k):
                found.last = k + 1
                found.name += t.SECOND_UNKNOWN
            else:
                return

    def _shouted(self, i: int) -> bool:
        text = self._tokens[i].text
        return (
            len(text) > 1
            and text.isupper()
            and any(len(t.text) > 1 and t.text.isupper() for t in self._tokens[max(0, i - 1) : i + 2] if t.text != text)
        )
