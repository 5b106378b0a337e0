"""What the department writes on a dossier besides its lists: each fact as text, and from text."""

from datetime import date
from typing import Any

from portal.i18n import Translated, current_language, format_date, today
from portal.incidents.models import Incident
from portal.incidents.moments import parse_date, parse_hour, write_hour
from portal.incidents.taxonomy import (
    Danger,
    Labelled,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Severity,
    Technique,
)

YES = "y"
LISTS: dict[str, type[Labelled]] = {
    "step_arose": ProcessStep,
    "step_found": ProcessStep,
    "technique": Technique,
    "patient_reached": PatientReached,
    "patients_reached": PatientsReached,
    "other_dose": OtherDose,
    "danger": Danger,
    "severity": Severity,
}
DATES = ("found_on", "occurred_on")
MARKS = ("occurred_about", "near_miss")
FACTS = (
    "title",
    "narrative",
    *DATES,
    "found_time",
    *LISTS,
    *MARKS,
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
    if name == "found_time":
        return write_hour(value, current_language())
    return str(value or "")


def write(incident: Incident, name: str, text: str) -> None:
    """Store what ``text`` says; ValueError when it must be on a list or in a calendar."""
    value: object = text
    stored = getattr(incident, name)
    if isinstance(stored, Translated):
        value = stored.replace(incident.language, text)
    elif name in LISTS:
        value = LISTS[name](text) if text else None
    elif name in MARKS:
        value = text == YES
    elif name in DATES:
        value = parse_date(text, today=today()) if text else None
    elif name == "found_time":
        value = parse_hour(text) if text else ""
    setattr(incident, name, value)
