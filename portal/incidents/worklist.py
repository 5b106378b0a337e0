"""The list of dossiers that a person may read, a page at a time and by status."""

from typing import Any

from flask import render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import raiseload

from portal.db import db
from portal.incidents.dossier import blueprint
from portal.incidents.models import Incident, IncidentStatus
from portal.pages import Paged, paged
from portal.permissions import Permission, allowed, can, only
from portal.web import PREFIX, current_user, requires


@blueprint.get(f"{PREFIX}/incidents")
@requires(Permission.INCIDENT_LIST)
def overview() -> str:
    """The dossiers that this person may read, newest first, by status."""
    user = current_user()
    status = _status(request.args.get("status", ""))
    query = only(user, Permission.INCIDENT_READ, Incident).order_by(
        Incident.reported_at.desc(), Incident.id.desc()
    )
    if status:
        query = query.where(Incident.status == status)
    return render_template(
        "incidents/overview.html",
        incidents=list_page(query),
        counts=counts_by_status(),
        status=status,
        whole_department=can(user, Permission.INCIDENT_OVERSEE),
    )


def list_page(query: Any) -> Paged[Incident]:
    """One page of a list of incidents, without their causes and actions."""
    options = query.options(raiseload(Incident.causes), raiseload(Incident.actions))
    return paged(db.session, options)


def counts_by_status() -> dict[IncidentStatus, int]:
    """How many dossiers this person may read, by status in the order of the workflow."""
    query = (
        select(Incident.status, func.count())
        .where(allowed(current_user(), Permission.INCIDENT_READ, Incident))
        .group_by(Incident.status)
    )
    found = dict(db.session.execute(query).all())
    return {status: found[status] for status in IncidentStatus if status in found}


def _status(value: str) -> IncidentStatus | None:
    return IncidentStatus(value) if value in list(IncidentStatus) else None
