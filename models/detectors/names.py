"""Names of persons: patients (`PATIENT_NAME`) and everybody else (`STAFF_NAME`).

In: a `Document` with gazetteer matches and the findings of stages 1 and 2. Out: one finding a name, title and surname
included, with attrs `role` ("patient" or "other"), `evidence` (of the role; 2 or more is a patient), `title`, and `speaker`
or `test_person` where it is one. Evidence is additive: forms here, words around it in `data/gazetteers/name_cues.tsv`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import TOKEN
from models.text.disguises import DISGUISED, SIGNS, MaskedWords

_IS_NAME = _IS_PATIENT = 2.0
_WINDOW = 15  # words on either side that may tell whose name it is
_HANDLE = 4  # letters of a given name that opens a user name ("sannemadsen88")
_LONGEST = 7  # tokens in a name
_MOST_PHRASE = 3  # words in a cue
_KNOWN_IN_LOWER_CASE = 300  # bearers from which a name without its capital may be taken for one
# What forms are worth, as evidence that it is a name.
_CAPITAL, _FIRST_WORD, _LOWER, _RARE_LOWER = 3.0, 2.5, 0.5, -0.5
_WORD_CAPITAL, _WORD_FIRST, _WORD_LOWER = 2.0, 0.5, -2.0
_CUE_CAPITAL, _CUE_FIRST, _CUE_LOWER = 0.5, -1.0, -3.0
_SURNAME, _SURE_SURNAME, _FIRST_SURNAME, _UNKNOWN, _AFTER_ROLE_NOUN = 1.2, 2.2, -0.2, 0.6, 2.0
_PLACE = -1.5
_SECOND_NAME, _SECOND_LOWER, _SECOND_UNKNOWN, _INITIAL, _TITLE = 2.5, 1.5, 0.7, 1.5, 3.0
# What forms are worth, as evidence of a patient: nobody disguises a colleague's name.
_DISGUISE_ROLE, _INITIALS_ROLE, _TITLE_ROLE, _SIGNATURE_ROLE = 5.0, 2.5, 2.5, -4.0

_FORMS: dict[str, set[str]] = {}
for _row in read_table("gazetteers/name_forms.tsv"):
    _FORMS.setdefault(_row["kind"], set()).add(_row["word"])
_TITLES, _SKIP, _PARTICLES = _FORMS["title"], _FORMS["skip"], _FORMS["particle"]
_NEEDS = {row["name"]: row["needs"] for row in read_table("gazetteers/name_words.tsv")}
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_CUES: dict[tuple[str, str], dict[str, float]] = {}
for _row in read_table("gazetteers/name_cues.tsv"):
    _CUES.setdefault((_row["where"], _row["scale"]), {})[" ".join(TOKEN.findall(_row["cue"].lower()))] = float(_row["weight"])
_BEFORE_NAME, _BEFORE_ROLE = _CUES["before", "name"], _CUES["before", "role"]
_AFTER_NAME, _AFTER_ROLE = _CUES["after", "name"], _CUES["after", "role"]
_NEAR, _POST, _ADDRESS = _CUES["near", "role"], _CUES["post", "role"], _CUES["address", "role"]
_NEAR_TYPES = {cue.strip("< >"): weight for cue, weight in _NEAR.items() if cue.startswith("<")}
_INTRODUCES = frozenset(cue.split()[-1] for cue, weight in _BEFORE_NAME.items() if weight >= 2) | _FORMS["address"]
_PERSON_VERBS = frozenset(cue for cue, weight in _AFTER_NAME.items() if weight > 1 and " " not in cue)
_ADDRESSING = _FORMS["address"]
_ROLE_SUFFIXES = tuple(_FORMS["role_suffix"])
_NO_PERSON = frozenset(cue for cue, weight in _BEFORE_NAME.items() if weight <= -3)
_CLASSES = {"capital": (_WORD_CAPITAL, _WORD_FIRST, _WORD_LOWER), "cue": (_CUE_CAPITAL, _CUE_FIRST, _CUE_LOWER)}
_BY_BEARERS = sorted(read_table("gazetteers/given_names.tsv"), key=lambda row: -int(row["bearers"] or 0))
_MASKED = MaskedWords(row["surface"] for row in _BY_BEARERS if len(row["surface"]) > 2)
_MASKED_SURNAMES = MaskedWords(row["surface"] for row in read_table("gazetteers/surnames.tsv") if len(row["surface"]) > 2)
_GIVEN = frozenset(row["surface"] for row in _BY_BEARERS)
_SHORT = frozenset(row["surface"] for row in _BY_BEARERS if len(row["surface"]) == 2)


@dataclass(slots=True)
class _Part:
    """A listed name at some tokens: its plain form, where it ends, what list it is from."""

    name: str
    last: int
    given: bool
    bearers: int
    genitive: bool = False
    disguised: bool = False


@dataclass(slots=True)
class _Candidate:
    """A possible name: tokens, key (what further mentions share), evidence for name and for patient."""

    first: int
    last: int
    key: str
    name: float
    role: float = 0.0
    title: bool = False
    signature: bool = False
    vetoed: bool = False


@detector("names", "PATIENT_NAME", "STAFF_NAME", stage=3)
def find(document: Document) -> Iterator[Finding]:
    """Names of persons, and whether each is a patient's or a relative's."""
    for tag, mark in (("test_persons", "test_person"), ("public_figures", "public")):
        for match in document.matches.get(tag, ()):
            if document.tokens[match.first].text[0].isupper() or match.last - match.first > 1:
                attrs: dict[str, object] = {"role": "other", mark: True, "evidence": 0.0, "title": False}
                yield document.finding("STAFF_NAME", match.first, match.last, 0.97, "names", attrs)
    parts = _parts(document)
    speakers = _speakers(document, parts) if document.speakers else {}
    reader = _Reader(document, parts)
    candidates = [c for c in reader.candidates() if c.first not in speakers]
    if not candidates and not speakers:
        return
    for (first, last), _ in speakers.values():
        attrs = {"role": "other", "speaker": True, "evidence": 0.0, "title": False}
        yield document.finding("STAFF_NAME", first, last, 0.9, "names", attrs)
    vetoed = {c.key for c in candidates if c.vetoed}
    sure = {c.key for c in candidates if c.name >= _CAPITAL and not c.vetoed}
    voices = {key for _, key in speakers.values()}
    roles: dict[str, list[float]] = {}
    for each in candidates:
        roles.setdefault(each.key, []).append(each.role)
    for each in candidates:
        again = each.key in sure and _NEEDS.get(each.key) != "cue" and document.tokens[each.first].text[0].isupper()
        if each.key in vetoed or (each.name < _IS_NAME and not again):
            continue
        evidence = sum(roles[each.key]) + reader.near(each)
        patient = evidence >= _IS_PATIENT and each.key not in voices and not each.signature
        score = 0.6 if each.name < _IS_NAME + 0.3 else 0.75 if each.name < _CAPITAL + 1 else 0.9
        attrs = {"role": "patient" if patient else "other", "evidence": round(evidence, 2), "title": each.title}
        yield document.finding("PATIENT_NAME" if patient else "STAFF_NAME", each.first, each.last, score, "names", attrs)


def _parts(document: Document) -> dict[int, _Part]:
    """Listed names by first token: surnames, over them given names, over them disguised ones."""
    parts: dict[int, _Part] = {}
    for tag in ("surnames", "given_names"):
        for match in document.matches.get(tag, ()):
            row = match.row
            parts[match.first] = _Part(row["surface"], match.last, tag == "given_names", int(row["bearers"] or 0), not match.exact)
    words = document.words
    disguise = any(char in document.text for char in SIGNS)
    if not disguise:
        for i, token in enumerate(document.tokens):
            if token.text[0].isalpha() and not token.text.isalpha() and len(token.text) > 2:
                disguise = True
                if i in parts and words[i] != token.text.lower():
                    parts[i].disguised = True
    if disguise:
        _add_disguised(document, parts)
    return parts


def _add_disguised(document: Document, parts: dict[int, _Part]) -> None:
    starts = [token.start for token in document.tokens]
    for match in DISGUISED.finditer(document.text):
        surface = match.group()
        first = bisect_left(starts, match.start())
        plain = surface.lower().partition("_")[0] or surface.lower()
        name = _MASKED.find(plain) if plain != surface.lower() or "_" not in surface else ""
        if not name and first - 1 in parts and parts[first - 1].given:
            name = _MASKED_SURNAMES.find(plain) or plain
        genitive = not name and plain[-1] == "s" and bool(name := _MASKED.find(plain[:-1]))
        proper = surface[0].isupper() or document.text[match.start() - 1 : match.start()] in ("-", "@")
        if name and proper and first < len(starts) and starts[first] == match.start():
            parts[first] = _Part(name, bisect_left(starts, match.end()), True, 0, genitive, True)


def _speakers(document: Document, parts: dict[int, _Part]) -> dict[int, tuple[tuple[int, int], str]]:
    """First token of every thread speaker → its tokens and key."""
    starts = {token.start: i for i, token in enumerate(document.tokens)}
    labels = [document.text[start:end].lower() for start, end in document.speakers]
    many = len(set(labels)) > 1
    found = {}
    for (start, end), label in zip(document.speakers, labels, strict=True):
        first = starts.get(start)
        if first is None or label in _FORMS["not_speaker"]:
            continue
        last = first + 1
        while last < len(document.tokens) and document.tokens[last].end <= end:
            last += 1
        letter = len(label) == 1 and (many or labels.count(label) > 1)
        part = parts.get(first)
        known = part is not None and part.given and _NEEDS.get(label) != "cue"
        again = many and len(label) > 1 and label not in _COMMON and document.text[start].isupper() and labels.count(label) > 1
        if letter or known or again:
            found[first] = ((first, last), part.name if part else label)
    return found


class _Reader:
    """Reads names off one document."""

    def __init__(self, document: Document, parts: dict[int, _Part]) -> None:
        self._document = document
        self._tokens = document.tokens
        self._words = document.words
        self._parts = parts
        self._lower_case = document.text.islower()
        self._places = {match.first for match in document.matches.get("places", ())}
        self._starts: list[int] = []
        self._post: float | None = None
        self._address: float | None = None

    def candidates(self) -> Iterator[_Candidate]:
        """Stretches that may be names, in text order, none inside another."""
        i, size = 0, len(self._tokens)
        while i < size:
            word = self._words[i]
            text = self._tokens[i].text
            found = None
            if word in _TITLES:
                found = self._titled(i)
            if found is None and i in self._parts:
                found = self._listed(i)
            elif found is None and len(word) == 3 and word[2] == "s" and word[:2] in _SHORT and text[0].isupper():
                # The index knows no genitive of names this short ("Bos").
                self._parts[i] = _Part(word[:2], i + 1, True, 0, genitive=True)
                found = self._listed(i)
            elif found is None and text[0].isupper():
                if len(text) == 1:
                    found = self._initials(i)
                elif i and self._introduced(i) and self._unknown(i):
                    found = _Candidate(i, i + 1, word, _UNKNOWN)
                    self._extend(found, given=True)
            if found is None and i and self._words[i - 1] in _ADDRESSING and len(word) > _HANDLE:
                found = self._handle(i)
            if found is None:
                i += 1
                continue
            self._weigh(found)
            yield found
            i = found.last

    def near(self, candidate: _Candidate) -> float:
        """Evidence from the words and findings around a name, and from the whole post."""
        low, high = max(0, candidate.first - _WINDOW), min(len(self._words), candidate.last + _WINDOW)
        around = set(self._words[low : candidate.first])
        around.update(self._words[candidate.last : high])
        total = sum(_NEAR[word] for word in around if word in _NEAR)
        findings = self._document.findings
        if findings:
            if not self._starts:
                self._starts = [finding.start for finding in findings]
            k = bisect_left(self._starts, self._tokens[low].start)
            end = self._tokens[high - 1].end
            types = set()
            while k < len(findings) and findings[k].start < end:
                types.add(findings[k].type)
                k += 1
            total += sum(_NEAR_TYPES.get(kind, 0.0) for kind in types)
        if self._post is None:
            self._post = max(-4.0, sum(weight for cue, weight in _POST.items() if cue in self._words))
        return max(-4.0, min(4.0, total)) + self._post

    def _titled(self, i: int) -> _Candidate | None:
        """`fru Hansen`, `hr. Jensen`, `fru H.`: a title and what follows it."""
        tokens, words = self._tokens, self._words
        k = i + 1
        if k < len(tokens) and words[k] == ".":
            k += 1
        if words[k : k + 2] == ["og", "fru"]:
            k += 2
        if k >= len(tokens) or tokens[k].start - tokens[k - 1].end > 1 or words[k] in _FORMS["no_title"] or not tokens[k].text[0].isalpha():
            return None
        part = self._parts.get(k)
        if part is None and not tokens[k].text[0].isupper():
            return None
        last = part.last if part else k + 1
        found = _Candidate(i, last, part.name if part else words[k], _TITLE, _TITLE_ROLE, title=True)
        if len(words[k]) == 1 and last < len(tokens) and words[last] == "." and tokens[last].start == tokens[k].end:
            found.last += 1
        elif not (part and part.genitive):
            self._extend(found, given=True)
        return found

    def _listed(self, i: int) -> _Candidate:
        part = self._parts[i]
        text = self._tokens[i].text
        capital = text[0].isupper()
        opens = capital and (self._opens(i) or self._shouted(i))
        if part.disguised:
            found = _Candidate(i, part.last, part.name, _CAPITAL, _DISGUISE_ROLE)
        elif part.given:
            # Two capitals are rather an abbreviation ("PI", "MO").
            needs = "cue" if len(text) == 2 and text.isupper() else _NEEDS.get(part.name, "")
            inside, first, lower = _CLASSES.get(needs, (_CAPITAL, _FIRST_WORD, _LOWER))
            if not capital and lower == _LOWER and (part.bearers < _KNOWN_IN_LOWER_CASE or self._words[i] in _COMMON):
                lower = _RARE_LOWER
            found = _Candidate(i, part.last, part.name, (first if opens else inside) if capital else lower)
            if not capital and self._lower_case:
                found.name += 0.5
        else:
            sure = part.name.endswith("sen")
            worth = (_SURE_SURNAME if sure else _SURNAME) + (_FIRST_SURNAME if opens else 0.0)
            if i and (self._words[i - 1] in _FORMS["place_preposition"] or i in self._places):
                worth += _PLACE
            found = _Candidate(i, part.last, part.name, worth if capital and part.name not in _FORMS["no_name"] else _CUE_LOWER)
        if not part.genitive:
            self._extend(found, given=part.given)
        return found

    def _introduced(self, i: int) -> bool:
        """Whether an unlisted word with a capital stands where a name would."""
        before = self._words[i - 1]
        if before in _INTRODUCES or before.endswith(_ROLE_SUFFIXES):
            return True
        return i + 1 < len(self._words) and self._words[i + 1] in _PERSON_VERBS and not self._opens(i)

    def _handle(self, i: int) -> _Candidate | None:
        """A user name that opens with a given name: `@jakob_sf`, "Kære KirstenfraVejlby"."""
        word, tokens = self._words[i], self._tokens
        name = next((word[:size] for size in range(min(len(word), 12), _HANDLE - 1, -1) if word[:size] in _GIVEN), "")
        if not name or word in _COMMON or not (self._words[i - 1] == "@" or any(c.isupper() for c in tokens[i].text[1:])):
            return None
        last = i + 1
        while last < len(tokens) and last < i + _LONGEST and tokens[last].start == tokens[last - 1].end and (
            tokens[last].text == "_" or tokens[last].text.isalnum()
        ):
            last += 1
        return _Candidate(i, last, name, _CAPITAL)

    def _initials(self, i: int) -> _Candidate | None:
        """`K.M.`, `E.B.s`, and `S. Hansen`."""
        tokens, words = self._tokens, self._words
        letters, k = "", i
        while k + 1 < len(tokens) and len(words[k]) == 1 and tokens[k].text.isupper() and words[k + 1] == "." and len(letters) < 4:
            letters += words[k]
            k += 2
            if k < len(tokens) and tokens[k].start != tokens[k - 1].end:
                break
        if not letters or letters in _FORMS["no_initials"]:
            return None
        part = self._parts.get(k)
        if part and tokens[k].text[0].isupper() and tokens[k].start - tokens[k - 1].end <= 1 and _NEEDS.get(part.name) != "cue":
            found = _Candidate(i, part.last, part.name, _CAPITAL)
            self._extend(found, given=False)
            return found
        if len(letters) < 2:
            return None
        if k < len(tokens) and words[k] == "s" and tokens[k].start == tokens[k - 1].end:
            k += 1
        return _Candidate(i, k, letters, _IS_NAME, _INITIALS_ROLE)

    def _extend(self, found: _Candidate, *, given: bool) -> None:
        """Take in further names, initials, particles and a genitive behind the first name."""
        tokens, words, parts = self._tokens, self._words, self._parts
        capital = tokens[found.last - 1].text[0].isupper()
        limit = min(len(tokens), found.first + _LONGEST)
        while found.last < limit:
            k = found.last
            token, gap = tokens[k], tokens[k].start - tokens[k - 1].end
            if token.text == "-" and not gap and k + 1 < limit and tokens[k + 1].start == token.end and (k + 1 in parts):
                found.last = parts[k + 1].last
                found.name += _SECOND_LOWER
                found.role += _DISGUISE_ROLE if parts[k + 1].disguised else 0.0
                if parts[k + 1].genitive:
                    return
                continue
            if token.text in "'’" and not gap and k + 1 < len(tokens) and words[k + 1] == "s" and tokens[k + 1].start == token.end:
                found.last = k + 2
                return
            if gap not in (1, 2) or token.sentence != tokens[k - 1].sentence:
                return
            part = parts.get(k)
            upper = token.text[0].isupper()
            if part and upper == capital and (given or not part.given) and (upper or (part.name not in _NEEDS and words[k] not in _COMMON)):
                found.last = part.last
                found.name += _SECOND_NAME if capital else _SECOND_LOWER
                if part.genitive:
                    return
            elif not (given and capital and upper):
                after = k + 1 < limit and tokens[k + 1].text[0].isupper()
                if not (capital and after and token.lower in _PARTICLES and (k + 1 in parts or self._unknown(k + 1))):
                    return
                found.last = k + 2
                found.name += _SECOND_UNKNOWN
            elif len(token.text) == 1:
                dotted = k + 1 < len(tokens) and words[k + 1] == "." and tokens[k + 1].start == token.end
                if not dotted and token.text == "I":
                    return
                found.last = k + 2 if dotted else k + 1
                found.name += _INITIAL
            elif self._unknown(k):
                found.last = k + 1
                found.name += _SECOND_UNKNOWN
            else:
                return

    def _weigh(self, found: _Candidate) -> None:
        """Add what the words right before and behind say."""
        tokens, words = self._tokens, self._words
        first = found.first
        line_start = first == 0 or "\n" in self._document.text[tokens[first - 1].end : tokens[first].start]
        while first and words[first - 1] in _SKIP:
            first -= 1
            found.role += _BEFORE_ROLE.get(words[first], 0.0)
            found.name += _BEFORE_NAME.get(words[first], 0.0)
        if first and words[first - 1] in "\"“”»(,:" and (line_start or words[first - 1] not in ",:"):
            first -= 1
        ending = len(tokens) - found.last <= 5 and len(tokens) > 8
        if ending and ((line_start and first > 0) or (first and words[first - 1] in "/-–")):
            found.name += 2.0
            found.role += _SIGNATURE_ROLE
            found.signature = True
        name, role = _phrase(words, first, -1, _BEFORE_NAME), _phrase(words, first, -1, _BEFORE_ROLE)
        if first and len(words[first - 1]) > 6 and not role and words[first - 1].endswith(_ROLE_SUFFIXES):
            name += _AFTER_ROLE_NOUN
            role += _SIGNATURE_ROLE
        last = found.last
        if last < len(words) and words[last] in ",(–-":
            role += _phrase(words, last + 1, 1, _AFTER_ROLE)
        else:
            name += (after := _phrase(words, last, 1, _AFTER_NAME))
            role += _phrase(words, last, 1, _AFTER_ROLE)
            found.vetoed = after <= -_CAPITAL and found.last - found.first == 1
        introduced = name >= _IS_NAME and not _NO_PERSON.isdisjoint(words[max(0, first - 6) : first])
        found.vetoed = found.vetoed or introduced or name <= -_CAPITAL
        if first and words[first - 1] in _ADDRESSING:
            if self._address is None:
                text = self._document.text.lower()
                self._address = min(8.0, sum(weight for cue, weight in _ADDRESS.items() if cue in text))
            role += self._address
        found.name += name
        found.role += role

    def _unknown(self, k: int) -> bool:
        """Whether a capitalised word is on no list and no everyday word, so that it may be a name nobody listed."""
        token, words = self._tokens[k], self._words
        if k in self._places or len(token.text) < 3 or not token.text[1:].islower() or not token.text.isalpha():
            return False
        if words[k] in _COMMON or words[k] in _FORMS["no_name"] or words[k] in _NEAR or words[k] in _TITLES:
            return False
        if any(f.start <= token.start < f.end for f in self._findings_at(token.start)):
            return False
        return words[k] not in _AFTER_NAME and words[k] not in _BEFORE_NAME

    def _findings_at(self, start: int) -> list[Finding]:
        """The finding before and at an offset (findings are sorted and do not overlap after the first two stages)."""
        if not self._starts:
            self._starts = [finding.start for finding in self._document.findings]
        k = bisect_left(self._starts, start)
        return self._document.findings[max(0, k - 1) : k + 1]

    def _opens(self, i: int) -> bool:
        """Whether a capital at `i` is due to its place: first word of a sentence, a quote or what follows a colon."""
        tokens = self._tokens
        for k in range(i - 1, max(-1, i - 5), -1):
            if tokens[k].sentence != tokens[i].sentence or tokens[k].text in ':"“”»(':
                return True
            if tokens[k].text[0].isalnum():
                return False
        return True

    def _shouted(self, i: int) -> bool:
        text = self._tokens[i].text
        return len(text) > 1 and text.isupper() and any(
            len(t.text) > 1 and t.text.isupper() for t in self._tokens[max(0, i - 1) : i + 2] if t.text != text
        )


def _phrase(words: list[str], at: int, step: int, cues: dict[str, float]) -> float:
    """Weight of the longest cue that ends right before (`step` -1) or starts right at (1) token `at`."""
    for size in range(_MOST_PHRASE, 0, -1):
        low, high = (at - size, at) if step < 0 else (at, at + size)
        if low >= 0 and high <= len(words):
            weight = cues.get(" ".join(words[low:high]))
            if weight is not None:
                return weight
    return 0.0
