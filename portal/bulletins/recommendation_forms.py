"""The forms on the recommendations of a bulletin: to whom, against what, and whether we ask on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from portal.bulletins.forms import TITLE_LIMIT, too_long
from portal.bulletins.models import Bulletin
from portal.bulletins.recommendation import OF_DEPARTMENTS, Addressee, Recommendation
from portal.incidents.taxonomy import CauseFamily, EindhovenCode, Technique
from portal.text import clean

LISTS = ("addressed_to", "techniques", "causes")


@dataclass(frozen=True)
class Values:
    """What goes with a recommendation, as the columns keep it."""

    addressed_to: str
    systems: str
    techniques: str
    causes: str
    follow_up: bool

    @classmethod
    def of(cls, recommendation: Recommendation) -> "Values":
        """What is stored."""
        return cls(**{name: getattr(recommendation, name) for name in cls.__annotations__})


def _several(label: Any) -> SelectMultipleField:
    message = _("Choose one of the answers")
    offered: dict[str, Any] = {"invalid_choice_message": message}
    return SelectMultipleField(label, choices=[], **offered)


class AddressForm(FlaskForm):
    """What goes with one recommendation."""

    addressed_to = _several(_("Addressed to"))
    systems = TextAreaField(
        _("Machines and systems"),
        description=_("One a line, named as departments name them"),
        filters=[clean],
        validators=[too_long(TITLE_LIMIT)],
    )
    techniques = _several(_("Techniques"))
    causes = _several(_("Causes that it meets"))
    follow_up = BooleanField(
        _("Ask departments what they do with it"),
        description=_("They answer freely; after 60 days one reminder goes to who did not answer."),
    )
    opened = HiddenField()
    keep = HiddenField()

    def __init__(self, recommendation: Recommendation) -> None:
        stored, prefix = Values.of(recommendation), f"r{recommendation.id}-"
        data = vars(stored) | {name: getattr(stored, name).split() for name in LISTS}
        # One that a colleague added meanwhile was not on the form: it shows what is stored.
        unsent = {} if f"{prefix}opened" in request.form else {"formdata": None}
        super().__init__(prefix=prefix, data=data, **unsent)
        self.addressed_to.choices = [(each.value, _as_option(each)) for each in Addressee]
        self.techniques.choices = [(each.value, str(each.label)) for each in Technique]
        self.causes.choices = list(_causes(recommendation.bulletin))

    def validate_addressed_to(self, field: SelectMultipleField) -> None:
        """Somebody is addressed, and who is asked on is a department."""
        chosen = set(field.data or ())
        if not chosen:
            raise ValidationError(_("Choose to whom the recommendation is addressed"))
        if self.follow_up.data and not chosen & OF_DEPARTMENTS:
            raise ValidationError(_("Only departments and their ICT service can be asked on"))

    def validate_systems(self, field: TextAreaField) -> None:
        """Some departments are those that have something."""
        some = Addressee.SOME_DEPARTMENTS in (self.addressed_to.data or ())
        if some and not field.data and not self.techniques.data:
            raise ValidationError(_("Name the system or the technique of these departments"))

    @property
    def values(self) -> Values:
        """What was sent, in the order of the lists."""
        fields = (self.addressed_to, self.techniques, self.causes)
        lists = {name: _kept(field) for name, field in zip(LISTS, fields, strict=True)}
        lines = (line.strip() for line in (self.systems.data or "").splitlines())
        systems = "\n".join(filter(None, lines))
        return Values(**lists, systems=systems, follow_up=bool(self.follow_up.data))


def _kept(field: SelectMultipleField) -> str:
    chosen = set(field.data or ())
    return " ".join(str(each[0]) for each in field.iter_choices() if each[0] in chosen)


def _as_option(addressee: Addressee) -> str:
    words = str(addressee.label)
    return words[:1].upper() + words[1:]


def _causes(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """The families, and the codes that the dossiers behind the bulletin carry."""
    yield from ((each.value, str(each.label)) for each in CauseFamily)
    for code in _codes(bulletin):
        label = {"code": code.value, "words": code.label}
        yield code.value, gettext("%(code)s: %(words)s", **label)


def _codes(bulletin: Bulletin) -> Iterable[EindhovenCode]:
    of_dossiers = {cause.code for each in bulletin.incidents for cause in each.base_causes}
    kept = {code for each in bulletin.recommendations for code in each.causes.split()}
    families = {each.value for each in CauseFamily}
    return [
        code
        for code in EindhovenCode
        if (code in of_dossiers or code.value in kept) and code.value not in families
    ]
