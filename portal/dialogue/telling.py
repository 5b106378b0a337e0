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
    """Mail that ``what`` came in: "submitted", "notified" or "answered"."""
    tell(session, what, incident, who_follows(session, incident, asked_by))


def who_follows(session: Session, incident: Incident, asked_by: int | None) -> list[Person]:
    """Who handles the dossier, else who asked, else all analysts."""
    analysts = notices.people_with(session, Role.ANALYST, department_id=None)
    handler = [each for each in analysts if each.id == incident.analyst_id]
    asker = session.get(Person, asked_by) if asked_by else None
    return handler or ([asker] if asker and asker.active else analysts)


def tell(session: Session, what: str, incident: Incident, people: Iterable[Person]) -> None:
    """Mail these people of the regulator; it may be "assigned" too."""
    notices.send(session, KIND, f"{what}:{incident.id}", people)
