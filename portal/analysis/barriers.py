"""The barriers that worked and those that failed: both are asked, both are learnt from."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from portal.i18n import Translated
from portal.incidents.forms import LINE_LIMIT, choices, too_long
from portal.incidents.models import Incident
from portal.incidents.parts import Barrier
from portal.incidents.taxonomy import BarrierKind
from portal.text import clean


class BarrierRow(Form):
    """One barrier, and what it did."""

    id = HiddenField()
    kind = SelectField(_("Barrier"), choices=choices(BarrierKind, _("Choose")))
    text = TextAreaField(
        _("How, in a few words"), filters=[clean], validators=[too_long(LINE_LIMIT)]
    )

    def validate_kind(self, field: SelectField) -> None:
        """What is written is about a barrier of the list."""
        if self.text.data and not field.data:
            raise ValidationError(_("Choose which barrier it was"))


def rows_of(incident: Incident, *, worked: bool) -> list[dict[str, Any]]:
    """What the form shows of the barriers that worked, or of those that failed."""
    return [
        {"id": each.id, "kind": each.kind.value, "text": each.text[incident.language]}
        for each in incident.barriers
        if each.worked is worked
    ]


def as_text(rows: list[dict[str, Any]]) -> str:
    """The barriers on one line each, to compare two versions of the list."""
    return "\n".join(f"{row['kind']} {row['text']}" for row in rows)


def shown(rows: list[dict[str, Any]]) -> str:
    """The same in the words of the page."""
    return "\n".join(f"{BarrierKind(row['kind']).label}: {row['text']}" for row in rows)


def filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in which a barrier is chosen."""
    return [row for row in rows if row["kind"]]


def write(incident: Incident, rows: list[dict[str, Any]], *, worked: bool) -> None:
    """Replace the barriers that worked, or those that failed."""
    left = {str(each.id): each for each in incident.barriers if each.worked is worked}
    new = []
    for row in rows:
        each = left.pop(str(row["id"]), None) or Barrier(worked=worked, text=Translated())
        each.kind = BarrierKind(row["kind"])
        each.text = each.text.replace(incident.language, row["text"])
        new.append(each)
    others = [each for each in incident.barriers if each.worked is not worked]
    arranged = [*new, *others] if worked else [*others, *new]
    for position, each in enumerate(arranged, 1):
        each.position = position
    incident.barriers = arranged
