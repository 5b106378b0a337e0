"""What the pages that show a whole dossier need besides its rows."""

from typing import Any

from wtforms import RadioField

from portal.incidents import exposure
from portal.incidents.models import Incident
from portal.incidents.moments import write_hour
from portal.language.segments import split


def content(incident: Incident) -> dict[str, Any]:
    """The values of the macros in ``incidents/_content.html``."""
    return {
        "incident": incident,
        "split": split,
        "write_hour": write_hour,
        "doses": doses(incident),
    }


def doses(incident: Incident) -> list[tuple[str, str]]:
    """Every answer about dose and patients that was given, with its question."""
    form = exposure.ExposureFields()
    given = exposure.texts(incident)
    return [
        (form[name].label.text, _words(form[name], text)) for name, text in given.items() if text
    ]


def _words(field: Any, text: str) -> str:
    """What an answer on a list is called; otherwise the answer."""
    if not isinstance(field, RadioField):
        return text
    return next(
        (str(label) for value, label, *_rest in field.iter_choices() if value == text), text
    )
