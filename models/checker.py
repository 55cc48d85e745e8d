"""The engine's door: `Checker().check(text) -> Assessment`.

In: a text and what is known beside it. Out: the answer. Nothing of the text is kept, logged or put into an error.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from models import detectors
from models.assessment import Assessment, Context, Entity, Level, Patient, Piece
from models.datafiles import read_toml
from models.document import Document, Finding
from models.explain import advice, reasons
from models.gazetteer import gazetteer
from models.mode import DEFAULT_MODE, MODES
from models.neural.merge import merge
from models.registers.local import local
from models.registers.schema import Register
from models.rewrite import phrases_for, remainder
from models.risk import fusion
from models.risk.group_size import group_size
from models.risk.level import level_of, margin, score_of
from models.risk.pieces import Person, persons
from models.risk.scope import Scope, everywhere, judge, rescaled
from models.text.language import language_of
from models.text.links import LINK

if TYPE_CHECKING:
    from models.neural.encoder import Encoder, Reading

MAX_CHARACTERS = 20_000
_CRITICISM = "politics"


class Glance(NamedTuple):
    """Level and entities of a text, without reasons, advice and rewrite."""

    level: Level
    entities: tuple[Entity, ...]


class Checker:
    """Checks posts. One instance serves any number of calls; it holds no text between them."""

    def __init__(self, mode: str = DEFAULT_MODE, encoder: Encoder | None = None) -> None:
        """`mode` is `rules`, the deterministic one, or `full`, rules and network; `encoder` replaces the one that ships.

        Raises `ValueError` for another mode, `WeightsError` when the weights of `full` are missing or damaged, `RegistersError` when
        the file of imported registers cannot be read.
        """
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is not in this version; it has: {', '.join(MODES)}")
        self.mode = mode
        self._encoder = encoder if mode == "full" else None
        if mode == "full" and encoder is None:
            # The rules need neither numpy nor the run-time of the network.
            from models.neural.encoder import Encoder

            self._encoder = Encoder()
        self._phrases: dict[str, bool] = {}
        detectors.detectors()
        self.registers: tuple[Register, ...] = local().registers
        gazetteer()

    @property
    def model(self) -> dict[str, str]:
        """Version of the rules, their data and the weights, and the mode."""
        weights = {"weights": str(self._encoder.about["version"])} if self._encoder else {}
        return {**_versions(), **weights, "mode": self.mode}

    def check(self, text: str, context: Context | None = None) -> Assessment:
        """Assess one post. Offsets in the answer are code points of `text`.

        Raises `ValueError` for a text over `MAX_CHARACTERS`, `DetectorError` when a detector fails: then the text is unchecked.
        """
        context = context or Context()
        document, skip, reading = self._read(text, context)
        level, score, scope, found = judge_risk(document, reading)
        entities, index = _entities(document, text, skip)
        patients = tuple(_patient(person, index) for person in found)
        deaths = frozenset(index[i] for person in found for piece in person.pieces for i in piece.findings if i in index and document.findings[i].attrs.get("death"))  # fmt: skip
        unchecked = _unchecked(text, context)
        why = reasons(level, patients, entities, deaths, level != "green" and _criticises(document, scope))
        top = max(found, key=margin, default=None)
        return Assessment(
            level=level,
            score=score,
            points=top.points if top else 0,
            entities=entities,
            patients=patients,
            group_size=group_size(top, document.findings, document.text, context.workplace) if top else None,
            reasons=why,
            advice=advice(level, unchecked),
            rewrite=self._rewrite(document, scope, found, level, skip),
            unchecked=unchecked,
            language=language_of(document.text, document.words),
            model=self.model,
        )

    def entities(self, text: str) -> tuple[Entity, ...]:
        """Only the marked words. Raises as `check`."""
        document, skip, _ = self._read(text, Context())
        return _entities(document, text, skip)[0]

    def level(self, text: str) -> Level:
        """Only the level. Raises as `check`."""
        document, _, reading = self._read(text, Context())
        return judge_risk(document, reading).level

    def glance(self, text: str) -> Glance:
        """Level and marked words, as `check` has them, at about half its cost: what a bulk scan counts. Raises as `check`."""
        document, skip, reading = self._read(text, Context())
        return Glance(judge_risk(document, reading).level, _entities(document, text, skip)[0])

    def _read(self, text: str, context: Context) -> tuple[Document, int, Reading | None]:
        """The document of thread and text, how many characters of it come before the text, and what the network read."""
        before = "".join(f"{earlier}\n" for earlier in context.thread)
        if len(text) > MAX_CHARACTERS or len(before) > MAX_CHARACTERS:
            raise ValueError(f"a text may have at most {MAX_CHARACTERS} characters")
        document = detectors.read(before + text)
        reading = None
        if self._encoder:
            reading = self._encoder.read(document)
            document.findings = merge(document, reading)
        return document, len(before), reading

    def _rewrite(self, document: Document, scope: Scope, found: list[Person], level: Level, skip: int) -> str | None:
        """What can stay of the post if the checker calls it green, else a phrase about the writer's own day."""
        if level != "red":
            return None
        kept = remainder(document, scope, found, skip)
        if kept and self.level(kept) == "green":
            return kept
        return next((phrase for phrase in phrases_for(document) if self._is_green(phrase)), None)

    def _is_green(self, phrase: str) -> bool:
        """Whether a phrase of ours is green; asked once each."""
        if phrase not in self._phrases:
            self._phrases[phrase] = self.level(phrase) == "green"
        return self._phrases[phrase]


