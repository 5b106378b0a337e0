"""The questions of the paper form on one page: those of the quick report, and what is its own."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.downtime import serials
from portal.i18n import BRUSSELS, Language, now, today
from portal.incidents.drafts import Answers
from portal.incidents.forms import LINE_LIMIT, too_long
from portal.incidents.moments import parse_date, parse_hour, why_no_date
from portal.incidents.report_forms import PatientForm, WhatForm, WhenForm
from portal.incidents.report_questions import Questions, Written, line
from portal.pdf import KEYWORDS, LANGUAGE
from portal.text import clean

PAGES: tuple[type[Questions], ...] = (WhatForm, WhenForm, PatientForm)
# Where each question stands on the paper, on the screen to take it over and on the one to check.
NUMBERS = {
    "description": "1",
    "found": "2a",
    "happened": "2b",
    "step": "2c",
    "system": "2d",
    "patient": "3a",
    "patients": "3b",
    "dose": "3c",
    "danger": "3d",
}
HEAD = ("serial", "written_date", "written_time")


class PaperForm(WhatForm, WhenForm, PatientForm):
    """All that stands on the paper; "today" and "yesterday" count from the day written on it."""

    serial = StringField(
        _("Serial number"),
        description=_("At the top of the paper, for example %(serial)s", serial="P-XXXX-XXXX-X"),
        validators=[Written(_("Write the serial number that stands at the top of the paper"))],
    )
    written_date = StringField(
        _("Date on which the paper was filled in"),
        validators=[Written(_("Write the date that stands on the paper"))],
    )
    written_time = line(_("Hour at which the paper was filled in"), _("For example 15h42"))
    own = BooleanField(
        _("This is my own report"),
        description=_(
            "Then it stands under your name. Otherwise nobody’s name is kept as its reporter"
        ),
    )

    def __iter__(self) -> Iterator[Field]:
        """In the order of the paper, so that errors are told in it."""
        head = [self._fields[name] for name in HEAD]
        return iter([*head, *(field for field in self._fields.values() if field not in head)])

    def validate_serial(self, field: StringField) -> None:
        """One that we printed, copied well."""
        try:
            field.data = serials.read(field.data or "")
        except ValueError as error:
            raise ValidationError(
                _("This is no serial number of ours. Compare each character with the paper")
            ) from error

    def validate_written_date(self, _field: StringField) -> None:
        """A day until today."""
        if self.written_on is None:
            raise ValidationError(why_no_date(self.written_date.data))
        if self.written_on > today():
            raise ValidationError(_("The date must be today or earlier"))

    def validate_written_time(self, field: StringField) -> None:
        """An hour that has struck, where one is given."""
        if field.data and not self.written_at:
            raise ValidationError(_("Write the hour in figures, for example 15h42"))
        if self.written_on == today() and moment(self.written_on, self.written_at) > now():
            raise ValidationError(_("The hour must be this one or earlier"))

    def validate_found(self, _field: Field) -> None:
        """Not after it was written down."""
        if self.found_on and self.written_on and self.found_on > self.written_on:
            raise ValidationError(_("It cannot have been found after the paper was filled in"))

    @property
    def written_on(self) -> date | None:
        """The day on the paper, once it can be understood."""
        try:
            return self.day
        except ValueError:
            return None

    @property
    def day(self) -> date:
        """The day on the paper; ValueError if it cannot be understood."""
        return parse_date(self.written_date.data or "", today=today())

    @property
    def written_at(self) -> str:
        """The hour on the paper as "15:42", or nothing."""
        try:
            return parse_hour(self.written_time.data or "")
        except ValueError:
            return ""

    @property
    def found_on(self) -> date | None:
        """The day on which it was found, seen from the day on the paper."""
        if self.found.data not in {"today", "yesterday"}:
            return super().found_on
        return self.written_on and self.written_on - timedelta(self.found.data == "yesterday")

    def answers(self) -> Answers:
        """What to keep of the questions of the quick report."""
        kept = super().answers() | {"own": "y" if self.own.data else ""}
        return {name: answer for name, answer in kept.items() if name not in HEAD}


class GiveUpForm(FlaskForm):
    """Why a paper that was taken over will not count."""

    reason = TextAreaField(
        _("Why it does not count"),
        description=_("No names of patients or colleagues"),
        filters=[clean],
        validators=[Written(_("Write why it does not count")), too_long(LINE_LIMIT)],
    )


def moment(day: date, hour: str) -> datetime:
    """When a paper was written; where it tells no hour, at the first one of that day."""
    return datetime.combine(day, time.fromisoformat(hour or "00:00"), BRUSSELS)


def with_file(typed: Answers, filled: Answers, systems: list[str]) -> MultiDict[str, str]:
    """What was ``typed``, and over it what the PDF says that was ``filled`` in."""
    given = dict(filled)
    language, serial = given.pop(LANGUAGE, "")[:2], given.pop(KEYWORDS, "")
    if language in list(Language):
        given["language"] = language
    if serial:
        given["serial"] = serial
    if given.get("system_other") in systems:
        given |= {"system": given["system_other"], "system_other": ""}
    return MultiDict(typed | given)
