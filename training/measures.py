"""What coverage measures, one function a measure. In: a checker and the data folders. Out: `Measure` figures.

A measure is a share with what stands behind it; `examples` are what a reader should look at (register names, sentences of
public corpora, ids of comments), never a post.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from models.assessment import Entity, Level
from models.datafiles import read_toml
from training.answers import Checks
from training.corpus import Span
from training.datasets import CASES, Sentence, comments, find, identifier_cases, iob_sentences, rows
from training.goals import goals
from training.metrics import Counts, Number, match, ratio

NAMES = ("PATIENT_NAME", "STAFF_NAME")
LONGEST_DIAGNOSIS = 60


@dataclass(frozen=True, slots=True)
class Measure:
    """`count` of `of` (their ratio is the value, 0-1), the key of its goal (or none), and examples for a reader."""

    name: str
    count: int
    of: int
    goal: str | None = None
    examples: list[str] = field(default_factory=list)

    @property
    def value(self) -> Number:
        """The share, or `None` when there is nothing to count."""
        return ratio(self.count, self.of)

    def to_dict(self, show: int) -> dict[str, object]:
        """JSON values with at most `show` examples."""
        goal = goals("coverage")[self.goal] if self.goal else None
        met = None if goal is None or self.value is None else goal.met(self.value)
        return asdict(self) | {
            "value": self.value,
            "goal": str(goal) if goal else None,
            "met": met,
            "examples": self.examples[:show],
        }


def wards(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Clinical units of the SHAK files (rule: `data/baselines/clinical_units.toml`), by file: share marked as WARD."""
    frames = read_toml("baselines/frames.toml")["ward"]
    is_clinical = clinical_rule()
    measures = []
    for file in find(folders, "organisation/shak_units_2011*.csv"):
        table = rows(file, ("kind", "name", "hospital"))
        names = [row["name"].strip() for row in table if is_clinical(row["kind"], row["name"], row["hospital"])]
        measures.append(_framed(checker, f"units marked WARD ({file.name})", "wards", names, frames, ("WARD",)))
    return measures


def clinical_rule() -> Callable[[str, str, str], bool]:
    """The documented rule for a clinical name: a predicate of kind, name and hospital."""
    rule = read_toml("baselines/clinical_units.toml")
    patterns = {
        key: re.compile("|".join(rule[key]), re.IGNORECASE)
        for key in ("hospital", "hospital_excluded", "name_excluded", "bare")
    }

    def is_clinical(kind: str, name: str, hospital: str) -> bool:
        return (
            kind in rule["kinds"]
            and bool(patterns["hospital"].search(hospital))
            and not patterns["hospital_excluded"].search(hospital)
            and not patterns["name_excluded"].search(name)
            and not patterns["bare"].search(re.sub(re.escape(hospital), "", name, flags=re.IGNORECASE))
        )

    return is_clinical


