"""The mails that follow a quick report: to who sent it with a name, and to the quality managers."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.config import REPLY_LIMIT
from portal.db import db
from portal.i18n import BRUSSELS, Language, format_long_date
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger
from portal.permissions import Permission, Role, can

RECEIVED, NEW, DANGER = "report_received", "report_new", "report_danger"


def init_app(app: Flask) -> None:
    """Let the outbox send them."""
    notices.register(app, RECEIVED, _received, _("My report was received"))
    notices.register(app, NEW, _new, _("There is a new report in my department"))
    notices.register(app, DANGER, _danger)


def announce(session: Session, incident: Incident) -> None:
    """Thank the reporter, where the report has a name, and tell the quality managers at once."""
    reporter = session.get(Person, incident.owner_id or 0)
    managers = notices.people_with(
        session, Role.QUALITY_MANAGER, department_id=incident.department_id
    )
    kind = DANGER if incident.danger is Danger.YES else NEW
    notices.send(session, RECEIVED, incident.reference, [reporter] if reporter else [])
    notices.send(session, kind, incident.reference, [each for each in managers if each != reporter])


def reply_by(incident: Incident, language: Language | None = None) -> str:
    """The day by which the reporter hears what happens with the report."""
    return format_long_date((incident.reported_at + REPLY_LIMIT).astimezone(BRUSSELS), language)


def _received(person: Person, reference: str) -> Notice | None:
    incident = _readable(person, reference)
    if incident is None:
        return None
    day = reply_by(incident, person.language)
    return Notice(
        _("Your report %(reference)s was received", reference=reference),
        _("Thank you. At the latest on %(day)s you hear what happens with it.", day=day),
        _("Read my report"),
        "incidents.page",
        {"incident": reference},
    )


def _new(person: Person, reference: str) -> Notice | None:
    return _to_manager(
        person,
        reference,
        _("New report %(reference)s", reference=reference),
        _("A colleague reported an event in your department. It waits for you in the list."),
    )


def _danger(person: Person, reference: str) -> Notice | None:
    return _to_manager(
        person,
        reference,
        _("New report %(reference)s: read it now", reference=reference),
        _("A colleague reported an event in your department and asks that it is read at once."),
    )


def _to_manager(
    person: Person, reference: str, subject: LazyString, words: LazyString
) -> Notice | None:
    incident = _readable(person, reference)
    if incident is None or incident.status is not IncidentStatus.WITH_DEPARTMENT:
        return None
    return Notice(subject, words, _("Open the report"), "incidents.page", {"incident": reference})


def _readable(person: Person, reference: str) -> Incident | None:
    incident = db.session.scalar(select(Incident).where(Incident.reference == reference))
    readable = incident is not None and can(person, Permission.INCIDENT_READ, incident)
    return incident if readable else None
