"""The store's tables. Content lies in columns of bytes, sealed with its case's key; all that is in clear is codes, times and references.

In: nothing. Out: SQLAlchemy models; the schema itself is made by the migrations. Times are text, UTC, `2026-11-22T09:00:00.000000Z`.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""


class Meta(Base):
    """What is true of the store as a whole."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class User(Base):
    """Someone who has signed in or was assigned: found by a keyed hash, told of in the log by a random reference."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True)
    lookup: Mapped[str] = mapped_column(unique=True)
    ref: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[bytes] = mapped_column(LargeBinary)


class Case(Base):
    """A case, in codes."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    legal_basis: Mapped[str]
    unit: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    opened_at: Mapped[str]
    aware_at: Mapped[str | None]
    reported_at: Mapped[str | None]
    report: Mapped[str | None]
    told: Mapped[str | None]
    speech: Mapped[str | None]
    outcome: Mapped[str | None]
    closed_at: Mapped[str | None]
    hold: Mapped[bool]
    restricted: Mapped[bool]
    erased_at: Mapped[str | None]


class CaseKeyRow(Base):
    """A case's key, wrapped by a master key. Deleting this row deletes what the case held."""

    __tablename__ = "case_keys"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    master: Mapped[str]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Person(Base):
    """What someone is to a case (subject, manager, companion), from when until when; found by a reference only the case's key can make."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    reference: Mapped[str]
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    begins_at: Mapped[str | None]
    ends_at: Mapped[str | None]


class Assignment(Base):
    """Who has which role in a case, from when to when."""

    __tablename__ = "assignments"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str]
    begins_at: Mapped[str]
    ends_at: Mapped[str | None]
    broken_glass: Mapped[bool]
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Record(Base):
    """Something written in a case: facts, assessments, the hearing, replies, the decision. Nothing is changed: a correction is a new one."""

    __tablename__ = "records"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str | None]
    at: Mapped[str]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    concerns: Mapped[str | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Evidence(Base):
    """A post as handed in, addressed by a keyed hash of its content."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("case_id", "address"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    address: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    about: Mapped[bytes] = mapped_column(LargeBinary)
    analysis: Mapped[bytes | None] = mapped_column(LargeBinary)


class Approval(Base):
    """What one person asks for and another, with a reason of their own, confirms or declines: a skipped step, an unmasking, a hold, an erasure."""

    __tablename__ = "approvals"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str | None]
    target: Mapped[str | None]
    asked_at: Mapped[str]
    asked_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[str | None]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    declined: Mapped[bool]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_at: Mapped[str | None]


class Alert(Base):
    """Broken glass, waiting for the data protection officer's review."""

    __tablename__ = "alerts"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    at: Mapped[str]
    user_ref: Mapped[str]
    reviewed_at: Mapped[str | None]


class Protection(Base):
    """A protection of display: of one employee against one citizen, or of all on a ward."""

    __tablename__ = "protections"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    employee: Mapped[str | None] = mapped_column(index=True)
    citizen: Mapped[str | None]
    unit: Mapped[str | None] = mapped_column(index=True)
    reason: Mapped[str]
    begins_at: Mapped[str]
    ends_at: Mapped[str]
    documented_in: Mapped[str | None]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))


class Alias(Base):
    """The code an employee was shown under to a citizen, and who that is: sealed, for those who may lawfully know."""

    __tablename__ = "aliases"
    code: Mapped[str] = mapped_column(primary_key=True)
    employee: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[str]


class Entry(Base):
    """One line of the audit log: canonical JSON, chained. The database refuses to change or delete it."""

    __tablename__ = "audit_entries"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str]
    mac: Mapped[str]
    case_ref: Mapped[str | None] = mapped_column(index=True)


class Head(Base):
    """The end of the chain; locking this row is what orders the writers."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str]


class Checkpoint(Base):
    """The state of the chain, signed."""

    __tablename__ = "audit_checkpoints"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str]
    at: Mapped[str]
    public: Mapped[str]
    signature: Mapped[str]
