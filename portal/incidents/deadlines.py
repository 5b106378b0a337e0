"""By when the next thing on a dossier is due, as an expression to order lists by."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.incidents.models import Incident
from portal.incidents.parts import DutyCheck

EXTENSION = "dossier_deadlines"
Due = Callable[[], ColumnElement[Any]]


def add_deadline(app: Flask, due: Due) -> None:
    """Let ``due`` tell a date about ``Incident``; it goes before that of the duty to notify."""
    app.extensions.setdefault(EXTENSION, []).append(due)


def deadline() -> ColumnElement[date | None]:
    """The date by which the next thing on ``Incident`` is due, if any."""
    others: list[Due] = current_app.extensions.get(EXTENSION, [])
    return func.coalesce(*(due() for due in others), *_of_duty(), null())


def deadlines_of(session: Session, incidents: Iterable[Incident]) -> dict[int, date]:
    """The deadlines of ``incidents`` that have one, by id, in one query."""
    ids = [incident.id for incident in incidents]
    due = deadline()
    rows = session.execute(select(Incident.id, due).where(Incident.id.in_(ids)))
    return {key: day for key, day in rows if day is not None}


def _of_duty() -> tuple[ColumnElement[date | None], ...]:
    return first_notification_due(), final_report_due()


def first_notification_due() -> ColumnElement[date | None]:
    """The date of the last check, while what it asked for has not been sent."""
    return _of_last_check(DutyCheck.due_on, Incident.notified_at.is_(None))


def final_report_due() -> ColumnElement[date | None]:
    """The date of the last check for the final report, while that has not been sent."""
    return _of_last_check(DutyCheck.final_on)


def _of_last_check(
    day: InstrumentedAttribute[date | None], *waits: ColumnElement[bool]
) -> ColumnElement[date | None]:
    later = aliased(DutyCheck)
    newest = select(func.max(later.id)).where(later.incident_id == Incident.id)
    return (
        select(day)
        .where(
            DutyCheck.id == newest.correlate(Incident).scalar_subquery(),
            Incident.submitted_at.is_(None),
            *waits,
        )
        .correlate(Incident)
        .scalar_subquery()
    )
