"""Reasons for which a finding of the checks may stay."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_override_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_override_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint("bulletin_id", "finding", name=op.f("uq_override_bulletin_id_finding")),
    )
    op.create_index(op.f("ix_override_bulletin_id"), "override", ["bulletin_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("override")
