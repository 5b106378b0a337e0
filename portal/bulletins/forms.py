"""The form of the sheet, with a field for each cell."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]
    Field,
    Form,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from portal.bulletins.models import Bulletin
from portal.bulletins.sheet import NAME, Cell, on_sheet
from portal.i18n import Language
from portal.incidents.operations import Sent
from portal.incidents.taxonomy import CauseFamily, Labelled, ProcessStep
from portal.language.segments import Kind, split, trimmed
from portal.text import clean, one_line

TITLE_LIMIT = 200
ESSENCE_LIMIT = 160
TEXT_LIMIT = 40_000
NO_STEP = {"": _("Not filled in")}
NOT_OFFERED = _("Choose one of the answers")
OFFERED: dict[str, Any] = {"invalid_choice_message": NOT_OFFERED}  # newer than the types
KINDS = {Kind.PARAGRAPH: _("Paragraph"), Kind.BULLET: _("Bullet")}


def too_long(limit: int) -> Callable[[Form, Field], None]:
    """A limit that tells how long the text is; browsers must not cut it off."""

    def validator(_form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > limit:
            words = {"length": length, "max": limit}
            raise ValidationError(
                gettext("This text has %(length)s characters: shorten it to %(max)s", **words)
            )

    return validator


def _line(text: str | None) -> str:
    return trimmed(one_line(text))


def _choices(labels: Mapping[Any, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(value, str(label)) for value, label in labels.items()]


def _members(of: type[Labelled]) -> dict[str, LazyString]:
    return {member.value: member.label for member in of}


def flat(text: str | None) -> str:
    """A translation stays in its row, whatever line ends are pasted into it."""
    return " ".join(segment.text for segment in split(clean(text)))


def _field(cell: Cell, *, translated: bool) -> Any:
    """The field for one cell of the sheet."""
    line = flat if translated else _line
    match cell.attribute:
        case "title":
            return TextAreaField(_("Title"), filters=[line], validators=[too_long(TITLE_LIMIT)])
        case "essence":
            limit = too_long(ESSENCE_LIMIT)
            return TextAreaField(_("Essence"), filters=[line], validators=[limit])
        case "step":
            return SelectField(
                _("Step in the process"),
                choices=_choices(NO_STEP | _members(ProcessStep)),
                **OFFERED,
            )
        case "systems":
            return TextAreaField(
                _("Systems"),
                description=_("Names that are the same in both languages, one a line"),
                filters=[clean],
                validators=[too_long(TITLE_LIMIT)],
            )
        case "cause_families":
            return SelectMultipleField(
                _("Causes"),
                choices=_choices(_members(CauseFamily)),
                **OFFERED,
            )
        case "kind":
            return SelectField(_("Kind"), choices=_choices(KINDS), **OFFERED)
        case _:
            return _text_field(flat if translated else clean)


def _text_field(tidied: Callable[[str | None], str] = clean) -> TextAreaField:
    return TextAreaField(filters=[tidied], validators=[too_long(TEXT_LIMIT)])


def sheet_form(bulletin: Bulletin, posted: MultiDict[str, str], language: Language) -> Any:
    """The sheet of one language; a text of ``posted`` whose block is gone has its field too."""
    on_it = on_sheet(bulletin, language)
    translated = language is not bulletin.language
    values = {cell.name: _shown(cell.attribute, cell.read()) for cell in on_it}
    fields = {cell.name: _field(cell, translated=translated) for cell in on_it}
    for name in posted:
        if match := NAME.fullmatch(name):
            for language in Language:
                fields.setdefault(f"block_{match[1]}_{language.value}", _text_field())
    return type("SheetForm", (FlaskForm,), fields)(data=values)


def show(form: Any, texts: dict[str, str]) -> None:
    """Put other texts than those that were sent into the fields."""
    for name, text in texts.items():
        form[name].data = _shown(name, text)


def _shown(name: str, text: str) -> Any:
    return list(text) if name == "cause_families" else text


def sent_with(form: Any, posted: MultiDict[str, str]) -> dict[str, Sent]:
    """Each cell that was sent, with what it was opened with and what was chosen."""
    sent = {
        field.name: Sent(
            "".join(field.data or ""),
            posted[f"{field.name}_opened"],
            _choice(field.name, posted),
        )
        for field in form
        if f"{field.name}_opened" in posted
    }
    of_gone_blocks = (name for name in posted if NAME.fullmatch(name) and name not in form)
    return sent | {name: Sent(clean(posted[name]), "") for name in of_gone_blocks}


def _choice(name: str, posted: MultiDict[str, str]) -> str:
    """What was chosen for a text, or for the whole of a block that somebody removed."""
    block = NAME.fullmatch(name)
    return posted.get(f"{name}_keep") or posted.get(f"block_{block[1]}_keep" if block else "", "")
