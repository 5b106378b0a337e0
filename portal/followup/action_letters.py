"""E12 for actions after a recommendation: once a week ahead, weekly when overdue."""

from collections.abc import Iterable
from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.actions.due import View
from portal.actions.reminders import WEEK, near_or_late, told_since
from portal.db import db
from portal.followup.models import RexAction
from portal.followup.rex_actions import in_view
from portal.i18n import format_date, today
from portal.incidents.taxonomy import ActionStatus
from portal.permissions import Permission, Role, can
from portal.schedule import Schedule, apart

KIND = "rex_action_due"
SOON_ONCE, OVERDUE_WEEKLY = "rex_action_soon", "rex_action_overdue"


def init_app(app: Flask) -> None:
    """Look each day at what is due, and know how to write of it."""
    notices.register(app, KIND, _notice, _("Actions after a REX that are due"))
    schedule: Schedule = app.extensions["schedule"]
    schedule.daily(KIND, remind)


def remind(session: Session, day: date) -> None:
    """Mail once of what is due in a week, weekly of what is overdue."""
    recently = told_since(session, OVERDUE_WEEKLY, day - WEEK)
    query = select(RexAction).where(in_view(View.OPEN, day)).order_by(RexAction.id)
    for action in session.scalars(query).all():
        with apart(session):
            names = (SOON_ONCE, OVERDUE_WEEKLY)
            if near_or_late(session, names, action.id, action.due_on, day, recently):
                notices.send(session, KIND, action.id, _people(session, action))


def _people(session: Session, action: RexAction) -> Iterable[Person]:
    """The colleague who takes care of it; without one, the quality managers."""
    owner, department = action.owner, action.department_id
    if owner and owner.password and can(owner, Permission.FOLLOWUP_ACT, action):
        return [owner]
    return notices.people_with(session, Role.QUALITY_MANAGER, department_id=department)


def _notice(person: Person, about: str) -> Notice | None:
    action = db.session.get(RexAction, int(about))
    if action is None or not can(person, Permission.FOLLOWUP_ACT, action):
        return None
    if action.status is not ActionStatus.PLANNED:
        return None
    rex = action.bulletin
    values = {"label": f"REX {rex.number} – {rex.year}", "date": format_date(action.due_on)}
    words = _("A corrective action after %(label)s is due on %(date)s.", **values)
    if action.due_on < today():
        words = _("A corrective action after %(label)s was due on %(date)s.", **values)
    subject = _("Action due on %(date)s", **values)
    return Notice(subject, words, _("To the action"), "rex_actions.page", {"rexaction": action.id})
