"""How a REX stands in one's own department, and never in another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.recommendation import Recommendation
from portal.followup.asked import Asked, asked_in
from portal.followup.models import Answer, Reading, RexAction
from portal.permissions import Permission, User, allowed, only


@dataclass(frozen=True)
class Line:
    """A recommendation whose follow-up is asked, with what the own department answered."""

    asked: Asked
    answer: Answer | None
    concerned: bool
    actions: Sequence[RexAction] = ()

    @property
    def changed(self) -> bool:
        """Whether the recommendation was worded otherwise when it was answered."""
        return self.answer is not None and self.answer.wording != self.asked.wording

    @property
    def waits(self) -> bool:
        """Whether an answer of this department is still hoped for."""
        return self.concerned and self.answer is None


@dataclass(frozen=True)
class Own:
    """One REX in the own department."""

    bulletin: Bulletin
    reading: Reading | None
    lines: Sequence[Line]

    @property
    def read(self) -> bool:
        """Whether somebody of the department marked it as read."""
        return self.reading is not None and self.reading.read_at is not None

    @property
    def answered(self) -> int:
        """How many recommendations have an answer."""
        return sum(line.answer is not None for line in self.lines)

    @property
    def waits(self) -> bool:
        """Whether an answer is still hoped for."""
        return any(line.waits for line in self.lines)


def own_of(session: Session, user: User, bulletins: Collection[Bulletin]) -> list[Own]:
    """How each of ``bulletins`` stands in the user's department, in their order."""
    ids = [bulletin.id for bulletin in bulletins]
    asked = asked_in(session, ids)
    readings = {
        row.bulletin_id: row
        for row in session.scalars(
            only(user, Permission.FOLLOWUP_OWN, Reading).where(Reading.bulletin_id.in_(ids))
        )
    }
    keys = [each.id for every in asked.values() for each in every]
    answers = {
        row.recommendation_id: row
        for row in session.scalars(
            only(user, Permission.FOLLOWUP_OWN, Answer).where(Answer.recommendation_id.in_(keys))
        )
    }
    department = session.get_one(Department, user.department_id)
    return [
        Own(
            bulletin,
            readings.get(bulletin.id),
            [
                Line(each, answers.get(each.id), each.concerns(department))
                for each in asked.get(bulletin.id, ())
            ],
        )
        for bulletin in bulletins
    ]


def with_actions(session: Session, user: User, own: Own) -> Own:
    """The same with the department's actions after each recommendation."""
    query = (
        only(user, Permission.FOLLOWUP_OWN, RexAction)
        .join(Recommendation)
        .where(Recommendation.bulletin_id == own.bulletin.id)
        .order_by(RexAction.due_on, RexAction.id)
    )
    rows = list(session.scalars(query))
    lines = [
        Line(
            line.asked,
            line.answer,
            line.concerned,
            [row for row in rows if row.recommendation_id == line.asked.id],
        )
        for line in own.lines
    ]
    return Own(own.bulletin, own.reading, lines)


def hoped_for(session: Session, user: User, most: int) -> list[Bulletin]:
    """The REX of which an answer of the user's department is still hoped for, the newest first.

    While the next version is being written its rows tell nothing: then the edition alone decides.
    """
    answered = select(Answer.recommendation_id).where(
        allowed(user, Permission.FOLLOWUP_OWN, Answer)
    )
    open_ = (
        select(Recommendation.bulletin_id)
        .where(Recommendation.id.not_in(answered))
        .join(Recommendation.bulletin)
        .where(
            or_(
                and_(Recommendation.follow_up, Recommendation.block_id.is_not(None)),
                Bulletin.status != BulletinStatus.PUBLISHED,
            )
        )
        .distinct()
    )
    query = (
        only(user, Permission.FOLLOWUP_ANSWER, Bulletin)
        .where(Bulletin.id.in_(open_))
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .limit(most)
    )
    found = own_of(session, user, session.scalars(query).all()) if user.department_id else []
    return [own.bulletin for own in found if own.waits]
