"""The one thing that a dossier asks now of the person who reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.obligation import deadline_of
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, User, can


@dataclass(frozen=True)
class Step:
    """A button: where it leads, and whether pressing it already takes the step."""

    label: LazyString
    url: str
    acts: bool = False


Source = Callable[[User, Incident], Step | None]


def add_step(app: Flask, source: Source) -> None:
    """Let ``source`` say what another subject asks of a person; it comes first."""
    app.extensions.setdefault("dossier_steps", []).append(source)


def next_step(user: User, incident: Incident) -> Step | None:
    """The primary button of the dossier, if anything is asked."""
    sources: list[Source] = current_app.extensions.get("dossier_steps", [])
    for source in sources:
        if (step := source(user, incident)) is not None:
            return step
    if can(user, Permission.INCIDENT_WRITE, incident):
        return _of_department(user, incident)
    return _of_regulator(user, incident)


def _of_department(user: User, incident: Incident) -> Step:
    if incident.status is IncidentStatus.QUESTION:
        return Step(_("Answer the question of the FANC"), "#questions")
    if _must_notify_first(user, incident):
        return _to(incident, _("Send the first notification to the FANC"), "incidents.notify")
    submits = "submit" in INCIDENT.open_to(user, incident)
    if submits and not INCIDENT.problems(incident, "submit"):
        return _to(incident, _("Check and submit"), "incidents.submit")
    begun = incident.opened_at or incident.task_marks
    label = _("Go on with the analysis") if begun else _("Start the analysis")
    return _to(incident, label, "analysis.tasks")


def _must_notify_first(user: User, incident: Incident) -> bool:
    due = incident.must_be_notified or deadline_of(incident) is not None
    waits = incident.status is IncidentStatus.WITH_DEPARTMENT and due
    return waits and can(user, Permission.INCIDENT_NOTIFY, incident)


def _of_regulator(user: User, incident: Incident) -> Step | None:
    steps = INCIDENT.open_to(user, incident)
    for verb in ("review", "accept"):
        if verb in steps:
            return _to(incident, steps[verb].label, "incidents.advance", acts=True, verb=verb)
    if can(user, Permission.BULLETIN_DRAFT, incident):
        return _to(incident, _("Write the REX"), "workshop.draft", acts=True)
    return None


def _to(
    incident: Incident, label: LazyString, endpoint: str, *, acts: bool = False, **values: Any
) -> Step:
    return Step(label, url_for(endpoint, incident=incident.reference, **values), acts)
