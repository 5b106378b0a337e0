"""The task in which the facts of a report are checked."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from portal.analysis import answers
from portal.analysis.task import ADDRESS, blueprint
from portal.db import db
from portal.incidents import obligation
from portal.incidents.dossier import Answer
from portal.incidents.forms import (
    LINE_LIMIT,
    TITLE_LIMIT,
    DateText,
    HourText,
    choices,
    too_long,
)
from portal.incidents.models import Incident
from portal.incidents.taxonomy import (
    AnalysisTask,
    Danger,
    EventType,
    PatientReached,
    ProcessStep,
    Profession,
    Technique,
)
from portal.permissions import Permission
from portal.text import clean, one_line
from portal.web import requires

FACTS = (
    *("event_type", "found_on", "found_time", "occurred_on", "occurred_about"),
    *("step_arose", "step_found", "technique", "found_by", "found_how"),
    *("danger", "prisma_reference"),
)
NOT_FILLED_IN = _("Not filled in")


class FactsForm(FlaskForm):
    """What kind of event it was, when, where in the process, and how it was found."""

    event_type = RadioField(
        _("What kind of event was it?"), choices=choices(EventType), validators=[Optional()]
    )
    found_on = DateText(_("Found on"), filters=[one_line])
    found_time = HourText(_("Hour"), description=_("For example 15h42"), filters=[one_line])
    occurred_on = DateText(_("Date of the event"), filters=[one_line])
    occurred_about = BooleanField(_("The date of the event is approximate"))
    step_arose = SelectField(_("Step in which it arose"), choices=choices(ProcessStep))
    step_found = SelectField(
        _("Step in which it was found"),
        choices=choices(ProcessStep, NOT_FILLED_IN),
        validators=[Optional()],
    )
    technique = SelectField(
        _("Technique"), choices=choices(Technique, NOT_FILLED_IN), validators=[Optional()]
    )
    found_by = SelectField(
        _("Who found it?"),
        description=_("The role, never a name"),
        choices=choices(Profession, NOT_FILLED_IN),
        validators=[Optional()],
    )
    found_how = TextAreaField(
        _("How was it found?"),
        description=_("For example the barrier that worked: a check, an image, a colleague"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )
    danger = SelectField(_("Is anyone still in danger?"), choices=choices(Danger))
    prisma_reference = StringField(
        _("Reference in PRISMA-RT"), filters=[one_line], validators=[too_long(TITLE_LIMIT)]
    )

    def __init__(self, incident: Incident, **options: Any) -> None:
        super().__init__(data=answers.opened(incident, FACTS), **options)
        self.incident = incident

    def validate_event_type(self, field: RadioField) -> None:
        """A near miss reached no patient."""
        reached = self.incident.patient_reached is PatientReached.YES
        if field.data == EventType.NEAR_MISS and reached:
            raise ValidationError(
                _("A near miss reached no patient: change this answer or the one about the patient")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """What is found has happened."""
        valid: bool = super().validate(extra_validators)
        happened, found = self.occurred_on.understood, self.found_on.understood
        if valid and happened and found and happened > found:
            message = _("The event cannot be later than the day it was found")
            self.occurred_on.errors = [message]
            return False
        return valid


@blueprint.route(f"{ADDRESS}/facts", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def facts(incident: Incident) -> Answer:
    """The facts, as far as the report told them already."""
    return answers.answer(
        incident, AnalysisTask.FACTS, FactsForm(incident), FACTS, after=_check_duty_again
    )


def _check_duty_again(incident: Incident) -> None:
    """What was decided depends on these facts too."""
    if incident.duty_checks:
        obligation.recheck(db.session, incident)
