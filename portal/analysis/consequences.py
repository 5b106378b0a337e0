"""The task about the consequences: who was reached, dose, effects, and how severe."""

from typing import Any

from flask import flash
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional, ValidationError

from portal.analysis import answers
from portal.analysis.task import ADDRESS, blueprint, finished
from portal.db import db
from portal.duty.labels import OUTCOMES
from portal.incidents import exposure, obligation
from portal.incidents.dossier import Answer
from portal.incidents.forms import LINE_LIMIT, choices, too_long
from portal.incidents.guarded import came_late
from portal.incidents.models import Incident
from portal.incidents.taxonomy import (
    AnalysisTask,
    AsnSfro,
    DosimetricImpact,
    Informed,
    OtherDose,
    PatientReached,
    Severity,
)
from portal.permissions import Permission
from portal.text import clean
from portal.web import requires

TASK = AnalysisTask.CONSEQUENCES
CONSEQUENCES = (
    *("patient_reached", "other_dose", "effects", "correction"),
    *("patient_informed", "severity", "dosimetric_impact", "asn_sfro"),
)
NOT_SCORED = _("Not scored")


class ConsequencesForm(FlaskForm, exposure.ExposureFields):
    """What it meant for patients; each scale of severity is a question of its own."""

    patient_reached = RadioField(_("Did this reach a patient?"), choices=choices(PatientReached))
    other_dose = RadioField(
        _("Was another dose given than prescribed?"),
        choices=choices(OtherDose),
        validators=[Optional()],
    )
    effects = TextAreaField(
        _("Effects on the patient"),
        description=_("Seen or expected; no names"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )
    correction = TextAreaField(
        _("How was it corrected?"), filters=[clean], validators=[too_long(LINE_LIMIT)]
    )
    patient_informed = RadioField(
        _("Was the patient informed?"), choices=choices(Informed), validators=[Optional()]
    )
    severity = SelectField(
        _("Medical severity"),
        description=_("What the patient undergoes, as the physician judges it. Not the dose."),
        choices=choices(Severity),
    )
    dosimetric_impact = SelectField(
        _("Dosimetric severity"),
        description=_(
            "How far the dose of the whole treatment was off from the prescribed one. Not the harm."
        ),
        choices=choices(DosimetricImpact, NOT_SCORED),
        validators=[Optional()],
    )
    asn_sfro = SelectField(
        _("ASN-SFRO scale"),
        description=_(
            "French scale from 0 to 7 for events with patients in radiotherapy; "
            "a plus means several patients. Only if your department uses it."
        ),
        choices=choices(AsnSfro, NOT_SCORED),
        validators=[Optional()],
    )

    def __init__(self, incident: Incident, **options: Any) -> None:
        start = answers.opened(incident, CONSEQUENCES) | exposure.opened(incident)
        super().__init__(data=start, **options)
        self.incident = incident

    def validate_patient_reached(self, field: RadioField) -> None:
        """A near miss reached no patient."""
        if field.data == PatientReached.YES and self.incident.near_miss:
            raise ValidationError(
                _("A near miss reached no patient: change this answer, or the kind of event first")
            )


@blueprint.route(f"{ADDRESS}/consequences", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def consequences(incident: Incident) -> Answer:
    """Whether a patient was reached and, if so, what it meant; then the duty is checked anew."""
    form = ConsequencesForm(incident)
    if came_late(incident):
        return _page(incident, form, late=True), 409
    if not form.is_submitted():
        return _page(incident, form)
    if not form.validate():
        return _page(incident, form), 422
    theirs = answers.store(incident, form, CONSEQUENCES).theirs
    theirs |= exposure.write(incident, exposure.mine(form)).theirs
    if theirs:
        db.session.rollback()
        return _page(incident, form, theirs), 409
    check = obligation.recheck(db.session, incident)
    outcome = OUTCOMES[check.outcome]
    answer = finished(incident, TASK)
    flash(gettext("The duty to notify now says: %(outcome)s", outcome=outcome), "info")
    return answer


def _page(
    incident: Incident,
    form: ConsequencesForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
) -> str:
    return answers.page(
        incident, TASK, form, CONSEQUENCES, theirs, late=late, also=exposure.texts(incident)
    )
