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
    "other_dose": _("Was another dose given than prescribed?"),
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
Life = list[TrailEntry]  # what happened to one row, from its insert to its removal


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


def since_asked(session: Session, question: Question) -> str:
    """As JSON: (field, before, after) of each field that changed since ``question`` was asked."""
    rows = [
        (field, before or "", after or "")
        for life in _lives(session, question)
        for field, (before, after) in _outcome(life).items()
        if (before or "") != (after or "")
    ]
    return json.dumps(rows, ensure_ascii=False)


def shown(question: Question) -> list[Change]:
    """The stored changes as people read them, in the language of the page."""
    return [
        Change(_label(field), _value(field, before), _value(field, after))
        for field, before, after in json.loads(question.changes)
    ]


def _outcome(life: Life) -> dict[str, tuple[Any, Any]]:
    """Each field of one row as it was first, and as it became."""
    found: dict[str, tuple[Any, Any]] = {}
    for entry in life:
        table = entry.subject.partition(":")[0]
        for field, before, after in _told(table, entry):
            name = f"{table}.{field}"
            found[name] = found.get(name, (before, None))[0], after
    return found


def _lives(session: Session, question: Question) -> Iterator[Life]:
    """What happened since to the dossier and to each row of its lists.

    One id may have named several rows, of other dossiers too: each life begins with its insert.
    """
    lives: dict[str, list[Life]] = {}
    for entry in _entries(session, question):
        of_id = lives.setdefault(entry.subject, [[]])
        if entry.action == "insert":
            of_id.append([])
        of_id[-1].append(entry)
        if entry.action == "delete":
            of_id.append([])
    incident = question.incident
    own = {subject_of(row) for row in _rows(incident)}
    for subject, of_id in lives.items():
        for life in of_id:
            named = _dossiers(life)
            if incident.id in named or (subject in own and life is of_id[-1] and not named):
                yield life


def _entries(session: Session, question: Question) -> Iterable[TrailEntry]:
    """What was written after the question about dossiers and their lists."""
    asked = select(TrailEntry.id).where(
        TrailEntry.subject == subject_of(question), TrailEntry.action == "insert"
    )
    tables = or_(*(TrailEntry.subject.startswith(f"{table}:") for table in ROWS))
    query = select(TrailEntry).where(TrailEntry.id > asked.scalar_subquery(), tables)
    return session.scalars(query.order_by(TrailEntry.id))


def _rows(incident: Incident) -> Iterable[Any]:
    return (
        incident,
        *incident.causes,
        *incident.actions,
        *incident.moments,
        *incident.barriers,
    )


def _dossiers(life: Life) -> set[int]:
    """The id of the dossier that a row was of, where its life says so: it began or it ended."""
    keys = (json.loads(entry.changes).get("incident_id") for entry in life)
    return {key[1] if isinstance(key, list) else key for key in keys if key}


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
