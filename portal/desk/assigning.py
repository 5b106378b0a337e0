"""Which analyst handles a dossier."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.dialogue import telling
from portal.incidents.models import Incident
from portal.permissions import Permission, Role, User, only


def analysts(session: Session) -> list[Person]:
    """Who can be given a dossier."""
    return notices.people_with(session, Role.ANALYST, department_id=None)


def names_of(session: Session, incidents: Iterable[Incident]) -> dict[int, str]:
    """Who handles each of ``incidents`` that somebody handles, by the id of the dossier."""
    handled = {each.id: each.analyst_id for each in incidents if each.analyst_id}
    query = select(Person.id, Person.name).where(Person.id.in_(handled.values()))
    names = dict(session.execute(query).all())
    return {key: names[person] for key, person in handled.items()}


def chosen(session: Session, user: User, references: Sequence[str]) -> list[Incident]:
    """The dossiers of ``references`` that ``user`` may give to somebody; nobody moves them now."""
    query = (
        only(user, Permission.INCIDENT_TRIAGE, Incident)
        .where(Incident.reference.in_([each for each in references if "\0" not in each]))
        .order_by(Incident.id)
        .with_for_update(of=Incident)
    )
    return list(session.scalars(query))


def assign(
    session: Session, user: User, incidents: Iterable[Incident], person: Person | None
) -> None:
    """Give each dossier to ``person`` (None: to nobody), who is told of what is new."""
    for incident in incidents:
        fresh = person is not None and incident.analyst_id != person.id
        incident.analyst_id = person.id if person else None
        if person is not None and fresh and person.id != user.id:
            telling.tell(session, "assigned", incident, [person])
