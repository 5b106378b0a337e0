"""The department's side on what was there: states, tree of causes, owners of actions.

SQLite cannot change a CHECK or add a foreign key, so there the tables are written anew, with the
foreign keys off meanwhile and checked at the end; from then on it gives no id of a removed row
again. When this migration fails, nothing of it is left: PostgreSQL takes back the whole upgrade,
SQLite all but the migrations before this one, and the next upgrade goes on from there.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.rewriting import Checks, foreign_keys_off, rewritten

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = ("with_department", "submitted", "in_review", "accepted", "published", "closed")
PROFESSIONS = (
    *("technologist", "physicist", "dosimetrist", "physician", "nurse", "quality_manager"),
    *("head", "ict", "engineer", "secretary", "vendor", "patient", "other"),
)
INFORMED = ("yes", "no", "not_applicable")


def _among(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _choice(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=True)


def _added() -> dict[str, list[sa.Column[Any]]]:
    return {
        "person": [sa.Column("muted", sa.Text(), nullable=True)],
        "draft": [sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True)],
        "cause": [sa.Column("parent_id", sa.Integer(), nullable=True)],
        "corrective_action": [
            _choice("owner_role"),
            sa.Column("owner_id", sa.Integer(), nullable=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("done_on", sa.Date(), nullable=True),
            sa.Column("cause_id", sa.Integer(), nullable=True),
            *(_text(f"measure_{language}") for language in ("nl", "fr")),
        ],
        "incident": [
            *(_text(name) for name in ("product", "product_version", "prisma_reference")),
            *(_text(name) for name in ("no_causes_reason", "no_actions_reason")),
            *(
                _text(f"{name}_{language}")
                for name in ("found_how", "effects", "correction")
                for language in ("nl", "fr")
            ),
            *(
                _choice(name)
                for name in (
                    *("event_type", "found_by", "dosimetric_impact", "asn_sfro"),
                    *("vendor_informed", "authority_informed", "patient_informed"),
                )
            ),
            sa.Column("paper_serial", sa.Text(), nullable=True),
            sa.Column("report_seconds", sa.Integer(), nullable=True),
            sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        ],
    }


BEFORE: Checks = {
    "incident": {
        "incidentstatus": _among("status", *STATES, "withdrawn"),
        "submitted_at": "status IN ('with_department', 'withdrawn') OR submitted_at IS NOT NULL",
    }
}
AFTER: Checks = {
    "corrective_action": {"profession": _among("owner_role", *PROFESSIONS)},
    "incident": {
        "incidentstatus": _among("status", *STATES, "notified", "question", "withdrawn"),
        "submitted_at": "status IN ('with_department', 'notified', 'withdrawn') "
        "OR submitted_at IS NOT NULL",
        "notified_at": "status <> 'notified' OR notified_at IS NOT NULL",
        "eventtype": _among(
            "event_type", "incident", "near_miss", "unsafe_situation", "good_catch"
        ),
        "profession": _among("found_by", *PROFESSIONS),
        "dosimetricimpact": _among("dosimetric_impact", "none", "minor", "moderate", "severe"),
        "asnsfro": _among("asn_sfro", "0", "1", "2", "2+", "3", "3+", "4", "4+", "5", "6", "7"),
        **{
            name: _among(name, *INFORMED)
            for name in ("vendor_informed", "authority_informed", "patient_informed")
        },
    },
}
# table, column, table that it points at, what happens when that row goes
POINTERS = (
    ("cause", "parent_id", "cause", None),
    ("corrective_action", "owner_id", "person", None),
    ("corrective_action", "cause_id", "cause", "SET NULL"),
)
TABLES = ("incident", "cause", "corrective_action", "draft")
REMOVABLE = ("cause", "corrective_action", "draft")  # their ids are never given again


def upgrade() -> None:
    """Add the columns, then the checks and keys."""
    with foreign_keys_off():
        for table, columns in _added().items():
            for column in columns:
                op.add_column(table, column)
        op.execute("UPDATE incident SET event_type = 'near_miss' WHERE near_miss")
        for table in TABLES:
            with rewritten(table, BEFORE, AFTER, sqlite_autoincrement=table in REMOVABLE) as batch:
                if table == "incident":
                    batch.drop_column("near_miss")
                    batch.create_unique_constraint("uq_incident_paper_serial", ["paper_serial"])
                for column in _added()[table]:
                    if column.server_default is not None:
                        batch.alter_column(column.name, server_default=None)
                _point(batch, table)
        op.create_index("ix_cause_parent_id", "cause", ["parent_id"])
        op.create_index("ix_corrective_action_due_on", "corrective_action", ["due_on"])


def downgrade() -> None:
    """Back to what was; states that did not exist become the ones before them."""
    with foreign_keys_off():
        op.drop_index("ix_corrective_action_due_on", "corrective_action")
        op.drop_index("ix_cause_parent_id", "cause")
        op.execute("UPDATE incident SET status = 'with_department' WHERE status = 'notified'")
        op.execute("UPDATE incident SET status = 'in_review' WHERE status = 'question'")
        near_miss: sa.Column[Any] = sa.Column(
            "near_miss", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        op.add_column("incident", near_miss)
        op.execute("UPDATE incident SET near_miss = TRUE WHERE event_type = 'near_miss'")
        for table in reversed(TABLES):
            with rewritten(table, AFTER, BEFORE) as batch:
                for source, name, target, _gone in POINTERS:
                    if source == table:
                        batch.drop_constraint(f"fk_{table}_{name}_{target}", type_="foreignkey")
                if table == "incident":
                    batch.drop_constraint("uq_incident_paper_serial", type_="unique")
                for column in _added()[table]:
                    batch.drop_column(column.name)
        for column in _added()["person"]:
            op.drop_column("person", column.name)


def _point(batch: Any, table: str) -> None:
    for source, name, target, gone in POINTERS:
        if source == table:
            key = f"fk_{table}_{name}_{target}"
            batch.create_foreign_key(key, target, [name], ["id"], ondelete=gone)
