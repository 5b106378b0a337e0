"""What happened to a dossier, in order, read from the trail: states and moments, no names."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.i18n import format_moment
from portal.incidents.models import Incident, IncidentStatus
from portal.trail import TrailEntry, subject_of


@dataclass(frozen=True)
class Event:
    """Something that happened to a report."""

    at: datetime
    text: LazyString

    @property
    def iso(self) -> str:
        """The moment for machines."""
        return self.at.isoformat(timespec="seconds")

    @property
    def moment(self) -> str:
        """The moment for people."""
        return format_moment(self.at)


def timeline_of(session: Session, incident: Incident) -> list[Event]:
    """When it was reported, and each change of state since."""
    query = (
        select(TrailEntry.at, TrailEntry.changes)
        .where(TrailEntry.subject == subject_of(incident), TrailEntry.action == "update")
        .order_by(TrailEntry.id)
    )
    states = ((at, json.loads(changes).get("status")) for at, changes in session.execute(query))
    moved = [Event(at, IncidentStatus(state[1]).label) for at, state in states if state]
    return [Event(incident.reported_at, _("Reported")), *(moved or _arrival(incident))]


def _arrival(incident: Incident) -> list[Event]:
    """An imported dossier came in the state in which it is."""
    if incident.submitted_at is None or incident.status is IncidentStatus.WITH_DEPARTMENT:
        return []
    return [Event(incident.submitted_at, incident.status.label)]
