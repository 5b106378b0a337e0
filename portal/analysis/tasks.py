"""The list of tasks of an analysis, with the state of each."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.analysis.task import ADDRESS, ENDPOINTS, blueprint
from portal.incidents.models import Incident
from portal.incidents.personal import undecided
from portal.incidents.taxonomy import AnalysisTask, PatientReached
from portal.incidents.workflow import INCIDENT, TASK_OF
from portal.permissions import Permission, can
from portal.web import current_user, requires
from portal.workflow import Problem


@dataclass(frozen=True)
class Line:
    """One line of the list: what it is called, where it leads, how it stands, and why."""

    label: str | LazyString
    url: str
    state: str
    why: str | LazyString = ""


@blueprint.get(ADDRESS)
@requires(Permission.INCIDENT_FOLLOW, Incident)
def tasks(incident: Incident) -> str | Response:
    """The eight tasks; once the dossier is with the regulator, the dossier itself."""
    if not can(current_user(), Permission.INCIDENT_WRITE, incident):
        return redirect(url_for("incidents.page", incident=incident.reference))
    problems = INCIDENT.problems(incident, "submit")
    return render_template(
        "analysis/tasks.html",
        incident=incident,
        tasks=[_line(incident, task, problems) for task in AnalysisTask],
        submission=_submission(incident, problems),
    )


def _line(incident: Incident, task: AnalysisTask, problems: list[Problem]) -> Line:
    url = url_for(ENDPOINTS[task], incident=incident.reference)
    missing = [each.message for each in problems if TASK_OF.get(each.field) is task]
    if task is AnalysisTask.PRIVACY and (found := len(undecided(incident))):
        told = ngettext(
            "%(num)d detail may name somebody", "%(num)d details may name somebody", found
        )
        return Line(task.label, url, "busy", told)
    marked = {mark.task: mark.ready for mark in incident.task_marks}
    if task not in marked and (why := _not_needed(incident, task)):
        return Line(task.label, url, "unneeded", why)
    if marked.get(task):
        return Line(task.label, url, "busy" if missing else "done", missing[0] if missing else "")
    return Line(task.label, url, "busy" if task in marked or _begun(incident, task) else "new")


def _not_needed(incident: Incident, task: AnalysisTask) -> LazyString | None:
    if task is AnalysisTask.CONSEQUENCES and incident.patient_reached in {
        PatientReached.CAUGHT,
        PatientReached.NONE,
    }:
        return _("No patient was reached. Open it if that turns out to be different.")
    if task is AnalysisTask.EQUIPMENT and not _begun(incident, task):
        return _("No machine or system is named. Open it if one was involved.")
    return None


def _begun(incident: Incident, task: AnalysisTask) -> bool:
    """Whether something is written that only this task asks."""
    return any(getattr(incident, name) for name in WRITTEN_IN.get(task, ()))


WRITTEN_IN = {
    AnalysisTask.FACTS: ("event_type", "step_found", "found_by", "found_how"),
    AnalysisTask.COURSE: ("moments",),
    AnalysisTask.CONSEQUENCES: ("effects", "correction", "patient_informed", "exposure"),
    AnalysisTask.CAUSES: ("causes", "no_causes_reason", "barriers"),
    AnalysisTask.ACTIONS: ("actions", "no_actions_reason"),
    AnalysisTask.EQUIPMENT: ("equipment", "vendor", "product"),
    AnalysisTask.PRIVACY: ("kept_details",),
}


def _submission(incident: Incident, problems: list[Problem]) -> Line:
    url = url_for("incidents.submit", incident=incident.reference)
    if "submit" not in INCIDENT.open_to(current_user(), incident):
        return Line("", "", "blocked", _("The quality manager submits the dossier."))
    if problems:
        return Line("", url, "blocked", _first_of(problems))
    return Line("", url, "new")


def _first_of(problems: list[Problem]) -> str:
    """What to do first, and how much there is to do."""
    first = str(problems[0].message)
    if len(problems) == 1:
        return first
    told = {"number": len(problems), "first": first}
    return gettext("%(number)s answers are missing. First: %(first)s", **told)