class Risk(NamedTuple):
    """Level, probability of red, scope, and the persons of a text."""

    level: Level
    score: float
    scope: Scope
    persons: list[Person]


def judge_risk(document: Document, reading: Reading | None) -> Risk:
    """The risk by rules alone, or fused with what the network read."""
    scope = judge(document)
    if reading is None:
        found = persons(document, scope)
        return Risk(level_of(found), score_of(found, scope), scope, found)
    numbered = any(f.type == "CPR" and not f.attrs.get("test_person") for f in document.findings)
    scope = rescaled(scope, fusion.scope_probability(scope.probability, reading.scope, numbered))
    found = persons(document, scope, threshold=0.0)
    fused = fusion.fuse(scope.probability, found, reading.red)
    level = fusion.level_of(fused, found)
    if level != "green" and not any(piece.findings for person in found for piece in person.pieces):
        # The network sees somebody in sentences where the rules see nobody: then all of the text may be about them.
        found = persons(document, everywhere(scope), threshold=0.0)
    return Risk(level, round(fused.red, 4), scope, [] if level == "green" else found)


def _entities(document: Document, text: str, skip: int) -> tuple[tuple[Entity, ...], dict[int, int]]:
    """Entities within `text` (not those of the thread before it), and from each finding's index to its entity's."""
    entities: list[Entity] = []
    index: dict[int, int] = {}
    for i, finding in enumerate(document.findings):
        start, end = document.prepared.original_span(finding.start, finding.end)
        if start >= skip:
            index[i] = len(entities)
            entities.append(_entity(finding, start - skip, end - skip, text))
    return tuple(entities), index


def _entity(finding: Finding, start: int, end: int, text: str) -> Entity:
    return Entity(finding.type, start, end, text[start:end], round(finding.score, 3), finding.source)


def _patient(person: Person, index: dict[int, int]) -> Patient:
    pieces = tuple(
        Piece(piece.type, piece.points, piece.about, tuple(index[i] for i in piece.findings if i in index))
        for piece in person.pieces
    )
    return Patient(pieces, person.points, person.direct)


def _criticises(document: Document, scope: Scope) -> bool:
    """Whether a sentence outside scope speaks of working conditions."""
    sentences = {
        document.tokens[match.first].sentence
        for match in document.matches.get("scope_cues", ())
        if match.row["cue"] == _CRITICISM
    }
    return any(scope.sentences[sentence] < 0.5 for sentence in sentences)


def _unchecked(text: str, context: Context) -> tuple[str, ...]:
    parts = []
    if context.has_media:
        parts.append("picture")
    if LINK.search(text):
        parts.append("link")
    return tuple(parts)


@cache
def _versions() -> dict[str, str]:
    return {name: str(value) for name, value in read_toml("priors/versions.toml").items()}
