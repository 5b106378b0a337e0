"""Who of the regulator is told that something came in."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.incidents.models import Incident
from portal.permissions import Role

KIND = "answer"


def tell_regulator(
    session: Session, what: str, incident: Incident, asked_by: int | None = None
) -> None:
    """Mail that ``what`` came in to who handles the dossier, else who asked, else all analysts.

    It is "submitted", "notified", "answered" or "confirmed".
    """
    analysts = _analysts(session)
    handler = [each for each in analysts if each.id == incident.analyst_id]
    asker = session.get(Person, asked_by) if asked_by else None
    tell(session, what, incident, handler or ([asker] if asker and asker.active else analysts))


def tell(session: Session, what: str, incident: Incident, people: Iterable[Person]) -> None:
    """Mail these people of the regulator; it may be "assigned" too."""
    notices.send(session, KIND, f"{what}:{incident.id}", people)


def _analysts(session: Session) -> list[Person]:
    return notices.people_with(session, Role.ANALYST, department_id=None)