def diagnoses(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """SKS diagnoses of chapters A-Q under 60 characters, by file: share marked as DIAGNOSIS."""
    frames = read_toml("baselines/frames.toml")["diagnosis"]
    measures = []
    for file in find(folders, "terms/sks_diagnoses*.csv"):
        table = rows(file, ("code", "text"))
        names = [
            row["text"].strip()
            for row in table
            if re.match(r"D[A-Q]", row["code"]) and 0 < len(row["text"].strip()) < LONGEST_DIAGNOSIS
        ]
        label = f"diagnoses marked DIAGNOSIS ({file.name})"
        measures.append(_framed(checker, label, "diagnoses", names, frames, ("DIAGNOSIS",)))
    return measures


def sentences(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Ordinary sentences: share with a WARD or a DIAGNOSIS; examples tell true mentions of illness from false ones."""
    measures = []
    for file in find(folders, "ner/da_ddt-test.iob2"):
        marked = [(sentence, checker.check(sentence.text).entities) for sentence in iob_sentences(file)]
        for kind, goal in (("WARD", "false_wards"), ("DIAGNOSIS", "false_diagnoses")):
            hits = [(s, [e.text for e in entities if e.type == kind]) for s, entities in marked]
            examples = [f"{s.id} [{', '.join(surfaces)}] {s.text}" for s, surfaces in hits if surfaces]
            measures.append(Measure(f"sentences with {kind} ({file.name})", len(examples), len(marked), goal, examples))
    return measures


def names(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Persons in public corpora against PATIENT_NAME and STAFF_NAME, overlap: recall and precision, by file."""
    measures = []
    files = find(folders, "ner/da_ddt-test.iob2") + find(folders, "ner/danplus_twitter_test.tsv")
    for file in files:
        counts = Counts()
        missed: list[str] = []
        false: list[str] = []
        for sentence in iob_sentences(file):
            gold = [Span("PER", start, end, sentence.text[start:end]) for start, end in sentence.persons]
            called = _called_persons(sentence, checker.check(sentence.text).entities)
            counts += match(gold, called, exact=False).get("PER", Counts())
            missed += [f"{sentence.id} [{span.text}]" for span in gold if not _touches(span, called)]
            false += [f"{sentence.id} [{span.text}]" for span in called if not _touches(span, gold)]
        measures.append(
            Measure(f"persons found ({file.name})", counts.found, counts.found + counts.missed, examples=missed)
        )
        measures.append(
            Measure(f"names that are persons ({file.name})", counts.found, counts.found + counts.false, examples=false)
        )
    return measures


def _called_persons(sentence: Sentence, entities: Sequence[Entity]) -> list[Span]:
    called = [Span("PER", e.start, e.end, e.text) for e in entities if e.type in NAMES]
    return [s for s in called if not any(s.start < end and start < s.end for start, end in sentence.derived)]


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def real_comments(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Real comments about no patient: share red, share not green; examples are ids."""
    measures = []
    for file in find(folders, "social/dkhate.tsv"):
        test, whole = comments(file)
        levels = {id_: checker.check(text).level for id_, text in whole}
        for part, texts in (("test split, none that recurs", test), ("all", whole)):
            measures += _warned("comments", part, {id_: levels[id_] for id_, _ in texts}, "comments_")
    return measures


def ordinary(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Sentences of books and papers, and tweets, of the parts that nothing was taught on: share red, share not green."""
    measures = []
    for name, pattern in (("sentences", "ner/da_ddt-test.iob2"), ("tweets", "ner/danplus_twitter_test.tsv")):
        for file in find(folders, pattern):
            levels = {each.id: checker.check(each.text).level for each in iob_sentences(file)}
            measures += _warned(name, file.name, levels)
    return measures


def _warned(name: str, part: str, levels: Mapping[str, Level], goal: str = "") -> list[Measure]:
    """Shares of texts (level by id) that are called red, and not green; `goal` begins the keys of their goals."""
    red = [id_ for id_, level in levels.items() if level == "red"]
    flagged = [id_ for id_, level in levels.items() if level != "green"]
    return [
        Measure(f"{name} red ({part})", len(red), len(levels), goal and f"{goal}red", red),
        Measure(f"{name} red or yellow ({part})", len(flagged), len(levels), goal and f"{goal}flagged", flagged),
    ]


def origins(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Names by origin and sex in sentences: share marked as a name."""
    frames = read_toml("baselines/frames.toml")
    groups: dict[tuple[str, str, str], list[str]] = {}
    for file in find(folders, "people/names_by_origin.csv"):
        for row in rows(file, ("name", "ethnicity", "gender", "first_name")):
            kind = "given_name" if row["first_name"] == "True" else "surname"
            groups.setdefault((kind, row["ethnicity"], row["gender"]), []).append(row["name"].strip())
    measures = []
    for kind in ("given_name", "surname"):
        own = [
            _framed(checker, f"{kind} {origin} {sex}", None, listed, frames[kind], NAMES)
            for (group, origin, sex), listed in sorted(groups.items())
            if group == kind
        ]
        measures += [Measure(f"{kind} all", sum(m.count for m in own), sum(m.of for m in own)), *own]
    return measures


def identifiers(checker: Checks, folders: Sequence[Path]) -> list[Measure]:
    """Direct identifiers in disguise: share found by type, and share of decoys flagged. Reads the project's own cases."""
    return [measure for file in CASES for measure in _disguised(checker, file)]


def _disguised(checker: Checks, file: Path) -> list[Measure]:
    cases = list(identifier_cases(file))
    kinds = sorted({case.type for case in cases if case.type})
    hits: dict[str | None, list[tuple[str, bool]]] = {kind: [] for kind in [*kinds, None]}
    for case in cases:
        wanted = (case.type,) if case.type else tuple(kinds)
        hits[case.type].append((case.surface, _found(checker, case.text, case.surface, wanted)))
    measures = [
        Measure(f"{kind} found ({file.stem})", sum(hit for _, hit in hits[kind]), len(hits[kind]), "identifiers",
                [surface for surface, hit in hits[kind] if not hit])
        for kind in kinds
    ]  # fmt: skip
    decoys = hits[None]
    flagged = [surface for surface, hit in decoys if hit]
    return [*measures, Measure(f"decoys flagged ({file.stem})", len(flagged), len(decoys), examples=flagged)]


def _framed(
    checker: Checks, label: str, goal: str | None, listed: Sequence[str], frames: Sequence[str], types: Sequence[str]
) -> Measure:
    missed = []
    found = 0
    for name in dict.fromkeys(listed):
        hits = 0
        for frame in frames:
            put = name if "{name}" in frame else _lower_first(name)
            hits += _found(checker, frame.format(name=put, lower=put), put, types)
        found += hits
        if hits < len(frames):
            missed.append(f"{name} ({hits}/{len(frames)})")
    return Measure(label, found, len(dict.fromkeys(listed)) * len(frames), goal, missed)


def _lower_first(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _found(checker: Checks, text: str, surface: str, types: Sequence[str]) -> bool:
    start = text.index(surface)
    end = start + len(surface)
    return any(e.type in types and e.start < end and start < e.end for e in checker.check(text).entities)


MEASURES: dict[str, Callable[[Checks, Sequence[Path]], list[Measure]]] = {
    "identifiers": identifiers,
    "wards": wards,
    "diagnoses": diagnoses,
    "sentences": sentences,
    "names": names,
    "comments": real_comments,
    "ordinary": ordinary,
    "origins": origins,
}
