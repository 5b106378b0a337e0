"""What is done to a dossier; the user is an argument, so that commands and tests call the same."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person, PersonRole
from portal.conflicts import Merge, merge
from portal.i18n import Language, Translated, now
from portal.incidents import facts
from portal.incidents.models import Cause, CorrectiveAction, Incident
from portal.incidents.taxonomy import ActionStatus, EindhovenCode, Strength
from portal.incidents.workflow import INCIDENT
from portal.permissions import Role, User

Row = TypeVar("Row", Cause, CorrectiveAction)


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
        merged = _merged(mine, stored)
        if merged.conflict:
            conflicts.theirs[name] = stored
        elif merged.text != stored:
            facts.write(incident, name, merged.text)
    return conflicts


def _merged(mine: Sent, stored: str) -> Merge:
    return merge(opened_with=mine.opened_with, mine=mine.text, theirs=stored, keep=mine.keep)


def open_by_department(incident: Incident, user: User) -> None:
    """Note that the department works on the report: from then on it cannot be withdrawn."""
    if incident.opened_at is None and incident.owner_id != user.id:
        incident.opened_at = now()


def causes_as_text(incident: Incident) -> str:
    """The causes on one line each, to compare two versions of the list."""
    return "\n".join(
        f"{cause.code or '-'} {cause.text[incident.language]}" for cause in incident.causes
    )


def actions_as_text(incident: Incident) -> str:
    """The corrective actions on one line each, to compare two versions of the list."""
    return "\n".join(
        f"{action.status.value} {action.strength or '-'} {action.text[incident.language]}"
        for action in incident.actions
    )


def write_causes(incident: Incident, rows: list[dict[str, Any]]) -> None:
    """Replace the causes by ``rows`` (id of the cause it was, text, code)."""
    causes = _arranged(incident, incident.causes, rows, Cause)
    for cause, row in zip(causes, rows, strict=True):
        cause.code = EindhovenCode(row["code"]) if row.get("code") else None
    incident.causes = causes


def write_actions(incident: Incident, rows: list[dict[str, Any]]) -> None:
    """Replace the actions by ``rows`` (id of the action it was, text, status, strength)."""
    actions = _arranged(incident, incident.actions, rows, CorrectiveAction)
    for action, row in zip(actions, rows, strict=True):
        action.status = ActionStatus(row["status"])
        action.strength = Strength(row["strength"]) if row.get("strength") else None
    incident.actions = actions


def _arranged(
    incident: Incident, stored: list[Row], rows: list[dict[str, Any]], model: type[Row]
) -> list[Row]:
    """The rows that ``rows`` name, in their order and with their text, and new ones between."""
    left = {str(each.id): each for each in stored}
    found = []
    for position, row in enumerate(rows, 1):
        each = left.pop(str(row["id"]), None) or model(text=Translated())
        each.position = position
        each.text = each.text.replace(incident.language, row["text"])
        found.append(each)
    return found


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


def submit(user: User, incident: Incident, physician: Person | None) -> None:
    """Send the dossier to the regulator in the name of a physician of the department."""
    if physician is not None and physician.department_id == incident.department_id:
        incident.physician_id = physician.id
    incident.submitted_at = now()
    INCIDENT.advance(user, incident, "submit")


def close(user: User, incident: Incident, reason: str) -> None:
    """End the dossier without REX; the department reads the reason."""
    incident.closed_reason = reason
    INCIDENT.advance(user, incident, "close")


def recommend(incident: Incident, sent: dict[Language, Sent]) -> Conflicts:
    """Write the regulator's recommendation; the bulletin takes it over."""
    conflicts = Conflicts()
    for language, mine in sent.items():
        stored = incident.recommendation
        merged = _merged(mine, stored[language])
        if merged.conflict:
            conflicts.theirs[language.value] = stored[language]
        elif merged.text != stored[language]:
            incident.recommendation = stored.replace(language, merged.text)
    return conflicts
