"""What a department changed in its dossier since a question, read from the trail."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.dialogue.models import Question
from portal.i18n import Language, format_date
from portal.incidents import facts
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus, EindhovenCode, Strength
from portal.trail import TrailEntry, subject_of

ROWS: dict[str, LazyString] = {
    "incident": _("Dossier"),
    "cause": _("Cause"),
    "corrective_action": _("Corrective action"),
    "moment": _("Moment in the course"),
    "barrier": _("Barrier"),
}
TEXTS: dict[str, LazyString] = {
    "title": _("Title"),
    "narrative": _("Course of the incident"),
    "equipment": _("Machine or system"),
    "found_how": _("How it was found"),
    "effects": _("Effects"),
    "correction": _("How it was corrected"),
    "text": _("Text"),
    "measure": _("How we will know that it works"),
}
FIELDS: dict[str, LazyString] = {
    "vendor": _("Vendor"),
    "product": _("Product"),
    "product_version": _("Version"),
    "found_on": _("Found on"),
    "found_time": _("Hour"),
    "occurred_on": _("Date of the event"),
    "step_arose": _("Step in which it arose"),
    "step_found": _("Step in which it was found"),
    "technique": _("Technique"),
    "patient_reached": _("Did this reach a patient?"),
    "patients_reached": _("How many patients?"),
    "other_dose": _("Did they get another dose than prescribed?"),
    "danger": _("Is anyone still in danger?"),
    "severity": _("Medical severity"),
    "code": _("Code"),
    "status": _("Done or planned"),
    "strength": _("Strength"),
    "due_on": _("Due by"),
    "no_causes_reason": _("Why there are no causes"),
    "no_actions_reason": _("Why there are no corrective actions"),
}
LISTS = facts.LISTS | {"code": EindhovenCode, "strength": Strength, "status": ActionStatus}
DATES = (*facts.DATES, "due_on")


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


def since_asked(session: Session, question: Question) -> str:
    """As JSON: (field, before, after) of each field that changed since ``question`` was asked."""
    found: dict[tuple[str, str], tuple[Any, Any]] = {}
    for entry in _entries(session, question):
        table = entry.subject.partition(":")[0]
        for field, before, after in _told(table, entry):
            first = found.get((entry.subject, field), (before, None))[0]
            found[entry.subject, field] = first, after
    rows = [
        (f"{subject.partition(':')[0]}.{field}", before or "", after or "")
        for (subject, field), (before, after) in found.items()
        if (before or "") != (after or "")
    ]
    return json.dumps(rows, ensure_ascii=False)


def shown(question: Question) -> list[Change]:
    """The stored changes as people read them, in the language of the page."""
    return [
        Change(_label(field), _value(field, before), _value(field, after))
        for field, before, after in json.loads(question.changes)
    ]


def _entries(session: Session, question: Question) -> Iterator[TrailEntry]:
    """What happened to the dossier and its lists after the question was written."""
    asked = select(TrailEntry.id).where(
        TrailEntry.subject == subject_of(question), TrailEntry.action == "insert"
    )
    tables = or_(*(TrailEntry.subject.startswith(f"{table}:") for table in ROWS))
    query = select(TrailEntry).where(TrailEntry.id > asked.scalar_subquery(), tables)
    incident = question.incident
    own = {subject_of(row) for row in _rows(incident)}
    for entry in session.scalars(query.order_by(TrailEntry.id)):
        if entry.subject in own or _was_of(incident, entry):
            yield entry


def _rows(incident: Incident) -> Iterable[Any]:
    return (
        incident,
        *incident.causes,
        *incident.actions,
        *incident.moments,
        *incident.barriers,
    )


def _was_of(incident: Incident, entry: TrailEntry) -> bool:
    """Whether the entry names the dossier itself, as that of a removed row does."""
    key = json.loads(entry.changes).get("incident_id")
    return key in (incident.id, [None, incident.id])


def _told(table: str, entry: TrailEntry) -> Iterator[tuple[str, Any, Any]]:
    for field, value in json.loads(entry.changes).items():
        before, after = value if isinstance(value, list) else (value, None)
        if _known(table, field):
            yield field, before, after


def _known(table: str, field: str) -> bool:
    """A field that people know by a name; the status of a dossier is told by its timeline."""
    return (_base(field) in TEXTS or field in FIELDS) and (table, field) != ("incident", "status")


def _base(field: str) -> str:
    base, _line, language = field.rpartition("_")
    return base if language in list(Language) else field


def _label(field: str) -> str:
    table, _dot, name = field.partition(".")
    known = TEXTS.get(_base(name)) or FIELDS.get(name) or name
    return str(known) if table == "incident" else f"{ROWS[table]} · {known}"


def _value(field: str, stored: str) -> str:
    name = field.partition(".")[2]
    if not stored:
        return gettext("empty")
    if name in LISTS and stored in list(LISTS[name]):
        return str(LISTS[name](stored).label)
    if name in DATES:
        return format_date(date.fromisoformat(stored))
    return stored
