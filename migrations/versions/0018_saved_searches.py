"""Searches that people keep, and which REX were found for them."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTCDateTime

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "news",
            sa.Enum(
                "now",
                "weekly",
                "never",
                name="news",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_saved_search_has_name")),
        sa.CheckConstraint(
            "text <> '' OR filters <> '{}'", name=op.f("ck_saved_search_asks_something")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_saved_search_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index(op.f("ix_saved_search_owner_id"), "saved_search", ["owner_id"])
    op.create_table(
        "saved_search_find",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("found_at", UTCDateTime(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_saved_search_find_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["saved_search.id"],
            name=op.f("fk_saved_search_find_search_id_saved_search"),
        ),
        sa.PrimaryKeyConstraint("search_id", "bulletin_id", name=op.f("pk_saved_search_find")),
    )
    op.create_index(op.f("ix_saved_search_find_digest_on"), "saved_search_find", ["digest_on"])


def downgrade() -> None:
    """Back to what was."""
    op.drop_table("saved_search_find")
    op.drop_table("saved_search")
