"""What the department writes on a dossier besides its lists: each fact as text, and from text."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Enum, inspect

from portal.i18n import Translated, current_language, format_date, today
from portal.incidents.models import Incident
from portal.incidents.moments import parse_date, parse_hour, write_hour

YES = "y"
HOUR = "found_time"
COLUMNS = inspect(Incident).columns
LISTS: dict[str, Any] = {
    each.key: each.type.enum_class for each in COLUMNS if isinstance(each.type, Enum)
}
DATES = tuple(each.key for each in COLUMNS if isinstance(each.type, Date))
MARKS = tuple(each.key for each in COLUMNS if isinstance(each.type, Boolean))


def as_text(incident: Incident, name: str) -> str:
    """The fact ``name`` as its field of the form holds it; a text in the incident's language."""
    value: Any = getattr(incident, name)
    if isinstance(value, Translated):
        return value[incident.language]
    if isinstance(value, bool):
        return YES if value else ""
    if isinstance(value, date):
        return format_date(value)
    if name == HOUR:
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
    elif name == HOUR:
        value = parse_hour(text) if text else ""
    setattr(incident, name, value)
