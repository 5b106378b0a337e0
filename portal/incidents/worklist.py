"""The list of dossiers that a person may read, a page at a time, by view and by step."""

from typing import Any

from flask import render_template, request
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import raiseload

from portal.db import db
from portal.i18n import today
from portal.incidents.ball import turns_of
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.deadlines import deadlines_of
from portal.incidents.dossier import blueprint
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, ProcessStep
from portal.pages import Paged, paged
from portal.permissions import Permission, allowed, can, only
from portal.web import PREFIX, current_user, requires

_S = IncidentStatus


def _in(*statuses: IncidentStatus) -> ColumnElement[bool]:
    return Incident.status.in_(statuses)


def _views() -> dict[str, ColumnElement[bool]]:
    """Which dossiers stand in which view."""
    started = and_(_in(_S.WITH_DEPARTMENT), Incident.opened_at.is_not(None))
    late = Incident.actions.any(
        and_(CorrectiveAction.status == ActionStatus.PLANNED, CorrectiveAction.due_on < today())
    )
    return {
        "new": and_(_in(_S.WITH_DEPARTMENT), Incident.opened_at.is_(None)),
        "analysis": or_(started, _in(_S.NOTIFIED)),
        "question": _in(_S.QUESTION),
        "regulator": _in(_S.SUBMITTED, _S.IN_REVIEW, _S.ACCEPTED),
        "late": and_(late, Incident.status != _S.WITHDRAWN),
        "finished": _in(_S.PUBLISHED, _S.CLOSED, _S.LINKED, _S.WITHDRAWN),
    }


@blueprint.get(f"{PREFIX}/incidents")
@requires(Permission.INCIDENT_LIST)
def overview() -> str:
    """The dossiers that this person may read, newest first, by view, status and step."""
    user, views = current_user(), _views()
    view, status = request.args.get("view", ""), _status(request.args.get("status", ""))
    step = _step(request.args.get("step", ""))
    query = only(user, Permission.INCIDENT_READ, Incident).order_by(
        Incident.reported_at.desc(), Incident.id.desc()
    )
    if view in views:
        query = query.where(views[view])
    if status:
        query = query.where(Incident.status == status)
    if step:
        query = query.where(Incident.step_arose == step)
    incidents = list_page(query)
    turns = turns_of(db.session, incidents)
    return render_template(
        "incidents/overview.html",
        incidents=incidents,
        deadlines=deadlines_of(db.session, incidents),
        whose_turn=lambda incident: turns[incident.id],
        counts=_counts(views),
        view=view if view in views else "",
        status=status,
        step=step,
        steps=list(ProcessStep),
        whole_department=can(user, Permission.INCIDENT_OVERSEE),
    )


def list_page(query: Any) -> Paged[Incident]:
    """One page of a list of incidents, without their causes and actions."""
    options = query.options(raiseload(Incident.causes), raiseload(Incident.actions))
    return paged(db.session, options)


def counts_of(views: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    """How many dossiers this person may read in each view, in one query."""
    sums = (func.sum(case((condition, 1), else_=0)) for condition in views.values())
    readable = allowed(current_user(), Permission.INCIDENT_READ, Incident)
    row = db.session.execute(select(func.count(), *sums).where(readable)).one()
    return {name: count or 0 for name, count in zip(["", *views], row, strict=True)}


def _counts(views: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    """The views with something in them, after all dossiers."""
    return {name: count for name, count in counts_of(views).items() if count or not name}


def _status(value: str) -> IncidentStatus | None:
    return IncidentStatus(value) if value in list(IncidentStatus) else None


def _step(value: str) -> ProcessStep | None:
    return ProcessStep(value) if value in list(ProcessStep) else None
