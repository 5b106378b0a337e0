"""The hospitals that the privacy check looks for; the regulator edits the list from then on."""

import sqlalchemy as sa
from alembic import op

from portal.language.privacy import shipped_hospitals

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BLANK = " \t\n\v\f\r\u00a0\u202f"


def upgrade() -> None:
    """Create the table and write the list that comes with the portal."""
    table = op.create_table(
        "hospital",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.CheckConstraint(
            f"NOT (TRUE) OR (trim(name_nl, '{BLANK}') <> '' AND trim(name_fr, '{BLANK}') <> '')",
            name=op.f("ck_hospital_complete"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital")),
        sqlite_autoincrement=True,
    )
    op.bulk_insert(
        table,
        [
            {"name_nl": each["nl"], "name_fr": each["fr"], "short": "\n".join(each["short"])}
            for each in shipped_hospitals()
        ],
    )


def downgrade() -> None:
    """Drop it; what the regulator edited goes with it."""
    op.drop_table("hospital")
