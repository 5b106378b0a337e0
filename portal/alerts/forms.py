"""The forms of a warning: its two languages, and the approval of what was read."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.alerts.models import Alert
from portal.i18n import Language, Translated, format_date, today
from portal.incidents.forms import parse_due, too_long
from portal.text import clean, one_line

TITLE_LIMIT = 120
TEXT_LIMIT = 1500
GUARDED = tuple(f"{name}_{each.value}" for name in ("title", "text") for each in Language)


class AlertForm(FlaskForm):
    """The texts of a warning in both languages; a draft may lack some."""

    title_nl = StringField(_("Title"), filters=[one_line], validators=[too_long(TITLE_LIMIT)])
    title_fr = StringField(_("Title"), filters=[one_line], validators=[too_long(TITLE_LIMIT)])
    text_nl = TextAreaField(
        _("Text of the warning"), filters=[clean], validators=[too_long(TEXT_LIMIT)]
    )
    text_fr = TextAreaField(
        _("Text of the warning"), filters=[clean], validators=[too_long(TEXT_LIMIT)]
    )
    expires_on = StringField(
        _("Last day on the start page"),
        description=_("Without a day it stays until somebody ends it"),
        filters=[one_line],
    )
    last_day: Any = None

    def validate_expires_on(self, field: StringField) -> None:
        """No day, or one that is not over."""
        self.last_day = parse_due(field.data) if field.data else None
        if self.last_day is not None and self.last_day < today():
            raise ValidationError(gettext("The date must be today or later"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether something was written at all, and all of it can be stored."""
        valid: bool = super().validate(extra_validators)
        if valid and not any(self[name].data for name in GUARDED):
            self.title_nl.errors = [gettext("Write the warning in at least one language first")]
            return False
        return valid


class SendForm(FlaskForm):
    """What the publisher read."""

    seen = HiddenField()


def texts_of(alert: Alert) -> dict[str, str]:
    """The stored texts, by the names of their fields."""
    return {
        f"{name}_{each.value}": getattr(alert, name)[each]
        for name in ("title", "text")
        for each in Language
    }


def form_of(alert: Alert | None) -> AlertForm:
    """The form, filled in with what is stored where nothing was sent."""
    if alert is None:
        return AlertForm()
    day = format_date(alert.expires_on) if alert.expires_on else ""
    return AlertForm(data=texts_of(alert) | {"expires_on": day})


def put(alert: Alert, texts: dict[str, str]) -> None:
    """Store these texts."""
    for name in ("title", "text"):
        setattr(alert, name, Translated(texts[f"{name}_nl"], texts[f"{name}_fr"]))
