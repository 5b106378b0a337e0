"""The forms by which the regulator keeps the rules of the duty to notify."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError
from wtforms.widgets import TextInput

from portal.duty.models import Criterion, DutyRule
from portal.duty.numbers import CountText, NumberText, parse_number, write_number
from portal.i18n import Language, Translated
from portal.text import clean, one_line
from portal.workflow import Problem

TEXT_LIMIT, LINE_LIMIT = 1000, 200
MOST_DAYS, MOST_MONTHS, MOST_HOURS = 366, 24, 1000
TELEPHONE = r"(\+?[0-9][0-9 ./()-]{2,30})?$"
_FIGURES = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
BARE = {Criterion.IDENTITY, Criterion.EFFECTS, Criterion.ESTABLISHMENT}


def _short(limit: int) -> Length:
    return Length(max=limit, message=_("Shorten this text to %(max)d characters"))


def _sentence(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[clean],
        validators=[DataRequired(_("Write the criterion in both languages")), _short(TEXT_LIMIT)],
    )


def _line(label: Any, *, needed: bool = False) -> StringField:
    message = _("Write in both languages who notifies")
    checks = [DataRequired(message), _short(LINE_LIMIT)] if needed else [_short(LINE_LIMIT)]
    return StringField(label, filters=[one_line], validators=checks)


def _telephone() -> StringField:
    return StringField(
        _("Telephone number of the FANC"),
        filters=[one_line],
        validators=[
            _short(LINE_LIMIT),
            Regexp(TELEPHONE, message=_("Write a telephone number in figures, or leave it empty")),
        ],
    )


class DayText(DateField):
    """A day, written as day, month and year."""

    widget = TextInput()

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"], **options)

    def process_formdata(self, valuelist: Any) -> None:
        """Understand the day, or say how to write it."""
        try:
            super().process_formdata([one_line(each) for each in valuelist])
        except ValueError as error:
            raise ValueError(_("Write the date as day, month and year")) from error


class RuleForm(FlaskForm):
    """The rule that follows another one."""

    valid_from = DayText(
        _("Valid from"),
        validators=[DataRequired(_("Fill in the day from which the rule counts"))],
    )
    text_nl = _sentence(_("Criterion in Dutch"))
    text_fr = _sentence(_("Criterion in French"))
    threshold = NumberText(_("Threshold"))
    exclusive = BooleanField(_("Only above the threshold, not at the threshold itself"))
    doubt_from = NumberText(
        _("Say that it was close from"),
        description=_("Below the threshold; empty: never"),
    )
    deadline_days = CountText(_("Deadline in calendar days"))
    deadline_hours = CountText(_("Deadline for the first report, in hours after the call"))
    final_months = CountText(_("Deadline for the final report, in calendar months"))
    declarant_nl = _line(_("Who notifies, in Dutch"), needed=True)
    declarant_fr = _line(_("Who notifies, in French"), needed=True)
    form_nl = _line(_("Form, in Dutch"))
    form_fr = _line(_("Form, in French"))
    telephone = _telephone()
    source = _line(_("Source"))
    confirmed = BooleanField(_("Confirmed by the FANC"))

    def __init__(self, rule: DutyRule, **options: Any) -> None:
        super().__init__(data=_opened(rule), **options)
        for name in _left_out(rule):
            del self[name]

    def validate_threshold(self, field: NumberText) -> None:
        """A rule that compares needs something to compare with."""
        if not field.data:
            raise ValidationError(_("Fill in the threshold"))

    def validate_deadline_days(self, field: CountText) -> None:
        """A deadline is there, and within reason."""
        _between(field, 1, MOST_DAYS)

    def validate_deadline_hours(self, field: CountText) -> None:
        """As the deadline in days."""
        _between(field, 1, MOST_HOURS)

    def validate_final_months(self, field: CountText) -> None:
        """As the deadline in days."""
        _between(field, 1, MOST_MONTHS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is filled in, and the sentences say what the numbers say."""
        if not super().validate(extra_validators):
            return False
        return "threshold" not in self or (self._says_threshold() and self._is_close_below())

    def _says_threshold(self) -> bool:
        """Both sentences hold the threshold: who reads them must not read another rule."""
        threshold = self.threshold.understood
        silent = [
            field
            for field in (self.text_nl, self.text_fr)
            if threshold not in [parse_number(each) for each in _FIGURES.findall(field.data or "")]
        ]
        for field in silent:
            number = write_number(threshold or 0)
            message = gettext("Write the threshold in this sentence too: %(number)s", number=number)
            field.errors = [message]
        return not silent

    def _is_close_below(self) -> bool:
        close, threshold = self.doubt_from.understood, self.threshold.understood
        if close is None or threshold is None or close < threshold:
            return True
        self["doubt_from"].errors = [_("This must be less than the threshold")]
        return False

    def show(self, problems: Iterable[Problem]) -> None:
        """Name the problems at their fields, or above them all."""
        for problem in problems:
            if problem.field:
                self[problem.field].errors = [problem.message]
            else:
                self.form_errors = [*self.form_errors, problem.message]

    def values(self) -> dict[str, Any]:
        """What the rule will say, without the day."""
        plain = {
            field.name: field.understood if isinstance(field, NumberText) else field.data
            for field in self
            if field.name not in {"csrf_token", "valid_from"} and field.name[-3:] not in _ENDINGS
        }
        both = {
            name: Translated(**{each.value: self[f"{name}_{each.value}"].data for each in Language})
            for name in ("text", "declarant", "form")
        }
        return {**plain, **both}


_ENDINGS = {f"_{each.value}" for each in Language}


def _between(field: CountText, least: int, most: int) -> None:
    typed = field.data or ""
    if not typed.isdecimal() or not least <= int(typed[:7]) <= most:
        message = _("Write a whole number from %(least)d to %(most)d", least=least, most=most)
        raise ValidationError(message)


def _left_out(rule: DutyRule) -> set[str]:
    """The fields that say nothing of this kind of rule."""
    left: set[str] = set()
    if rule.criterion in BARE:
        left |= {"threshold", "doubt_from", "exclusive"}
    if rule.deadline_days is None:
        return left | {"deadline_days"}
    return left | {"deadline_hours", "final_months"}


def _opened(rule: DutyRule) -> dict[str, Any]:
    names = ("threshold", "exclusive", "doubt_from", "deadline_days", "deadline_hours")
    shown = {name: getattr(rule, name) for name in (*names, "final_months", "telephone", "source")}
    texts = {
        f"{name}_{each.value}": getattr(rule, name)[each]
        for name in ("text", "declarant", "form")
        for each in Language
    }
    return {**shown, **texts, "confirmed": False}


class NoteForm(FlaskForm):
    """What may change on a rule itself."""

    telephone = _telephone()
    confirmed = BooleanField(_("Confirmed by the FANC"))


class TelephoneForm(FlaskForm):
    """One number for all rules."""

    telephone = _telephone()
