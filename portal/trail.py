"""The audit trail: what changed, by whom and when, each entry chained to the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy import inspect as inspect_row
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column
from sqlalchemy.util import IdentitySet

from portal.db import Model, db
from portal.i18n import now, this_minute

SYSTEM = "system"
NOBODY = "department:"  # somebody of that department who stays unnamed
CHAIN_LOCK = 7266_1


class TrailEntry(Model):
    """One change of one row. The database refuses to change or remove an entry."""

    __tablename__ = "trail"
    trailed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    changes: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)


def act_as(session: Session, actor: str) -> None:
    """Say who makes the changes that follow in this session: "person:3", "department:2"."""
    session.info["actor"] = actor


def init_app(app: Flask) -> None:
    """Listen to every flush of the application's sessions."""
    with app.app_context():
        event.listen(db.sessionmaker, "after_flush", _record)


def digest_of(
    previous: str, at: datetime, actor: str, action: str, subject: str, changes: str
) -> str:
    """The SHA-256 that chains an entry to the one before it."""
    content = json.dumps(
        [previous, at.isoformat(), actor, action, subject, changes], ensure_ascii=False
    )
    return hashlib.sha256(content.encode()).hexdigest()


def broken_entry(session: Session) -> int | None:
    """The id of the first entry that does not follow from the one before it, if any."""
    previous = ""
    for entry in session.scalars(select(TrailEntry).order_by(TrailEntry.id)).yield_per(500):
        digest = digest_of(
            previous, entry.at, entry.actor, entry.action, entry.subject, entry.changes
        )
        if entry.previous != previous or entry.digest != digest:
            return entry.id
        previous = entry.digest
    return None


def _record(session: Session, context: UOWTransaction) -> None:
    entries = list(_entries(session, context))
    if not entries:
        return
    connection = session.connection()
    _lock_chain(connection)
    previous = (
        connection.scalar(select(TrailEntry.digest).order_by(TrailEntry.id.desc()).limit(1)) or ""
    )
    actor: str = session.info.get("actor", SYSTEM)
    moment, rows = this_minute() if actor.startswith(NOBODY) else now(), []
    for action, subject, changed in entries:
        changes = json.dumps(changed, ensure_ascii=False, default=_plain, sort_keys=True)
        digest = digest_of(previous, moment, actor, action, subject, changes)
        rows.append(
            {
                "at": moment,
                "actor": actor,
                "action": action,
                "subject": subject,
                "changes": changes,
                "previous": previous,
                "digest": digest,
            }
        )
        previous = digest
    connection.execute(insert(TrailEntry), rows)


def _lock_chain(connection: Connection) -> None:
    """Let one transaction at a time extend the chain; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def _entries(
    session: Session, context: UOWTransaction
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    # A row that was taken out of its parent's list is deleted too, but not in session.deleted.
    removed = IdentitySet(
        state.obj() for state, (deleted, listed) in context.states.items() if deleted and not listed
    )
    for action, rows in (
        ("insert", session.new),
        ("update", session.dirty - removed),
        ("delete", removed),
    ):
        for row in rows:
            if isinstance(row, Model) and row.trailed:
                changed = _changes(row, action)
                if changed:
                    yield action, subject_of(row), changed


def subject_of(row: Model) -> str:
    """The name of a row in the trail: table and primary key."""
    key = ",".join(str(value) for value in inspect_row(row).mapper.primary_key_from_instance(row))
    return f"{row.__tablename__}:{key}"


def _changes(row: Model, action: str) -> dict[str, Any]:
    state = inspect_row(row)
    changed = {}
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        if name in row.untrailed_columns:
            continue
        history = state.attrs[name].history
        if action == "update" and not history.has_changes():
            continue
        new = None if action == "delete" else getattr(row, name)
        old = history.deleted[0] if action == "update" and history.deleted else None
        changed[name] = getattr(row, name) if action == "delete" else [old, new]
    return changed


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
