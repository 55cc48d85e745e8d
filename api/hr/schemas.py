"""What goes in over HTTP, as pydantic models, and the simple answers. Unknown fields are refused.

There is deliberately no field for guilt, a sanction, a mood, or a score of a person.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.hr import codes
from models.checker import MAX_CHARACTERS

Number = Annotated[str, Path(pattern=r"^S-[A-Z2-9]{10}$", description="Sagens nummer.")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Et id fra et svar.")]
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Reason = Annotated[str, Field(min_length=5, max_length=2000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True, description="Sagens udgave, da du læste den.")]
Unit = Annotated[str, Field(max_length=40, pattern=r"^[\wÆØÅæøå ./-]*$", description="Enhedens kode; aldrig et navn.")]


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
    aware_at: AwareDatetime
    reported_at: AwareDatetime | None = None
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
    corrects: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None


class HearingIn(Closed):
    """What the employee is heard about: the facts and the employer's view, and who stands by them."""

    text: Text
    answer_by: AwareDatetime
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
    """Why the employee's name is needed."""

    basis: codes.IdentityBasis
    reason: Reason


class IdentifyIn(Closed):
    """Why a person in the log must be known by name."""

    basis: codes.IdentityBasis


class EvidenceIn(Closed):
    """A post, handed in by a person: its text or a picture of it, how it was obtained and where it could be seen."""

    text: Text | None = None
    picture: str | None = Field(default=None, max_length=14_000_000, description="PNG, JPEG eller WebP i base64.")
    obtained: codes.Obtained
    visible: codes.Visible
    seen_at: AwareDatetime | None = None


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
    until: AwareDatetime = Field(description="Hvornår den ophører (person) eller skal tages op igen (afdeling).")


class DisplayIn(Closed):
    """How an employee is shown to a citizen."""

    employee: str = Field(min_length=1, max_length=200)
    citizen: str = Field(min_length=1, max_length=200)
    unit: Unit = ""


Answer = dict[str, Any]


class HealthOut(BaseModel):
    """The service answers."""

    status: Literal["ok"] = "ok"
