"""A department's dossiers: the list, one dossier, and the pages on which it is completed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import raiseload
from werkzeug.wrappers import Response
from wtforms import SelectChoice  # type: ignore[attr-defined] # newer than its types

from portal.accounts.models import Person
from portal.conflicts import fingerprint
from portal.db import db
from portal.incidents import operations
from portal.incidents.forms import ActionsForm, CausesForm, CloseForm, CourseForm, SubmitForm
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.moments import write_hour
from portal.incidents.operations import Sent
from portal.incidents.taxonomy import PatientReached, ProcessStep, Severity, Technique
from portal.incidents.timeline import timeline_of
from portal.incidents.workflow import INCIDENT
from portal.language.segments import split
from portal.pages import Paged, paged
from portal.permissions import Permission, allowed, only
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Refused

blueprint = Blueprint("incidents", __name__)
Answer = str | Response | tuple[str, int]


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
    )


def list_page(query: Any) -> Paged[Incident]:
    """One page of a list of incidents, without their causes and actions."""
    options = query.options(raiseload(Incident.causes), raiseload(Incident.actions))
    return paged(db.session, options)


def counts_by_status() -> dict[IncidentStatus, int]:
    """How many dossiers this person may read, by status."""
    query = (
        select(Incident.status, func.count())
        .where(allowed(current_user(), Permission.INCIDENT_READ, Incident))
        .group_by(Incident.status)
    )
    return dict(db.session.execute(query).all())


def _status(value: str) -> IncidentStatus | None:
    return IncidentStatus(value) if value in list(IncidentStatus) else None


@blueprint.get(f"{PREFIX}/incidents/<incident>")
@requires(Permission.INCIDENT_READ, Incident)
def page(incident: Incident) -> str:
    """One dossier, for the department and for the regulator."""
    return render_page(incident)


def render_page(incident: Incident, close_form: CloseForm | None = None) -> str:
    """The dossier, with the steps that are open to this person."""
    return render_template(
        "incidents/page.html",
        incident=incident,
        split=split,
        write_hour=write_hour,
        steps=INCIDENT.open_to(current_user(), incident),
        close_form=close_form or CloseForm(formdata=None),
        problems=INCIDENT.problems(incident, "submit"),
        timeline=timeline_of(db.session, incident),
        physician=incident.physician,
    )


@blueprint.route(f"{PREFIX}/incidents/<incident>/course", methods=["GET", "POST"])
@requires(Permission.INCIDENT_WRITE, Incident)
def course(incident: Incident) -> Answer:
    """Title, course and facts."""
    language = incident.language
    form = CourseForm(data=_course_data(incident))
    if not form.is_submitted():
        return _course_page(incident, form)
    if not form.validate():
        return _course_page(incident, form), 422
    conflicts = operations.write_texts(
        incident, language, {name: sent(form, name) for name in ("title", "narrative")}
    )
    if conflicts:
        db.session.rollback()
        return _course_page(incident, form, conflicts.theirs), 409
    _write_facts(incident, form)
    return _saved(incident)


def sent(form: Any, name: str) -> Sent:
    """A text of a form with the fingerprint and the choice that came with it."""
    return Sent(
        form[name].data or "",
        request.form.get(f"{name}_opened", ""),
        request.form.get(f"{name}_keep", ""),
    )


def _course_data(incident: Incident) -> dict[str, Any]:
    language = incident.language
    return {
        "title": incident.title[language],
        "narrative": incident.narrative[language],
        "occurred_on": incident.occurred_on,
        "step_arose": incident.step_arose.value,
        "step_found": incident.step_found.value if incident.step_found else "",
        "technique": incident.technique.value if incident.technique else "",
        "patient_reached": incident.patient_reached.value,
        "severity": incident.severity.value,
        "near_miss": incident.near_miss,
        "equipment": incident.equipment[language],
        "vendor": incident.vendor,
    }


def _course_page(incident: Incident, form: CourseForm, theirs: dict[str, str] | None = None) -> str:
    stored = {
        "title": incident.title[incident.language],
        "narrative": incident.narrative[incident.language],
    }
    return render_template(
        "incidents/course.html",
        incident=incident,
        form=form,
        theirs=theirs or {},
        opened=opened_with(stored, theirs),
    )


def opened_with(stored: dict[str, str], theirs: dict[str, str] | None) -> dict[str, str]:
    """What the page's hidden fields say: as before after a mistake, anew after a conflict."""
    return {
        name: fingerprint(text)
        if theirs is not None or not request.form
        else request.form.get(f"{name}_opened", "")
        for name, text in stored.items()
    }


def _write_facts(incident: Incident, form: CourseForm) -> None:
    language = incident.language
    incident.occurred_on = form.occurred_on.understood
    incident.step_arose = ProcessStep(form.step_arose.data)
    incident.step_found = ProcessStep(form.step_found.data) if form.step_found.data else None
    incident.technique = Technique(form.technique.data) if form.technique.data else None
    incident.patient_reached = PatientReached(form.patient_reached.data)
    incident.severity = Severity(form.severity.data)
    incident.near_miss = form.near_miss.data
    incident.equipment = incident.equipment.replace(language, form.equipment.data or "")
    incident.vendor = form.vendor.data or ""


