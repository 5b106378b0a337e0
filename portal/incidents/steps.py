"""The steps of a dossier: submitted or withdrawn, then read, accepted or closed."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined] # newer than its types

from portal.accounts.models import Person
from portal.db import db
from portal.incidents import operations
from portal.incidents.dossier import Answer, back_to, blueprint, render_page
from portal.incidents.forms import CloseForm, SubmitForm
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.moments import write_hour
from portal.incidents.workflow import INCIDENT
from portal.language.segments import split
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Refused


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
    return back_to(incident, _("The dossier is with the FANC. Thank you."))


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
    return back_to(incident, _status_now(incident))


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
    return back_to(incident, _status_now(incident))


def _status_now(incident: Incident) -> str:
    return _("The dossier is now: %(status)s", status=incident.status.label)
