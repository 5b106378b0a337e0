"""The workshop's two sheets: the first language of a bulletin, the state of each translation, what
was taken from which dossier, and who translates.

A translation that stands there already is approved where it was published, and is to be read over
where it was not.
"""

import sqlalchemy as sa
from alembic import op

from portal.rewriting import foreign_keys_off, rewritten, triggers_kept

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = ("to_translate", "to_revise", "to_read", "approved")
LANGUAGE = (
    "VARCHAR(32) DEFAULT 'nl' NOT NULL "
    "CONSTRAINT ck_bulletin_language CHECK (language IN ('nl', 'fr'))"
)
FIRST_DOSSIER = (
    "SELECT incident.language FROM incident JOIN bulletin_incident "
    "ON bulletin_incident.incident_id = incident.id "
    "WHERE bulletin_incident.bulletin_id = bulletin.id ORDER BY incident.id LIMIT 1"
)
APPROVED = "bulletin.status = 'published'"
FILL = (
    "INSERT INTO segment (bulletin_id, block_id, name, state, writer_id, approver_id, source, note) "
    "SELECT {bulletin}, {block}, '{name}', "
    f"CASE WHEN {APPROVED} THEN 'approved' ELSE 'to_read' END, 0, "
    f"CASE WHEN {APPROVED} THEN 0 END, "
    "CASE WHEN bulletin.language = 'nl' THEN {table}.{name}_nl ELSE {table}.{name}_fr END, '' "
    "FROM {tables} WHERE trim({table}.{name}_nl) <> '' AND trim({table}.{name}_fr) <> '' "
    "ORDER BY {table}.id"
)


def upgrade() -> None:
    """Add the column and the tables, and say of each translation how far it is."""
    op.execute(f"ALTER TABLE bulletin ADD COLUMN language {LANGUAGE}")
    op.execute(
        f"UPDATE bulletin SET language = ({FIRST_DOSSIER}) "
        "WHERE EXISTS (SELECT 1 FROM bulletin_incident WHERE bulletin_id = bulletin.id)"
    )
    _create_segments()
    _create_passages()
    _create_assignments()
    for name in ("title", "essence"):
        values = {"bulletin": "bulletin.id", "block": "NULL", "name": name}
        op.execute(FILL.format(**values, table="bulletin", tables="bulletin"))
    tables = "block JOIN bulletin ON bulletin.id = block.bulletin_id"
    op.execute(
        FILL.format(bulletin="NULL", block="block.id", name="text", table="block", tables=tables)
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("assignment", "passage", "segment"):
        op.drop_table(table)
    check = {"bulletin": {"language": "language IN ('nl', 'fr')"}}
    with foreign_keys_off(), triggers_kept(), rewritten("bulletin", check, {}) as batch:
        batch.drop_column("language")


def _create_segments() -> None:
    among = ", ".join(repr(state) for state in STATES)
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=True),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(f"state IN ({among})", name=op.f("ck_segment_segmentstate")),
        sa.CheckConstraint(
            "(bulletin_id IS NULL) <> (block_id IS NULL)", name=op.f("ck_segment_of_one_text")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approver_id IS NOT NULL", name=op.f("ck_segment_approver")
        ),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_segment_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_segment_block_id_block")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("bulletin_id", "name", name=op.f("uq_segment_bulletin_id_name")),
        sa.UniqueConstraint("block_id", name=op.f("uq_segment_block_id")),
    )


def _create_passages() -> None:
    keys = {"bulletin_id": "bulletin", "incident_id": "incident", "block_id": "block"}
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_passage_{column}_{table}")
            )
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            *("bulletin_id", "incident_id", "section", "digest"),
            name=op.f("uq_passage_bulletin_id_incident_id_section_digest"),
        ),
    )
    for column in ("bulletin_id", "block_id"):
        op.create_index(op.f(f"ix_passage_{column}"), "passage", [column])


def _create_assignments() -> None:
    keys = {"bulletin_id": "bulletin", "person_id": "person", "assigned_by": "person"}
    op.create_table(
        "assignment",
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_assignment_{column}_{table}")
            )
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "person_id", name=op.f("pk_assignment")),
    )
