"""The rows of the list of actions: from the dossier to the form and back, moved or removed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.actions.forms import ActionRow, ActionsForm
from portal.actions.writing import Plan, Sent, Values, as_text, plan, values_of
from portal.conflicts import fingerprint
from portal.i18n import format_date
from portal.incidents.models import Incident
from portal.incidents.report_questions import chosen

_MOVE = re.compile(r"(up|down|remove)_(\d{1,3})", re.ASCII)


@dataclass(frozen=True)
class Move:
    """What a button beside a row asks for; without a row: room for one more."""

    verb: str
    number: int

    @property
    def anchor(self) -> str:
        """Where the page goes on afterwards."""
        ahead = {"up": -1, "down": 1}.get(self.verb, 0)
        return f"rows-{max(self.number + ahead, 0)}"

    def put(self, order: list[int]) -> list[int]:
        """The rows in their new order."""
        if self.verb not in {"up", "down"} or self.number not in order:
            return order
        place = order.index(self.number)
        other = min(max(place + (1 if self.verb == "down" else -1), 0), len(order) - 1)
        moved = list(order)
        moved[place], moved[other] = moved[other], moved[place]
        return moved


def move(form: ActionsForm, asked: str) -> Move | None:
    """The move that a button asks for, if one was pressed; a row that is removed is not checked."""
    if asked == "more":
        return Move("more", len(form.rows))
    match = _MOVE.fullmatch(asked)
    if match is None or int(match[2]) >= len(form.rows):
        return None
    found = Move(match[1], int(match[2]))
    form.rows[found.number].form.leaves = found.verb == "remove"
    return found


def rows_of(incident: Incident) -> list[dict[str, Any]]:
    """What the form opens with."""
    rows = []
    for action in incident.actions:
        values = values_of(action, incident.language)
        dates = {"due_on": action.due_on, "done_on": action.done_on}
        opened = fingerprint(as_text(values))
        rows.append(values | dates | {"id": str(action.id), "opened": opened})
    return rows


def plan_of(incident: Incident, form: ActionsForm, asked: Move | None) -> Plan:
    """What a valid form stores."""
    silent = {str(each.id) for each in incident.actions if not each.text[incident.language]}
    sent = {number: _sent(row.form, silent) for number, row in enumerate(form.rows)}
    order = [number for number, row in sent.items() if row.id or row.values]
    if asked:
        order = asked.put(order)
    return plan(incident, {number: sent[number] for number in order})


def _sent(row: ActionRow, silent: set[str]) -> Sent:
    stays = not row.leaves and (row.text.data or row.id.data in silent)
    id_, opened, keep = (field.data or "" for field in (row.id, row.opened, row.keep))
    return Sent(id_, _values(row) if stays else None, opened, keep)


def _values(row: ActionRow) -> Values:
    return {
        "text": row.text.data or "",
        "status": row.status.data or "",
        "strength": row.strength.data or "",
        "owner_role": row.owner_role.data or "",
        "owner_id": row.owner_id.data if chosen(row.owner_id) else "",
        "due_on": _day(row.due_on.understood),
        "done_on": _day(row.done_on.understood),
        "cause_id": row.cause_id.data if chosen(row.cause_id) else "",
        "measure": row.measure.data or "",
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def shown(form: ActionsForm, values: Values | None) -> str:
    """A stored row as people read it."""
    if values is None:
        return _("Removed")
    row = ActionRow(data=values)
    offered: ActionRow = form.rows[0].form
    row.owner_id.choices, row.cause_id.choices = offered.owner_id.choices, offered.cause_id.choices
    days = ((row.done_on, values["done_on"]), (row.due_on, values["due_on"]))
    lines = [
        values["text"],
        chosen(row.status),
        *(_line(field, format_date(date.fromisoformat(day))) for field, day in days if day),
        *(
            _line(field, chosen(field))
            for field in (row.owner_role, row.owner_id, row.strength, row.cause_id)
            if field.data
        ),
        _line(row.measure, values["measure"]) if values["measure"] else "",
    ]
    return "\n".join(filter(None, lines))


def _line(field: Any, value: str) -> str:
    return _("%(name)s: %(value)s", name=field.label.text, value=value)
