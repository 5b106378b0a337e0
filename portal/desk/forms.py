"""Forms of the desk: who handles a dossier, the first two answers, a link."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired

from portal.accounts.models import Person
from portal.db import db
from portal.desk import assigning
from portal.incidents.first_look import QUESTION_LABELS, FirstQuestion
from portal.incidents.forms import LINE_LIMIT, too_long
from portal.text import clean, one_line
from portal.web import current_user

YES, NO = "yes", "no"
NOBODY = "nobody"


def _analysts() -> list[SelectChoice]:
    """Me first, then the others by name, then nobody."""
    me = current_user().id
    people = sorted(
        assigning.analysts(db.session), key=lambda each: (each.id != me, each.sort_name)
    )
    return [
        *(
            SelectChoice(str(each.id), gettext("Me") if each.id == me else each.name)
            for each in people
        ),
        SelectChoice(NOBODY, gettext("Nobody")),
    ]


class AssignForm(FlaskForm):
    """Who is to handle the chosen dossiers."""

    analyst = SelectField(_("Assign to"), choices=_analysts)

    @property
    def person(self) -> Person | None:
        """Who was chosen; None for nobody."""
        key = self.analyst.data or ""
        return db.session.get(Person, int(key)) if key.isdecimal() else None


def _yes_or_no() -> list[SelectChoice]:
    return [SelectChoice(YES, gettext("Yes")), SelectChoice(NO, gettext("No"))]


class FirstForm(FlaskForm):
    """The two questions that come before the rest."""

    elsewhere = RadioField(
        QUESTION_LABELS[FirstQuestion.DANGER],
        description=_("With yes you write a warning to all departments next"),
        choices=_yes_or_no,
        validators=[InputRequired(_("Choose yes or no"))],
    )
    judged = RadioField(
        QUESTION_LABELS[FirstQuestion.DUTY],
        choices=_yes_or_no,
        validators=[InputRequired(_("Choose yes or no"))],
    )
    should_be = TextAreaField(
        _("What should it be?"),
        description=_(
            "Only needed with no; you can also ask the department. It does not read this."
        ),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )

    def is_complete(self, *, asking: bool) -> bool:
        """Whether both are answered, and it is said what the duty to notify should be, or asked."""
        valid: bool = self.validate()
        if self.judged.data == NO and not self.should_be.data and not asking:
            self.should_be.errors = [gettext("Write what it should be, or ask the department")]
            return False
        return valid


class LinkForm(FlaskForm):
    """The dossier with which this one is read together."""

    reference = StringField(
        _("Reference of the other dossier"),
        description=_("For example %(reference)s", reference="M-2026-0042"),
        filters=[one_line],
        validators=[DataRequired(_("Write the reference of the other dossier"))],
    )
