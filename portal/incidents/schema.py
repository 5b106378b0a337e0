"""The JSON Schema of one incident, as other systems give and take it."""

from typing import Any

from portal.i18n import Language
from portal.incidents.models import MOST_ROWS, IncidentStatus
from portal.incidents.taxonomy import (
    ActionStatus,
    BarrierKind,
    Danger,
    EindhovenCode,
    EventType,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Profession,
    Severity,
    Strength,
    Technique,
)

FORMAT = "rex-incident/1"
TEXT_LIMIT = 1_000_000


def _codes(*members: str, nullable: bool = False) -> dict[str, Any]:
    values: list[str | None] = list(members)
    return {"enum": [*values, None]} if nullable else {"enum": values}


_TEXT = {
    "description": "A text in each language in which it exists",
    "type": "object",
    "properties": {each.value: {"type": "string", "maxLength": TEXT_LIMIT} for each in Language},
    "additionalProperties": False,
}
_OPTIONAL_TEXT = _TEXT | {"type": ["object", "null"]}
_PLACE = {"type": ["integer", "null"], "minimum": 1, "maximum": MOST_ROWS}
_DATE = {"type": ["string", "null"], "format": "date", "description": "YYYY-MM-DD"}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:{FORMAT}",
    "title": "One incident, one line of a .jsonl file",
    "type": "object",
    "required": ["external_id", "languages", "title", "narrative"],
    "additionalProperties": False,
    "properties": {
        "external_id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "Its name in the system it comes from; the same name again updates",
        },
        "languages": {
            "type": "array",
            "items": _codes(*Language),
            "minItems": 1,
            "uniqueItems": True,
            "description": "The languages of its texts; it was written in the first",
        },
        "reference": {
            "type": "string",
            "description": "Ours, written on export; with it, a line updates an incident of ours",
        },
        "department": {"type": "string", "minLength": 1, "description": "Code of the department"},
        "status": _codes(*(each for each in IncidentStatus if each is not IncidentStatus.LINKED))
        | {"description": "closed for a new incident if left out"},
        "closed_reason": {"type": "string", "maxLength": TEXT_LIMIT},
        "title": _TEXT,
        "occurred_on": _DATE,
        "occurred_about": {"type": "boolean", "description": "The date is approximate"},
        "found_on": _DATE,
        "found_time": {
            "type": "string",
            "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9])?(?![\\s\\S])",
        },
        "technique": _codes(*Technique, nullable=True),
        "process_step": {
            "type": "object",
            "properties": {
                "arose": _codes(*ProcessStep),
                "found": _codes(*ProcessStep, nullable=True),
            },
            "additionalProperties": False,
        },
        "narrative": _TEXT,
        "causes": {
            "type": "array",
            "maxItems": MOST_ROWS,
            "items": {
                "type": "object",
                "properties": {
                    "text": _TEXT,
                    "code": _codes(*EindhovenCode, nullable=True),
                    "parent": _PLACE
                    | {"description": "The number of the cause it led to; else the event"},
                },
                "additionalProperties": False,
            },
        },
        "barriers": {
            "type": "array",
            "maxItems": 2 * MOST_ROWS,
            "items": {
                "type": "object",
                "required": ["kind", "worked"],
                "properties": {
                    "kind": _codes(*BarrierKind),
                    "worked": {"type": "boolean", "description": "It worked; else it failed"},
                    "text": _TEXT,
                },
                "additionalProperties": False,
            },
        },
        "corrective_actions": {
            "type": "array",
            "maxItems": MOST_ROWS,
            "items": {
                "type": "object",
                "required": ["text", "status"],
                "properties": {
                    "text": _TEXT,
                    "status": _codes(*ActionStatus),
                    "strength": _codes(*Strength, nullable=True),
                    "owner_role": _codes(*Profession, nullable=True),
                    "due_on": _DATE,
                    "done_on": _DATE,
                    "measure": _OPTIONAL_TEXT,
                    "cause": _PLACE | {"description": "The number of the cause that it meets"},
                },
                "additionalProperties": False,
            },
        },
        "severity": _codes(*Severity),
        "event_type": _codes(*EventType, nullable=True),
        "near_miss": {"type": "boolean", "description": "The same as event_type near_miss"},
        "patient_reached": _codes(*PatientReached),
        "patients_reached": _codes(*PatientsReached, nullable=True),
        "other_dose": _codes(*OtherDose, nullable=True),
        "danger": _codes(*Danger),
        "equipment": _OPTIONAL_TEXT,
        "vendor": {"type": ["string", "null"], "maxLength": TEXT_LIMIT},
        "recommendation": _OPTIONAL_TEXT,
    },
}
