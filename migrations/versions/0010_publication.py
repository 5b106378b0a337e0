"""Publication: for whom, revised, withdrawn, in one language from before; and who hears of it.

The guards of the second migration give way to stricter ones: a published text may be opened for
its next version, and nothing else about it changes.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal import guards
from portal.db import UTCDateTime
from portal.guards import Guard
from portal.rewriting import Checks, among, foreign_keys_off, rewritten

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BLANK = " \t\n\v\f\r\u00a0\u202f"
LANGUAGES = ("nl", "fr")
SECTIONS = ("course", "recommendation")


def _written(*columns: str, row: str = "") -> str:
    return " AND ".join(f"trim({row}{column}, '{BLANK}') <> ''" for column in columns)


def _in_both(*names: str, row: str = "") -> str:
    return _written(*(f"{name}_{each}" for name in names for each in LANGUAGES), row=row)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


# What a bulletin with a status in force has to hold, as CHECKs.
NUMBERED = (
    "(status = 'published' AND number IS NOT NULL AND year IS NOT NULL "
    "AND published_at IS NOT NULL AND published_by <> '') OR "
    "(status <> 'published' AND number IS NULL AND published_at IS NULL AND published_by = '')"
)
NUMBERED_FOR_GOOD = (
    "(number IS NOT NULL AND year IS NOT NULL AND published_at IS NOT NULL "
    "AND published_by <> '') OR (number IS NULL AND published_at IS NULL "
    "AND published_by = '' AND status NOT IN ('published', 'withdrawn'))"
)
BEFORE: Checks = {
    "bulletin": {
        "bulletinstatus": among("status", "draft", "ready", "published"),
        "published_means_numbered": NUMBERED,
        "complete": f"NOT (status = 'published') OR ({_in_both('title', 'essence')})",
    }
}
AFTER: Checks = {
    "bulletin": {
        "bulletinstatus": among("status", "draft", "ready", "published", "withdrawn"),
        "audience": among("audience", "departments", "public"),
        "only_language": among("only_language", *LANGUAGES),
        "published_means_numbered": NUMBERED_FOR_GOOD,
        **{
            f"complete_{each}": f"NOT (status = 'published' AND coalesce(only_language, '{each}') "
            f"= '{each}') OR ({_written(f'title_{each}', f'essence_{each}')})"
            for each in LANGUAGES
        },
        "one_language_only_imported": "only_language IS NULL OR number IS NULL "
        "OR published_by = 'import'",
        "reason": f"NOT (status = 'withdrawn') OR ({_in_both('withdrawal')})",
        "withdrawn": "(status = 'withdrawn') = (withdrawn_at IS NOT NULL) "
        "AND (status = 'withdrawn') = (withdrawn_by <> '')",
    },
    "person": {"news": among("news", "now", "weekly", "never")},
}


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _choice(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=default is None, server_default=default)


def _added() -> dict[str, list[sa.Column[Any]]]:
    return {
        "bulletin": [
            _choice("audience", "departments"),
            _choice("only_language"),
            *(_text(f"{name}_{each}") for name in ("note", "withdrawal") for each in LANGUAGES),
            sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
            _text("withdrawn_by"),
        ],
        "edition": [
            _text("published_by"),
            sa.Column("in_digest", sa.Boolean(), nullable=False, server_default=sa.false()),
        ],
        "person": [_choice("news")],
    }


# The guards of 0002 about bulletins, their blocks and editions, which these replace.
WHOLE_BOTH = " OR ".join(
    [
        (
            "EXISTS (SELECT 1 FROM block WHERE bulletin_id = NEW.id "
            f"AND (trim(text_nl, '{BLANK}') = '' OR trim(text_fr, '{BLANK}') = ''))"
        ),
        *(
            f"NOT EXISTS (SELECT 1 FROM block WHERE bulletin_id = NEW.id AND section = '{each}')"
            for each in SECTIONS
        ),
    ]
)
OLD_PRINTED = (
    *("id", "status", "year", "number", "published_at", "published_by"),
    *("title_nl", "title_fr", "essence_nl", "essence_fr", "step", "systems", "cause_families"),
)
OLD_OUT = "EXISTS (SELECT 1 FROM bulletin WHERE id = {row}.bulletin_id AND status = 'published')"
INCOMPLETE_ANSWER = "a published bulletin is complete in both languages"
TEXT_ANSWER = "a published text is never changed"
Refusal = tuple[str, str, str, str]


def _guards(first: int, refusals: Iterable[Refusal]) -> tuple[Guard, ...]:
    return tuple(
        Guard(f"guard_{number:02}_{table}_{event.lower()}", table, event, condition, answer)
        for number, (table, event, condition, answer) in enumerate(refusals, first)
    )


def _of_blocks(out: str) -> tuple[Refusal, ...]:
    old, new = out.format(row="OLD"), out.format(row="NEW")
    return (
        ("block", "INSERT", new, TEXT_ANSWER),
        ("block", "UPDATE", f"{old} OR {new}", TEXT_ANSWER),
        ("block", "DELETE", old, TEXT_ANSWER),
    )


FROZEN: tuple[Refusal, Refusal] = (
    ("edition", "UPDATE", "", "edition is never changed"),
    ("edition", "DELETE", "", "edition is never removed"),
)
OLD_GUARDS = (
    *_guards(1, FROZEN[:1]),
    *_guards(4, FROZEN[1:]),
    *_guards(
        6,
        (
            (
                "bulletin",
                "INSERT",
                f"NEW.status = 'published' AND ({WHOLE_BOTH})",
                INCOMPLETE_ANSWER,
            ),
            (
                "bulletin",
                "UPDATE",
                f"NEW.status = 'published' AND ({WHOLE_BOTH})",
                INCOMPLETE_ANSWER,
            ),
            (
                "bulletin",
                "UPDATE",
                f"OLD.status = 'published' AND ({_changed(*OLD_PRINTED)})",
                "a published bulletin is never changed",
            ),
            (
                "bulletin",
                "DELETE",
                "OLD.number IS NOT NULL",
                "a published bulletin is never removed",
            ),
            *_of_blocks(OLD_OUT),
        ),
    ),
)

WHOLE = " OR ".join(
    [
        *(
            f"(coalesce(NEW.only_language, '{each}') = '{each}' AND EXISTS (SELECT 1 FROM block "
            f"WHERE bulletin_id = NEW.id AND trim(text_{each}, '{BLANK}') = ''))"
            for each in LANGUAGES
        ),
        # One language means that nothing at all is written in the other.
        *(
            f"(NEW.only_language = '{other}' AND (trim(NEW.title_{each}, '{BLANK}') <> '' "
            f"OR trim(NEW.essence_{each}, '{BLANK}') <> '' OR EXISTS (SELECT 1 FROM block "
            f"WHERE bulletin_id = NEW.id AND trim(text_{each}, '{BLANK}') <> '')))"
            for each, other in (LANGUAGES, LANGUAGES[::-1])
        ),
        *(
            f"NOT EXISTS (SELECT 1 FROM block WHERE bulletin_id = NEW.id AND section = '{each}')"
            for each in SECTIONS
        ),
    ]
)
TEXT = (
    *("title_nl", "title_fr", "essence_nl", "essence_fr", "step", "systems", "cause_families"),
    *("audience", "only_language"),
)
IDENTITY = ("id", "year", "number", "published_at", "published_by")
NOTE = ("note_nl", "note_fr")
OUT = (
    "EXISTS (SELECT 1 FROM bulletin WHERE id = {row}.bulletin_id "
    "AND status IN ('published', 'withdrawn'))"
)
NEVER = "a published bulletin is never changed"
NEW_GUARDS = _guards(
    20,
    (
        *FROZEN,
        (
            "edition",
            "INSERT",
            "NEW.version <> 1 + (SELECT count(*) FROM edition WHERE bulletin_id = NEW.bulletin_id)",
            "edition is never out of its order",
        ),
        (
            "edition",
            "INSERT",
            (
                "NOT EXISTS (SELECT 1 FROM bulletin WHERE id = NEW.bulletin_id "
                "AND status = 'published')"
            ),
            "edition is never made of what is not published",
        ),
        (
            "edition",
            "INSERT",
            (
                "NEW.version > 1 AND EXISTS (SELECT 1 FROM bulletin WHERE id = NEW.bulletin_id "
                f"AND NOT ({_in_both('note')}))"
            ),
            "edition is never made anew without a note in both languages",
        ),
        ("overruling", "UPDATE", "", "overruling is never changed"),
        ("overruling", "DELETE", "", "overruling is never removed"),
        ("series", "UPDATE", "NEW.last < OLD.last", "a number is never given again"),
        ("series", "DELETE", "", "a number is never given again"),
        ("bulletin", "INSERT", f"NEW.status = 'published' AND ({WHOLE})", INCOMPLETE_ANSWER),
        (
            "bulletin",
            "INSERT",
            "NEW.status = 'withdrawn' OR (NEW.status <> 'published' AND NEW.number IS NOT NULL)",
            "a bulletin has its number from its publication",
        ),
        ("bulletin", "UPDATE", f"NEW.status = 'published' AND ({WHOLE})", INCOMPLETE_ANSWER),
        ("bulletin", "UPDATE", f"OLD.status = 'published' AND ({_changed(*TEXT)})", NEVER),
        (
            "bulletin",
            "UPDATE",
            "OLD.status = 'published' AND NEW.status NOT IN ('published', 'draft', 'withdrawn')",
            NEVER,
        ),
        (
            "bulletin",
            "UPDATE",
            f"OLD.status = 'published' AND NEW.status <> 'draft' AND ({_changed(*NOTE)})",
            NEVER,
        ),
        (
            "bulletin",
            "UPDATE",
            (
                "OLD.status = 'published' AND NEW.status = 'draft' "
                f"AND NOT ({_in_both('note', row='NEW.')})"
            ),
            "a published bulletin is revised with a note in both languages",
        ),
        (
            "bulletin",
            "UPDATE",
            "OLD.status <> 'withdrawn' AND NEW.status = 'withdrawn' AND OLD.status <> 'published'",
            "a bulletin is withdrawn once it is published",
        ),
        (
            "bulletin",
            "UPDATE",
            (
                "OLD.status = 'withdrawn' AND "
                f"({_changed(*TEXT, *NOTE, 'status', 'withdrawn_at', 'withdrawn_by')} "
                f"OR {_changed('withdrawal_nl', 'withdrawal_fr')})"
            ),
            "a withdrawn bulletin is never changed",
        ),
        ("bulletin", "UPDATE", f"OLD.number IS NOT NULL AND ({_changed(*IDENTITY)})", NEVER),
        (
            "bulletin",
            "UPDATE",
            "OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.status <> 'published'",
            "a bulletin has its number from its publication",
        ),
        (
            "bulletin",
            "UPDATE",
            "NEW.only_language IS NOT NULL AND OLD.only_language IS DISTINCT FROM NEW.only_language",
            "a bulletin in both languages stays in both",
        ),
        (
            "bulletin",
            "DELETE",
            "OLD.number IS NOT NULL",
            "a published bulletin is never removed",
        ),
        *_of_blocks(OUT),
    ),
)


def upgrade() -> None:
    """Lift the old guards, change the tables, put the new guards in place."""
    guards.drop(OLD_GUARDS)
    with foreign_keys_off():
        for table, columns in _added().items():
            for column in columns:
                op.add_column(table, column)
        op.execute("UPDATE bulletin SET audience = 'public' WHERE status = 'published'")
        op.execute(
            "UPDATE edition SET published_by = (SELECT published_by FROM bulletin "
            "WHERE bulletin.id = edition.bulletin_id)"
        )
        for table, columns in _added().items():
            with rewritten(table, BEFORE, AFTER) as batch:
                for column in columns:
                    if column.server_default is not None:
                        batch.alter_column(column.name, server_default=None)
    _create_overruling()
    guards.create(NEW_GUARDS)


def downgrade() -> None:
    """Back to what was; it cannot hold what is withdrawn, being revised or in one language."""
    beyond = op.get_bind().scalar(
        sa.text(
            "SELECT count(*) FROM bulletin WHERE status = 'withdrawn' "
            "OR only_language IS NOT NULL OR (number IS NOT NULL AND status <> 'published')"
        )
    )
    if beyond:
        raise RuntimeError(f"{beyond} REX cannot stand in the older database")
    guards.drop(NEW_GUARDS)
    op.drop_table("overruling")
    with foreign_keys_off():
        for table, columns in _added().items():
            with rewritten(table, AFTER, BEFORE) as batch:
                for column in columns:
                    batch.drop_column(column.name)
    guards.create(OLD_GUARDS)


def _create_overruling() -> None:
    op.create_table(
        "overruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("confirmation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                *LANGUAGES, name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_overruling_reason")),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmation.id"],
            name=op.f("fk_overruling_confirmation_id_confirmation"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_overruling_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overruling")),
    )
    op.create_index(
        op.f("ix_overruling_confirmation_id"), "overruling", ["confirmation_id"], unique=False
    )
