"""Words that the portal learns from its bulletins, and those that somebody refused."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "learned_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(f"{name}_{language}", sa.Text(), nullable=False)
            for name in ("word", "stem")
            for language in ("nl", "fr")
        ),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_pair")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "refused_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"stem_{language}", sa.Text(), nullable=False) for language in ("nl", "fr")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_pair")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("refused_pair")
    op.drop_table("learned_pair")
