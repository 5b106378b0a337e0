"""The forms of publication, revision and withdrawal."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than its types
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError

from portal.bulletins.forms import OFFERED, too_long
from portal.bulletins.models import Audience
from portal.i18n import Translated, today
from portal.incidents.forms import DateText
from portal.text import clean, one_line

FIRST_YEAR = 1990
REASON_LIMIT = 2_000
NOW, DIGEST = "now", "digest"
WHEN: dict[str, LazyString] = {
    NOW: _("A mail now"),
    DIGEST: _("In the overview of Monday"),
}


def _choices(labels: Mapping[str, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(value, str(label)) for value, label in labels.items()]


class YearForm(FlaskForm):
    """In which year's series a bulletin is numbered."""

    year = StringField(_("Year"), filters=[one_line])

    def validate_year(self, field: StringField) -> None:
        """Four digits, not before there were bulletins and not beyond next year."""
        text = field.data or ""
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise ValidationError(_("Write the year in four digits"))
        if not FIRST_YEAR <= int(text) <= today().year + 1:
            raise ValidationError(_("This year lies too far away"))


class PublishForm(YearForm):
    """Which text was seen, who may read it, who hears of it when, and why without agreement."""

    seen = HiddenField()
    day = DateText(_("Date of publication"), filters=[one_line])
    audience = RadioField(
        _("Who may read it"),
        choices=lambda: _choices({each.value: each.label for each in Audience}),
        **OFFERED,
    )
    mails = RadioField(_("Who hears of it, and when"), choices=lambda: _choices(WHEN), **OFFERED)
    reason = TextAreaField(
        _("Why you publish without this agreement"),
        description=_("The department reads this on its dossier"),
        filters=[clean],
        validators=[too_long(REASON_LIMIT)],
    )


class NoteForm(FlaskForm):
    """A few words in both languages, which every reader of the REX sees."""

    words_nl = TextAreaField(
        _("In Dutch"),
        filters=[clean],
        validators=[DataRequired(_("Write it in Dutch too")), too_long(REASON_LIMIT)],
    )
    words_fr = TextAreaField(
        _("In French"),
        filters=[clean],
        validators=[DataRequired(_("Write it in French too")), too_long(REASON_LIMIT)],
    )

    @property
    def words(self) -> Translated:
        """What was written."""
        return Translated(self.words_nl.data or "", self.words_fr.data or "")
