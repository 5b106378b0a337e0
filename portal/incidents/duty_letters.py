"""Mails about the duty to notify, and what the page of a dossier says of it."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, raiseload

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.db import db
from portal.duty.labels import OUTCOMES
from portal.i18n import format_date, format_time, today
from portal.incidents import deadlines, filing, obligation
from portal.incidents.dossier import Part, add_part
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import Filing, FilingKind
from portal.permissions import Permission, can
from portal.schedule import Schedule, apart
from portal.web import current_user


def init_app(app: Flask) -> None:
    """Have the mails made, the calendar looked at and the dossier's page filled."""
    notices.register(app, obligation.KIND, _due)
    notices.register(app, obligation.FINAL, _final)
    notices.register(
        app, filing.KIND, _received, _("The FANC received a notification of my department")
    )
    calendar: Schedule = app.extensions["schedule"]
    calendar.daily("duty_reminders", remind)
    add_part(app, Part("incidents/_obligation.html", _part, beside=True))


def remind(session: Session, day: date) -> None:
    """Mail who signs, three days and one day before the end, until it is sent."""
    waiting: tuple[tuple[str, ColumnElement[date | None], tuple[IncidentStatus, ...]], ...] = (
        (
            obligation.KIND,
            deadlines.first_notification_due(),
            (IncidentStatus.WITH_DEPARTMENT,),
        ),
        (obligation.FINAL, deadlines.final_report_due(), obligation.BEFORE_FINAL),
    )
    for kind, due_on, statuses in waiting:
        near = (
            select(Incident, due_on)
            .where(Incident.status.in_(statuses))
            .where(due_on <= day + timedelta(days=max(obligation.MARKS)))
            .options(raiseload(Incident.causes), raiseload(Incident.actions))
            .order_by(Incident.id)
        )
        for incident, due in session.execute(near).all():
            with apart(session):
                obligation.remind(session, kind, incident, due, day)


def _due(_person: Person, about: str) -> Notice | None:
    incident = db.session.get(Incident, int(about))
    due = obligation.deadline_of(incident) if incident else None
    if incident is None or due is None:
        return None
    left = (due - today()).days
    values = {"reference": incident.reference, "date": format_date(due)}
    if left > 0:
        subject = lazy_ngettext(
            "%(num)d day left: first notification %(reference)s",
            "%(num)d days left: first notification %(reference)s",
            left,
            **values,
        )
    else:
        subject = _("Until %(date)s: first notification %(reference)s", **values)
    words = _(
        "Incident %(reference)s must probably be notified to the FANC, by %(date)s at the latest. "
        "The physician who signs has to be chosen.",
        **values,
    )
    if not incident.must_be_notified:
        words = _(
            "You called the FANC about %(reference)s. The first report is due by %(date)s.",
            **values,
        )
    link = _("See the duty check")
    to = {"incident": incident.reference}
    return Notice(subject, words, link, "incidents.obligation_result", to)


def _final(_person: Person, about: str) -> Notice | None:
    incident = db.session.get(Incident, int(about))
    due = obligation.final_deadline_of(incident) if incident else None
    if incident is None or due is None:
        return None
    values = {"reference": incident.reference, "date": format_date(due)}
    return Notice(
        _("Until %(date)s: final report %(reference)s", **values),
        _("The final report on %(reference)s, with the analysis, is due by %(date)s.", **values),
        _("Go on with the analysis"),
        "analysis.tasks",
        {"incident": incident.reference},
    )


def _received(person: Person, about: str) -> Notice | None:
    received = db.session.get(Filing, int(about))
    if received is None:
        return None
    values = {
        "reference": received.incident.reference,
        "date": format_date(received.filed_at),
        "hour": format_time(received.filed_at, person.language),
        "digest": received.digest,
    }
    words = {
        FilingKind.FIRST: _(
            "The FANC received the first notification of %(reference)s on %(date)s at %(hour)s. "
            "Its digest (SHA-256) is %(digest)s.",
            **values,
        ),
        FilingKind.FULL: _(
            "The FANC received dossier %(reference)s on %(date)s at %(hour)s. "
            "Its digest (SHA-256) is %(digest)s.",
            **values,
        ),
    }
    return Notice(
        _("Received by the FANC: %(reference)s", **values),
        words[received.kind],
        _("Open the dossier"),
        "incidents.page",
        {"incident": received.incident.reference},
    )


def _part(incident: Incident) -> dict[str, Any] | None:
    user = current_user()
    if not can(user, Permission.DIALOGUE_READ, incident):
        return None
    check = obligation.latest(incident)
    due = obligation.deadline_of(incident)
    may_check = can(user, Permission.INCIDENT_WRITE, incident)
    if check is None and not may_check and not incident.filings:
        return None
    return {
        "check": check,
        "due": due,
        "final_due": obligation.final_deadline_of(incident),
        "days_left": (due - today()).days if due else None,
        "outcomes": OUTCOMES,
        "may_check": may_check,
        "may_notify": incident.status is IncidentStatus.WITH_DEPARTMENT
        and can(user, Permission.INCIDENT_NOTIFY, incident),
        "filings": incident.filings,
        "first": FilingKind.FIRST,
    }
