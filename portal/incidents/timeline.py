"""What happened to a dossier, in order, read from the trail: states and moments, no names."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.i18n import format_moment
from portal.incidents.models import Incident, IncidentStatus
from portal.trail import TrailEntry, subject_of


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

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
    """Each change of state of the incident."""
    query = (
        select(TrailEntry.at, TrailEntry.changes)
        .where(TrailEntry.subject == subject_of(incident))
        .order_by(TrailEntry.id)
    )
    states = ((at, json.loads(changes).get("status")) for at, changes in session.execute(query))
    return [Event(at, IncidentStatus(state[1]).label) for at, state in states if state]
