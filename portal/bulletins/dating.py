"""The date that a REX bears: today, or an earlier day that its publisher chooses.

What is told of it, now or on Monday, follows the day on which it was published all the same.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.bulletins.models import Bulletin
from portal.i18n import BRUSSELS, format_date, today
from portal.schedule import Occasion, first_time
from portal.workflow import Problem, Refused

NOTED = "rex_dated"


def earliest(session: Session, bulletin: Bulletin, year: int) -> date:
    """The first day that it can bear with the next number of ``year``; today at the latest."""
    return min(max(_bounds(session, bulletin, year)), today())


def _bounds(session: Session, bulletin: Bulletin, year: int) -> Iterator[date]:
    """The first day of its year, the day it was last written in, that of the number before."""
    yield date(year, 1, 1)
    yield bulletin.edited_at.astimezone(BRUSSELS).date()
    query = select(func.max(Bulletin.published_at)).where(Bulletin.year == year)
    if last := session.scalar(query.where(Bulletin.number.is_not(None))):
        yield last.astimezone(BRUSSELS).date()


def problem_of(session: Session, bulletin: Bulletin, year: int, day: date | None) -> str:
    """Why it cannot bear that day, if it cannot."""
    first = earliest(session, bulletin, year)
    if day is None or day >= first:
        return ""
    return gettext("Choose %(date)s or a later day", date=format_date(first))


def check(session: Session, bulletin: Bulletin, year: int, day: date | None) -> None:
    """Raise Refused when somebody published with a later date meanwhile."""
    if problem := problem_of(session, bulletin, year, day):
        raise Refused([Problem(problem)])


def moment_of(day: date | None) -> datetime | None:
    """Noon of a day that was chosen."""
    return datetime.combine(day, time(12), BRUSSELS) if day else None


def note(session: Session, about: str) -> None:
    """Keep when something was published, of which the date says otherwise: ``about`` is 12:v1."""
    first_time(session, NOTED, about)


def noted(session: Session) -> dict[str, datetime]:
    """When each was published of which the date says otherwise."""
    occasions = session.scalars(select(Occasion).where(Occasion.name == NOTED))
    return {each.key: each.at for each in occasions}
