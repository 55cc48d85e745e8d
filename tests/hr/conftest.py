"""The real HR application on real databases, and people with separate logins."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from api.hr.app import create_app
from api.hr.keys import Keyring, write_new
from api.hr.settings import DEVELOPMENT_ISSUER, Settings
from api.hr.store import Store
from api.hr.tokens import DevelopmentIssuer
from api.hr.verify import Finding, verify
from tests.hr.postgres import postgres

ROOT = Path(__file__).parents[2]
PROBLEM = "application/problem+json"
POST = "I nat mistede vi en patient på 87 år på M5. Hendes cpr-nummer er 070539-1234."
REASON = {"reason": "Det er nødvendigt nu."}
# Who plays which part. The manager and the outsider hold powerful roles and still get nowhere in the case.
CAST = {
    "vera": ["intake"],
    "ulla": ["investigator"],
    "anders": ["second_reader"],
    "bo": ["decision_maker"],
    "dorte": ["dpo"],
    "rie": ["auditor"],
    "mette": ["employee", "investigator", "dpo"],
    "tina": ["representative"],
    "adam": ["administrator", "investigator"],
    "lis": ["intake", "investigator", "decision_maker", "dpo"],
    "otto": ["intake", "investigator", "second_reader", "decision_maker", "dpo", "employee", "representative"],
}


def assert_problem(response: httpx2.Response, status: int, name: str) -> None:
    """The response is the problem document `name`."""
    assert response.headers["content-type"] == PROBLEM, response.text
    body = response.json()
    assert (body["status"], body["type"]) == (status, f"/docs#{name}")
    assert response.status_code == status


@dataclass
class House:
    """A service with its database, keys and clock; it can be stopped and started again."""

    folder: Path
    database: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    client: TestClient | None = None

    def __post_init__(self) -> None:
        self.issuer = DevelopmentIssuer(self.folder / "issuer")
        self.keys = self.folder / "keys.json"
        if not self.keys.exists():
            write_new(self.keys)
        self.tokens = {who: self.issuer.token(who, roles) for who, roles in CAST.items()}

    @property
    def owner(self) -> str:
        """The database as its owner reaches it."""
        return self.database.replace("//tavshedstjek_hr@", "//postgres@")

    def settings(self, **more: object) -> Settings:
        return Settings(
            database=self.database,
            keys_file=self.keys,
            issuer=DEVELOPMENT_ISSUER,
            jwks=str(self.issuer.jwks),
            **more,
        )

    def environment(self) -> dict[str, str]:
        """The same settings, for another process."""
        given = {
            "database": self.database,
            "keys_file": self.keys,
            "issuer": DEVELOPMENT_ISSUER,
            "jwks": self.issuer.jwks,
        }
        return {f"TAVSHEDSTJEK_HR_{name.upper()}": str(value) for name, value in given.items()}

    @contextmanager
    def open(self, **more: object) -> Iterator[House]:
        with TestClient(create_app(self.settings(**more), self.tick), base_url="http://localhost") as self.client:
            yield self

    def tick(self) -> datetime:
        """The time: no two moments are the same."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def ask(self, who: str, method: str, path: str, body: object = None) -> httpx2.Response:
        """What `who` gets."""
        assert self.client is not None
        headers = {"authorization": f"Bearer {self.tokens[who]}"}
        return self.client.request(method, f"/v1{path}", json=body, headers=headers)

    def get(self, who: str, path: str) -> dict[str, object]:
        response = self.ask(who, "GET", path)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, who: str, path: str, body: object = None) -> dict[str, object]:
        response = self.ask(who, "POST", path, body)
        assert response.status_code in (200, 201, 202), response.text
        return response.json()

    def case(self, *roles: str) -> str:
        """A new case about Mette, whose manager is Lis, with the usual people on it."""
        asked = {
            "purpose": "breach",
            "legal_basis": "gdpr_6_1_c",
            "unit": "M5",
            "subject": {"person": "mette", "name": "Mette Prøve"},
            "managers": [{"person": "lis"}],
        }
        number = str(self.post("vera", "/cases", asked)["number"])
        for who in roles or ("ulla", "anders", "bo", "dorte", "tina", "mette"):
            self.post("vera", f"/cases/{number}/assignments", {"person": who, "role": CAST[who][0]})
        return number

    def version(self, number: str) -> int:
        return int(str(self.get("vera", f"/cases/{number}")["version"]))

    def move(self, who: str, number: str, to: str) -> None:
        assert (
            self.post(who, f"/cases/{number}/state", {"version": self.version(number), "to": to})["result"] == "moved"
        )

    def walk(self, number: str, to: str) -> None:
        """Bring a case along the road as it is meant to go."""
        here = f"/cases/{number}"
        deadline = (self.now + timedelta(days=7)).isoformat()
        steps: list[tuple[str, Callable[[], object]]] = [
            ("triage", lambda: None),
            (
                "speech_check",
                lambda: self.post(
                    "vera",
                    f"{here}/triage",
                    {
                        "version": self.version(number),
                        "aware_at": (self.now - timedelta(hours=2)).isoformat(),
                        "told": "yes",
                        "reported_at": (self.now - timedelta(hours=1)).isoformat(),
                        "text": "Opslaget er fjernet.",
                    },
                ),
            ),
            (
                "facts",
                lambda: self.post(
                    "ulla",
                    f"{here}/speech-check",
                    {
                        "version": self.version(number),
                        "speech": "with_patient",
                        "text": "Der er oplysninger om en patient.",
                    },
                ),
            ),
            (
                "hearing",
                lambda: [
                    self.post("ulla", f"{here}/facts", {"side": side, "text": "Opslaget lå der i en time."})
                    for side in ("for", "against")
                ],
            ),
            (
                "decision",
                lambda: (
                    self.post(
                        "ulla",
                        f"{here}/hearing",
                        {
                            "text": "Vi mener, at opslaget peger på en patient.",
                            "answer_by": deadline,
                            "companion": {"person": "tina", "name": "Tina Prøve"},
                        },
                    ),
                    self.post("mette", f"{here}/reply", {"text": "Jeg tog det ned med det samme."}),
                ),
            ),
            (
                "closed",
                lambda: self.post(
                    "bo",
                    f"{here}/decision",
                    {
                        "version": self.version(number),
                        "outcome": "breach_handled",
                        "text": "Patienten har fået besked.",
                    },
                ),
            ),
        ]
        for state, work in steps:
            work()
            self.move({"triage": "vera", "speech_check": "vera", "closed": "bo"}.get(state, "ulla"), number, state)
            if state == to:
                return

    def submit(self, number: str, post: str = POST) -> str:
        asked = {"text": post, "obtained": "colleague", "visible": "group"}
        return str(self.post("ulla", f"/cases/{number}/evidence", asked)["id"])

    def confirm(self, who: str, number: str, approval: object) -> None:
        """`who` agrees, as the second person."""
        self.post(who, f"/cases/{number}/approvals/{approval}/confirm", REASON)

    def verify(self, *kept: dict[str, object]) -> list[Finding]:
        store = Store(self.database)
        with store.snapshot() as session:
            found = verify(session, Keyring.read(self.keys), kept)
        store.close()
        return found


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as address:
        _sql(address, "CREATE DATABASE migrated")
        _sql(address, "CREATE ROLE tavshedstjek_hr LOGIN")
        with Store(_named(address, "migrated")) as store:
            store.migrate()
        grants = [
            "psql",
            "--quiet",
            "--username=postgres",
            "--dbname=migrated",
            f"--file={ROOT}/deploy/hr/postgresql.sql",
        ]
        subprocess.run([*grants, f"--host={address.partition('host=')[2]}"], check=True)
        yield address


def _sql(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def as_service(owners: str) -> str:
    """The address for the service's own user, as `deploy/hr/postgresql.sql` leaves it."""
    return owners.replace("//postgres@", "//tavshedstjek_hr@")


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind, brought up to date."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/hr.db"
        return
    server = request.getfixturevalue("server")
    name = f"hr_{uuid4().hex}"
    _sql(server, f"CREATE DATABASE {name} TEMPLATE migrated")
    yield as_service(_named(server, name))
    _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, database).open() as house:
        yield house
