"""Who translates a bulletin: given to translators, who are told, and read nothing else."""

from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.bulletins.models import OUT, Bulletin
from portal.bulletins.working import Assignment
from portal.bulletins.writing import lock
from portal.i18n import now, today
from portal.permissions import Permission, Role, User, can
from portal.schedule import first_time
from portal.workflow import NotOpen

KIND = "translate"


def translators(session: Session) -> list[Person]:
    """Who can be asked to translate."""
    return notices.people_with(session, Role.TRANSLATOR, department_id=None)


def assign(session: Session, user: User, bulletin: Bulletin, person: Person) -> None:
    """Give the bulletin to a translator, who is told; NotOpen to who may not, or may not read it.

    Somebody who has it already is not told again.
    """
    _require(session, user, bulletin)
    if Role.TRANSLATOR not in person.role_set or not person.active:
        raise NotOpen("assign")
    if any(each.person_id == person.id for each in bulletin.assignments):
        return
    bulletin.assignments.append(
        Assignment(person=person, assigned_at=now(), assigned_by=user.id or 0)
    )
    session.flush()
    notices.send(session, KIND, f"{bulletin.id}:new", [person])


def take_back(session: Session, user: User, bulletin: Bulletin, person_id: int) -> None:
    """Let a translator see it no longer."""
    _require(session, user, bulletin)
    for assignment in list(bulletin.assignments):
        if assignment.person_id == person_id:
            bulletin.assignments.remove(assignment)
    session.flush()


def _require(session: Session, user: User, bulletin: Bulletin) -> None:
    lock(session, bulletin)
    if not can(user, Permission.BULLETIN_ASSIGN, bulletin):
        raise NotOpen("assign")


def tell_revised(session: Session, bulletin: Bulletin) -> None:
    """Tell its translators that a source changed below a translation, at most once a day."""
    for assignment in bulletin.assignments:
        occasion = f"{bulletin.id}:{assignment.person_id}:{today()}"
        if first_time(session, KIND, occasion):
            notices.send(session, KIND, f"{bulletin.id}:changed", [assignment.person])


def is_due(bulletin: Bulletin | None, person: Person) -> bool:
    """Whether there is still something to tell that person of it."""
    return (
        bulletin is not None
        and bulletin.status not in OUT
        and any(each.person_id == person.id for each in bulletin.assignments)
    )
