"""Who of the regulator is told that something came in."""

from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.incidents.models import Incident
from portal.permissions import Role

KIND = "answer"


def tell_regulator(
    session: Session, what: str, incident: Incident, asked_by: int | None = None
) -> None:
    """Mail that ``what`` came in to who asked for it, else to all analysts.

    It is "submitted", "notified", "answered" or "confirmed".
    """
    asker = session.get(Person, asked_by) if asked_by else None
    people = [asker] if asker is not None and asker.active else _analysts(session)
    notices.send(session, KIND, f"{what}:{incident.id}", people)


def _analysts(session: Session) -> list[Person]:
    return notices.people_with(session, Role.ANALYST, department_id=None)
