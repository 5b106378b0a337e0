"""Which corrective actions are overdue, due soon or to be checked: as conditions, and counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from portal.i18n import today
from portal.incidents.corrective_action import CorrectiveAction, EffectCheck
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus
from portal.permissions import Permission, User, allowed

SOON = timedelta(days=7)


class View(StrEnum):
    """A part of the register."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    TO_CHECK = "check"

    @property
    def label(self) -> LazyString:
        """What the register calls it."""
        return LABELS[self]


LABELS: dict[View, LazyString] = {
    View.OPEN: _("Open actions"),
    View.OVERDUE: _("Overdue actions"),
    View.DONE: _("Actions done"),
    View.TO_CHECK: _("To check whether it works"),
}


@dataclass(frozen=True)
class Due:
    """How many actions wait for somebody."""

    overdue: int
    soon: int
    to_check: int

    def __add__(self, other: "Due") -> "Due":
        return Due(
            self.overdue + other.overdue, self.soon + other.soon, self.to_check + other.to_check
        )


def in_view(view: View, day: date) -> ColumnElement[bool]:
    """The actions of one part of the register."""
    planned = CorrectiveAction.status == ActionStatus.PLANNED
    match view:
        case View.OPEN:
            return planned
        case View.OVERDUE:
            return and_(planned, CorrectiveAction.due_on < day)
        case View.DONE:
            return CorrectiveAction.status == ActionStatus.DONE
        case View.TO_CHECK:
            return CorrectiveAction.effect_checks.any(
                and_(EffectCheck.answer.is_(None), EffectCheck.due_on <= day)
            )


def of_department(user: User) -> Select[CorrectiveAction]:
    """The actions that the user's department still follows."""
    return (
        select(CorrectiveAction)
        .join(Incident)
        .where(allowed(user, Permission.INCIDENT_FOLLOW, Incident))
    )


def count(session: Session, query: Select[Any]) -> int:
    """How many rows ``query`` has."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def waiting(session: Session, user: User, *, only_own: bool = False) -> Due:
    """How many actions wait for the user's department, or of those the user is reminded of."""
    day = today()
    mine = CorrectiveAction.owner_id == user.id if only_own else true()
    query = of_department(user).where(mine)
    soon = and_(in_view(View.OPEN, day), CorrectiveAction.due_on.between(day, day + SOON))
    return Due(
        overdue=count(session, query.where(in_view(View.OVERDUE, day))),
        soon=count(session, query.where(soon)),
        to_check=count(session, query.where(in_view(View.TO_CHECK, day))),
    )


def is_overdue(action: CorrectiveAction) -> bool:
    """Whether the action should have been done before today."""
    planned = action.status is ActionStatus.PLANNED
    return planned and action.due_on is not None and action.due_on < today()


def is_waiting(check: EffectCheck) -> bool:
    """Whether it is time to look if the action works, and nobody did."""
    return check.answer is None and check.due_on <= today()
