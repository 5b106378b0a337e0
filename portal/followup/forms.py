"""The forms of a department on a REX: discussed, its answers, and an action after one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from portal.actions.forms import DueText
from portal.followup.answering import Said, Talk
from portal.followup.models import Applies, Reply
from portal.incidents.forms import LINE_LIMIT, DateText, too_long
from portal.incidents.report_questions import chosen
from portal.text import clean, one_line

Options = Iterable[tuple[str, str]]


def _members(of: type[Applies] | type[Reply]) -> Any:
    return lambda: [(each.value, str(each.label)) for each in of]


class TalkForm(FlaskForm):
    """When the team discussed a REX, and whether it applies to the department."""

    discussed_on = DateText(_("Discussed on"), filters=[one_line])
    applies = RadioField(
        _("Does it apply to your department?"),
        choices=_members(Applies),
        default="",
        validate_choice=False,
    )
    opened = HiddenField()
    keep = HiddenField()

    @property
    def talk(self) -> Talk:
        """What was filled in."""
        return self.discussed_on.understood, self.applies.data if chosen(self.applies) else ""


class AnswerForm(FlaskForm):
    """What the department does with one recommendation, and an action if it plans one."""

    reply = RadioField(
        _("What does your department do with it?"),
        choices=_members(Reply),
        default="",
        validate_choice=False,
    )
    due_on = DueText(_("By when?"), filters=[one_line])
    reason = TextAreaField(
        _("Does not apply, because …"),
        description=_("The FANC reads the reason, without the name of your department"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )
    action = TextAreaField(
        _("Corrective action"),
        description=_("It stands in your list of actions, with a link to this REX"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )
    action_due_on = DueText(_("Due date"), filters=[one_line])
    owner_id = SelectField(
        _("Colleague who is reminded"),
        description=_("Without a colleague the quality manager is reminded"),
        choices=[],
        validate_choice=False,
    )
    opened = HiddenField()
    keep = HiddenField()

    def validate_reply(self, field: RadioField) -> None:
        """One of the five answers was chosen."""
        if not chosen(field):
            raise ValidationError(_("Choose what your department does with it"))

    def validate_due_on(self, field: DueText) -> None:
        """What is planned has a date."""
        if self.reply.data == Reply.PLANNED and not field.data:
            raise ValidationError(_("Write by when it is to be done"))

    def validate_reason(self, field: TextAreaField) -> None:
        """What does not apply has its ground."""
        if self.reply.data == Reply.NOT_APPLICABLE and not field.data:
            raise ValidationError(_("Write why it does not apply to your department"))

    def validate_action_due_on(self, field: DueText) -> None:
        """An action has a date, its own or that of the answer."""
        if self.action.data and not field.data and not self._planned_by:
            raise ValidationError(_("Write by when it is to be done"))

    def offer(self, colleagues: Options) -> None:
        """Let the action choose among the department's people."""
        offer(self.owner_id, colleagues)

    @property
    def said(self) -> Said:
        """The answer; what belongs to another answer is left out."""
        reply = Reply(self.reply.data)
        return Said(
            reply,
            self._planned_by,
            (self.reason.data or "") if reply is Reply.NOT_APPLICABLE else "",
        )

    @property
    def due(self) -> date | None:
        """By when the action is to be done."""
        return self.action_due_on.understood or self._planned_by

    @property
    def owner(self) -> int | None:
        """The colleague who was chosen."""
        return chosen_owner(self.owner_id)

    @property
    def _planned_by(self) -> date | None:
        return self.due_on.understood if self.reply.data == Reply.PLANNED else None


class ActionForm(FlaskForm):
    """An action after a recommendation: what, by when, and who is reminded."""

    text = TextAreaField(_("Corrective action"), filters=[clean], validators=[too_long(LINE_LIMIT)])
    due_on = DueText(_("Due date"), filters=[one_line])
    owner_id = SelectField(_("Colleague who is reminded"), choices=[], validate_choice=False)
    opened = HiddenField()
    keep = HiddenField()

    def validate_text(self, field: TextAreaField) -> None:
        """It says what it is."""
        if not field.data:
            raise ValidationError(_("Describe the corrective action"))

    def validate_due_on(self, field: DueText) -> None:
        """It has a date."""
        if not field.data:
            raise ValidationError(_("Write by when it is to be done"))


def offer(field: SelectField, colleagues: Options) -> None:
    """Let a field choose among the department's people, or nobody."""
    field.choices = [("", gettext("Nobody in particular")), *colleagues]


def chosen_owner(field: SelectField) -> int | None:
    """The colleague that was chosen among those offered."""
    return int(field.data) if field.data and chosen(field) else None
