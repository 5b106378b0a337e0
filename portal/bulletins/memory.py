"""The translation memory: what our own published bulletins say in both languages."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin
from portal.bulletins.record import Record
from portal.bulletins.shelf import IN_FORCE, IS_NEWEST
from portal.language.memory import Entry, Memory

NAME = "translation_memory"


def memory_of(session: Session) -> Memory:
    """The texts of the newest editions in force; kept until one comes or goes."""
    newest = select(func.count(), func.max(Edition.id)).join(Bulletin).where(IN_FORCE)
    state = tuple(session.execute(newest).one())
    kept: tuple[object, Memory] | None = current_app.extensions.get(NAME)
    if kept is None or kept[0] != state:
        kept = state, Memory(list(_entries(session)))
        current_app.extensions[NAME] = kept
    return kept[1]


def _entries(session: Session) -> Iterator[Entry]:
    query = (
        select(Edition.record)
        .join(Bulletin)
        .where(IN_FORCE, IS_NEWEST)
        .order_by(Edition.published_at.desc(), Bulletin.id)
    )
    for record in map(Record.from_json, session.scalars(query)):
        for block in (*record.course, *record.actions, *record.recommendation):
            if not block.text.missing:
                yield Entry(block.text, record.year or 0, record.number or 0)
