"""E12: what of the corrective actions is due. A mail holds the reference and a date, no more."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, raiseload

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.actions.due import SOON, View, in_view, is_waiting
from portal.db import db
from portal.i18n import format_date, now, today
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus
from portal.permissions import KEPT, Permission, Role, can
from portal.schedule import Occasion, Schedule, apart, first_time

KIND = "action_due"
SOON_ONCE, OVERDUE_WEEKLY, EFFECT_ONCE = "action_soon", "action_overdue", "action_effect"
WEEK = timedelta(days=7)


def init_app(app: Flask) -> None:
    """Look each day at what is due, and know how to write of it."""
    notices.register(app, KIND, _notice, _("Corrective actions that are due"))
    schedule: Schedule = app.extensions["schedule"]
    schedule.daily(KIND, remind)


def remind(session: Session, day: date) -> None:
    """Mail once of what is due in a week or to be checked, weekly of what is overdue."""
    recently = told_since(session, OVERDUE_WEEKLY, day - WEEK)
    for action in session.scalars(_followed().where(in_view(View.OPEN, day))).all():
        with apart(session):
            _remind_of_date(session, action, day, recently)
    for action in session.scalars(_followed().where(in_view(View.TO_CHECK, day))).all():
        with apart(session):
            _remind_of_effect(session, action)


def _remind_of_date(
    session: Session, action: CorrectiveAction, day: date, recently: set[int]
) -> None:
    names = (SOON_ONCE, OVERDUE_WEEKLY)
    if name := near_or_late(session, names, action.id, action.due_on, day, recently):
        _send(session, action, name)


def near_or_late(
    session: Session,
    names: tuple[str, str],
    key: int,
    due_on: date | None,
    day: date,
    recently: set[int],
) -> str:
    """Which of ``names``, for what is due in a week and what is overdue, is to be told now.

    The first once for each date, the second weekly: not of those that were told ``recently``.
    """
    if due_on is None or due_on > day + SOON:
        return ""
    overdue = due_on < day
    if overdue and key in recently:
        return ""
    name = names[overdue]
    return name if first_time(session, name, f"{key}:{day if overdue else due_on}") else ""


def _remind_of_effect(session: Session, action: CorrectiveAction) -> None:
    for check in filter(is_waiting, action.effect_checks):
        if first_time(session, EFFECT_ONCE, f"{check.id}:{check.due_on}"):
            _send(session, action, EFFECT_ONCE)


def _followed() -> Select[CorrectiveAction]:
    return (
        select(CorrectiveAction)
        .join(Incident)
        .where(Incident.status.in_(KEPT))
        .options(
            joinedload(CorrectiveAction.incident).options(
                raiseload(Incident.causes), raiseload(Incident.actions)
            )
        )
        .order_by(CorrectiveAction.id)
    )


def told_since(session: Session, name: str, day: date) -> set[int]:
    """The ids of the actions of which somebody was told after ``day`` that they are overdue."""
    query = select(Occasion.key).where(Occasion.name == name, Occasion.at > now() - 2 * WEEK)
    keys = (key.split(":") for key in session.scalars(query))
    return {int(id_) for id_, told_on in keys if date.fromisoformat(told_on) > day}


def _send(session: Session, action: CorrectiveAction, what: str) -> None:
    notices.send(session, KIND, f"{what}:{action.id}", _people(session, action))


def _people(session: Session, action: CorrectiveAction) -> Iterable[Person]:
    """The colleague who takes care of it; without one, the quality managers."""
    incident, owner = action.incident, action.owner
    if owner and owner.password and can(owner, Permission.INCIDENT_FOLLOW, incident):
        return [owner]
    department = incident.department_id
    return notices.people_with(session, Role.QUALITY_MANAGER, department_id=department)


def _notice(person: Person, about: str) -> Notice | None:
    what, _colon, id_ = about.partition(":")
    action = db.session.get(CorrectiveAction, int(id_))
    if action is None or not can(person, Permission.INCIDENT_FOLLOW, action.incident):
        return None
    told = _of_effect(action) if what == EFFECT_ONCE else _of_date(action)
    if told is None:
        return None
    values = {"incident": action.incident.reference, "action": action.id}
    return Notice(*told, _("To the action"), "actions.page", values)


def _of_effect(action: CorrectiveAction) -> tuple[LazyString, LazyString] | None:
    if not any(map(is_waiting, action.effect_checks)):
        return None
    reference = action.incident.reference
    words = _(
        "Some months ago a corrective action of dossier %(reference)s was done. Does it work?",
        reference=reference,
    )
    return _("Does it work? %(reference)s", reference=reference), words


def _of_date(action: CorrectiveAction) -> tuple[LazyString, LazyString] | None:
    if action.status is not ActionStatus.PLANNED or action.due_on is None:
        return None
    values = {"reference": action.incident.reference, "date": format_date(action.due_on)}
    words = _("A corrective action of dossier %(reference)s is due on %(date)s.", **values)
    if action.due_on < today():
        words = _("A corrective action of dossier %(reference)s was due on %(date)s.", **values)
    return _("Action due on %(date)s", **values), words
