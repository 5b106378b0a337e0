"""What the database itself refuses: to change what is frozen, to publish what is not complete."""

from portal import guards
from portal.guards import Guard

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
REFUSALS = (
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


GUARDS = tuple(
    Guard(f"guard_{number:02}_{table}_{event.lower()}", table, event, condition, answer)
    for number, (table, event, condition, answer) in enumerate(REFUSALS)
)


def upgrade() -> None:
    """Create one trigger for each guard."""
    guards.create(GUARDS)


def downgrade() -> None:
    """Drop the triggers."""
    guards.drop(GUARDS)
