"""The database: SQLite or PostgreSQL, its migrations, and transactions that keep what they promised.

In: the address of a database. Out: sessions, each one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class Store:
    """A database. `address` as SQLAlchemy writes it."""

    def __init__(self, address: str) -> None:
        sqlite = address.startswith("sqlite")
        if sqlite and (file := make_url(address).database):
            # Nobody else on the machine reads it; its journal takes after it.
            Path(file).touch(mode=0o600)
        options: dict[str, Any] = {"connect_args": {"timeout": 60}} if sqlite else {"pool_pre_ping": True}
        # An error of the database must not repeat what was to be stored.
        self.engine = create_engine(address, hide_parameters=True, pool_size=20, max_overflow=30, **options)
        if sqlite:
            event.listen(self.engine, "connect", _sqlite_connect)
            event.listen(self.engine, "begin", _sqlite_begin)
        self._snapshot = {} if sqlite else {"isolation_level": "REPEATABLE READ"}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: all of it is kept when the block ends, nothing when it raises."""
        with self._sessions() as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """The store as it is at one moment, to read: nobody waits for it, and what is written meanwhile is not seen."""
        with self._sessions() as session:
            session.connection(execution_options={"reads": True, **self._snapshot})
            yield session

    def migrate(self, revision: str = "head") -> None:
        """Bring the schema up to `revision` (or down, with a `-`)."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            if revision.startswith("-") or revision == "base":
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _sqlite_connect(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
    # The driver would begin transactions late, as readers that fail when they turn into writers.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")
