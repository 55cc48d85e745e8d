"""What goes in and out over HTTP, as pydantic models. Requests refuse unknown fields.

Answers are built by `api.answers` (fast, and able to carry lone surrogates); these models document and test them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.answers import OffsetUnit, thread_characters
from models import assessment as engine
from models.checker import MAX_CHARACTERS

MAX_BATCH_TEXTS = 256
MAX_THREAD = 50
MAX_NAME = 200


class _Words:
    """A string of at most `longest` code points. pydantic's own refuses the lone surrogates that JSON allows."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, value: object) -> str:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "not a string")
        if len(value) > self.longest:
            raise PydanticCustomError("too_long", "too long")
        return value


def _thread(value: tuple[str, ...]) -> tuple[str, ...]:
    if thread_characters(value) > MAX_CHARACTERS:
        raise PydanticCustomError("too_long", "too long")
    return value


Text = Annotated[
    str,
    PlainValidator(_Words(MAX_CHARACTERS)),
    WithJsonSchema({"type": "string", "maxLength": MAX_CHARACTERS}),
]
# The engine reads a thread with a line break after each text.
Earlier = Annotated[
    str,
    PlainValidator(_Words(MAX_CHARACTERS - 1)),
    WithJsonSchema({"type": "string", "maxLength": MAX_CHARACTERS - 1}),
]
Thread = Annotated[tuple[Earlier, ...], AfterValidator(_thread), Field(max_length=MAX_THREAD)]
Name = Annotated[str, PlainValidator(_Words(MAX_NAME)), WithJsonSchema({"type": "string", "maxLength": MAX_NAME})]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ContextIn(_Closed):
    """What you know beside the text."""

    workplace: Name = Field(default="", description="Where the writer works.")
    thread: Thread = Field(
        default=(),
        description=f"Earlier texts of the thread, oldest first; at most {MAX_CHARACTERS} characters together.",
    )
    has_media: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="A picture or film goes with the text."
    )

    def to_engine(self) -> engine.Context:
        """The engine's own form of it."""
        return engine.Context(self.workplace, self.thread, self.has_media)


class TextIn(_Closed):
    """A text to look for entities in."""

    text: Text = Field(description="The text as written.")
    offset_unit: OffsetUnit = Field(default="codepoint", description="How to count: JavaScript strings are `utf16`.")


class CheckIn(TextIn):
    """A post to check."""

    context: ContextIn = ContextIn()


class BatchText(_Closed):
    """One post of a batch."""

    id: Name = Field(description="Comes back with the answer.")
    text: Text
    context: ContextIn = ContextIn()


class BatchIn(_Closed):
    """Posts to check together."""

    texts: Annotated[tuple[BatchText, ...], Field(max_length=MAX_BATCH_TEXTS)]
    offset_unit: OffsetUnit = "codepoint"


class EntityOut(_Closed):
    """A marked stretch of the text, `end` exclusive."""

    type: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    score: float = Field(ge=0, le=1, description="Confidence.")
    source: str = Field(description="The detector that found it.")


class PieceOut(_Closed):
    """One independent fact that narrows down who it is."""

    type: str
    points: int = Field(ge=0, le=3)
    about: bool = Field(description="About the person or the episode, not the workplace or the time.")
    entities: list[int]


class PatientOut(_Closed):
    """A particular person, or a small group, that the post is about."""

    pieces: list[PieceOut]
    points: int
    direct: bool = Field(description="There is a direct identifier.")


class ReasonOut(_Closed):
    """Why the level is what it is."""

    code: str = Field(description="Stable.")
    text: str = Field(description="In Danish.")
    entities: list[int]


class AssessmentOut(_Closed):
    """The answer for one text."""

    level: engine.Level
    score: float = Field(ge=0, le=1, description="Probability that the post is red.")
    points: int
    offset_unit: OffsetUnit
    entities: list[EntityOut]
    patients: list[PatientOut]
    group_size: tuple[int, int] | None = Field(description="How few people the description still fits, low and high.")
    reasons: list[ReasonOut]
    advice: list[str]
    rewrite: str | None
    unchecked: list[str] = Field(description="What could not be judged; such a text is never plainly safe.")
    language: str
    model: dict[str, str]


class BatchAnswer(AssessmentOut):
    """The answer for one text of a batch."""

    id: str


class BatchOut(_Closed):
    """The answers, in the order of the texts."""

    results: list[BatchAnswer]


class EntitiesOut(_Closed):
    """The entities of a text, in text order."""

    offset_unit: OffsetUnit
    entities: list[EntityOut]


class Limits(_Closed):
    """How much may be asked at a time."""

    max_characters: int
    max_batch_texts: int
    max_batch_characters: int
    max_body_bytes: int


class RegisterOut(_Closed):
    """A register of names that was imported where the service runs."""

    name: str
    kind: str = Field(description="sks, shak, sor or list.")
    version: str = Field(description="As its file says, or the date of the file.")
    imported: str = Field(description="When, ISO 8601.")
    entries: int = Field(ge=0, description="How many names.")


class ModelOut(_Closed):
    """What judges the texts, and who runs it."""

    model: dict[str, str]
    registers: list[RegisterOut] = Field(description="Names that stand beside the shipped lists; none were if empty.")
    limits: Limits
    operator: str = Field(description="Who runs the service and so could see the texts; empty when not said.")


class HealthOut(_Closed):
    """The service runs, or is ready."""

    status: Literal["ok"] = "ok"
