"""The mails of the dialogue: a question and its reminders, an answer, a message."""

from datetime import date, timedelta

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.db import db
from portal.dialogue import questions, talking, telling
from portal.dialogue.models import Question
from portal.i18n import BRUSSELS, format_date
from portal.incidents import moves
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from portal.schedule import apart, first_time


def init_app(app: Flask) -> None:
    """Register the mails, and what sets them off."""
    notices.register(app, questions.KIND, _question)
    notices.register(app, telling.KIND, _answer, _("A dossier or an answer came in"))
    notices.register(app, talking.KIND, _message, _("A message about a report"))
    moves.when(app, {IncidentStatus.SUBMITTED, IncidentStatus.NOTIFIED}, _came_in)
    app.extensions["schedule"].daily("question", remind)


def remind(session: Session, day: date) -> None:
    """Remind of open questions at half time and on the day before they are due, each once."""
    query = select(Question).where(Question.answered_at.is_(None)).order_by(Question.id)
    for question in session.scalars(query).all():
        with apart(session):
            _remind(session, question, _reminder(question, day))


def _remind(session: Session, question: Question, moment: str) -> None:
    batch = f"{question.incident_id} {question.asked_at.isoformat()}"
    if moment and first_time(session, f"question {moment}", batch):
        managers = notices.people_with(
            session, Role.QUALITY_MANAGER, department_id=question.incident.department_id
        )
        notices.send(session, questions.KIND, f"{question.id}:{moment}", managers)


def _reminder(question: Question, day: date) -> str:
    """Which reminder is due on ``day``, if any."""
    asked = question.asked_at.astimezone(BRUSSELS).date()
    last = question.due_on - timedelta(days=1)
    if last <= day <= question.due_on and day > asked:
        return "last"
    half = asked + (question.due_on - asked) / 2
    return "half" if asked < half <= day < last else ""


def _came_in(session: Session, incident: Incident) -> None:
    telling.tell_regulator(session, incident.status.value, incident)


def _question(_person: Person, about: str) -> Notice | None:
    key, _colon, moment = about.partition(":")
    question = db.session.get(Question, int(key))
    if question is None or question.answered_at is not None:
        return None
    incident = question.incident
    values = {"reference": incident.reference, "date": format_date(question.due_on)}
    if moment == "new":
        subject = _("Question about %(reference)s", **values)
        words = _("The FANC asks something about %(reference)s. Answer it by %(date)s.", **values)
    else:
        subject = _("Reminder: question about %(reference)s", **values)
        words = _(
            "A question of the FANC about %(reference)s is still open. Answer it by %(date)s.",
            **values,
        )
    return Notice(
        subject,
        words,
        _("Read and answer the question"),
        "dialogue.question",
        {"incident": incident.reference, "number": question.number},
    )


def _answer(_person: Person, about: str) -> Notice | None:
    what, _colon, key = about.partition(":")
    incident = db.session.get(Incident, int(key))
    if incident is None:
        return None
    subject, words = _came(what, incident.reference)
    return Notice(
        subject,
        words,
        _("Open the dossier"),
        "incidents.page",
        {"incident": incident.reference},
    )


def _came(what: str, reference: str) -> tuple[LazyString, LazyString]:
    """Subject and words for what came in."""
    return {
        "submitted": (
            _("New dossier %(reference)s", reference=reference),
            _("Dossier %(reference)s was submitted to the FANC.", reference=reference),
        ),
        "notified": (
            _("First notification %(reference)s", reference=reference),
            _(
                "Dossier %(reference)s was notified to the FANC; its analysis follows.",
                reference=reference,
            ),
        ),
        "assigned": (
            _("Dossier %(reference)s is assigned to you", reference=reference),
            _("Dossier %(reference)s is assigned to you.", reference=reference),
        ),
        "answered": (
            _("Answer on %(reference)s", reference=reference),
            _("The department answered a question about %(reference)s.", reference=reference),
        ),
    }[what]


def _message(_person: Person, about: str) -> Notice | None:
    incident = db.session.get(Incident, int(about))
    if incident is None:
        return None
    return Notice(
        _("Message about %(reference)s", reference=incident.reference),
        _("A message about report %(reference)s waits for you.", reference=incident.reference),
        _("Read the message"),
        "incidents.page",
        {"incident": incident.reference},
    )
