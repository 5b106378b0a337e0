"""Whose turn a dossier is: the department, the regulator, or nobody any more."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.incidents.models import Incident, IncidentStatus


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
    _S.WITHDRAWN: Turn.NOBODY,
}


def whose_turn(incident: Incident) -> Turn:
    """Who is to do the next thing on ``incident``."""
    return TURNS[incident.status]
