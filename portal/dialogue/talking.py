"""Messages between the quality manager and the reporter, who may stay unnamed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import trail
from portal.accounts import notices
from portal.accounts.models import Person
from portal.dialogue.models import ReporterMessage
from portal.i18n import current_language, now, this_minute
from portal.incidents.models import Incident
from portal.permissions import Role, User
from portal.workflow import NotOpen

KIND = "message"


def messages_of(session: Session, incident: Incident) -> list[ReporterMessage]:
    """What department and reporter wrote to each other, the oldest first."""
    query = select(ReporterMessage).where(ReporterMessage.incident_id == incident.id)
    return list(session.scalars(query.order_by(ReporterMessage.id)))


def reaches_reporter(incident: Incident) -> bool:
    """Whether somebody reads the answer: the reporter by name, or who has the receipt code."""
    return bool(incident.owner_id or incident.receipt_hash)


def write(session: Session, user: User, incident: Incident, text: str) -> None:
    """Write to the reporter, or as the reporter to the department."""
    if not reaches_reporter(incident):
        raise NotOpen("message")
    mine = incident.owner_id == user.id
    if _said_last(session, incident, text, from_reporter=mine):
        return
    message = _message(incident, text, from_reporter=mine)
    message.person_id = None if mine else user.id
    session.add(message)
    session.flush()
    _tell(session, incident, from_reporter=mine)


def answer_unnamed(session: Session, incident: Incident, text: str) -> None:
    """Store what the unnamed reporter writes, once: without person, and without seconds."""
    if _said_last(session, incident, text, from_reporter=True):
        return
    message = _message(incident, text, from_reporter=True)
    message.sent_at = this_minute()
    usual = session.info.get("actor", trail.SYSTEM)
    trail.act_as(session, f"department:{incident.department_id}")
    session.add(message)
    session.flush()
    trail.act_as(session, usual)
    _tell(session, incident, from_reporter=True)


def _said_last(session: Session, incident: Incident, text: str, *, from_reporter: bool) -> bool:
    """Whether the last message is the same already: a form that was sent twice is one message."""
    last = next(reversed(messages_of(session, incident)), None)
    return last is not None and (last.from_reporter, last.text) == (from_reporter, text)


def _message(incident: Incident, text: str, *, from_reporter: bool) -> ReporterMessage:
    return ReporterMessage(
        incident=incident,
        from_reporter=from_reporter,
        sent_at=now(),
        text=text,
        language=current_language(),
    )


def _tell(session: Session, incident: Incident, *, from_reporter: bool) -> None:
    people: list[Person] = []
    if from_reporter:
        people = notices.people_with(
            session, Role.QUALITY_MANAGER, department_id=incident.department_id
        )
    elif incident.owner is not None:
        people = [incident.owner]
    notices.send(session, KIND, incident.id, people)
