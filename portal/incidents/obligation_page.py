"""The pages of the duty check: the questions, and the answer with its reasons."""

import json
from datetime import datetime
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Optional, ValidationError

from portal.db import db
from portal.duty.deadlines import report_by
from portal.duty.labels import CRITERIA, MODALITIES, OUTCOMES
from portal.duty.models import Criterion
from portal.i18n import BRUSSELS, Translated, months_after, now, today
from portal.incidents import exposure, obligation, operations
from portal.incidents.dossier import Answer, blueprint
from portal.incidents.exposure import ExposureFields
from portal.incidents.forms import choices
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.obligation_reasons import missing_of, reasons_of, rules_of
from portal.incidents.operations import Conflicts, merged
from portal.incidents.taxonomy import OtherDose, PatientReached
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires

TOLD = {"patient_reached": PatientReached, "other_dose": OtherDose}
ADDRESS = f"{PREFIX}/incidents/<incident>/obligation"


class ObligationForm(FlaskForm, ExposureFields):
    """What the report told, to look at once more, and the questions of the rules."""

    patient_reached = RadioField(_("Did this reach a patient?"), choices=choices(PatientReached))
    other_dose = RadioField(
        _("Was another dose given than prescribed?"),
        choices=choices(OtherDose),
        validators=[Optional()],
    )

    def __init__(self, incident: Incident) -> None:
        told = {name: _told(incident, name) for name in TOLD}
        super().__init__(data=exposure.opened(incident) | told)
        self.incident = incident

    def validate_patient_reached(self, field: RadioField) -> None:
        """A near miss reached no patient."""
        if field.data == PatientReached.YES and self.incident.near_miss:
            raise ValidationError(
                _("A near miss reached no patient: change this answer, or the kind of event first")
            )


@blueprint.route(ADDRESS, methods=["GET", "POST"], endpoint="obligation")
@requires(Permission.INCIDENT_READ, Incident)
def questions(incident: Incident) -> Answer:
    """Ask what the rules need to know, and check."""
    late = came_late(incident)
    form = ObligationForm(incident)
    if late:
        return _questions(incident, form, late=True), 409
    if not form.is_submitted():
        return _questions(incident, form)
    if not form.validate():
        return _questions(incident, form), 422
    conflicts = _store(incident, form)
    if conflicts:
        db.session.rollback()
        return _questions(incident, form, conflicts.theirs), 409
    operations.open_by_department(incident, current_user())
    obligation.recheck(db.session, incident)
    return redirect(url_for("incidents.obligation_result", incident=incident.reference), code=303)


def _store(incident: Incident, form: ObligationForm) -> Conflicts:
    conflicts = exposure.write(incident, exposure.mine(form))
    for name, members in TOLD.items():
        stored = _told(incident, name)
        result = merged(sent(name, form[name].data or ""), stored)
        if result.conflict:
            conflicts.theirs[name] = stored
        elif result.text != stored:
            setattr(incident, name, members(result.text) if result.text else None)
    return conflicts


def _told(incident: Incident, name: str) -> str:
    return str(getattr(incident, name) or "")


def _questions(
    incident: Incident,
    form: ObligationForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
) -> str:
    stored = exposure.texts(incident) | {name: _told(incident, name) for name in TOLD}
    return render_template(
        "incidents/obligation.html",
        incident=incident,
        form=form,
        theirs=theirs or {},
        late=late,
        opened=opened_with(stored, theirs),
        shown=_shown,
        established_on=obligation.established_on(incident),
        rules=_criteria(),
    )


def _shown(field: Any, text: str) -> str:
    """A choice as people see it, any other answer as it is typed."""
    options = field.iter_choices() if isinstance(field, RadioField) else ()
    return next((str(label) for value, label, *_rest in options if value == text), text)


def _criteria() -> dict[Criterion, list[Translated]]:
    """What the rules in force ask, each sentence once."""
    found: dict[Criterion, list[Translated]] = {}
    for rule in obligation.rules_of(db.session, today()):
        sentences = found.setdefault(rule.criterion, [])
        if rule.text not in sentences:
            sentences.append(rule.text)
    return found


@blueprint.get(f"{ADDRESS}/result")
@requires(Permission.DIALOGUE_READ, Incident)
def obligation_result(incident: Incident) -> str | Response:
    """The last answer, with the rules under which it was given."""
    check = obligation.latest(incident)
    if check is None:
        return redirect(url_for("incidents.obligation", incident=incident.reference))
    rules = rules_of(check)
    deciding = rules.get(check.rule_id or 0)
    facts = json.loads(check.facts)
    called = facts.get("called_at")
    moment = datetime.fromisoformat(called) if called else now()
    return render_template(
        "incidents/obligation_result.html",
        incident=incident,
        check=check,
        rule=deciding,
        number=obligation.telephone_of(db.session, deciding),
        reasons=reasons_of(check, rules),
        earlier=incident.duty_checks[-2::-1],
        changed=[rule for rule in rules.values() if rule.valid_to and rule.valid_to <= today()],
        days_left=(check.due_on - today()).days if check.due_on else None,
        waits=incident.status is IncidentStatus.WITH_DEPARTMENT,
        report_by=lambda hours: report_by(moment, hours),
        final_by=lambda months: months_after(moment.astimezone(BRUSSELS).date(), months),
        missing=missing_of(check),
        outcomes=OUTCOMES,
        criteria=CRITERIA,
        modalities=MODALITIES,
        facts=facts,
        called_at=moment if called else None,
    )
