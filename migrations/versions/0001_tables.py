"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "ready",
                "published",
                name="bulletinstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title_nl", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("essence_nl", sa.Text(), nullable=False),
        sa.Column("essence_fr", sa.Text(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "consultation",
                "prescription",
                "imaging",
                "delineation",
                "planning",
                "pretreatment_check",
                "data_transfer",
                "positioning",
                "delivery",
                "brachytherapy",
                "follow_up",
                "ict_maintenance",
                "unknown",
                name="processstep",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("systems", sa.Text(), nullable=False),
        sa.Column("cause_families", sa.Text(), nullable=False),
        sa.Column("last_editor_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'published' AND number IS NOT NULL AND year IS NOT NULL AND published_at IS NOT NULL AND published_by <> '') OR (status <> 'published' AND number IS NULL AND published_at IS NULL AND published_by = '')",
            name=op.f("ck_bulletin_published_means_numbered"),
        ),
        sa.CheckConstraint(
            "NOT (status = 'published') OR (trim(title_nl, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(title_fr, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(essence_nl, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(essence_fr, ' \t\n\x0b\x0c\r\xa0\u202f') <> '')",
            name=op.f("ck_bulletin_complete"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_bulletin_year_number")),
    )
    op.create_index(op.f("ix_bulletin_status"), "bulletin", ["status"], unique=False)
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_nl", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("safety_phone", sa.Text(), nullable=False),
        sa.Column("systems", sa.Text(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_department_has_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_kind"), "outbox", ["kind"], unique=False)
    op.create_table(
        "series",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "year", name=op.f("pk_series")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("of_visitor", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
        sa.UniqueConstraint("digest", name=op.f("uq_trail_digest")),
    )
    op.create_index(op.f("ix_trail_subject"), "trail", ["subject"], unique=False)
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "course",
                "actions",
                "recommendation",
                name="section",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("section_order", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "paragraph",
                "bullet",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_block_bulletin_id_bulletin")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_bulletin_id"), "block", ["bulletin_id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_edition_bulletin_id_bulletin")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("bulletin_id", "version", name=op.f("uq_edition_bulletin_id_version")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("invited_at", UTCDateTime(), nullable=True),
        sa.Column("reset_sent_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_person_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_document_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("edition_id", "variant", name=op.f("uq_document_edition_id_variant")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_draft_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("token", name=op.f("uq_draft_token")),
    )
    op.create_index(op.f("ix_draft_owner_id"), "draft", ["owner_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "with_department",
                "submitted",
                "in_review",
                "accepted",
                "published",
                "closed",
                "withdrawn",
                name="incidentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("receipt_hash", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("title_nl", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("narrative_nl", sa.Text(), nullable=False),
        sa.Column("narrative_fr", sa.Text(), nullable=False),
        sa.Column("recommendation_nl", sa.Text(), nullable=False),
        sa.Column("recommendation_fr", sa.Text(), nullable=False),
        sa.Column("equipment_nl", sa.Text(), nullable=False),
        sa.Column("equipment_fr", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found_time", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("occurred_about", sa.Boolean(), nullable=False),
        sa.Column(
            "technique",
            sa.Enum(
                "conformal",
                "imrt",
                "vmat",
                "stereotactic",
                "electrons",
                "brachytherapy",
                "tbi",
                "superficial",
                "other",
                name="technique",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "step_arose",
            sa.Enum(
                "consultation",
                "prescription",
                "imaging",
                "delineation",
                "planning",
                "pretreatment_check",
                "data_transfer",
                "positioning",
                "delivery",
                "brachytherapy",
                "follow_up",
                "ict_maintenance",
                "unknown",
                name="step_arose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "step_found",
            sa.Enum(
                "consultation",
                "prescription",
                "imaging",
                "delineation",
                "planning",
                "pretreatment_check",
                "data_transfer",
                "positioning",
                "delivery",
                "brachytherapy",
                "follow_up",
                "ict_maintenance",
                "unknown",
                name="step_found",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "patient_reached",
            sa.Enum(
                "yes",
                "caught",
                "none",
                "unknown",
                name="patientreached",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "patients_reached",
            sa.Enum(
                "one",
                "2_to_9",
                "10_or_more",
                "unknown",
                name="patientsreached",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "other_dose",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="otherdose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "danger",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="danger",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum(
                "none",
                "mild",
                "moderate",
                "severe",
                "death",
                "unknown",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("near_miss", sa.Boolean(), nullable=False),
        sa.Column("reported_at", UTCDateTime(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("physician_id", sa.Integer(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status <> 'closed' OR trim(closed_reason) <> ''",
            name=op.f("ck_incident_closed_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('with_department', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_incident_submitted_at"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_incident_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_incident_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["person.id"], name=op.f("fk_incident_physician_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("external_id", name=op.f("uq_incident_external_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_incident_reference")),
    )
    op.create_index(op.f("ix_incident_department_id"), "incident", ["department_id"], unique=False)
    op.create_index(op.f("ix_incident_owner_id"), "incident", ["owner_id"], unique=False)
    op.create_index(op.f("ix_incident_receipt_hash"), "incident", ["receipt_hash"], unique=False)
    op.create_index(op.f("ix_incident_status"), "incident", ["status"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "name IN ('reporter', 'quality_manager', 'physician', 'reader', 'analyst', 'translator', 'publisher', 'administrator')",
            name=op.f("ck_person_role_known_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_role_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_person_role")),
    )
    op.create_table(
        "bulletin_incident",
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_incident_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_bulletin_incident_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "incident_id", name=op.f("pk_bulletin_incident")),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "TEX",
                "TD",
                "TC",
                "TM",
                "OEX",
                "OK",
                "OP",
                "OM",
                "OC",
                "HEX",
                "HKK",
                "HRQ",
                "HRC",
                "HRV",
                "HRI",
                "HRM",
                "HSS",
                "HST",
                "PRF",
                "X",
                name="eindhovencode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_cause_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    op.create_index(op.f("ix_cause_incident_id"), "cause", ["incident_id"], unique=False)
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "done",
                "planned",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "strength",
            sa.Enum(
                "strong",
                "intermediate",
                "weak",
                name="strength",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_corrective_action_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
    )
    op.create_index(
        op.f("ix_corrective_action_incident_id"), "corrective_action", ["incident_id"], unique=False
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_corrective_action_incident_id"), table_name="corrective_action")
    op.drop_table("corrective_action")
    op.drop_index(op.f("ix_cause_incident_id"), table_name="cause")
    op.drop_table("cause")
    op.drop_table("bulletin_incident")
    op.drop_table("person_role")
    op.drop_index(op.f("ix_incident_status"), table_name="incident")
    op.drop_index(op.f("ix_incident_receipt_hash"), table_name="incident")
    op.drop_index(op.f("ix_incident_owner_id"), table_name="incident")
    op.drop_index(op.f("ix_incident_department_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_index(op.f("ix_draft_owner_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_table("document")
    op.drop_table("person")
    op.drop_table("edition")
    op.drop_index(op.f("ix_block_bulletin_id"), table_name="block")
    op.drop_table("block")
    op.drop_index(op.f("ix_trail_subject"), table_name="trail")
    op.drop_table("trail")
    op.drop_index(op.f("ix_session_expires_at"), table_name="session")
    op.drop_table("session")
    op.drop_table("series")
    op.drop_index(op.f("ix_outbox_kind"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("department")
    op.drop_index(op.f("ix_bulletin_status"), table_name="bulletin")
    op.drop_table("bulletin")
