"""The pages of the quick report: five answers are required, all others help."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from portal.i18n import Language, current_language, format_date, today
from portal.incidents.drafts import Answers
from portal.incidents.moments import parse_day, parse_hour, why_no_date
from portal.incidents.receipts import read_code
from portal.incidents.report_questions import (
    LINE_LIMIT,
    Questions,
    Written,
    at_most,
    chosen,
    extra_question,
    line,
    members,
    question,
)
from portal.incidents.taxonomy import (
    Danger,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
)
from portal.text import clean, one_line

DESCRIPTION_LIMIT = 4_000


class WhatForm(Questions):
    """Page 1: the event in a few sentences, and their language."""

    number = 1
    description = TextAreaField(
        _("What happened?"),
        description=_("2 to 3 sentences are enough. No names of patients or colleagues"),
        filters=[clean],
        validators=[Written(_("Describe what happened")), at_most(DESCRIPTION_LIMIT)],
    )
    language = question(
        _("Language of the text"),
        [(language.value, language.autonym) for language in Language],
        _("Choose the language of the text"),
    )

    @property
    def written_in(self) -> Language:
        """The language of the description."""
        chosen = self.language.data
        return Language(chosen) if chosen in list(Language) else current_language()


class WhenForm(Questions):
    """Page 2: when it was found, when it happened, in which step, with which machine."""

    number = 2
    found = question(
        _("When was it found?"),
        [("today", _("Today")), ("yesterday", _("Yesterday")), ("other", _("Another date"))],
        _("Choose when it was found"),
    )
    found_date = line(_("Date on which it was found"))
    found_time = line(_("Hour"), _("For example 15h42"))
    happened = question(
        _("When did it happen?"),
        [
            ("same", _("At the same moment")),
            ("other", _("Another date")),
            ("unknown", _("Not known")),
        ],
        _("Choose when it happened"),
        default="same",
    )
    happened_date = line(_("Date on which it happened"))
    happened_about = BooleanField(_("This date is approximate"))
    step = question(
        _("Step in the process"),
        members(ProcessStep),
        _("Choose a step in the process or choose ‘I do not know’"),
    )
    system = SelectField(
        _("Machine or system"),
        choices=[],
        filters=[one_line],
        validators=[at_most(LINE_LIMIT)],
        validate_choice=False,
    )
    system_other = line(_("Another machine or system"))

    def validate_found_date(self, field: StringField) -> None:
        """A day until today, where one is asked."""
        if self.found.data == "other":
            _past_day(field.data)

    def validate_found_time(self, field: StringField) -> None:
        """An hour, where one is given."""
        if field.data and not self.found_at:
            raise ValidationError(_("Write the hour in figures, for example 15h42"))

    def validate_happened_date(self, field: StringField) -> None:
        """A day until the one on which it was found, where one is asked."""
        if self.happened.data == "other":
            day = _past_day(field.data)
            if self.found_on is not None and day > self.found_on:
                raise ValidationError(
                    _("It cannot have happened after the day on which it was found")
                )

    @property
    def found_on(self) -> date | None:
        """The day on which it was found, once it can be understood."""
        return _understood(self.found.data, self.found_date.data)

    @property
    def found_at(self) -> str:
        """The hour as "15:42", or nothing."""
        try:
            return parse_hour(self.found_time.data or "")
        except ValueError:
            return ""

    @property
    def occurred_on(self) -> date | None:
        """The day on which it happened, if known."""
        match self.happened.data:
            case "same":
                return self.found_on
            case "other":
                return _understood("other", self.happened_date.data)
            case _:
                return None

    @property
    def occurred_about(self) -> bool:
        """Whether that day is approximate."""
        return self.happened.data == "other" and bool(self.happened_about.data)

    @property
    def equipment(self) -> str:
        """The machine or system from the list, one in own words, or both."""
        return ", ".join(filter(None, (self.system.data, self.system_other.data)))

    def offer(self, systems: list[str]) -> None:
        """Offer the machines and systems of the department, and the one chosen earlier."""
        chosen = self.system.data
        listed = [*systems, chosen] if chosen and chosen not in systems else systems
        self.system.choices = [("", _("Choose")), *((name, name) for name in listed)]

    def answers(self) -> Answers:
        """What to keep: a date instead of "today", which means another day tomorrow."""
        kept = super().answers() | {"happened_about": "y" if self.happened_about.data else ""}
        if kept["found"] in {"today", "yesterday"} and self.found_on:
            kept |= {"found": "other", "found_date": format_date(self.found_on)}
        return kept

    @classmethod
    def opened(cls, answers: Answers) -> "WhenForm":
        """The page with "today" and "yesterday" in place of their dates."""
        shown = dict(answers)
        kept = _understood("other", shown.get("found_date"))
        for choice in ("today", "yesterday"):
            if shown.get("found") == "other" and kept == _understood(choice, ""):
                shown |= {"found": choice, "found_date": ""}
        return cls(data=shown)


class PatientForm(Questions):
    """Page 3: whether a patient was reached, and whether danger lasts."""

    number = 3
    patient = question(
        _("Did this reach a patient?"),
        members(PatientReached),
        _("Choose whether this reached a patient or choose ‘I do not know’"),
    )
    patients = extra_question(_("How many patients?"), members(PatientsReached))
    dose = extra_question(_("Was another dose given than prescribed?"), members(OtherDose))
    danger = question(
        _("Is anyone still in danger?"),
        members(Danger),
        _("Choose whether anyone is still in danger or choose ‘I do not know’"),
    )

    @property
    def patients_reached(self) -> PatientsReached | None:
        """How many patients, where one was reached and it was answered."""
        return PatientsReached(self.patients.data) if self._follows(self.patients) else None

    @property
    def other_dose(self) -> OtherDose | None:
        """Whether it was another dose, where a patient was reached and it was answered."""
        return OtherDose(self.dose.data) if self._follows(self.dose) else None

    def _follows(self, field: RadioField) -> bool:
        return self.patient.data == PatientReached.YES and bool(chosen(field))


class SendForm(Form):
    """Page 4, below the answers: who may see the reporter's name; the receipt code made for it."""

    visible = question(
        _("Who may see my name?"),
        [("quality_manager", _("Quality manager")), ("nobody", _("Nobody"))],
        _("Choose who may see your name"),
    )
    code = HiddenField(filters=[read_code])


def _understood(choice: str | None, text: str | None) -> date | None:
    try:
        return parse_day(choice or "", text or "", today=today())
    except ValueError:
        return None


def _past_day(text: str | None) -> date:
    day = _understood("other", text)
    if day is None:
        raise ValidationError(why_no_date(text))
    if day > today():
        raise ValidationError(_("The date must be today or earlier"))
    return day
