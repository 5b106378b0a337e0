"""Incidents as lines of JSON: read with every fault named, and written."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.schema import SCHEMA

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Fault:
    """Why a line is refused; ``line`` counts from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Refused(Exception):
    """The file is refused as a whole; every fault is named."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def _is_date(_checker: object, wanted: str, instance: object, _schema: object) -> Iterator[Any]:
    if wanted == "date" and isinstance(instance, str):
        try:
            valid = date.fromisoformat(instance).isoformat() == instance
        except ValueError:
            valid = False
        if not valid:
            yield ValidationError(f"{instance!r} is not a date written YYYY-MM-DD")


_validator = extend(Draft202012Validator, {"format": _is_date})(SCHEMA)  # type: ignore[no-untyped-call]


def read(lines: Iterable[bytes]) -> list[tuple[int, dict[str, Any]]]:
    """Every line of a file with its number, or :class:`Refused` with all faults."""
    found, faults = [], []
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        record, reason = _read_line(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
        identifier = record.get("external_id")
        if not reason and identifier in seen:
            reason = f"external_id {identifier!r} is on line {seen[identifier]} too"
        if reason:
            faults.append(Fault(number, reason))
            continue
        seen[record["external_id"]] = number
        found.append((number, record))
    if faults:
        raise Refused(faults)
    return found


def _read_line(raw: bytes) -> tuple[dict[str, Any], str]:
    try:
        text = raw.decode()
        record = json.loads(text, object_pairs_hook=_no_doubles)
    except UnicodeDecodeError as error:
        return {}, f"not UTF-8 at byte {error.start + 1}"
    except json.JSONDecodeError as error:
        return {}, f"not JSON at character {error.colno}: {error.msg}"
    except (ValueError, RecursionError) as error:
        return {}, f"not readable: {error}"
    fault = best_match(_validator.iter_errors(record))
    if fault is not None:
        where = ".".join(map(str, fault.absolute_path))
        return {}, f"{where}: {_short(fault.message)}" if where else _short(fault.message)
    return record, _fault_in_texts(record) or _fault_in_places(record)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands twice in one object")
        found[name] = value
    return found


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:200]} … {message[-80:]}"


def _fault_in_texts(record: dict[str, Any]) -> str:
    for where, text in _strings(record, ""):
        if _SURROGATE.search(text):
            return f"{where}: a lone surrogate is not a character"
        if _UNSTORABLE.search(text):
            return f"{where}: a control character is not text"
    for name in ("title", "narrative"):
        for language in record["languages"]:
            if not record[name].get(language, "").strip():
                return f"{name}.{language}: empty, though languages names {language!r}"
    return ""


def _fault_in_places(record: dict[str, Any]) -> str:
    """Each cause stands in the branch of its parent; what is met, is there; one kind of event."""
    causes = record.get("causes", [])
    above: list[int] = []
    for index, cause in enumerate(causes):
        parent = cause.get("parent")
        while above and above[-1] != parent:
            above.pop()
        if parent is not None and not above:
            return f"causes.{index}.parent: the cause does not stand in the branch of {parent}"
        above.append(index + 1)
    for index, action in enumerate(record.get("corrective_actions", [])):
        if (action.get("cause") or 0) > len(causes):
            return f"corrective_actions.{index}.cause: there is no cause {action['cause']}"
    kind = record.get("event_type")
    if kind and record.get("near_miss", kind == "near_miss") is not (kind == "near_miss"):
        return f"near_miss: says something else than event_type {kind!r}"
    return ""


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{where}.{index}")


def _status(incident: Incident) -> str:
    """Its state; a link is between dossiers of this portal, so elsewhere it is one in review."""
    linked = incident.status is IncidentStatus.LINKED
    return (IncidentStatus.IN_REVIEW if linked else incident.status).value


def write(incident: Incident) -> dict[str, Any]:
    """The record of an incident; reading it again gives the same incident."""
    return {
        "external_id": incident.external_id or incident.reference,
        "reference": incident.reference,
        "languages": _languages(incident),
        "department": incident.department.code,
        "status": _status(incident),
        "closed_reason": incident.closed_reason,
        "title": _text(incident.title),
        "occurred_on": _iso(incident.occurred_on),
        "occurred_about": incident.occurred_about,
        "found_on": _iso(incident.found_on),
        "found_time": incident.found_time,
        "technique": incident.technique,
        "process_step": {"arose": incident.step_arose, "found": incident.step_found},
        "narrative": _text(incident.narrative),
        **_lists(incident),
        "severity": incident.severity,
        "event_type": incident.event_type,
        "near_miss": incident.near_miss,
        "patient_reached": incident.patient_reached,
        "patients_reached": incident.patients_reached,
        "other_dose": incident.other_dose,
        "danger": incident.danger,
        "equipment": _text(incident.equipment) or None,
        "vendor": incident.vendor or None,
        "recommendation": _text(incident.recommendation) or None,
    }


def _lists(incident: Incident) -> dict[str, Any]:
    places = enumerate(incident.causes, 1)
    number: dict[Cause | None, int] = {cause: place for place, cause in places}
    coded = incident.base_causes
    return {
        "causes": [
            {"text": _text(each.text), "code": each.code if each in coded else None}
            | _given(parent=number.get(each.parent))
            for each in incident.causes
        ],
        "barriers": [
            {"kind": each.kind, "worked": each.worked, "text": _text(each.text)}
            for each in incident.barriers
        ],
        "corrective_actions": [
            {"text": _text(each.text), "status": each.status, "strength": each.strength}
            | _given(
                owner_role=each.owner_role,
                due_on=_iso(each.due_on),
                done_on=_iso(each.done_on),
                measure=_text(each.measure),
                cause=number.get(each.cause),
            )
            for each in incident.actions
        ],
    }


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _languages(incident: Incident) -> list[str]:
    others = [each for each in incident.narrative.languages if each is not incident.language]
    return [each.value for each in (incident.language, *others)]


def _text(text: Translated) -> dict[str, str]:
    return {each.value: text[each] for each in text.languages}


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