@blueprint.route(f"{PREFIX}/incidents/<incident>/causes", methods=["GET", "POST"])
@requires(Permission.INCIDENT_WRITE, Incident)
def causes(incident: Incident) -> Answer:
    """The base causes, coded or not yet."""
    rows = [
        {"text": cause.text[incident.language], "code": cause.code.value if cause.code else ""}
        for cause in incident.causes
    ]
    return _rows_page(
        incident,
        CausesForm(data={"rows": rows}),
        "incidents/causes.html",
        operations.causes_as_text(incident),
        operations.write_causes,
    )


@blueprint.route(f"{PREFIX}/incidents/<incident>/actions", methods=["GET", "POST"])
@requires(Permission.INCIDENT_WRITE, Incident)
def actions(incident: Incident) -> Answer:
    """The corrective actions, done or planned."""
    rows = [
        {
            "text": action.text[incident.language],
            "status": action.status.value,
            "strength": action.strength.value if action.strength else "",
        }
        for action in incident.actions
    ]
    return _rows_page(
        incident,
        ActionsForm(data={"rows": rows}),
        "incidents/actions.html",
        operations.actions_as_text(incident),
        operations.write_actions,
    )


def _rows_page(incident: Incident, form: Any, template: str, stored: str, write: Any) -> Answer:
    theirs: str | None = None
    status = 200
    if form.is_submitted():
        keep = request.form.get("rows_keep", "")
        changed_meanwhile = request.form.get("rows_opened", "") != fingerprint(stored)
        if not form.validate():
            status = 422
        elif keep == "theirs":
            return _saved(incident)
        elif changed_meanwhile and keep != "mine":
            theirs, status = stored, 409
        else:
            write(incident, form.filled())
            if "more" not in request.form:
                return _saved(incident)
            _opened_by_department(incident)
            return redirect(request.path, code=303)
    form.add_spare_rows()
    opened = opened_with({"rows": stored}, {} if theirs is not None else None)
    page = render_template(
        template, incident=incident, form=form, theirs=theirs, opened=opened["rows"]
    )
    return (page, status) if status != 200 else page


def _opened_by_department(incident: Incident) -> None:
    operations.open_by_department(incident, current_user())


def _saved(incident: Incident) -> Response:
    _opened_by_department(incident)
    flash(_("Saved"), "success")
    return redirect(url_for("incidents.page", incident=incident.reference), code=303)


@blueprint.route(f"{PREFIX}/incidents/<incident>/submit", methods=["GET", "POST"])
@requires(Permission.INCIDENT_SUBMIT, Incident)
def submit(incident: Incident) -> Answer:
    """Check the dossier and submit it to the regulator in the name of a physician."""
    if incident.status is not IncidentStatus.WITH_DEPARTMENT:
        raise NotOpen("submit")
    form = SubmitForm()
    physicians = operations.physicians_of(db.session, incident)
    form.physician_id.choices = [
        SelectChoice("", _("Choose a physician")),
        *(SelectChoice(str(person.id), person.name) for person in physicians),
    ]
    problems = [
        problem
        for problem in INCIDENT.problems(incident, "submit")
        if problem.field != "physician_id"
    ]
    if not form.is_submitted():
        return _submit_page(incident, form, problems)
    if not form.validate():
        return _submit_page(incident, form, problems), 422
    physician = db.session.get(Person, int(form.physician_id.data))
    try:
        operations.submit(current_user(), incident, physician)
    except Refused as refused:
        db.session.rollback()
        return _submit_page(incident, form, refused.problems), 422
    flash(_("The dossier is with the FANC. Thank you."), "success")
    return redirect(url_for("incidents.page", incident=incident.reference), code=303)


def _submit_page(incident: Incident, form: SubmitForm, problems: Any) -> str:
    return render_template(
        "incidents/submit.html",
        incident=incident,
        form=form,
        problems=problems,
        todo=[(f"todo-{problem.field}", problem.message) for problem in problems],
        split=split,
        write_hour=write_hour,
    )


@blueprint.post(f"{PREFIX}/incidents/<incident>/<any(withdraw, review, accept):verb>")
@requires(Permission.INCIDENT_READ, Incident)
def advance(incident: Incident, verb: str) -> Answer:
    """Take a step that needs no words."""
    INCIDENT.advance(current_user(), incident, verb)
    flash(_("The dossier is now: %(status)s", status=incident.status.label), "success")
    return redirect(url_for("incidents.page", incident=incident.reference), code=303)


@blueprint.post(f"{PREFIX}/incidents/<incident>/close")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def close(incident: Incident) -> Answer:
    """End the dossier without REX, with a reason that the department reads."""
    if "close" not in INCIDENT.open_to(current_user(), incident):
        raise NotOpen("close")
    form = CloseForm()
    if not form.validate():
        return render_page(incident, form), 422
    operations.close(current_user(), incident, form.closed_reason.data or "")
    flash(_("The dossier is now: %(status)s", status=incident.status.label), "success")
    return redirect(url_for("incidents.page", incident=incident.reference), code=303)
