"""What people are to a case: its subject, their managers, others who are disqualified, who stands by the employee.

In: a case and a person as the provider of logins knows them. Out: sealed rows, found by references that only the case's key can make.
"""

from __future__ import annotations

import json
from uuid import uuid4

from sqlalchemy import select

from api.hr.clock import stamp
from api.hr.desk import Errand, Visit, person_lookup
from api.hr.keys import CaseKey
from api.hr.schemas import PersonIn
from api.hr.tables import Case, Person


def add(errand: Errand, case: Case, key: CaseKey, kind: str, person: PersonIn) -> str:
    """Seal what a person is to the case, from now; returns the row's id."""
    identity = uuid4().hex
    lookup = person_lookup(errand.office, person.person)
    sealed = key.seal(json.dumps({"person": person.person, "name": person.name}).encode(), f"person {identity}")
    reference = key.reference("person", lookup.encode())
    row = Person(id=identity, case_id=case.id, kind=kind, reference=reference, identity=sealed)
    row.begins_at = stamp(errand.now)
    errand.session.add(row)
    return identity


def subject(visit: Visit) -> Person:
    """Whom the case concerns."""
    return next(row for row in everyone(visit) if row.kind == "subject")


def everyone(visit: Visit) -> list[Person]:
    """All whom the case names, those who no longer count too."""
    wanted = select(Person).where(Person.case_id == visit.case.id)
    return [*visit.session.scalars(wanted.order_by(Person.begins_at, Person.id))]


def identity_of(visit: Visit, row: Person) -> dict[str, str]:
    """The login and name of a person, unsealed."""
    found: dict[str, str] = json.loads(visit.unseal(row.identity, f"person {row.id}"))
    return found


def shown(visit: Visit, row: Person) -> dict[str, str | None]:
    """A person as they may be seen without a basis: under a pseudonym."""
    return {
        "id": row.id,
        "kind": row.kind,
        "person": visit.case_key.pseudonym(row.reference),
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
    }
