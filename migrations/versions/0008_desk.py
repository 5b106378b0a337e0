"""The regulator's desk: first answers, who handles and who reads a dossier, links, warnings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.db import UTCDateTime
from portal.rewriting import Checks, foreign_keys_off, rewritten

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = (
    *("with_department", "notified", "submitted", "in_review", "question"),
    *("accepted", "published", "closed", "withdrawn"),
)
BLANK = " \t\n\v\f\r\u00a0\u202f"


def _among(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


BEFORE: Checks = {"incident": {"incidentstatus": _among("status", *STATES)}}
AFTER: Checks = {
    "incident": {
        "incidentstatus": _among("status", *STATES, "linked"),
        "linked_to": "status <> 'linked' OR (linked_to_id IS NOT NULL AND linked_to_id <> id)",
    }
}
POINTERS = {"analyst_id": "person", "linked_to_id": "incident"}


def upgrade() -> None:
    """Add the columns and the state, then the tables."""
    with foreign_keys_off():
        for name in POINTERS:
            op.add_column("incident", sa.Column(name, sa.Integer(), nullable=True))
        with rewritten("incident", BEFORE, AFTER) as batch:
            for name, target in POINTERS.items():
                key = op.f(f"fk_incident_{name}_{target}")
                batch.create_foreign_key(key, target, [name], ["id"])
        for name in POINTERS:
            op.create_index(op.f(f"ix_incident_{name}"), "incident", [name])
    op.create_table(
        "first_answer",
        _key("incident_id", "incident", "first_answer"),
        sa.Column("question", _choice("firstquestion", "danger", "duty"), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(timezone=True), nullable=False),
        _key("answered_by", "person", "first_answer"),
        sa.PrimaryKeyConstraint("incident_id", "question", name=op.f("pk_first_answer")),
    )
    op.create_table(
        "desk_visit",
        _key("incident_id", "incident", "desk_visit"),
        _key("person_id", "person", "desk_visit"),
        sa.Column("since", UTCDateTime(timezone=True), nullable=False),
        sa.Column("seen", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_desk_visit")),
    )
    _create_alerts()


def downgrade() -> None:
    """Back to what was; a linked dossier is in review again."""
    for table in ("alert", "desk_visit", "first_answer"):
        op.drop_table(table)
    with foreign_keys_off():
        op.execute("UPDATE incident SET status = 'in_review' WHERE status = 'linked'")
        for name in reversed(POINTERS):
            op.drop_index(op.f(f"ix_incident_{name}"), "incident")
        with rewritten("incident", AFTER, BEFORE) as batch:
            for name, target in reversed(POINTERS.items()):
                batch.drop_constraint(op.f(f"fk_incident_{name}_{target}"), type_="foreignkey")
                batch.drop_column(name)


def _create_alerts() -> None:
    texts = [f"{name}_{language}" for name in ("title", "text") for language in ("nl", "fr")]
    filled = " AND ".join(f"trim({each}, '{BLANK}') <> ''" for each in texts)
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("status", _choice("alertstatus", *ALERT_STATES), nullable=False),
        _key("incident_id", "incident", "alert", nullable=True),
        *(sa.Column(each, sa.Text(), nullable=False) for each in texts),
        sa.Column("expires_on", sa.Date(), nullable=True),
        _key("owner_id", "person", "alert"),
        _key("last_editor_id", "person", "alert"),
        sa.Column("begun_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", UTCDateTime(timezone=True), nullable=True),
        _key("sent_by", "person", "alert", nullable=True),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            f"NOT (status IN ('sent', 'withdrawn')) OR ({filled})", name=op.f("ck_alert_complete")
        ),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'withdrawn') OR (sent_at IS NOT NULL AND sent_by IS NOT NULL "
            "AND sent_by <> owner_id AND sent_by <> last_editor_id)",
            name=op.f("ck_alert_four_eyes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("reference", name=op.f("uq_alert_reference")),
        sqlite_autoincrement=True,
    )
    for name in ("incident_id", "status"):
        op.create_index(op.f(f"ix_alert_{name}"), "alert", [name])


ALERT_STATES = ("draft", "offered", "sent", "withdrawn")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _key(name: str, target: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}_{target}"))
    return sa.Column(name, sa.Integer(), key, nullable=nullable)
