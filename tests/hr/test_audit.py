"""The log: what is in it, what is not, and that nobody can change it unseen, whoever runs the database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from api.cli import app
from api.hr import audit
from api.hr.keys import Keyring
from api.hr.store import Store
from api.hr.tables import Head
from api.hr.verify import verify
from tests.hr.conftest import House

Change = Callable[[House, object], None]


def _run(*statements: str) -> Change:
    def change(_: House, connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return change


def _rechain(house: House, connection, first: int, keyring: Keyring | None) -> None:
    """Make the digests fit again from `first` on, as someone who knows how would; the codes too, with the keys."""
    rows = connection.execute(text("SELECT seq, body, mac FROM audit_entries ORDER BY seq")).all()
    digest = audit.START
    for seq, body, mac in rows:
        previous, digest = digest, audit.digest_of(digest, body)
        if seq >= first:
            values = {"p": previous, "d": digest, "m": keyring.mac(digest) if keyring else mac, "s": seq}
            connection.execute(text("UPDATE audit_entries SET previous=:p, digest=:d, mac=:m WHERE seq=:s"), values)
    connection.execute(text("UPDATE audit_head SET seq=:s, digest=:d"), {"s": rows[-1][0], "d": digest})


def _forge(house: House, connection) -> None:
    connection.execute(text("UPDATE audit_entries SET body=replace(body, 'case_read', 'case_move') WHERE seq=9"))
    _rechain(house, connection, 9, None)


def _rewrite_with_keys(house: House, connection) -> None:
    connection.execute(text("UPDATE audit_entries SET body=replace(body, 'case_read', 'case_move') WHERE seq=9"))
    _rechain(house, connection, 9, Keyring.read(house.keys))


def _insert(house: House, connection) -> None:
    connection.execute(text("UPDATE audit_entries SET seq = seq + 1000 WHERE seq >= 9"))
    connection.execute(text("UPDATE audit_entries SET seq = seq - 999 WHERE seq > 1000"))
    copied = "SELECT 9, body, previous, digest, mac, case_ref FROM audit_entries WHERE seq = 10"
    connection.execute(text(f"INSERT INTO audit_entries (seq, body, previous, digest, mac, case_ref) {copied}"))
    connection.execute(text("UPDATE audit_entries SET body=replace(body, 'case_read', 'case_move') WHERE seq=9"))


def _cut_and_mend(house: House, connection) -> None:
    connection.execute(text("DELETE FROM audit_entries WHERE seq > 8"))
    digest = connection.execute(text("SELECT digest FROM audit_entries WHERE seq = 8")).scalar_one()
    connection.execute(text("UPDATE audit_head SET seq=8, digest=:d"), {"d": digest})


# (what is done to the log, what is found, where, whether only a checkpoint kept elsewhere can show it)
TAMPERING: dict[str, tuple[Change, str, int, bool]] = {
    "change": (_run("UPDATE audit_entries SET body=replace(body, 'done', 'refused') WHERE seq=9"), "changed", 9, False),
    "change of a column": (_run("UPDATE audit_entries SET case_ref='x' WHERE seq=9"), "changed", 9, False),
    "change, digests mended": (_forge, "changed", 9, False),
    "change, by someone with the keys": (_rewrite_with_keys, "rewritten", 12, True),
    "removal": (_run("DELETE FROM audit_entries WHERE seq=9"), "removed", 9, False),
    "removal of the first": (_run("DELETE FROM audit_entries WHERE seq=1"), "removed", 1, False),
    "swap": (
        _run(
            "UPDATE audit_entries SET seq=-1 WHERE seq=9",
            "UPDATE audit_entries SET seq=9 WHERE seq=10",
            "UPDATE audit_entries SET seq=10 WHERE seq=-1",
        ),
        "moved",
        9,
        False,
    ),
    "insertion": (_insert, "changed", 9, False),
    "truncation": (_run("DELETE FROM audit_entries WHERE seq > 8"), "truncated", 9, False),
    "truncation, end mended": (_cut_and_mend, "truncated", 9, True),
    "all of it": (
        _run("DELETE FROM audit_entries", "UPDATE audit_head SET seq=0, digest='" + audit.START + "'"),
        "truncated",
        1,
        True,
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_placed(house, how):
    change, kind, seq, needs_checkpoint = TAMPERING[how]
    number = house.case()
    for _ in range(3):
        house.get("ulla", f"/cases/{number}")
    kept = house.post("rie", "/audit/checkpoints")
    assert kept["seq"] == 10
    house.get("ulla", f"/cases/{number}")
    kept = house.post("rie", "/audit/checkpoints")
    assert (kept["seq"], house.verify(kept)) == (12, [])
    store = Store(house.owner)
    with store.engine.begin() as connection:
        _open_up(connection)
        change(house, connection)
        # Whoever can change the log can take its checkpoints out of the database too.
        connection.execute(text("DELETE FROM audit_checkpoints"))
    store.close()
    alone = [(finding.kind, finding.seq) for finding in house.verify()]
    beside = [(finding.kind, finding.seq) for finding in house.verify(kept)]
    assert ((kind, seq) in alone) == (not needs_checkpoint), alone
    assert (kind, seq) in beside
    assert beside[0][1] == seq


def _open_up(connection) -> None:
    """Take away what keeps the log append-only, as its database's owner can."""
    if connection.dialect.name == "postgresql":
        for table in ("audit_entries", "audit_checkpoints"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    else:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))


