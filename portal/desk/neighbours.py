"""The dossiers before and after this one in the view of the inbox that it was opened from."""

from typing import Any

from flask import request, url_for
from sqlalchemy import ColumnElement, func, select

from portal.db import db
from portal.desk.views import View, all_views, conditions, pressing
from portal.incidents.models import Incident
from portal.permissions import Permission, User, allowed, can
from portal.web import current_user


def part(incident: Incident) -> dict[str, Any] | None:
    """Links to both neighbours, for who reads the inbox."""
    user = current_user()
    if not can(user, Permission.DESK) or not can(user, Permission.INTERNAL_NOTE, incident):
        return None
    where = conditions(user)
    for view in _views():
        row = _around(user, incident, where[view.name])
        if row is not None:
            before, after = (_address(each, view) for each in row)
            return {"view": view, "before": before, "after": after}
    return None


def _views() -> list[View]:
    """The view that the address names, else each in turn."""
    asked = request.args.get("view", "")
    return sorted(all_views(), key=lambda view: view.name != asked)


def _around(user: User, incident: Incident, condition: ColumnElement[bool]) -> Any:
    """The references of both neighbours; None where the dossier stands in another view."""
    readable = allowed(user, Permission.INCIDENT_READ, Incident)
    order = pressing()
    rows = (
        select(
            Incident.id,
            func.lag(Incident.reference).over(order_by=order).label("before"),
            func.lead(Incident.reference).over(order_by=order).label("after"),
        )
        .where(readable, condition)
        .subquery()
    )
    query = select(rows.c.before, rows.c.after).where(rows.c.id == incident.id)
    return db.session.execute(query).one_or_none()


def _address(reference: str | None, view: View) -> str:
    return url_for("incidents.page", incident=reference, view=view.in_address) if reference else ""
