"""A random name for each database, by which an index knows that it was made of another one."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table with its one row."""
    table = op.create_table(
        "epoch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epoch")),
    )
    op.bulk_insert(table, [{"value": secrets.token_hex(16)}])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("epoch")
