"""Whose turn a dossier is: the department, the regulator, or nobody any more."""

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum

from flask import Flask, current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.db import db
from portal.incidents.models import Incident, IncidentStatus

EXTENSION = "dossier_turns"


class Turn(StrEnum):
    """Who has the ball."""

    DEPARTMENT = "department"
    REGULATOR = "regulator"
    NOBODY = "nobody"

    @property
    def label(self) -> LazyString:
        """Who it is, as people see it."""
        return TURN_LABELS[self]


TURN_LABELS: dict[str, LazyString] = {
    Turn.DEPARTMENT: _("the department"),
    Turn.REGULATOR: _("the FANC"),
    Turn.NOBODY: _("nobody, it is finished"),
}

_S = IncidentStatus
TURNS: dict[IncidentStatus, Turn] = {
    _S.WITH_DEPARTMENT: Turn.DEPARTMENT,
    _S.NOTIFIED: Turn.DEPARTMENT,
    _S.QUESTION: Turn.DEPARTMENT,
    _S.SUBMITTED: Turn.REGULATOR,
    _S.IN_REVIEW: Turn.REGULATOR,
    _S.ACCEPTED: Turn.REGULATOR,
    _S.PUBLISHED: Turn.NOBODY,
    _S.CLOSED: Turn.NOBODY,
    _S.LINKED: Turn.NOBODY,
    _S.WITHDRAWN: Turn.NOBODY,
}


Waiting = Callable[[Session, Collection[int]], Iterable[int]]


def add_waiting(app: Flask, waiting: Waiting) -> None:
    """Let ``waiting`` say which of some dossiers wait for their department, whatever their status.

    It gets the ids of the dossiers, and asks in one query.
    """
    app.extensions.setdefault(EXTENSION, []).append(waiting)


def turns_of(session: Session, incidents: Iterable[Incident]) -> dict[int, Turn]:
    """Who is to do the next thing on each of ``incidents``, by id."""
    turns = {incident.id: TURNS[incident.status] for incident in incidents}
    sources: list[Waiting] = current_app.extensions.get(EXTENSION, [])
    theirs = {key for waiting in sources for key in waiting(session, list(turns))}
    return turns | dict.fromkeys(theirs, Turn.DEPARTMENT)


def whose_turn(incident: Incident) -> Turn:
    """Who is to do the next thing on ``incident``."""
    return turns_of(db.session, [incident])[incident.id]