@pytest.mark.parametrize("table", ["audit_entries", "audit_checkpoints"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest='x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_log(house, table, statement):
    house.case()
    house.post("rie", "/audit/checkpoints")
    refused = pytest.raises(DBAPIError, match="append only")
    with Store(house.owner) as store, refused, store.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET digest='x'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "DELETE FROM audit_checkpoints",
        "DELETE FROM audit_head",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
        "DROP TABLE audit_entries",
        "UPDATE records SET body=''",
        "UPDATE evidence SET content=''",
        "DELETE FROM cases",
        "UPDATE alembic_version SET version_num=''",
        "CREATE TABLE another (seq int)",
    ],
)
def test_the_services_own_user_has_no_right_to(house, statement):
    refused = pytest.raises(DBAPIError, match=r"permission denied|must be owner")
    with Store(house.database) as store, refused, store.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_log_grows_while_it_is_verified(house):
    house.case()
    with Store(house.database) as store, store.snapshot() as session:
        session.get(Head, 1)
        house.post("rie", "/audit/checkpoints")
        assert verify(session, Keyring.read(house.keys)) == []
    assert house.verify() == []


@pytest.mark.parametrize("line", ["{}", "[]", "7", '{"seq": "x", "digest": "", "at": "", "signature": ""}', "{"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_checkpoint_is_said(house, tmp_path, line):
    kept = tmp_path / "elsewhere.jsonl"
    kept.write_text(line)
    said = CliRunner().invoke(app, ["audit", "verify", "--checkpoint", str(kept)], env=house.environment())
    assert (said.exit_code, said.stderr) == (2, "Filen med kontrolpunkter kan ikke læses.\n")


def test_a_checkpoint_signed_by_another_key_counts_for_nothing(house):
    house.case()
    kept = house.post("rie", "/audit/checkpoints")
    assert [f.kind for f in house.verify(kept | {"digest": "0" * 64})] == ["signature"]


def test_reads_searches_lists_changes_and_refusals_are_all_in_the_log(house):
    number = house.case("ulla", "anders")
    item = house.submit(number)
    house.get("ulla", f"/cases/{number}/evidence/{item}")
    house.get("ulla", "/cases?state=intake")
    house.ask("otto", "GET", f"/cases/{number}")
    house.ask("otto", "GET", "/cases/S-AAAAAAAAAA")
    house.ask("rie", "GET", "/cases")
    entries = house.get("rie", "/audit?limit=1000")["entries"]
    assert [(each["action"], each["outcome"]) for each in entries] == [
        ("case_create", "done"),
        ("assignment_add", "done"),
        ("assignment_add", "done"),
        ("evidence_write", "done"),
        ("evidence_read", "done"),
        ("case_list", "done"),
        ("case_read", "refused"),
        ("case_read", "refused"),
        ("case_list", "refused"),
    ]
    assert entries[5]["detail"]["state"] == "intake"
    assert entries[5]["items"] == [entries[3]["case"]]
    assert entries[6]["case"] == entries[3]["case"]
    assert entries[7]["case"] is None
    assert entries[3]["items"] == entries[4]["items"]
    assert number not in json.dumps(entries)
    assert item not in json.dumps(entries)


def test_a_read_that_cannot_be_logged_is_not_answered(house, monkeypatch):
    number = house.case()

    def fail(*_: object) -> int:
        raise OSError(number)

    monkeypatch.setattr(audit, "append", fail)
    response = house.ask("ulla", "GET", f"/cases/{number}")
    assert response.status_code == 500
    assert number not in response.text


def test_the_employee_sees_who_opened_the_case(house):
    number = house.case()
    house.get("ulla", f"/cases/{number}")
    house.ask("otto", "GET", f"/cases/{number}")
    house.walk(number, "hearing")
    seen = house.get("mette", f"/cases/{number}/openings")["openings"]
    assert ("case_read", "done") in {(each["action"], each["outcome"]) for each in seen}
    assert ("case_read", "refused") in {(each["action"], each["outcome"]) for each in seen}


def test_the_command_verifies_and_says_where(house, tmp_path):
    house.case()
    runner, environment = CliRunner(), house.environment()
    kept = tmp_path / "elsewhere.jsonl"
    signed = runner.invoke(app, ["audit", "checkpoint"], env=environment)
    kept.write_text(signed.stdout)
    sound = runner.invoke(app, ["audit", "verify", "--checkpoint", str(kept)], env=environment)
    assert (sound.exit_code, sound.stdout) == (0, "Loggen hænger sammen: 8 linjer, 1 kontrolpunkter.\n")
    store = Store(house.owner)
    with store.engine.begin() as connection:
        _open_up(connection)
        connection.execute(text("DELETE FROM audit_entries WHERE seq = 3"))
    store.close()
    broken = runner.invoke(app, ["audit", "verify", "--checkpoint", str(kept)], env=environment)
    assert (broken.exit_code, broken.stdout) == (1, "Linje 3 er fjernet (og måske flere efter den).\n")
