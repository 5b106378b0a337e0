"""The page on which a department reads its whole dossier before the regulator does."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import DataRequired, Optional

from portal.accounts.models import Person
from portal.analysis.task import ENDPOINTS
from portal.db import db
from portal.duty.labels import OUTCOMES
from portal.duty.models import Outcome
from portal.incidents import obligation, operations, submitting
from portal.incidents.dossier import Answer, back_to, blueprint, checked_parts
from portal.incidents.models import Incident
from portal.incidents.obligation_reasons import missing_of
from portal.incidents.parts import DutyCheck
from portal.incidents.shown import content
from portal.incidents.taxonomy import AnalysisTask
from portal.incidents.workflow import INCIDENT, TASK_OF
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Problem, Refused


class SubmitForm(FlaskForm):
    """In whose name the dossier goes to the regulator."""

    physician_id = SelectField(
        _("In the name of"), description=_("The physician who carries the notification")
    )

    def __init__(self, incident: Incident, check: DutyCheck) -> None:
        signed = incident.physician_id
        super().__init__(data={"physician_id": str(signed) if signed else ""})
        physicians = operations.physicians_of(db.session, incident)
        self.physician_id.choices = [
            SelectChoice("", gettext("Choose a physician")),
            *(SelectChoice(str(person.id), person.name) for person in physicians),
        ]
        self.must_sign = check.outcome is Outcome.MUST
        message = _("Choose the physician in whose name you submit")
        self.physician_id.validators = [DataRequired(message) if self.must_sign else Optional()]


@blueprint.route(f"{PREFIX}/incidents/<incident>/submit", methods=["GET", "POST"])
@requires(Permission.INCIDENT_SUBMIT, Incident)
def submit(incident: Incident) -> Answer:
    """Check the dossier and submit it to the regulator."""
    if incident.status not in INCIDENT.transitions["submit"].sources:
        raise NotOpen("submit")
    check = obligation.asked_now(db.session, incident)
    form = SubmitForm(incident, check)
    problems = [
        problem for problem in INCIDENT.problems(incident, "submit") if problem.field in TASK_OF
    ]
    if not form.is_submitted():
        return _page(incident, form, problems, check)
    if not form.validate():
        return _page(incident, form, problems, check), 422
    chosen = form.physician_id.data
    physician = db.session.get(Person, int(chosen)) if chosen else None
    try:
        submitting.submit(db.session, current_user(), incident, physician)
    except Refused as refused:
        db.session.rollback()
        return _page(incident, form, refused.problems, check), 422
    return back_to(incident, gettext("The dossier is with the FANC. Thank you."))


def _page(incident: Incident, form: SubmitForm, problems: list[Problem], check: DutyCheck) -> str:
    pages = {task: url_for(ENDPOINTS[task], incident=incident.reference) for task in AnalysisTask}
    todo: list[tuple[Problem, Any]] = [
        (problem, pages[TASK_OF[problem.field]]) for problem in problems if problem.field in TASK_OF
    ]
    return render_template(
        "incidents/submit.html",
        **content(incident),
        attached=checked_parts(incident),
        form=form,
        check=check,
        outcome=OUTCOMES[check.outcome],
        missing=missing_of(check),
        telephone=obligation.telephone_of(db.session, None),
        todo=todo,
        problems=[(page, problem.message) for problem, page in todo],
        pages={task.value: page for task, page in pages.items()}
        | {"duty": url_for("incidents.obligation", incident=incident.reference)},
    )
