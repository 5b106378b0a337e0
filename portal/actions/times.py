"""How long reporting, notifying and analysing take in the own department: medians only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, Text, cast, literal, select, union_all

from portal.accounts.models import Person
from portal.actions.medians import HalfYear, half_year, middle, worked
from portal.db import db
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident
from portal.incidents.parts import Barrier, DutyCheck, Exposure, Filing, KeptDetail, Moment
from portal.permissions import Permission, User, allowed
from portal.trail import TrailEntry
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("times", __name__)
Part = Cause | CorrectiveAction | Barrier | Moment | DutyCheck | Filing | KeptDetail
PARTS: tuple[type[Part], ...] = (
    *(Cause, CorrectiveAction, Barrier, Moment),
    *(DutyCheck, Filing, KeptDetail),
)


@dataclass
class Times:
    """What was measured in a half year, in seconds."""

    reports: int = 0
    reporting: list[float] = field(default_factory=list)
    notifying: list[float] = field(default_factory=list)
    analysing: list[float] = field(default_factory=list)


@blueprint.get(f"{PREFIX}/times")
@requires(Permission.TIMES)
def page() -> str:
    """The medians of the own department, by half year, the newest first."""
    found = measured(current_user())
    return render_template(
        "actions/times.html",
        rows=[
            (year, half, each.reports, [_told(values) for values in _columns(each)])
            for (year, half), each in sorted(found.items(), reverse=True)
        ],
    )


def measured(user: User) -> dict[HalfYear, Times]:
    """What the user's department measured, by the half year of each report."""
    found: dict[HalfYear, Times] = defaultdict(Times)
    work = _work(user)
    for row in db.session.execute(_incidents(user)):
        times = found[half_year(row.reported_at)]
        times.reports += 1
        if row.report_seconds is not None:
            times.reporting.append(row.report_seconds)
        first = min(filter(None, (row.notified_at, row.submitted_at)), default=None)
        if row.opened_at and first:
            times.notifying.append((first - row.opened_at).total_seconds())
        if row.opened_at and row.submitted_at:
            moments = (at for at in work[row.id] if row.opened_at <= at <= row.submitted_at)
            if seconds := worked(moments).total_seconds():
                times.analysing.append(seconds)
    return found


def _incidents(user: User) -> Any:
    return select(
        Incident.id,
        Incident.reported_at,
        Incident.report_seconds,
        Incident.opened_at,
        Incident.notified_at,
        Incident.submitted_at,
    ).where(allowed(user, Permission.INCIDENT_FOLLOW, Incident))


def _work(user: User) -> dict[int, list[datetime]]:
    """When somebody of the department saved something of each dossier, from the trail."""
    people = select(literal("person:") + cast(Person.id, Text)).where(
        Person.department_id == user.department_id
    )
    own = select(Incident.id).where(allowed(user, Permission.INCIDENT_FOLLOW, Incident))
    found: dict[int, list[datetime]] = defaultdict(list)
    every = union_all(*_moments()).subquery()
    incident_id, at, actor = every.c
    query = select(incident_id, at).where(actor.in_(people), incident_id.in_(own))
    for number, moment in db.session.execute(query):
        found[number].append(moment)
    return found


def _moments() -> Iterator[Select[int, datetime, str]]:
    """The entries of the trail about a dossier and about its parts."""
    named = [(Incident.id, Incident.id, Incident.__tablename__)]
    named += [(part.incident_id, part.id, part.__tablename__) for part in PARTS]
    named.append((Exposure.incident_id, Exposure.incident_id, Exposure.__tablename__))
    for incident_id, key, table in named:
        subject = literal(f"{table}:") + cast(key, Text)
        yield select(incident_id, TrailEntry.at, TrailEntry.actor).join_from(
            key.class_, TrailEntry, TrailEntry.subject == subject
        )


def _columns(times: Times) -> tuple[list[float], ...]:
    return times.reporting, times.notifying, times.analysing


def _told(values: list[float]) -> tuple[str, int]:
    """The median in words, and of how many; nothing is told of too few."""
    seconds = middle(values)
    return (_("too few") if seconds is None else duration(seconds)), len(values)


def duration(seconds: int) -> str:
    """2 min 40 s; 3 hours 10 min; 4 days 2 hours: two units are enough."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days:
        told = ngettext("%(num)d day", "%(num)d days", days)
        return _("%(days)s %(hours)d h", days=told, hours=hours % 24)
    if hours:
        return _("%(hours)d h %(minutes)d min", hours=hours, minutes=minutes % 60)
    return _("%(minutes)d min %(seconds)d s", minutes=minutes, seconds=seconds % 60)
