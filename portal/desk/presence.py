"""Who else of the regulator has a dossier open: a row each, for there are several processes.

What the processes of the server keep in memory they do not share, so each would know only part
of the visits. A row lasts a quarter of an hour and goes with the next visit of anybody. It tells
minutes, and none of people who report themselves: when those were here is kept nowhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.db import READING, db, writing_engine
from portal.desk.models import DeskVisit
from portal.i18n import this_minute
from portal.incidents.models import Incident
from portal.permissions import Permission, User, can
from portal.web import current_user

LASTING = timedelta(minutes=15)


@dataclass(frozen=True)
class Colleague:
    """Somebody else at the dossier, since when, and when last seen there."""

    name: str
    since: datetime
    seen: datetime


def part(incident: Incident) -> dict[str, Any] | None:
    """Note this visit; tell who else was here in the last quarter of an hour."""
    user = current_user()
    if not can(user, Permission.INCIDENT_TRIAGE, incident):
        return None
    if request.method in READING and not can(user, Permission.REPORT):
        with writing_engine().begin() as connection:
            _note(connection, incident.id, user)
    found = colleagues(db.session, incident.id, user)
    return {"colleagues": found} if found else None


def colleagues(session: Session, incident_id: int, user: User) -> list[Colleague]:
    """Who else has the dossier open, the first to come first."""
    query = (
        select(Person.name, DeskVisit.since, DeskVisit.seen)
        .join(DeskVisit, DeskVisit.person_id == Person.id)
        .where(DeskVisit.incident_id == incident_id, Person.id != user.id)
        .where(DeskVisit.seen > this_minute() - LASTING)
        .order_by(DeskVisit.since, Person.id)
    )
    return [Colleague(*row) for row in session.execute(query)]


def _note(connection: Connection, incident_id: int, user: User) -> None:
    """Write the visit, or that it lasts; forget those that are over."""
    minute = this_minute()
    connection.execute(delete(DeskVisit).where(DeskVisit.seen <= minute - LASTING))
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(DeskVisit)
    row = insert.values(incident_id=incident_id, person_id=user.id, since=minute, seen=minute)
    keys = ["incident_id", "person_id"]
    connection.execute(row.on_conflict_do_update(index_elements=keys, set_={"seen": minute}))
