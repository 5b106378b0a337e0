"""The list of actions, row by row: what two people changed at once, and what is stored."""

import json
from dataclasses import dataclass
from datetime import date

from portal.actions import effects
from portal.conflicts import merge
from portal.i18n import Language, Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus, Profession, Strength

Values = dict[str, str]


@dataclass(frozen=True)
class Sent:
    """A row as it came back; ``values`` is None where it was emptied or removed."""

    id: str
    values: Values | None
    opened: str
    keep: str


@dataclass
class Plan:
    """What to store (id of the action it was, values), and rows of which both stay to be chosen.

    ``theirs`` holds by row what is stored now; None where somebody removed it.
    """

    rows: list[tuple[str, Values]]
    theirs: dict[int, Values | None]


def values_of(action: CorrectiveAction, language: Language) -> Values:
    """What is stored of an action, in words that a form sends back."""
    return {
        "text": action.text[language],
        "status": action.status.value,
        "strength": action.strength or "",
        "owner_role": action.owner_role or "",
        "owner_id": str(action.owner_id or ""),
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "done_on": action.done_on.isoformat() if action.done_on else "",
        "cause_id": str(action.cause_id or ""),
        "measure": action.measure[language],
    }


def as_text(values: Values | None) -> str:
    """The same on one line, to compare; nothing for a row that is not there."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""


def plan(incident: Incident, sent: dict[int, Sent]) -> Plan:
    """Put the rows that were sent, by number and in their order, beside what is stored.

    What others added meanwhile stays, at the end.
    """
    stored = {str(each.id): values_of(each, incident.language) for each in incident.actions}
    found = Plan([], {})
    for number, row in sent.items():
        theirs = stored.pop(row.id, None)
        if theirs is None and not row.opened:
            found.rows += [("", row.values)] if row.values else []
            continue
        mine = as_text(row.values)
        merged = merge(opened_with=row.opened, mine=mine, theirs=as_text(theirs), keep=row.keep)
        if merged.conflict:
            found.theirs[number] = theirs
        elif merged.text:
            found.rows.append((row.id, json.loads(merged.text)))
    found.rows += stored.items()
    return found


def write(incident: Incident, rows: list[tuple[str, Values]]) -> None:
    """Replace the actions of an incident by ``rows``, in their order."""
    stored = {str(each.id): each for each in incident.actions}
    actions = []
    for position, (id_, values) in enumerate(rows, 1):
        action = stored.get(id_) or CorrectiveAction(text=Translated(), measure=Translated())
        action.position = position
        _fill(action, values, incident.language)
        actions.append(action)
    incident.actions = actions


def _fill(action: CorrectiveAction, values: Values, language: Language) -> None:
    action.text = action.text.replace(language, values["text"])
    action.measure = action.measure.replace(language, values["measure"])
    action.status = ActionStatus(values["status"])
    action.strength = Strength(values["strength"]) if values["strength"] else None
    action.owner_role = Profession(values["owner_role"]) if values["owner_role"] else None
    action.owner_id = int(values["owner_id"]) if values["owner_id"] else None
    action.cause_id = int(values["cause_id"]) if values["cause_id"] else None
    action.due_on = date.fromisoformat(values["due_on"]) if values["due_on"] else None
    action.done_on = date.fromisoformat(values["done_on"]) if values["done_on"] else None
    effects.follow(action)
