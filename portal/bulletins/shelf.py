"""The published REX as their readers find them: each with what its newest edition says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal.bulletins.edition import Edition
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.record import Record
from portal.i18n import Translated
from portal.permissions import Permission, User, allowed

IN_FORCE = and_(Bulletin.number.is_not(None), Bulletin.status != BulletinStatus.WITHDRAWN)
IS_NEWEST = (
    Edition.version
    == select(func.max(Edition.version))
    .where(Edition.bulletin_id == Bulletin.id)
    .correlate(Bulletin)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Standing:
    """A REX on the shelf; ``withdrawn_at`` and ``withdrawal`` when it was withdrawn."""

    id: int
    year: int
    number: int
    audience: Audience
    record: Record
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawal: Translated

    @property
    def updated_at(self) -> datetime:
        """When something last became of it."""
        return self.withdrawn_at or self.record.published_at or self.published_at


def standing(
    session: Session, user: User, *conditions: ColumnElement[bool], most: int | None = None
) -> list[Standing]:
    """The REX that ``user`` may read, the newest first, in one query."""
    query = (
        select(
            Bulletin.id,
            Bulletin.year,
            Bulletin.number,
            Bulletin.audience,
            Bulletin.published_at,
            Bulletin.withdrawn_at,
            Bulletin.withdrawal,
            Edition.record,
        )
        .join(Edition, and_(Edition.bulletin_id == Bulletin.id, IS_NEWEST))
        .where(allowed(user, Permission.REX_READ, Bulletin), *conditions)
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .limit(most)
    )
    return [
        Standing(
            row.id,
            row.year,
            row.number,
            row.audience,
            Record.from_json(row.record),
            row.published_at,
            row.withdrawn_at,
            row.withdrawal,
        )
        for row in session.execute(query)
    ]
