"""The views of the inbox: which dossiers stand in each, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, case, not_

from portal.incidents.deadlines import deadline
from portal.incidents.first_look import ASKED
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger
from portal.permissions import User

EXTENSION = "desk_views"
_S = IncidentStatus
OPEN = ASKED | {_S.ACCEPTED}
Condition = Callable[[User], ColumnElement[bool]]


@dataclass(frozen=True)
class View:
    """One view; what stands in it does not stand in the view that it is ``out_of``.

    A dossier stands in one view besides those that are ``across`` the others.
    """

    name: str
    label: LazyString
    condition: Condition
    out_of: str = ""
    across: bool = False

    @property
    def in_address(self) -> str | None:
        """What the address of a dossier says of the view that it is opened from, if needed."""
        return self.name if self.across else None


def _in(*statuses: IncidentStatus) -> Condition:
    return lambda _user: Incident.status.in_(statuses)


def _mine(user: User) -> ColumnElement[bool]:
    return and_(Incident.analyst_id == user.id, Incident.status.in_(OPEN))


FIRST = (
    View("new", _("New"), _in(_S.SUBMITTED)),
    View("mine", _("With me"), _mine, across=True),
    View("review", _("In review"), _in(_S.IN_REVIEW)),
    View("waiting", _("Waiting for the department"), _in(_S.QUESTION)),
    View("notified", _("Notified, analysis follows"), _in(_S.NOTIFIED)),
    View("accepted", _("Ready for a REX"), _in(_S.ACCEPTED)),
)
LAST = (
    View("published", _("Published"), _in(_S.PUBLISHED)),
    View("linked", _("Linked to another dossier"), _in(_S.LINKED)),
    View("closed", _("Closed without REX"), _in(_S.CLOSED)),
)


def add_view(app: Flask, view: View) -> None:
    """Let another subject add a view, after those of what is still to be decided."""
    app.extensions.setdefault(EXTENSION, []).append(view)


def all_views() -> list[View]:
    """Every view, in the order in which the inbox shows them."""
    return [*FIRST, *current_app.extensions.get(EXTENSION, []), *LAST]


def conditions(user: User) -> dict[str, ColumnElement[bool]]:
    """Which dossiers stand in each view of ``user``, by its name."""
    found = {view.name: view.condition(user) for view in all_views()}
    for view in all_views():
        if view.out_of:
            found[view.out_of] = and_(found[view.out_of], not_(found[view.name]))
    return found


def pressing() -> tuple[Any, ...]:
    """First where danger lasts, then by deadline, then the oldest."""
    due = deadline()
    return (
        case((Incident.danger == Danger.YES, 0), else_=1),
        case((due.is_(None), 1), else_=0),
        due,
        Incident.submitted_at,
        Incident.notified_at,
        Incident.id,
    )
