"""Forms on a dossier: dates and hours as people type them, and the regulator's decisions."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from portal.i18n import format_date, now, today
from portal.incidents.moments import (
    parse_date,
    parse_hour,
    parse_moment,
    why_no_date,
    write_moment,
)
from portal.incidents.taxonomy import Labelled
from portal.text import clean

TITLE_LIMIT = 200
TEXT_LIMIT = 40_000
LINE_LIMIT = 4_000
MOST_YEARS = 10


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


def parse_due(text: str) -> date:
    """Read a day that may lie years ahead; ValidationError tells how to write it."""
    horizon = date(today().year + MOST_YEARS, 12, 31)
    try:
        day = parse_date(text, today=horizon)
    except ValueError as error:
        raise ValidationError(why_no_date(text)) from error
    if day > horizon:
        raise ValidationError(_("Choose a date within ten years"))
    return day


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
                raise ValidationError(why_no_date(self.data)) from error
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


class MomentText(StringField):
    """A day and an hour in one line; ``understood`` holds the moment."""

    understood: datetime | None = None

    def process_data(self, value: Any) -> None:
        """Show a stored moment as people write it."""
        self.understood = value if isinstance(value, datetime) else None
        self.data = write_moment(value) if isinstance(value, datetime) else value

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """Understand the moment, or say how to write it."""
        self.understood = None
        if self.data and not validation_stopped:
            try:
                self.understood = parse_moment(self.data, today=today())
            except ValueError as error:
                message = _("Write the day and the hour, for example 16/11/2020 15:42")
                raise ValidationError(message) from error
            if self.understood > now():
                raise ValidationError(_("The moment must be now or earlier"))


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
