"""What happened to a dossier, in order: states and moments read from rows and trail, no names."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import Flask, current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.duty.models import Outcome
from portal.i18n import format_moment
from portal.incidents.models import Incident, IncidentStatus
from portal.trail import TrailEntry, subject_of

EXTENSION = "timeline_sources"
CHECKED: dict[Outcome, LazyString] = {
    Outcome.MUST: _("Duty to notify checked: notification is probably mandatory"),
    Outcome.PROBABLY_NOT: _(
        "Duty to notify checked: notification is probably not mandatory, but it is close"
    ),
    Outcome.UNDETERMINED: _("Duty to notify checked: this cannot be decided yet"),
    Outcome.VOLUNTARY: _("Duty to notify checked: notification is voluntary, and welcome"),
}


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


Source = Callable[[Session, Incident], Iterable[Event]]


def add_source(app: Flask, source: Source) -> None:
    """Show the events that ``source`` knows of on the timeline of each dossier.

    The department reads them: nothing internal to the regulator belongs there.
    """
    app.extensions.setdefault(EXTENSION, []).append(source)


def timeline_of(session: Session, incident: Incident) -> list[Event]:
    """When it was reported, and all that is to be told since, the oldest first."""
    sources: list[Source] = current_app.extensions.get(EXTENSION, [])
    events = [*_opened(incident), *_checked(incident), *_moved(session, incident)]
    for source in sources:
        events += source(session, incident)
    return [
        Event(incident.reported_at, _("Reported")),
        *sorted(events, key=lambda event: event.at),
    ]


def _opened(incident: Incident) -> Iterator[Event]:
    if incident.opened_at is not None:
        yield Event(incident.opened_at, _("Opened by the department"))


def _checked(incident: Incident) -> Iterator[Event]:
    for outcome, checks in groupby(incident.duty_checks, lambda check: check.outcome):
        yield Event(next(checks).checked_at, CHECKED[outcome])


def _moved(session: Session, incident: Incident) -> list[Event]:
    query = (
        select(TrailEntry.at, TrailEntry.changes)
        .where(TrailEntry.subject == subject_of(incident), TrailEntry.action == "update")
        .order_by(TrailEntry.id)
    )
    states = ((at, json.loads(changes).get("status")) for at, changes in session.execute(query))
    moved = [Event(at, IncidentStatus(state[1]).label) for at, state in states if state]
    return moved or _arrival(incident)


def _arrival(incident: Incident) -> list[Event]:
    """An imported dossier came in the state in which it is."""
    if incident.submitted_at is None or incident.status is IncidentStatus.WITH_DEPARTMENT:
        return []
    return [Event(incident.submitted_at, incident.status.label)]
