"""What the pages of all tasks share: their addresses, and the way back to the list."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.analysis.presence import leave
from portal.i18n import now
from portal.incidents import operations
from portal.incidents.models import Incident
from portal.incidents.parts import TaskMark
from portal.incidents.taxonomy import AnalysisTask
from portal.web import PREFIX, current_user

blueprint = Blueprint("analysis", __name__)
ADDRESS = f"{PREFIX}/incidents/<incident>/analysis"
ENDPOINTS = {
    AnalysisTask.FACTS: "analysis.facts",
    AnalysisTask.COURSE: "analysis.course",
    AnalysisTask.CONSEQUENCES: "analysis.consequences",
    AnalysisTask.CAUSES: "analysis.causes",
    AnalysisTask.ACTIONS: "actions.edit",
    AnalysisTask.EQUIPMENT: "analysis.equipment",
    AnalysisTask.ATTACHMENTS: "attachments.page",
    AnalysisTask.PRIVACY: "analysis.privacy",
}


def neighbours(incident: Incident, task: AnalysisTask) -> dict[str, tuple[str, LazyString]]:
    """The tasks before and after ``task``, by "prev" and "next": their address and name."""
    order = list(AnalysisTask)
    here = order.index(task)
    beside = {"prev": order[here - 1 : here], "next": order[here + 1 : here + 2]}
    return {
        way: (url_for(ENDPOINTS[each], incident=incident.reference), each.label)
        for way, found in beside.items()
        for each in found
    }


def mark(incident: Incident, task: AnalysisTask, *, ready: bool) -> None:
    """Note what the department says of a task."""
    marks = {each.task: each for each in incident.task_marks}
    if task not in marks:
        marks[task] = TaskMark(task=task, ready=ready, marked_at=now())
        incident.task_marks.append(marks[task])
    elif marks[task].ready is not ready:
        marks[task].ready, marks[task].marked_at = ready, now()


def finished(incident: Incident, task: AnalysisTask) -> Response:
    """Back to the list after a task was saved; the form's field ``ready`` says how it stands."""
    operations.open_by_department(incident, current_user())
    mark(incident, task, ready=request.form.get("ready") == "yes")
    leave(incident, task, current_user().id)
    flash(_("Saved"), "success")
    return redirect(url_for("analysis.tasks", incident=incident.reference), code=303)
