"""What goes in over HTTP, as pydantic models, and the simple answers. Unknown fields are refused.

There is deliberately no field for guilt, a sanction, a mood, or a score of a person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.hr import codes
from models.checker import MAX_CHARACTERS

Number = Annotated[str, Path(pattern=r"^S-[A-Z2-9]{10}$", description="Sagens nummer.")]
Code = Annotated[str, Path(pattern=r"^[A-Z2-9]{8}$", description="Koden i det navn, der blev vist.")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Et id fra et svar.")]
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Reason = Annotated[str, Field(min_length=5, max_length=2000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True, description="Sagens udgave, da du læste den.")]
ItemId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Unit = Annotated[str, Field(max_length=40, pattern=r"^[\wÆØÅæøå ./-]*$", description="Enhedens kode; aldrig et navn.")]


def _near(moment: datetime) -> datetime:
    # Nearer than the ends of the calendar, where it cannot be counted in another time zone.
    if not 1900 < moment.year < 9000:
        raise PydanticCustomError("date", "out of range")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_near)]


class Closed(BaseModel):
    """A request's body."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PersonIn(Closed):
    """A person, as the provider of logins knows them; kept sealed."""

    person: str = Field(min_length=1, max_length=200, description="Personens id (`sub`) hos loginudbyderen.")
    name: str = Field(default="", max_length=200)


class CaseIn(Closed):
    """A new case: codes, and whom it concerns."""

    purpose: codes.Purpose
    legal_basis: codes.LegalBasis
    unit: Unit = ""
    subject: PersonIn
    managers: list[PersonIn] = Field(default=[], max_length=10)


class TriageIn(Closed):
    """Containment and the breach: when an employee became aware, what was reported, whether patients are told."""

    version: Version
    aware_at: Moment
    report: codes.Report = Field(default=codes.Report.UNKNOWN_, description="Om bruddet skal anmeldes.")
    reported_at: Moment | None = None
    told: codes.Told
    text: Text


class SpeechIn(Closed):
    """Whether it may be lawful speech, and why."""

    version: Version
    speech: codes.Speech
    text: Text


class FactIn(Closed):
    """A fact, and which side it speaks for. `corrects` names the record it corrects, which stays."""

    side: codes.Side
    text: Text
    corrects: ItemId | None = None


class CorrectionIn(Closed):
    """What is wrong in something written, and what is right. What was written stays."""

    corrects: ItemId
    text: Text


class RequestIn(Closed):
    """What the employee asks for, under the data protection rules."""

    right: codes.Right
    text: Text


class RestrictIn(Closed):
    """Why processing is restricted."""

    basis: codes.RestrictionBasis
    reason: Reason


class LiftIn(Closed):
    """Why restriction ends. The employee is told first (art. 18(3))."""

    reason: Reason
    employee_told: Literal[True]


class InvolvedIn(PersonIn):
    """Someone who may not handle the case, or who stands by the employee."""

    kind: codes.Involved


class HearingIn(Closed):
    """What the employee is heard about: the facts and the employer's view, and who stands by them."""

    text: Text
    answer_by: Moment
    companion: PersonIn | None = Field(default=None, description="Bisidder.")
    union_representative: PersonIn | None = Field(default=None, description="Tillidsrepræsentant.")


class ReplyIn(Closed):
    """The employee's own words."""

    text: Text


class DecisionIn(Closed):
    """What a human decided to do with the case, and why."""

    version: Version
    outcome: codes.Outcome
    text: Text


class MoveIn(Closed):
    """The next state; a reason where a step is skipped or taken back."""

    version: Version
    to: codes.State
    reason: Reason | None = None


class AssignIn(Closed):
    """A person's role in the case."""

    person: str = Field(min_length=1, max_length=200)
    role: codes.Role


class ReasonIn(Closed):
    """Why."""

    reason: Reason


class UnmaskIn(Closed):
    """Why one item must be seen unmasked."""

    basis: codes.UnmaskBasis
    reason: Reason


class IdentityIn(Closed):
    """Why a name is needed: the employee's, or that of another whom the case names."""

    basis: codes.IdentityBasis
    reason: Reason
    person: ItemId | None = None


class IdentifyIn(Closed):
    """Why a person in the log must be known by name."""

    basis: codes.IdentityBasis


class EvidenceIn(Closed):
    """A post, handed in by a person: its text or a picture of it, how it was obtained and where it could be seen."""

    text: Text | None = None
    picture: str | None = Field(default=None, max_length=14_000_000, description="PNG, JPEG eller WebP i base64.")
    obtained: codes.Obtained
    visible: codes.Visible
    seen_at: Moment | None = None


class AssessmentIn(Closed):
    """The reader's own assessment of a post, before the engine's is shown."""

    level: Literal["green", "yellow", "red"]
    text: Text


class MaskIn(Closed):
    """Words that the engine did not mask."""

    words: str = Field(min_length=2, max_length=200)


class ProtectionIn(Closed):
    """A protection of display, active at once."""

    kind: Literal["individual", "ward"]
    employee: str | None = Field(default=None, min_length=1, max_length=200)
    citizen: str | None = Field(default=None, min_length=1, max_length=200)
    unit: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\wÆØÅæøå ./-]*$")] | None = None
    reason: codes.ProtectionReason
    documented_in: Annotated[str, Field(min_length=3, max_length=40, pattern=r"^[\w./-]*$")] | None = Field(
        default=None, description="Afdeling: journalnummeret, hvor begrundelsen er dokumenteret."
    )
    until: Moment = Field(description="Hvornår den ophører (person) eller skal tages op igen (afdeling).")


class DisplayIn(Closed):
    """How an employee is shown to a citizen."""

    employee: str = Field(min_length=1, max_length=200)
    citizen: str = Field(min_length=1, max_length=200)
    unit: Unit = ""


Answer = dict[str, Any]


class HealthOut(BaseModel):
    """The service answers."""

    status: Literal["ok"] = "ok"
