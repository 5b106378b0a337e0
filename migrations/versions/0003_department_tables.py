"""The department's side: duty to notify, analysis, dialogue, attachments, paper, calendar."""

import sqlalchemy as sa
from alembic import op

from portal.db import ExactDecimal, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "daily_job",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_job")),
    )
    op.create_table(
        "duty_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "regime",
            sa.Enum(
                "patients",
                "establishment",
                name="regime",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "modality",
            sa.Enum(
                "external",
                "brachytherapy",
                "unsealed",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "criterion",
            sa.Enum(
                "total_dose",
                "fraction_dose",
                "systematic",
                "identity",
                "unborn_child",
                "activity",
                "effects",
                "establishment",
                name="criterion",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("threshold", ExactDecimal(), nullable=True),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("doubt_from", ExactDecimal(), nullable=True),
        sa.Column("deadline_days", sa.Integer(), nullable=True),
        sa.Column("deadline_hours", sa.Integer(), nullable=True),
        sa.Column("final_months", sa.Integer(), nullable=True),
        sa.Column("declarant_nl", sa.Text(), nullable=False),
        sa.Column("declarant_fr", sa.Text(), nullable=False),
        sa.Column("form_nl", sa.Text(), nullable=False),
        sa.Column("form_fr", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT (TRUE) OR (trim(text_nl, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(text_fr, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(declarant_nl, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(declarant_fr, ' \t\n\x0b\x0c\r\xa0\u202f') <> '')",
            name=op.f("ck_duty_rule_complete"),
        ),
        sa.CheckConstraint(
            "criterion IN ('identity', 'effects', 'establishment') OR threshold IS NOT NULL",
            name=op.f("ck_duty_rule_threshold"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_duty_rule_valid")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rule")),
    )
    op.create_index(op.f("ix_duty_rule_code"), "duty_rule", ["code"], unique=False)
    op.create_table(
        "occasion",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", "key", name=op.f("pk_occasion")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_attachment_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("token", name=op.f("uq_attachment_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_index(op.f("ix_attachment_incident_id"), "attachment", ["incident_id"], unique=False)
    op.create_table(
        "barrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "record_and_verify",
                "interlock",
                "image_guidance",
                "in_vivo_dosimetry",
                "independent_calculation",
                "machine_quality_control",
                "commissioning",
                "collision_protection",
                "patient_identification",
                "laterality_check",
                "pregnancy_check",
                "implant_check",
                "peer_review",
                "plan_check_physicist",
                "plan_check_technologist",
                "time_out",
                "checklist",
                "second_person",
                "chart_check",
                "treatment_monitoring",
                "on_treatment_consultation",
                "backup_and_emergency_procedure",
                "alert_colleague",
                "alert_patient",
                "other",
                name="barrierkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_barrier_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_barrier_incident_id"), "barrier", ["incident_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "agreed IS NULL OR agreed OR trim(reason) <> ''", name=op.f("ck_confirmation_reason")
        ),
        sa.CheckConstraint(
            "agreed IS NULL OR answered_at IS NOT NULL", name=op.f("ck_confirmation_answered")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_confirmation_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_confirmation_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_confirmation_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_confirmation_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_confirmation_bulletin_id"), "confirmation", ["bulletin_id"], unique=False
    )
    op.create_index(
        op.f("ix_confirmation_incident_id"), "confirmation", ["incident_id"], unique=False
    )
    op.create_table(
        "duty_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "must",
                "probably_not",
                "undetermined",
                "voluntary",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_duty_check_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["duty_rule.id"], name=op.f("fk_duty_check_rule_id_duty_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_check")),
    )
    op.create_index(op.f("ix_duty_check_incident_id"), "duty_check", ["incident_id"], unique=False)
    op.create_table(
        "exposure",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "external",
                "brachytherapy",
                "unsealed",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("total_planned", ExactDecimal(), nullable=True),
        sa.Column("total_delivered", ExactDecimal(), nullable=True),
        sa.Column("total_deviation", ExactDecimal(), nullable=True),
        sa.Column("fraction_planned", ExactDecimal(), nullable=True),
        sa.Column("fraction_delivered", ExactDecimal(), nullable=True),
        sa.Column("fraction_deviation", ExactDecimal(), nullable=True),
        sa.Column("fractions_planned", sa.Integer(), nullable=True),
        sa.Column("fractions_delivered", sa.Integer(), nullable=True),
        sa.Column("patients", sa.Integer(), nullable=True),
        sa.Column(
            "systematic",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="systematic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "wrong_identity",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="wrong_identity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "unborn_child",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="unborn_child",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("unborn_dose", ExactDecimal(), nullable=True),
        sa.Column("activity_planned", ExactDecimal(), nullable=True),
        sa.Column("activity_delivered", ExactDecimal(), nullable=True),
        sa.Column(
            "unforeseen_effects",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="unforeseen_effects",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "beyond_patients",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="beyond_patients",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_exposure_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_exposure")),
    )
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "full",
                name="filingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("filed_at", UTCDateTime(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_filing_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["person.id"], name=op.f("fk_filing_physician_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_incident_id"), "filing", ["incident_id"], unique=False)
    op.create_table(
        "internal_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_internal_note_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_internal_note_written_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_note")),
    )
    op.create_index(
        op.f("ix_internal_note_incident_id"), "internal_note", ["incident_id"], unique=False
    )
    op.create_table(
        "kept_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_kept_detail_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_detail")),
        sa.UniqueConstraint(
            "incident_id", "digest", name=op.f("uq_kept_detail_incident_id_digest")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_kept_detail_incident_id"), "kept_detail", ["incident_id"], unique=False
    )
    op.create_table(
        "moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column(
            "who",
            sa.Enum(
                "technologist",
                "physicist",
                "dosimetrist",
                "physician",
                "nurse",
                "quality_manager",
                "head",
                "ict",
                "engineer",
                "secretary",
                "vendor",
                "patient",
                "other",
                name="profession",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_moment_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_moment_incident_id"), "moment", ["incident_id"], unique=False)
    op.create_table(
        "paper_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_time", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("taken_over_by", sa.Integer(), nullable=False),
        sa.Column("taken_over_at", UTCDateTime(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(checked_by IS NULL) = (incident_id IS NULL)",
            name=op.f("ck_paper_report_counts_when_checked"),
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR checked_by <> taken_over_by",
            name=op.f("ck_paper_report_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_paper_report_checked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_paper_report_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_paper_report_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["taken_over_by"], ["person.id"], name=op.f("fk_paper_report_taken_over_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_report")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_paper_report_incident_id")),
        sa.UniqueConstraint("serial", name=op.f("uq_paper_report_serial")),
    )
    op.create_index(
        op.f("ix_paper_report_department_id"), "paper_report", ["department_id"], unique=False
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "facts",
                "course",
                "consequences",
                "causes",
                "actions",
                "equipment",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answered_at IS NULL OR trim(answer) <> ''", name=op.f("ck_question_answered")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_question_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_question_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_question_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_question_incident_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_incident_id"), "question", ["incident_id"], unique=False)
    op.create_table(
        "reporter_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "nl", "fr", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_reporter_message_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reporter_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_message")),
    )
    op.create_index(
        op.f("ix_reporter_message_incident_id"), "reporter_message", ["incident_id"], unique=False
    )
    op.create_table(
        "task_mark",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column(
            "task",
            sa.Enum(
                "facts",
                "course",
                "consequences",
                "causes",
                "actions",
                "equipment",
                "attachments",
                "privacy",
                name="analysistask",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_task_mark_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("incident_id", "task", name=op.f("pk_task_mark")),
    )
    op.create_table(
        "effect_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "partly",
                "no",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("how_nl", sa.Text(), nullable=False),
        sa.Column("how_fr", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_action.id"],
            name=op.f("fk_effect_check_action_id_corrective_action"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_check")),
        sa.UniqueConstraint("action_id", "months", name=op.f("uq_effect_check_action_id_months")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_effect_check_action_id"), "effect_check", ["action_id"], unique=False)
    op.create_index(op.f("ix_effect_check_due_on"), "effect_check", ["due_on"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_effect_check_due_on"), table_name="effect_check")
    op.drop_index(op.f("ix_effect_check_action_id"), table_name="effect_check")
    op.drop_table("effect_check")
    op.drop_table("task_mark")
    op.drop_index(op.f("ix_reporter_message_incident_id"), table_name="reporter_message")
    op.drop_table("reporter_message")
    op.drop_index(op.f("ix_question_incident_id"), table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_paper_report_department_id"), table_name="paper_report")
    op.drop_table("paper_report")
    op.drop_index(op.f("ix_moment_incident_id"), table_name="moment")
    op.drop_table("moment")
    op.drop_index(op.f("ix_kept_detail_incident_id"), table_name="kept_detail")
    op.drop_table("kept_detail")
    op.drop_index(op.f("ix_internal_note_incident_id"), table_name="internal_note")
    op.drop_table("internal_note")
    op.drop_index(op.f("ix_filing_incident_id"), table_name="filing")
    op.drop_table("filing")
    op.drop_table("exposure")
    op.drop_index(op.f("ix_duty_check_incident_id"), table_name="duty_check")
    op.drop_table("duty_check")
    op.drop_index(op.f("ix_confirmation_incident_id"), table_name="confirmation")
    op.drop_index(op.f("ix_confirmation_bulletin_id"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_barrier_incident_id"), table_name="barrier")
    op.drop_table("barrier")
    op.drop_index(op.f("ix_attachment_incident_id"), table_name="attachment")
    op.drop_index(op.f("ix_attachment_digest"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_table("occasion")
    op.drop_index(op.f("ix_duty_rule_code"), table_name="duty_rule")
    op.drop_table("duty_rule")
    op.drop_table("daily_job")
