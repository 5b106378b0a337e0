"""What the department writes on a dossier besides its lists: each fact as text, and from text."""

from datetime import date
from typing import Any

from portal.i18n import Translated, format_date, today
from portal.incidents.models import Incident
from portal.incidents.moments import parse_date
from portal.incidents.taxonomy import Labelled, PatientReached, ProcessStep, Severity, Technique

YES = "y"
LISTS: dict[str, type[Labelled]] = {
    "step_arose": ProcessStep,
    "step_found": ProcessStep,
    "technique": Technique,
    "patient_reached": PatientReached,
    "severity": Severity,
}
FACTS = (
    "title",
    "narrative",
    "occurred_on",
    *LISTS,
    "near_miss",
    "equipment",
    "vendor",
)


def as_text(incident: Incident, name: str) -> str:
    """The fact ``name`` as its field of the form holds it; a text in the incident's language."""
    value: Any = getattr(incident, name)
    if isinstance(value, Translated):
        return value[incident.language]
    if isinstance(value, bool):
        return YES if value else ""
    if isinstance(value, date):
        return format_date(value)
    return str(value or "")


def write(incident: Incident, name: str, text: str) -> None:
    """Store what ``text`` says; ValueError when it must be on a list or in a calendar."""
    value: object = text
    stored = getattr(incident, name)
    if isinstance(stored, Translated):
        value = stored.replace(incident.language, text)
    elif name in LISTS:
        value = LISTS[name](text) if text else None
    elif name == "near_miss":
        value = text == YES
    elif name == "occurred_on":
        value = parse_date(text, today=today()) if text else None
    setattr(incident, name, value)
