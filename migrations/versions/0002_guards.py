"""What the database itself refuses: to change what is frozen, to publish what is not complete."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = ("trail", "edition", "document")
BLANK = " \t\n\v\f\r\u00a0\u202f"
EMPTY_BLOCK = (
    "EXISTS (SELECT 1 FROM block WHERE bulletin_id = NEW.id "
    f"AND (trim(text_nl, '{BLANK}') = '' OR trim(text_fr, '{BLANK}') = ''))"
)
MISSING_SECTION = " OR ".join(
    f"NOT EXISTS (SELECT 1 FROM block WHERE bulletin_id = NEW.id AND section = '{section}')"
    for section in ("course", "recommendation")
)
INCOMPLETE = f"{EMPTY_BLOCK} OR {MISSING_SECTION}"
PUBLISHED = "EXISTS (SELECT 1 FROM bulletin WHERE id = {row}.bulletin_id AND status = 'published')"
PRINTED = (
    *("id", "status", "year", "number", "published_at", "published_by"),
    *("title_nl", "title_fr", "essence_nl", "essence_fr", "step", "systems", "cause_families"),
)
CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in PRINTED)

# (table, event, condition, what the database answers)
GUARDS = (
    *((table, "UPDATE", "", f"{table} is never changed") for table in FROZEN),
    *((table, "DELETE", "", f"{table} is never removed") for table in FROZEN),
    (
        "bulletin",
        "INSERT",
        f"NEW.status = 'published' AND ({INCOMPLETE})",
        "a published bulletin is complete in both languages",
    ),
    (
        "bulletin",
        "UPDATE",
        f"NEW.status = 'published' AND ({INCOMPLETE})",
        "a published bulletin is complete in both languages",
    ),
    (
        "bulletin",
        "UPDATE",
        f"OLD.status = 'published' AND ({CHANGED})",
        "a published bulletin is never changed",
    ),
    ("bulletin", "DELETE", "OLD.number IS NOT NULL", "a published bulletin is never removed"),
    ("block", "INSERT", PUBLISHED.format(row="NEW"), "a published text is never changed"),
    (
        "block",
        "UPDATE",
        f"{PUBLISHED.format(row='OLD')} OR {PUBLISHED.format(row='NEW')}",
        "a published text is never changed",
    ),
    ("block", "DELETE", PUBLISHED.format(row="OLD"), "a published text is never changed"),
)


def _name(number: int, table: str, event: str) -> str:
    return f"guard_{number:02}_{table}_{event.lower()}"


def upgrade() -> None:
    """Create one trigger for each guard."""
    create = _postgresql if op.get_bind().dialect.name == "postgresql" else _sqlite
    for number, (table, event, condition, answer) in enumerate(GUARDS):
        create(_name(number, table, event), table, event, condition, answer)


def downgrade() -> None:
    """Drop the triggers, and on PostgreSQL their functions."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for number, (table, event, _condition, _answer) in enumerate(GUARDS):
        name = _name(number, table, event)
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")


def _sqlite(name: str, table: str, event: str, condition: str, answer: str) -> None:
    when = f"WHEN {condition}" if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{answer}'); END"
    )


def _postgresql(name: str, table: str, event: str, condition: str, answer: str) -> None:
    row = "OLD" if event == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'TRUE'} THEN "
        f"RAISE EXCEPTION '{answer}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
