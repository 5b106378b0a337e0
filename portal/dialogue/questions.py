"""Questions of the regulator: asked in one go, answered one by one; the last answer returns it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.dialogue.changes import since_asked
from portal.dialogue.models import Part, Question
from portal.dialogue.telling import tell_regulator
from portal.i18n import Language, now
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Role, User
from portal.workflow import NotOpen

KIND = "question"
WORKING_DAYS = 10
MOST_OPEN = 3


@dataclass(frozen=True)
class Asked:
    """What one question asks."""

    part: Part
    quote: str
    text: str


def questions_of(session: Session, incident: Incident) -> list[Question]:
    """All questions on a dossier, the oldest first."""
    query = select(Question).where(Question.incident_id == incident.id)
    return list(session.scalars(query.order_by(Question.number)))


def working_days_after(day: date, count: int = WORKING_DAYS) -> date:
    """The date ``count`` working days after ``day``; public holidays count as working days."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def ask(
    session: Session,
    user: User,
    incident: Incident,
    asked: Sequence[Asked],
    language: Language,
    due_on: date,
) -> None:
    """Ask the department; from then on it is its turn."""
    number, moment = len(questions_of(session, incident)), now()
    INCIDENT.advance(user, incident, "ask")
    questions = [
        Question(
            incident=incident,
            number=number + position,
            part=each.part,
            quote=each.quote,
            text=each.text,
            language=language,
            asked_at=moment,
            asked_by=user.id,
            due_on=due_on,
        )
        for position, each in enumerate(asked, 1)
    ]
    session.add_all(questions)
    session.flush()
    managers = notices.people_with(
        session, Role.QUALITY_MANAGER, department_id=incident.department_id
    )
    notices.send(session, KIND, f"{questions[0].id}:new", managers)


def answer(session: Session, user: User, question: Question, text: str) -> None:
    """Store the answer with what changed since the question; the last answer returns the ball.

    Raise NotOpen when it has been answered or is not open to ``user``.
    """
    incident = question.incident
    if question.answered_at is not None:
        raise NotOpen("answer")
    session.flush()
    question.changes = since_asked(session, question)
    question.answer = text
    question.answered_at = now()
    question.answered_by = user.id
    tell_regulator(session, "answered", incident, question.asked_by)
    others = (each for each in questions_of(session, incident) if each is not question)
    if all(each.answered_at is not None for each in others):
        INCIDENT.advance(user, incident, "answer")
