"""What came of a REX, counted over all departments; nobody is ranked, and no answer has a name."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.bulletins.models import Bulletin
from portal.followup.asked import Asked, asked_in
from portal.followup.models import Answer, Applies, Reading, Reply
from portal.i18n import Language
from portal.text import sort_key


@dataclass
class Reach:
    """In how many departments a REX was read and discussed, and whether it applies there."""

    read: int = 0
    discussed: int = 0
    applies: Counter[Applies] = field(default_factory=Counter)


@dataclass
class Tally:
    """The answers to one recommendation, and the departments without one.

    ``reasons`` are those why it does not apply, with their language, in alphabetical order.
    """

    asked: Asked
    replies: Counter[Reply]
    reasons: list[tuple[Language, str]]
    silent: list[Department]

    @property
    def answered(self) -> int:
        """How many departments answered."""
        return self.replies.total()


def departments_of(session: Session, language: Language) -> list[Department]:
    """Every department, in the order of their names in that language."""
    rows = session.scalars(select(Department)).all()
    return sorted(rows, key=lambda row: sort_key(row.name.best(language)[1]))


def reach_of(session: Session, bulletins: Collection[int]) -> dict[int, Reach]:
    """How far each of some REX, by id, came."""
    found = {key: Reach() for key in bulletins}
    query = select(
        Reading.bulletin_id,
        Reading.applies,
        func.count(Reading.read_at),
        func.count(Reading.discussed_on),
        func.count(),
    )
    rows = query.where(Reading.bulletin_id.in_(found)).group_by(
        Reading.bulletin_id, Reading.applies
    )
    for key, applies, read, discussed, number in session.execute(rows):
        reach = found[key]
        reach.read += read
        reach.discussed += discussed
        if applies:
            reach.applies[applies] += number
    return found


def tallies_of(session: Session, bulletin: Bulletin, departments: list[Department]) -> list[Tally]:
    """The answers to each recommendation of a REX whose follow-up is asked."""
    asked = asked_in(session, [bulletin.id]).get(bulletin.id, [])
    query = select(Answer).where(Answer.recommendation_id.in_([each.id for each in asked]))
    answers = session.scalars(query).all()
    return [_tally(each, answers, departments) for each in asked]


def _tally(asked: Asked, answers: Collection[Answer], departments: list[Department]) -> Tally:
    given = [each for each in answers if each.recommendation_id == asked.id]
    heard = {each.department_id for each in given}
    reasons = {(each.language, each.reason) for each in given if each.reason}
    silent = [each for each in departments if asked.concerns(each) and each.id not in heard]
    in_order = sorted(reasons, key=lambda reason: sort_key(reason[1]))
    return Tally(asked, Counter(each.reply for each in given), in_order, silent)
