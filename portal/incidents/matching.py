"""What the lines of a file mean here: which incidents, and which of their causes and actions."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.interchange import Fault
from portal.incidents.models import Incident
from portal.incidents.parts import Barrier

Row = TypeVar("Row", Cause, CorrectiveAction, Barrier)
CONTENT = {
    Cause: ("text", "code"),
    CorrectiveAction: ("text", "status", "strength", "owner_role", "due_on", "done_on", "measure"),
    Barrier: ("kind", "worked", "text"),
}


def known_incidents(
    session: Session, records: list[tuple[int, dict[str, Any]]]
) -> tuple[dict[int, Incident], list[Fault]]:
    """The incidents that are here already, by line and locked, and the lines that claim wrongly."""
    names = [record["external_id"] for _number, record in records]
    imported = {row.external_id: row for row in _locked(session, Incident.external_id, names)}
    left = [name for name in names if name not in imported]
    ours = {row.reference: row for row in _locked(session, Incident.reference, left)}
    known, faults = {}, []
    for number, record in records:
        name = record["external_id"]
        if name in imported:
            known[number] = imported[name]
        elif name in ours and _is_of(ours[name], record):
            known[number] = ours[name]
        elif name in ours:
            reason = "is the reference of an incident here, and the line is not an export of it"
            faults.append(Fault(number, f"external_id: {name!r} {reason}"))
    return known, faults


def _locked(
    session: Session, column: InstrumentedAttribute[Any], names: list[str]
) -> Iterator[Incident]:
    """The incidents with these names, kept from others until the end of the transaction."""
    for start in range(0, len(names), 500):
        query = select(Incident).where(column.in_(names[start : start + 500]))
        yield from session.scalars(query.order_by(Incident.id).with_for_update(of=Incident))


def _is_of(incident: Incident, record: dict[str, Any]) -> bool:
    """Whether the line says that it is about this incident of our own."""
    return (
        incident.external_id is None
        and record.get("reference") == incident.reference
        and record.get("department") == incident.department.code
    )


def matched(
    stored: list[Row], wanted: list[dict[str, Any]], row_of: Callable[[dict[str, Any]], Row]
) -> list[Row]:
    """The rows that ``wanted`` describes: stored ones where they say the same, else new ones."""
    left, found = list(stored), []
    for position, line in enumerate(wanted, 1):
        new = row_of(line)
        row = next((each for each in left if _content(each) == _content(new)), new)
        if row is not new:
            left.remove(row)
        row.position = position
        found.append(row)
    return found


def _content(row: Cause | CorrectiveAction | Barrier) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in CONTENT[type(row)])
