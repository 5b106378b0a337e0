"""The form on which people of the regulator write a term."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from portal.glossary.labels import DOMAINS, FIELDS, GENDERS, KINDS, STATUSES
from portal.glossary.operations import Clash
from portal.i18n import Language, Translated
from portal.language.glossary_file import parted
from portal.language.terms import Domain, Gender, Kind, Status, Term
from portal.text import clean, one_line

LINE, TEXT = 200, 1000
OPEN = (Status.PROPOSED, Status.APPROVED)


def _short(limit: int) -> Length:
    return Length(max=limit, message=_("Shorten this text to %(max)d characters"))


def _preferred(language: Language) -> StringField:
    needed = DataRequired(_("Write the term in both languages"))
    return StringField(
        FIELDS[f"preferred_{language}"], filters=[one_line], validators=[needed, _short(LINE)]
    )


def _lines(name: str, hint: Any) -> TextAreaField:
    return TextAreaField(FIELDS[name], description=hint, filters=[clean], validators=[_short(TEXT)])


def _choices(labels: Mapping[Any, Any]) -> list[Any]:
    return [SelectChoice(code.value, label) for code, label in labels.items()]


class TermForm(FlaskForm):
    """One term; ``opened`` is the fingerprint of what it was when the form was opened."""

    opened = HiddenField()
    keep = HiddenField()
    nl = _preferred(Language.NL)
    fr = _preferred(Language.FR)
    nl_synonyms = _lines("synonyms_nl", _("One on each line, abbreviations too"))
    fr_synonyms = _lines("synonyms_fr", _("One on each line, abbreviations too"))
    nl_forms = _lines("forms_nl", _("One on each line; ordinary plurals go without saying"))
    fr_forms = _lines("forms_fr", _("One on each line; ordinary plurals go without saying"))
    domain = SelectField(FIELDS["domain"], choices=_choices(DOMAINS))
    kind = SelectField(FIELDS["kind"], choices=_choices(KINDS))
    gender = SelectField(
        FIELDS["gender"], choices=[SelectChoice("", _("No gender")), *_choices(GENDERS)]
    )
    note_nl = _lines("note_nl", None)
    note_fr = _lines("note_fr", None)
    false_friend = BooleanField(
        FIELDS["false_friend"],
        description=_("It looks like a word of the other language, and is not"),
    )
    countable = BooleanField(
        FIELDS["countable"],
        description=_("Only for a word that each faithful translation has as often as the source"),
    )
    status = RadioField(FIELDS["status"], choices=_choices({each: STATUSES[each] for each in OPEN}))

    def validate_note_fr(self, field: TextAreaField) -> None:
        """A note is there in both languages or in none."""
        if bool(field.data) is not bool(self.note_nl.data):
            raise ValidationError(_("Write the note in both languages, or leave both empty"))

    def term(self, before: Term) -> Term:
        """What is written, on top of what the term was."""
        return replace(
            before,
            nl=_all(self.nl.data, self.nl_synonyms.data),
            fr=_all(self.fr.data, self.fr_synonyms.data),
            domain=Domain(self.domain.data),
            kind=Kind(self.kind.data),
            gender=Gender(self.gender.data) if self.gender.data else None,
            nl_forms=_all(self.nl_forms.data),
            fr_forms=_all(self.fr_forms.data),
            note=Translated(self.note_nl.data or "", self.note_fr.data or ""),
            false_friend=self.false_friend.data,
            countable=self.countable.data,
            status=Status(self.status.data),
        )

    def show(self, clashes: list[Clash]) -> None:
        """Say at the field which words stand with another term already."""
        for clash in clashes:
            field = self[clash.language.value]
            message = gettext(
                "“%(word)s” stands already with “%(term)s”: leave it out here or there",
                word=clash.word,
                term=clash.term[clash.language][0],
            )
            field.errors = [*field.errors, message]


def answers_of(term: Term) -> dict[str, Any]:
    """A term as the form shows it."""
    texts = {f"{each}": term[each][0] for each in Language}
    texts |= {f"{each}_synonyms": "\n".join(term[each][1:]) for each in Language}
    texts |= {f"{each}_forms": "\n".join(term.forms(each)) for each in Language}
    texts |= {f"note_{each}": term.note[each] for each in Language}
    plain = ("domain", "kind", "gender", "false_friend", "countable", "status")
    return texts | {name: getattr(term, name) for name in plain}


def _all(*texts: str | None) -> tuple[str, ...]:
    return parted(";".join(text.replace("\n", ";") for text in texts if text))
