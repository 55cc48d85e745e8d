"""What the words around a name say: whether it is one, and whose.

In: a `Document` and a `Candidate`. Out: weights from `data/gazetteers/name_cues.tsv`, added up. The words right beside a name
count in full; the fifteen on either side, the findings among them and the post as a whole up to a limit.
"""

from __future__ import annotations

from bisect import bisect_left

from models.detectors import name_tables as t
from models.detectors.name_reader import Candidate
from models.document import Document, Finding


class NameEvidence:
    """Weighs the names of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tokens = document.tokens
        self._words = document.words
        self._starts: list[int] = []
        self._post: float | None = None
        self._said: tuple[float, float] | None = None

    def beside(self, found: Candidate) -> None:
        """Add to the candidate what the words right before and behind it say."""
        tokens, words = self._tokens, self._words
        first = found.first
        line_start = first == 0 or "\n" in self._document.text[tokens[first - 1].end : tokens[first].start]
        while first and words[first - 1] in t.SKIP:
            first -= 1
            found.role += t.BEFORE_ROLE.get(words[first], 0.0)
            found.name += t.BEFORE_NAME.get(words[first], 0.0)
        if first > 1 and words[first - 1] == "@" and tokens[first - 2].sentence == tokens[first].sentence:
            first -= words[first - 2].isalpha()  # amid a sentence the tag addresses nobody
        if first and words[first - 1] in '"“”»(,:' and (line_start or words[first - 1] not in ",:"):
            first -= 1
        ending = len(tokens) - found.last <= 5 and len(tokens) > 8
        if ending and ((line_start and first > 0) or (first and words[first - 1] in "/-–")):
            found.name += 2.0
            found.role += t.SIGNATURE_ROLE
            found.signature = True
        name, role = t.phrase(words, first, -1, t.BEFORE_NAME), t.phrase(words, first, -1, t.BEFORE_ROLE)
        if first and len(words[first - 1]) > 6 and not role and words[first - 1].endswith(t.ROLE_SUFFIXES):
            name += t.AFTER_ROLE_NOUN
            role += t.SIGNATURE_ROLE
        last = found.last
        joined = last + 1 < len(words) and words[last] == "-" and tokens[last].start == tokens[last - 1].end
        if joined and tokens[last + 1].start == tokens[last].end:
            name += t.COMPOUND  # "Oscar-fest"
        if last < len(words) and words[last] in ",(–-":
            role += t.phrase(words, last + 1, 1, t.AFTER_ROLE)
        else:
            name += (after := t.phrase(words, last, 1, t.AFTER_NAME))
            role += (whose := t.phrase(words, last, 1, t.AFTER_ROLE))
            if last + 1 < len(words) and words[last] == "fra" and words[last + 1] not in t.FORMS["room"]:
                role += t.OF_WARD_ROLE * any(f.type == "WARD" for f in self._findings_in(last + 1, last + 2))
            name += t.DOES_AS_PATIENT * (whose >= t.PATIENT_CUE and tokens[found.first].text[0].isupper())
            found.vetoed = after <= -t.CAPITAL and found.last - found.first == 1
        if first > 1 and words[first - 1] in ",:(" and words[first - 2] in t.NO_PERSON:
            found.vetoed = True
        introduced = name >= t.IS_NAME and not t.NO_PERSON.isdisjoint(words[max(0, first - 6) : first])
        found.vetoed = found.vetoed or introduced or name <= -t.CAPITAL
        if first and words[first - 1] in t.ADDRESSING:
            role = self._addressed(found, role, greeted=True)
        elif words[last : last + 1] and words[last] in t.FORMS["vocative"] and (not first or words[first - 1] == ","):
            role = self._addressed(found, role, greeted=False)
        found.name += name
        found.role += role

    def _addressed(self, found: Candidate, role: float, *, greeted: bool) -> float:
        """The role of one who is addressed: a patient in an answer to a review, or where "din stomi" is said to them."""
        if self._said is None:
            text = self._document.text.lower()
            anyone, greeting = (sum(cues[cue] for cue in cues if cue in text) for cues in (t.ADDRESS, t.GREETED))
            self._said = anyone, anyone + greeting
        said = self._said[greeted]
        if said or self._speaks_of_their_care(found):
            # What else stands beside the name ("@X tak …") says no more than that it is addressed.
            return max(role, 0.0) + min(8.0, said or t.THEIR_CARE)
        return role

    def _speaks_of_their_care(self, found: Candidate) -> bool:
        words, tokens = self._words, self._tokens
        reach = tokens[found.last - 1].sentence + 2
        for k in range(found.last, min(len(words), found.last + 3 * t.WINDOW)):
            if tokens[k].sentence > reach:
                break
            if words[k] in t.FORMS["second"] and (words[k] != "deres" or tokens[k].text[0] == "D"):
                if not t.FORMS["care"].isdisjoint(words[k + 1 : k + 3]):
                    return True
                if any(f.type in ("DIAGNOSIS", "TREATMENT") for f in self._findings_in(k + 1, k + 4)):
                    return True
        return False

    def near(self, candidate: Candidate) -> float:
        """Evidence from the words and findings around a name, and from the whole post."""
        low, high = max(0, candidate.first - t.WINDOW), min(len(self._words), candidate.last + t.WINDOW)
        around = set(self._words[low : candidate.first])
        around.update(self._words[candidate.last : high])
        total = sum(t.NEAR[word] for word in around if word in t.NEAR)
        types = {finding.type for finding in self._findings_in(low, high)}
        total += sum(t.NEAR_TYPES.get(kind, 0.0) for kind in types)
        if self._post is None:
            self._post = max(-4.0, sum(t.POST[word] for word in t.POST.keys() & set(self._words)))
        return max(-4.0, min(4.0, total)) + self._post

    def _findings_in(self, low: int, high: int) -> list[Finding]:
        """Findings that start within tokens `low` to `high` (exclusive)."""
        findings, high = self._document.findings, min(high, len(self._tokens))
        if not findings or low >= high:
            return []
        if not self._starts:
            self._starts = [finding.start for finding in findings]
        end = bisect_left(self._starts, self._tokens[high - 1].end)
        return findings[bisect_left(self._starts, self._tokens[low].start) : end]
