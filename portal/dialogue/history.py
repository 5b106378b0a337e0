"""What the dialogue adds to the timeline and to the deadline of a dossier."""

from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.dialogue.models import Question
from portal.dialogue.questions import questions_of
from portal.incidents.models import Incident
from portal.incidents.timeline import Event


def events(session: Session, incident: Incident) -> Iterator[Event]:
    """When each question was asked and answered, without its words."""
    for question in questions_of(session, incident):
        yield Event(
            question.asked_at,
            _("The FANC asked question %(number)s", number=question.number),
        )
        if question.answered_at is not None:
            yield Event(
                question.answered_at,
                _("The department answered question %(number)s", number=question.number),
            )


def due() -> ColumnElement[date]:
    """By when the department answers what was asked of ``Incident``, if anything."""
    return (
        select(func.min(Question.due_on))
        .where(Question.incident_id == Incident.id, Question.answered_at.is_(None))
        .correlate(Incident)
        .scalar_subquery()
    )
