"""The forms to sign in, to choose a password and to invite people."""

from collections.abc import Callable, Iterable
from typing import Any, cast

import flask_security
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_security import LoginForm, ResetPasswordForm
from flask_security.forms import (
    EmailValidation,
    EqualToLocalize,
    email_required,
    password_required,
)
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than its types
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation

from portal.accounts.models import Department
from portal.accounts.rules import LABELS, problems_with
from portal.i18n import Language, current_language
from portal.permissions import Role
from portal.text import one_line
from portal.workflow import Problem

NAME_LIMIT = 120
PASSWORD_LIMIT = 128


def _not_too_long() -> Length:
    """Hashing a password takes at most 4096 characters, and raises beyond."""
    message = _("A password has at most %(max)d characters. Check what you filled in")
    return Length(max=PASSWORD_LIMIT, message=message)


class SignInForm(LoginForm):
    """The same answer whether the address is unknown, the password wrong or the account closed."""

    email = EmailField(
        _("E-mail address"),
        render_kw={"autocomplete": "username", "spellcheck": "false"},
        validators=[email_required, EmailValidation(verify=False)],
    )
    password = PasswordField(
        _("Password"),
        render_kw={"autocomplete": "current-password"},
        validators=[password_required, _not_too_long()],
    )
    remember = None  # type: ignore[assignment] # sessions end, also on shared workstations
    held = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""

    def validate(self, **kwargs: Any) -> bool:  # type: ignore[override] # as its parent's
        """Whether these belong to an open account; ``user`` is whose."""
        if not FlaskForm.validate(self, **kwargs):
            return False
        if super().validate(**kwargs):
            return True
        self.email.errors = self.password.errors = []
        self.form_errors = [
            gettext("This e-mail address and this password do not go together. Check both.")
        ]
        return False


def _new_password() -> PasswordField:
    return PasswordField(
        _("New password"),
        description=_("At least 12 characters: a few words in a row are hard to guess"),
        render_kw={"autocomplete": "new-password"},
        validators=[password_required, _not_too_long()],
    )


def _once_more(name: str) -> PasswordField:
    return PasswordField(
        _("The same password once more"),
        render_kw={"autocomplete": "new-password"},
        validators=[
            password_required,
            _not_too_long(),
            EqualToLocalize(name, message="RETYPE_PASSWORD_MISMATCH"),
        ],
    )


class NewPasswordForm(ResetPasswordForm):
    """Choose a password, the first or after it was forgotten."""

    password = _new_password()
    password_confirm = _once_more("password")


class ChangePasswordForm(flask_security.ChangePasswordForm):
    """Choose another password."""

    password = PasswordField(
        _("Current password"),
        render_kw={"autocomplete": "current-password"},
        validators=[password_required, _not_too_long()],
    )
    new_password = _new_password()
    new_password_confirm = _once_more("new_password")


class ForgottenForm(FlaskForm):
    """Ask for a link to choose a new password."""

    email = EmailField(
        _("E-mail address"),
        render_kw={"autocomplete": "username", "spellcheck": "false"},
        validators=[email_required, EmailValidation(verify=False)],
    )


def _offered(message: LazyString) -> Callable[[Any, Field], None]:
    """The choices are among those offered."""

    def validator(_form: Any, field: Any) -> None:
        values = field.data if isinstance(field.data, list) else [field.data]
        if not set(values) <= {choice.value for choice in field.iter_choices()}:
            raise StopValidation(cast(str, message))

    return validator


class InviteForm(FlaskForm):
    """Whom to invite, and what this person may do."""

    name = StringField(
        _("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_("Fill in the name")),
            Length(max=NAME_LIMIT, message=_("Shorten the name to %(max)d characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _("E-mail address"),
        filters=[one_line],
        validators=[
            DataRequired(_("Fill in the e-mail address")),
            EmailValidation(verify=True),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    language = RadioField(
        _("Language of the mails to this person"),
        choices=[SelectChoice(each.value, each.autonym) for each in Language],
        validators=[
            InputRequired(_("Choose a language")),
            _offered(_("Choose a language of the list")),
        ],
        validate_choice=False,
    )
    department = SelectField(
        _("Department"),
        validate_choice=False,
        validators=[_offered(_("Choose a department of the list"))],
    )
    roles = SelectMultipleField(
        _("Roles"),
        choices=lambda: [SelectChoice(role.value, str(LABELS[role])) for role in Role],
        validate_choice=False,
        validators=[_offered(_("Choose roles of the list"))],
    )

    def offer(self, departments: list[Department]) -> None:
        """Fill the list of departments."""
        language = current_language()
        self.department.choices = [
            SelectChoice("", gettext("No department: the FANC or administration")),
            *(SelectChoice(each.code, each.name.best(language)[1]) for each in departments),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is filled in, with roles that go together."""
        valid = super().validate(extra_validators)
        if self.roles.errors or self.department.errors:
            return False
        problems = problems_with(self.role_set, has_department=bool(self.department.data))
        self.show(problems)
        return valid and not problems

    def show(self, problems: Iterable[Problem]) -> None:
        """Name the problems at their fields."""
        for problem in problems:
            self[problem.field].errors = [str(problem.message)]

    @property
    def role_set(self) -> set[Role]:
        """The roles that were chosen."""
        return {Role(value) for value in self.roles.data or []}


class PersonForm(InviteForm):
    """The same for an account that exists: the address stays."""

    email = None  # type: ignore[assignment]
