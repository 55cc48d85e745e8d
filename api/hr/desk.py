"""The one door to cases: a person comes with an action, `access.decide` judges it, and the log tells of it in the same transaction.

In: who asks, which case, which action. Out: a `Visit`, inside one transaction that ends with an entry in the log. What is refused is logged too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.hr import audit
from api.hr.access import Standing, Verdict, decide, effective, policy
from api.hr.clock import Clock, stamp
from api.hr.keys import CaseKey, Keyring
from api.hr.settings import Settings
from api.hr.store import Store
from api.hr.tables import Assignment, Case, CaseKeyRow, Evidence, Person, Record, User
from api.hr.tokens import Bearer
from api.http.problems import ProblemError
from models.checker import Checker

# What belongs to one case.
Row = TypeVar("Row", Assignment, Evidence, Person, Record)

_PROBLEMS: dict[Verdict, str] = {
    Verdict.HIDDEN: "not_found",
    **{each: each.value for each in Verdict if each is not Verdict.HIDDEN},
}


@dataclass(frozen=True, slots=True)
class Office:
    """What every desk works with."""

    settings: Settings
    store: Store
    keyring: Keyring
    checker: Checker
    clock: Clock


@dataclass(slots=True)
class Errand:
    """One action outside a case. What goes into `items` and `detail` goes into the log: references and codes only."""

    office: Office
    session: Session
    actor: User
    roles: frozenset[str]
    now: datetime
    items: list[str] = field(default_factory=list)
    detail: dict[str, Any] = field(default_factory=dict)

    def user(self, subject: str) -> User:
        """The user with this `sub`, made when never seen."""
        return _user(self.office, self.session, subject)

    def key(self, case: Case) -> CaseKey | None:
        """The key of a case; `None` once it is erased."""
        return _key(self.office, self.session, case)

    def standing(self, case: Case, key: CaseKey | None) -> Standing:
        """How the actor stands to `case` now."""
        return _standing(self.session, case, key, self.actor, stamp(self.now))

    def concerned(self, case: Case) -> bool:
        """Whether the actor is something to `case`: then no list of those who watch holds it for them."""
        key = self.key(case)
        return key is not None and conflict_of(self.session, case, key, self.actor.lookup) != ""


@dataclass(slots=True)
class Visit(Errand):
    """One action on a case."""

    case: Case = field(kw_only=True)
    case_key: CaseKey = field(kw_only=True)
    role: str = field(kw_only=True)

    def find(self, table: type[Row], identity: str) -> Row:
        """A row of this case. Raises `ProblemError` "not_found", also for a row of another case."""
        row = self.session.get(table, identity)
        if row is None or row.case_id != self.case.id:
            raise ProblemError("not_found")
        return row

    def item(self, identity: str) -> None:
        """Log that an item was read, written or shown."""
        self.items.append(self.case_key.reference("item", identity.encode())[:32])

    def seal(self, text: str, place: str) -> bytes:
        """Text sealed in this case, at `place`."""
        return self.case_key.seal(text.encode(), place)

    def unseal(self, sealed: bytes, place: str) -> str:
        """Text that was sealed."""
        return self.case_key.open(sealed, place).decode()

    def expect(self, version: int) -> None:
        """Refuse to change a case that has changed since it was read; else this is its next version."""
        if version != self.case.version:
            raise ProblemError("stale")
        self.case.version += 1


class Desk:
    """What one person may do, for one request."""

    def __init__(self, office: Office, bearer: Bearer, request: str) -> None:
        self.office = office
        self.bearer = bearer
        self.request = request

    @contextmanager
    def case(self, number: str, action: str, **criteria: str) -> Iterator[Visit]:
        """Do `action` on the case `number`. Raises `ProblemError`; then nothing but the refusal is kept."""
        with self._asked(action, number) as session:
            case, key = self._locked(session, number)
            now, actor = self.office.clock(), _user(self.office, session, self.bearer.subject)
            standing = _standing(session, case, key, actor, stamp(now)) if case else None
            verdict = decide(action, self.bearer.roles, standing)
            if verdict is not Verdict.ALLOWED or not (case and key and standing and standing.role):
                raise ProblemError(_PROBLEMS[verdict])
            visit = Visit(
                self.office, session, actor, self.bearer.roles, now, case=case, case_key=key, role=standing.role
            )
            visit.detail.update(criteria)
            yield visit
            session.flush()
            self._log(session, visit, action, "done", case_reference(key, case), standing.role)

    @contextmanager
    def errand(self, action: str, **criteria: str) -> Iterator[Errand]:
        """Do `action` outside any case. Raises as `case`."""
        with self._asked(action, None) as session:
            if decide(action, self.bearer.roles) is not Verdict.ALLOWED:
                raise ProblemError("forbidden")
            errand = self._errand(session)
            errand.detail.update(criteria)
            yield errand
            session.flush()
            self._log(session, errand, action, "done", None, None)

    @contextmanager
    def knock(self, number: str, action: str) -> Iterator[tuple[Errand, Case, CaseKey]]:
        """The case `number` for someone who is not on it: only for breaking glass, which has rules of its own."""
        with self._asked(action, number) as session:
            case, key = self._locked(session, number)
            if case is None or key is None:
                raise ProblemError("not_found")
            errand = self._errand(session)
            yield errand, case, key
            session.flush()
            self._log(session, errand, action, "done", case_reference(key, case), None)

    @contextmanager
    def _asked(self, action: str, number: str | None) -> Iterator[Session]:
        """A transaction whose refusal is logged."""
        try:
            with self.office.store.transaction() as session:
                yield session
        except ProblemError as error:
            self._refused(action, error.name, number)
            raise

    def _locked(self, session: Session, number: str) -> tuple[Case | None, CaseKey | None]:
        """The case `number`, which nobody else changes until the transaction ends, and its key."""
        case = session.scalars(select(Case).where(Case.number == number).with_for_update()).one_or_none()
        return case, _key(self.office, session, case) if case else None

    def _errand(self, session: Session) -> Errand:
        actor = _user(self.office, session, self.bearer.subject)
        return Errand(self.office, session, actor, self.bearer.roles, self.office.clock())

    def _refused(self, action: str, problem: str, number: str | None) -> None:
        """Log a refusal, in a transaction of its own: the one it came from is undone."""
        with self.office.store.transaction() as session:
            errand = self._errand(session)
            errand.detail["problem"] = problem
            reference = None
            if number is not None:
                case = session.scalars(select(Case).where(Case.number == number)).one_or_none()
                key = _key(self.office, session, case) if case else None
                reference = case_reference(key, case) if case and key else None
                if reference is None:
                    errand.detail["asked"] = self.office.keyring.lookup("number", number)[:16]
            self._log(session, errand, action, "refused", reference, None)

    def _log(
        self, session: Session, errand: Errand, action: str, outcome: str, case_ref: str | None, role: str | None
    ) -> None:
        about = {
            "at": stamp(errand.now),
            "actor": errand.actor.ref,
            "roles": [role] if role else sorted(effective(errand.roles)),
            "action": action,
            "outcome": outcome,
            "items": errand.items,
            "detail": errand.detail,
            "request": self.request,
        }
        audit.append(session, self.office.keyring, about, case_ref)


def case_reference(key: CaseKey, case: Case) -> str:
    """How the log names a case. Nobody can tell which case it was once its key is gone."""
    return key.reference("case", case.id.encode())[:32]


def person_lookup(office: Office, subject: str) -> str:
    """The keyed hash a person is found by, everywhere in this store and nowhere else."""
    return office.keyring.lookup("person", f"{office.settings.issuer}\0{subject}")


def conflict_of(session: Session, case: Case, key: CaseKey, lookup: str) -> str:
    """What this person now is to the case, the gravest of it (`separation.conflicts`); else nothing."""
    reference = key.reference("person", lookup.encode())
    wanted = (Person.case_id == case.id, Person.reference == reference, Person.ends_at.is_(None))
    found = {*session.scalars(select(Person.kind).where(*wanted))}
    return next((kind for kind in policy()["separation"]["conflicts"] if kind in found), "")


def _user(office: Office, session: Session, subject: str) -> User:
    lookup = person_lookup(office, subject)
    known = select(User).where(User.lookup == lookup)
    user = session.scalars(known).one_or_none()
    if user is None:
        identity = uuid4().hex
        sealed = office.keyring.directory.seal(subject.encode(), f"user {identity}")
        user = User(id=identity, lookup=lookup, ref=uuid4().hex, subject=sealed)
        try:
            with session.begin_nested():
                session.add(user)
        except IntegrityError:
            # Two first requests of the same person at once.
            user = session.scalars(known).one()
    return user


def _key(office: Office, session: Session, case: Case) -> CaseKey | None:
    row = session.get(CaseKeyRow, case.id)
    return office.keyring.case_key(case.id, row.master, row.wrapped) if row else None


def _standing(session: Session, case: Case, key: CaseKey | None, user: User, at: str) -> Standing:
    if key is None:
        return Standing(None, "", case.state, erased=True)
    active = (Assignment.begins_at <= at, or_(Assignment.ends_at.is_(None), Assignment.ends_at > at))
    wanted = (Assignment.case_id == case.id, Assignment.user_id == user.id, *active)
    role = session.scalars(select(Assignment.role).where(*wanted)).first()
    return Standing(role, conflict_of(session, case, key, user.lookup), case.state, restricted=case.restricted)
