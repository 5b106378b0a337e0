"""The form by which the regulator keeps the list of hospitals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.checks.models import Hospital
from portal.i18n import Translated
from portal.text import clean, one_line

LINE_LIMIT, TEXT_LIMIT, SHORTEST = 200, 2000, 3


def _name(label: LazyString) -> StringField:
    return StringField(
        label,
        filters=[one_line],
        validators=[
            DataRequired(_("Write the name in both languages")),
            Length(max=LINE_LIMIT, message=_("Shorten this text to %(max)d characters")),
            _long_enough,
        ],
    )


def _long_enough(_form: FlaskForm, field: StringField | TextAreaField) -> None:
    """A name of one or two letters would be found everywhere."""
    lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
    if any(len(line) < SHORTEST for line in lines):
        raise ValidationError(_("A name has three letters or more"))


class HospitalForm(FlaskForm):
    """A hospital and all that it is called."""

    name_nl = _name(_("Name in Dutch"))
    name_fr = _name(_("Name in French"))
    short = TextAreaField(
        _("Other names, one a line"),
        description=_("Short names, names of sites, earlier names; in any language"),
        filters=[clean],
        validators=[
            Length(max=TEXT_LIMIT, message=_("Shorten this text to %(max)d characters")),
            _long_enough,
        ],
    )

    def fill(self, hospital: Hospital) -> None:
        """Write the answers on ``hospital``."""
        hospital.name = Translated(nl=self.name_nl.data or "", fr=self.name_fr.data or "")
        lines = [one_line(line) for line in (self.short.data or "").splitlines()]
        hospital.short = "\n".join(dict.fromkeys(filter(None, lines)))
