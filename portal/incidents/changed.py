"""When somebody else wrote what clashes with the words of who comes second: read from the trail."""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from portal.db import Model, db
from portal.incidents.models import Incident
from portal.trail import TrailEntry, subject_of
from portal.web import current_user

MOST = 200


def changed_at(incident: Incident, text: str = "", subject: str = "") -> datetime | None:
    """When somebody wrote ``text`` in the dossier; else when somebody else last changed it.

    ``subject`` is the one row of it that is meant, as the trail names it.
    """
    subjects = [subject] if subject else [subject_of(row) for row in _rows(incident)]
    query = select(TrailEntry).where(TrailEntry.subject.in_(subjects))
    entries = db.session.scalars(query.order_by(TrailEntry.id.desc()).limit(MOST)).all()
    me = f"person:{current_user().id}"
    by_others = (each for each in entries if each.actor != me)
    wrote = (each for each in entries if text and text in _written(each))
    return next((each.at for found in (wrote, by_others) for each in found), None)


def _rows(incident: Incident) -> Iterator[Model]:
    yield incident
    if incident.exposure is not None:
        yield incident.exposure
    for rows in (incident.causes, incident.actions, incident.moments, incident.barriers):
        yield from rows


def _written(entry: TrailEntry) -> Iterator[str]:
    for value in json.loads(entry.changes).values():
        if isinstance(value, list) and isinstance(value[1], str):
            yield value[1]
