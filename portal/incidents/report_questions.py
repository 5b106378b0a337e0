"""What the questions of a quick report are made of."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from babel.numbers import format_decimal
from flask_babel import gettext
from wtforms import BooleanField, Field, Form, RadioField, SelectField, StringField
from wtforms.validators import StopValidation

from portal.i18n import current_language
from portal.incidents.drafts import Answers
from portal.incidents.taxonomy import Labelled
from portal.text import one_line

LINE_LIMIT = 200
Validator = Callable[[Form, Field], None]


class Written:
    """Something is written that can be read."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        if not any(map(str.isalnum, field.data or "")):
            raise StopValidation(self.message)


class Chosen:
    """One of the answers offered was chosen."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: RadioField) -> None:
        if not chosen(field):
            raise StopValidation(self.message)


def chosen(field: SelectField) -> str:
    """The label of the answer that was chosen; nothing if none was."""
    return next((str(each[1]) for each in field.iter_choices() if each[0] == field.data), "")


def at_most(limit: int) -> Validator:
    """A limit on the number of characters; the message counts them."""

    def validator(_form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > limit:
            raise StopValidation(
                gettext(
                    "Your text has %(length)s characters. Shorten it to %(limit)s",
                    length=_number(length),
                    limit=_number(limit),
                )
            )

    return validator


def _number(number: int) -> str:
    return format_decimal(number, locale=f"{current_language().value}_BE")


def question(
    label: str, choices: Iterable[tuple[str, str]], unanswered: str, default: str | None = None
) -> RadioField:
    """A question with a few answers, of which one is chosen; ``unanswered`` says so otherwise."""
    offered = list(choices)
    return RadioField(
        label,
        choices=lambda: offered,
        validators=[Chosen(unanswered)],
        default=default,
        validate_choice=False,
    )


def extra_question(label: str, choices: Iterable[tuple[str, str]]) -> RadioField:
    """A question with a few answers that may stay open."""
    offered = list(choices)
    return RadioField(label, choices=lambda: offered, default="", validate_choice=False)


def line(label: str, hint: str = "") -> StringField:
    """A question with a short answer in own words."""
    return StringField(
        label, description=hint, filters=[one_line], validators=[at_most(LINE_LIMIT)]
    )


def members(list_: type[Labelled]) -> list[tuple[str, str]]:
    """The answers that a list of the taxonomy offers."""
    return [(member.value, member.label) for member in list_]


class Questions(Form):
    """One page of questions. Every answer can be kept as typed, a wrong one too."""

    number: ClassVar[int]

    def answers(self) -> Answers:
        """What to keep of this page."""
        return {field.name: field.data or "" for field in self}

    def shown(self, name: str, answer: str) -> str:
        """An answer to the question ``name`` as people read it."""
        field = self[name]
        if isinstance(field, BooleanField):
            return str(field.label.text) if answer else ""
        if not isinstance(field, RadioField):
            return answer
        return next((str(each[1]) for each in field.iter_choices() if each[0] == answer), answer)

    @classmethod
    def opened(cls, answers: Answers) -> "Questions":
        """The page as it is shown with ``answers`` kept earlier."""
        return cls(data=answers)
