"""What is done to a dossier; the user is an argument, so that commands and tests call the same."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person, PersonRole
from portal.conflicts import Merge, merge
from portal.i18n import Language, now
from portal.incidents import facts
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Role, User


@dataclass
class Sent:
    """A text as it came back from a form, with what the form was opened with."""

    text: str
    opened_with: str
    keep: str = ""


@dataclass
class Conflicts:
    """The texts that somebody else changed meanwhile: field name → the text now stored."""

    theirs: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.theirs)


def write_facts(incident: Incident, sent: dict[str, Sent]) -> Conflicts:
    """Store each fact that was changed, except where somebody else changed it too."""
    conflicts = Conflicts()
    for name, mine in sent.items():
        stored = facts.as_text(incident, name)
        result = merged(mine, stored)
        if result.conflict:
            conflicts.theirs[name] = stored
        elif result.text != stored:
            facts.write(incident, name, result.text)
    return conflicts


def merged(mine: Sent, stored: str) -> Merge:
    """What to keep of a text that somebody sent and the one now stored."""
    return merge(opened_with=mine.opened_with, mine=mine.text, theirs=stored, keep=mine.keep)


def open_by_department(incident: Incident, user: User) -> None:
    """Note that the department works on the report: from then on it cannot be withdrawn."""
    if incident.opened_at is None and incident.owner_id != user.id:
        incident.opened_at = now()


def physicians_of(session: Session, incident: Incident) -> list[Person]:
    """The physicians in whose name the department may submit."""
    query = (
        select(Person)
        .join(PersonRole)
        .where(
            Person.department_id == incident.department_id,
            Person.active,
            PersonRole.name == Role.PHYSICIAN.value,
        )
        .order_by(Person.name)
    )
    return list(session.scalars(query))


def close(user: User, incident: Incident, reason: str) -> None:
    """End the dossier without REX; the department reads the reason."""
    incident.closed_reason = reason
    INCIDENT.advance(user, incident, "close")


def recommend(incident: Incident, sent: dict[Language, Sent]) -> Conflicts:
    """Write the regulator's recommendation; the bulletin takes it over."""
    conflicts = Conflicts()
    for language, mine in sent.items():
        stored = incident.recommendation
        result = merged(mine, stored[language])
        if result.conflict:
            conflicts.theirs[language.value] = stored[language]
        elif result.text != stored[language]:
            incident.recommendation = stored.replace(language, result.text)
    return conflicts
