"""The task in which the course of an incident is told: title, text and moments."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from portal.analysis import answers, moments, similar_page
from portal.analysis.task import ADDRESS, blueprint, finished, mark
from portal.db import db
from portal.incidents import operations
from portal.incidents.dossier import Answer
from portal.incidents.forms import TEXT_LIMIT, TITLE_LIMIT, too_long
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.taxonomy import AnalysisTask
from portal.permissions import Permission
from portal.text import clean, one_line
from portal.web import current_user, requires

COURSE = ("title", "narrative")
TASK = AnalysisTask.COURSE


class CourseForm(moments.MomentsForm):
    """What happened, in the language of the report."""

    title = StringField(
        _("Title (the essence, in one line)"),
        filters=[one_line],
        validators=[DataRequired(_("Give the event a title")), too_long(TITLE_LIMIT)],
    )
    narrative = TextAreaField(
        _("Course of the incident"),
        description=_(
            "Leave a blank line between paragraphs; begin a line with a hyphen for a bullet"
        ),
        filters=[clean],
        validators=[
            DataRequired(_("Describe the course of the incident")),
            too_long(TEXT_LIMIT),
        ],
    )


@blueprint.route(f"{ADDRESS}/course", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def course(incident: Incident) -> Answer:
    """Title, text and the rows in time."""
    rows = moments.rows_of(incident)
    form = CourseForm(data=answers.opened(incident, COURSE) | {"rows": rows})
    if came_late(incident):
        return _page(incident, form, late=True), 409
    if not form.is_submitted():
        return _page(incident, form)
    if not form.validate():
        return _page(incident, form), 422
    theirs = _store(incident, form)
    if theirs:
        db.session.rollback()
        return _page(incident, form, theirs), 409
    return _saved(incident)


def _store(incident: Incident, form: CourseForm) -> dict[str, str]:
    """Store text and rows; what somebody else changed meanwhile is returned instead."""
    theirs = answers.store(incident, form, COURSE).theirs
    rows, stored = form.asked(request.form.get("act", "")), moments.stored_text(incident)
    result = operations.merged(sent("rows", moments.typed_text(incident, rows)), stored)
    if result.conflict:
        theirs["rows"] = stored
    elif result.text != stored:
        moments.write(incident, rows)
    return theirs


def _saved(incident: Incident) -> Response:
    act = request.form.get("act", "")
    if not act:
        return finished(incident, TASK)
    if act == "text":
        moments.add_to_narrative(incident)
    operations.open_by_department(incident, current_user())
    if "ready" in request.form:
        mark(incident, TASK, ready=request.form["ready"] == "yes")
    if act == similar_page.ACT:
        return similar_page.to_similar(incident)
    flash(gettext("Saved"), "success")
    return redirect(url_for("analysis.course", incident=incident.reference), code=303)


def _page(
    incident: Incident,
    form: CourseForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
) -> str:
    stored = {"rows": moments.stored_text(incident)}
    form.add_spare_rows()
    return answers.page(
        incident,
        TASK,
        form,
        COURSE,
        theirs,
        late=late,
        rows_opened=opened_with(stored, theirs)["rows"],
    )
