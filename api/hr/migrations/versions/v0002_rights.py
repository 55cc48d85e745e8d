"""Restriction, whether the breach is reported, what people are to a case and until when, the second person's own reason, who was shown under a code.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Table, column, type; what is a yes or no begins as no.
ADDED = (
    ("cases", "report", sa.String),
    ("cases", "restricted", sa.Boolean),
    ("people", "begins_at", sa.String),
    ("people", "ends_at", sa.String),
    ("approvals", "declined", sa.Boolean),
    ("approvals", "answer", sa.LargeBinary),
    ("protections", "documented_in", sa.String),
)


def upgrade() -> None:
    """Add them."""
    for table, name, kind in ADDED:
        flag = kind is sa.Boolean
        op.add_column(table, sa.Column(name, kind(), nullable=not flag, server_default=sa.false() if flag else None))
    op.create_table(
        "aliases",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("employee", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("aliases")
    for table, name, _ in ADDED:
        op.drop_column(table, name)
