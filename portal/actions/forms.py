"""The form on the corrective actions of an analysis."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from portal.incidents.forms import LINE_LIMIT, DateText, choices, parse_due, too_long
from portal.incidents.models import MOST_ROWS
from portal.incidents.report_questions import chosen
from portal.incidents.taxonomy import ActionStatus, Profession, Strength
from portal.text import clean, one_line

Options = Iterable[tuple[str, str]]
WRITTEN = ("text", "status", "strength", "owner_role", "owner_id", "due_on", "cause_id", "measure")


class DueText(DateText):
    """The day by which something is done, which may lie ahead."""

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """Understand the date, or say how to write it."""
        self.understood = None
        if self.data and not validation_stopped:
            self.understood = parse_due(self.data)


class ActionRow(Form):
    """One corrective action; ``opened`` is the fingerprint of what it was opened with."""

    id = HiddenField()
    opened = HiddenField()
    keep = HiddenField()
    text = TextAreaField(_("Corrective action"), filters=[clean], validators=[too_long(LINE_LIMIT)])
    status = RadioField(
        _("Done or planned"), choices=choices(ActionStatus), default="", validate_choice=False
    )
    done_on = DateText(_("Done on"), filters=[one_line])
    due_on = DueText(_("Due date"), filters=[one_line])
    owner_role = SelectField(_("Owner (role)"), choices=choices(Profession, _("Choose")))
    owner_id = SelectField(
        _("Colleague who is reminded"),
        description=_("Without a colleague the quality manager is reminded"),
        choices=[],
        validate_choice=False,
    )
    strength = RadioField(_("Strength"), choices=choices(Strength, _("Not rated")), default="")
    cause_id = SelectField(_("Which cause does it meet?"), choices=[], validate_choice=False)
    measure = TextAreaField(
        _("How will we know that it works?"), filters=[clean], validators=[too_long(LINE_LIMIT)]
    )

    leaves = False

    @property
    def written(self) -> bool:
        """Whether somebody wrote or chose something in it."""
        return any(self[name].data for name in WRITTEN)

    @property
    def planned(self) -> bool:
        """Whether it is written as an action still to be done."""
        return bool(self.text.data) and self.status.data == ActionStatus.PLANNED

    def validate_text(self, field: TextAreaField) -> None:
        """Who tells something of a new action says what it is."""
        if self.written and not field.data and not self.id.data:
            raise ValidationError(_("Describe the corrective action"))

    def validate_status(self, field: RadioField) -> None:
        """An action that is written is done or planned."""
        if self.text.data and not chosen(field):
            raise ValidationError(_("Choose whether the action is done or planned"))

    def validate_owner_role(self, field: SelectField) -> None:
        """Somebody takes care of what is planned."""
        if self.planned and not field.data:
            raise ValidationError(_("Choose the role of who takes care of it"))

    def validate_due_on(self, field: DueText) -> None:
        """What is planned has a date."""
        if self.planned and not field.data:
            raise ValidationError(_("Write by when it is to be done"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that is being removed may hold anything."""
        return self.leaves or bool(super().validate(extra_validators))


class ActionsForm(FlaskForm):
    """The corrective actions of an incident, or why there are none."""

    rows = FieldList(FormField(ActionRow), max_entries=MOST_ROWS)
    no_actions_reason = TextAreaField(
        _("No corrective action, because …"),
        description=_("Only when nothing has to change"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )
    ready = HiddenField()

    def validate_no_actions_reason(self, field: TextAreaField) -> None:
        """A part without actions is ready only with a reason."""
        written = any(row.form.text.data or row.form.id.data for row in self.rows)
        if self.ready.data == "yes" and not written and not field.data:
            raise ValidationError(
                _(
                    "Add at least one corrective action, done or planned, "
                    "or explain why there is none"
                )
            )

    def add_spare_row(self) -> None:
        """Have one empty row at the end, if there is room."""
        rows = [row.form for row in self.rows]
        if len(rows) < MOST_ROWS and all(row.written or row.id.data for row in rows):
            self.rows.append_entry()

    def offer(
        self, colleagues: Iterable[tuple[str, str]], causes: Iterable[tuple[str, str]]
    ) -> None:
        """Let each row choose among the department's people and the incident's causes."""
        people = _offered(gettext("Nobody in particular"), colleagues)
        reasons = _offered(gettext("Not one in particular"), causes)
        for row in self.rows:
            row.form.owner_id.choices = people
            row.form.cause_id.choices = reasons


def _offered(empty: str, options: Options) -> list[Any]:
    return [SelectChoice("", empty), *(SelectChoice(value, label) for value, label in options)]
