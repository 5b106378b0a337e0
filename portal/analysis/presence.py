"""Who has a task open, a hint between colleagues; several server processes share none of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app

from portal.accounts.models import Person
from portal.i18n import now
from portal.incidents.models import Incident
from portal.incidents.taxonomy import AnalysisTask

EXTENSION = "presence"
LASTING = timedelta(minutes=15)
Visits = dict[tuple[int, AnalysisTask], dict[int, "Visit"]]


@dataclass(frozen=True)
class Visit:
    """Somebody at a task: since when, and when last seen there."""

    name: str
    since: datetime
    seen: datetime


def colleagues(incident: Incident, task: AnalysisTask, person: Person) -> list[Visit]:
    """Note that ``person`` opened the task; tell who else did in the last quarter of an hour."""
    moment = now()
    visits = _visits().setdefault((incident.id, task), {})
    for key, visit in list(visits.items()):
        if not timedelta(0) <= moment - visit.seen < LASTING:
            visits.pop(key, None)
    before = visits.get(person.id)
    visits[person.id] = Visit(person.name, before.since if before else moment, moment)
    return [visit for key, visit in list(visits.items()) if key != person.id]


def leave(incident: Incident, task: AnalysisTask, person_id: int | None) -> None:
    """Note that somebody is done there for now."""
    _visits().get((incident.id, task), {}).pop(person_id or 0, None)


def _visits() -> Visits:
    visits: Visits = current_app.extensions[EXTENSION]
    return visits


def init_app(app: Flask) -> None:
    """Begin with nobody anywhere; the page of each task asks who else is there."""
    app.extensions[EXTENSION] = {}
    app.jinja_env.globals["colleagues"] = colleagues
