"""Who is told when a dossier moves from one status to another."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from portal.db import db
from portal.incidents.models import Incident, IncidentStatus

Tell = Callable[[Session, Incident], None]


def when(app: Flask, statuses: set[IncidentStatus], tell: Tell) -> None:
    """Call ``tell`` in the transaction that brings a dossier into one of ``statuses``.

    What is new is not told: an imported dossier has not moved.
    """

    def look(session: Session, _context: UOWTransaction) -> None:
        for row in session.dirty:
            if isinstance(row, Incident) and row.status in statuses and _moved(row):
                tell(session, row)

    with app.app_context():
        event.listen(db.sessionmaker, "after_flush", look)


def _moved(incident: Incident) -> bool:
    return bool(inspect(incident).attrs.status.history.has_changes())
