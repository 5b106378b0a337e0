"""Forms of the dialogue: questions of the regulator, the answer, notes and messages."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    FieldList,
    Form,
    FormField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError

from portal.dialogue.models import Part
from portal.dialogue.questions import MOST_OPEN
from portal.i18n import Language, today
from portal.incidents.forms import LINE_LIMIT, TEXT_LIMIT, TITLE_LIMIT, parse_due, too_long
from portal.text import clean, one_line


class MessageForm(FlaskForm):
    """A message between department and reporter."""

    text = TextAreaField(
        _("Your message"),
        filters=[clean],
        validators=[DataRequired(_("Write your message")), too_long(LINE_LIMIT)],
    )


class NoteForm(FlaskForm):
    """A note among the regulator's people."""

    note = TextAreaField(
        _("Internal note"),
        description=_("Only people of the FANC read it, never the department"),
        filters=[clean],
        validators=[DataRequired(_("Write your note")), too_long(LINE_LIMIT)],
    )


class OneQuestion(Form):
    """One question; a row without words is not asked."""

    part = SelectField(_("Part of the dossier"), validate_choice=False)
    quote = SelectField(
        _("Sentence that it is about"),
        description=_("As it stands in the dossier now"),
        validate_choice=False,
    )
    text = TextAreaField(_("Your question"), filters=[clean], validators=[too_long(LINE_LIMIT)])

    @property
    def asked(self) -> bool:
        """Whether something was written."""
        return bool(self.text.data)


class AskForm(FlaskForm):
    """Up to three questions that are asked in one go."""

    rows = FieldList(FormField(OneQuestion), min_entries=MOST_OPEN, max_entries=MOST_OPEN)
    language = SelectField(_("Language of the questions"))
    due_on = StringField(
        _("Answer by"),
        description=_("Proposed: 10 days, Saturdays and Sundays not counted"),
        validators=[DataRequired(_("Write the date as day, month and year"))],
    )
    due: date | None = None

    def offer(self, sentences: dict[Part, list[str]]) -> None:
        """Let the questions be about the parts and sentences of one dossier."""
        self.sentences = sentences
        self.language.choices = [SelectChoice(each.value, each.autonym) for each in Language]
        none = SelectChoice("", gettext("The part as a whole"))
        for row in self.rows:
            row.form.part.choices = [SelectChoice(part.value, str(part.label)) for part in Part]
            row.form.quote.choices = [
                none,
                *(
                    SelectChoice(sentence, sentence, optgroup=str(part.label))
                    for part, found in sentences.items()
                    for sentence in found
                ),
            ]

    def validate_due_on(self, field: Any) -> None:
        """A day that is still to come."""
        self.due = parse_due(field.data or "")
        if self.due <= today():
            raise ValidationError(gettext("The date must be in the future"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether something is asked, and each sentence stands in the part that it is said of."""
        valid = super().validate(extra_validators)
        complete = self._is_complete()
        self.rows.errors = [row.errors for row in self.rows if row.errors]
        return bool(valid and complete)

    def _is_complete(self) -> bool:
        asked = [row.form for row in self.rows if row.form.asked]
        if not asked:
            self.rows[0].form.text.errors = [gettext("Write your question")]
        for row in asked:
            part = Part(row.part.data) if row.part.data in list(Part) else None
            if part is None:
                row.part.errors = [gettext("Choose the part that your question is about")]
            elif row.quote.data and row.quote.data not in self.sentences[part]:
                row.quote.errors = [gettext("This sentence does not stand in the chosen part")]
        return bool(asked) and not any(row.part.errors or row.quote.errors for row in asked)


class AnswerForm(FlaskForm):
    """The department's answer; the text may be changed along with it."""

    answer = TextAreaField(
        _("Your answer"),
        filters=[clean],
        validators=[DataRequired(_("Write your answer")), too_long(TEXT_LIMIT)],
    )


class CourseAnswerForm(AnswerForm):
    """An answer on the course, with the text that it is about."""

    title = StringField(
        _("Title (the essence, in one line)"),
        filters=[one_line],
        validators=[DataRequired(_("Give the event a title")), too_long(TITLE_LIMIT)],
    )
    narrative = TextAreaField(
        _("Course of the incident"),
        filters=[clean],
        validators=[DataRequired(_("Describe the course of the incident")), too_long(TEXT_LIMIT)],
    )
