"""The forms on one corrective action: another date, and whether it works."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import ValidationError

from portal.actions.forms import DueText
from portal.incidents.forms import LINE_LIMIT, choices, too_long
from portal.incidents.report_questions import chosen
from portal.incidents.taxonomy import Effect
from portal.text import clean, one_line


class DueForm(FlaskForm):
    """Another date for an action."""

    due_on = DueText(_("Due date"), filters=[one_line])
    opened = HiddenField()
    keep = HiddenField()

    def validate_due_on(self, field: DueText) -> None:
        """There is a date."""
        if not field.data:
            raise ValidationError(_("Write by when it is to be done"))


class EffectForm(FlaskForm):
    """Whether an action works, and how that was seen."""

    answer = RadioField(
        _("Does it work?"), choices=choices(Effect), default="", validate_choice=False
    )
    how = TextAreaField(
        _("How did you see it?"), filters=[clean], validators=[too_long(LINE_LIMIT)]
    )
    opened = HiddenField()
    keep = HiddenField()

    def validate_answer(self, field: RadioField) -> None:
        """One of the three answers was chosen."""
        if not chosen(field):
            raise ValidationError(_("Choose whether it works"))

    def validate_how(self, field: TextAreaField) -> None:
        """An answer has its ground."""
        if not field.data:
            raise ValidationError(_("Write how you saw it"))
