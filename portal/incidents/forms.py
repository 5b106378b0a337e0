"""Forms on a dossier: course and facts, causes, corrective actions, submission, decisions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.i18n import format_date, today
from portal.incidents.models import MOST_ROWS
from portal.incidents.moments import parse_date, parse_hour
from portal.incidents.taxonomy import (
    ActionStatus,
    Danger,
    EindhovenCode,
    Labelled,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Severity,
    Strength,
    Technique,
)
from portal.text import clean, one_line

TITLE_LIMIT = 200
TEXT_LIMIT = 40_000
LINE_LIMIT = 4_000
SPARE_ROWS = 2


def too_long(limit: int) -> Length:
    """A limit on the number of characters, said in words."""
    return Length(max=limit, message=_("Shorten this text to %(max)d characters"))


def choices(
    list_: type[Labelled], empty: LazyString | None = None
) -> Callable[[], list[SelectChoice]]:
    """The options of a select, in the page's language: every member, after ``empty`` if given."""

    def offered() -> list[SelectChoice]:
        members = [SelectChoice(member.value, str(member.label)) for member in list_]
        return members if empty is None else [SelectChoice("", str(empty)), *members]

    return offered


class DateText(StringField):
    """A date typed as day, month and year; ``understood`` holds what was understood."""

    understood: date | None = None

    def process_data(self, value: Any) -> None:
        """Show a stored date as people write it."""
        self.understood = value if isinstance(value, date) else None
        self.data = format_date(value) if isinstance(value, date) else ""

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """Understand the date, or say how to write it."""
        self.understood = None
        if self.data and not validation_stopped:
            try:
                self.understood = parse_date(self.data, today=today())
            except ValueError as error:
                raise ValidationError(_("Write the date as day, month and year")) from error
            if self.understood > today():
                raise ValidationError(_("The date must be today or earlier"))


class HourText(StringField):
    """An hour as people type it; ``understood`` holds it as "15:42"."""

    understood = ""

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """Understand the hour, or say how to write it."""
        self.understood = ""
        if self.data and not validation_stopped:
            try:
                self.understood = parse_hour(self.data)
            except ValueError as error:
                message = _("Write the hour in figures, for example 15h42")
                raise ValidationError(message) from error


class CourseForm(FlaskForm):
    """What happened, in the language of the report, with the facts."""

    title = StringField(
        _("Title"),
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
    found_on = DateText(_("Found on"), filters=[one_line])
    found_time = HourText(_("Hour"), description=_("For example 15h42"), filters=[one_line])
    occurred_on = DateText(_("Date of the event"), filters=[one_line])
    occurred_about = BooleanField(_("The date of the event is approximate"))
    step_arose = SelectField(_("Step in which it arose"), choices=choices(ProcessStep))
    step_found = SelectField(
        _("Step in which it was found"),
        choices=choices(ProcessStep, _("Not filled in")),
        validators=[Optional()],
    )
    technique = SelectField(
        _("Technique"), choices=choices(Technique, _("Not filled in")), validators=[Optional()]
    )
    patient_reached = SelectField(_("Did this reach a patient?"), choices=choices(PatientReached))
    patients_reached = SelectField(
        _("How many patients?"),
        choices=choices(PatientsReached, _("Not filled in")),
        validators=[Optional()],
    )
    other_dose = SelectField(
        _("Did they get another dose than prescribed?"),
        choices=choices(OtherDose, _("Not filled in")),
        validators=[Optional()],
    )
    danger = SelectField(_("Is anyone still in danger?"), choices=choices(Danger))
    severity = SelectField(_("Medical severity"), choices=choices(Severity))
    near_miss = BooleanField(_("This was a near miss"))
    equipment = StringField(
        _("Machine or system"), filters=[one_line], validators=[too_long(TITLE_LIMIT)]
    )
    vendor = StringField(_("Vendor"), filters=[one_line], validators=[too_long(TITLE_LIMIT)])

    def validate_near_miss(self, field: BooleanField) -> None:
        """A near miss reached no patient."""
        if field.data and self.patient_reached.data == PatientReached.YES:
            raise ValidationError(
                _("A near miss reached no patient: change this answer or the one about the patient")
            )


def _code_choices() -> list[SelectChoice]:
    codes = [SelectChoice(code.value, f"{code.value} · {code.label}") for code in EindhovenCode]
    return [SelectChoice("", gettext("Not coded yet")), *codes]


class CauseRow(Form):
    """One base cause."""

    id = HiddenField()
    text = TextAreaField(_("Cause"), filters=[clean], validators=[too_long(LINE_LIMIT)])
    code = SelectField(_("Code"), choices=_code_choices, validators=[Optional()])


class ActionRow(Form):
    """One corrective action."""

    id = HiddenField()
    text = TextAreaField(_("Corrective action"), filters=[clean], validators=[too_long(LINE_LIMIT)])
    status = SelectField(_("Done or planned"), choices=choices(ActionStatus, _("Choose")))
    strength = SelectField(
        _("Strength"), choices=choices(Strength, _("Not rated")), validators=[Optional()]
    )

    def validate_status(self, field: SelectField) -> None:
        """An action that is written is done or planned."""
        if self.text.data and not field.data:
            raise ValidationError(_("Choose whether the action is done or planned"))


class RowsForm(FlaskForm):
    """A list of rows, with a few empty ones to write in; a row without text is dropped."""

    rows: "FieldList[Any]"

    def filled(self) -> list[dict[str, Any]]:
        """The rows to keep: something is written, or nothing was to be read in this language."""
        silent = {str(row["id"]) for row in self.rows.object_data if not row["text"]}
        return [row for row in self.rows.data if _is_written(row) or row["id"] in silent]

    def add_spare_rows(self) -> None:
        """Have the empty rows at the end, as far as there is room."""
        spare = sum(1 for row in self.rows.data if not (_is_written(row) or row["id"]))
        for _row in range(min(SPARE_ROWS - spare, MOST_ROWS - len(self.rows))):
            self.rows.append_entry()


def _is_written(row: dict[str, Any]) -> bool:
    return bool(row["text"] or row.get("code"))


class CausesForm(RowsForm):
    """The base causes of an incident."""

    rows = FieldList(FormField(CauseRow), max_entries=MOST_ROWS)


class ActionsForm(RowsForm):
    """The corrective actions of an incident."""

    rows = FieldList(FormField(ActionRow), max_entries=MOST_ROWS)


class SubmitForm(FlaskForm):
    """In whose name the dossier goes to the regulator."""

    physician_id = SelectField(
        _("In the name of"),
        description=_("The physician who carries the notification"),
        validators=[DataRequired(_("Choose the physician in whose name you submit"))],
    )


class CloseForm(FlaskForm):
    """Why a dossier ends without REX; the department reads it."""

    closed_reason = TextAreaField(
        _("Reason"),
        description=_("The department reads this reason"),
        filters=[clean],
        validators=[
            DataRequired(_("Write why the dossier is closed without REX")),
            too_long(LINE_LIMIT),
        ],
    )


class RecommendationForm(FlaskForm):
    """What the regulator recommends after this incident, in one language or in both."""

    nl = TextAreaField(_("In Dutch"), filters=[clean], validators=[too_long(TEXT_LIMIT)])
    fr = TextAreaField(_("In French"), filters=[clean], validators=[too_long(TEXT_LIMIT)])
