"""The translation memory: what our own published bulletins say in both languages."""

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.bulletins.models import Block, Bulletin, BulletinStatus
from portal.language.memory import Entry, Memory

NAME = "translation_memory"


def memory_of(session: Session) -> Memory:
    """The texts of the bulletins that are published now; kept until that changes."""
    published = Bulletin.status == BulletinStatus.PUBLISHED
    newest = select(func.count(), func.max(Bulletin.published_at)).where(published)
    state = tuple(session.execute(newest).one())
    kept: tuple[object, Memory] | None = current_app.extensions.get(NAME)
    if kept is None or kept[0] != state:
        kept = state, Memory(_entries(session))
        current_app.extensions[NAME] = kept
    return kept[1]


def _entries(session: Session) -> list[Entry]:
    query = (
        select(Block.text, Bulletin.year, Bulletin.number)
        .join(Bulletin)
        .where(Bulletin.status == BulletinStatus.PUBLISHED)
        .order_by(Bulletin.published_at.desc(), Bulletin.id, Block.section_order, Block.position)
    )
    return [Entry(text, year or 0, number or 0) for text, year, number in session.execute(query)]
