"""The department's last mile: keys to switch off, papers given up, the call about an event."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nobody's keys are off and nobody is said to have called."""
    op.add_column(
        "person",
        sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column("exposure", sa.Column("called_at", UTCDateTime(), nullable=True))
    op.add_column("duty_check", sa.Column("final_on", sa.Date(), nullable=True))
    op.create_table(
        "paper_given_up",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_up_by", sa.Integer(), nullable=False),
        sa.Column("given_up_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_paper_given_up_has_reason")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper_report.id"], name=op.f("fk_paper_given_up_paper_id_paper_report")
        ),
        sa.ForeignKeyConstraint(
            ["given_up_by"], ["person.id"], name=op.f("fk_paper_given_up_given_up_by_person")
        ),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_given_up")),
    )


def downgrade() -> None:
    """Back to what was."""
    op.drop_table("paper_given_up")
    op.drop_column("duty_check", "final_on")
    op.drop_column("exposure", "called_at")
    op.drop_column("person", "shortcuts")
