"""The terms that people add to the glossary or change in it; the delivered ones are a file."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LISTS = {
    "domain": ("radiotherapy", "analysis", "it", "law", "organisation"),
    "kind": ("noun", "verb", "adjective", "name"),
    "gender": ("m", "f", "mp", "fp"),
    "status": ("proposed", "approved", "retired"),
}
TEXTS = ("preferred", "synonyms", "forms", "note")
BLANK = " \t\n\v\f\r\u00a0\u202f"
FILLED = " AND ".join(f"trim(preferred_{each}, '{BLANK}') <> ''" for each in ("nl", "fr"))


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *(
            sa.Column(name, _choice(name, values), nullable=name == "gender")
            for name, values in LISTS.items()
        ),
        *(
            sa.Column(f"{name}_{language}", sa.Text(), nullable=False)
            for name in TEXTS
            for language in ("nl", "fr")
        ),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("false_friend", "countable")),
        sa.CheckConstraint(f"NOT (TRUE) OR ({FILLED})", name=op.f("ck_glossary_term_complete")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("key", name=op.f("uq_glossary_term_key")),
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Drop it; the delivered terms stay."""
    op.drop_table("glossary_term")
