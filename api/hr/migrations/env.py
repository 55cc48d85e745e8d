"""Alembic's environment: the connection comes from `api.hr.store`."""

from alembic import context

from api.hr.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
