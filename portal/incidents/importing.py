"""Incidents from another system: stored all or none, updated when they come again."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.i18n import Language, Translated, now
from portal.incidents.interchange import Fault, Refused
from portal.incidents.models import Cause, CorrectiveAction, Incident, IncidentStatus
from portal.incidents.taxonomy import (
    ActionStatus,
    Danger,
    EindhovenCode,
    PatientReached,
    ProcessStep,
    Severity,
    Strength,
    Technique,
)
from portal.numbering import next_number
from portal.text import clean

ELSEWHERE = "import"
CLOSED_REASON = "Overgenomen uit een ander systeem / Repris d’un autre système"


def store(session: Session, records: list[tuple[int, dict[str, Any]]]) -> tuple[int, int]:
    """Store the records of a file; return how many are new and how many were updated.

    A record without department belongs to a department of its own, "import". Raise
    :class:`Refused` when a record names a department that does not exist.
    """
    departments = {each.code: each for each in session.scalars(select(Department))}
    faults = [
        Fault(number, f"department: there is no department {record['department']!r}")
        for number, record in records
        if record.get("department", ELSEWHERE) not in {*departments, ELSEWHERE}
    ]
    if faults:
        raise Refused(faults)
    known = _known(session, [record["external_id"] for _number, record in records])
    created = 0
    for _number, record in records:
        code = record.get("department", ELSEWHERE)
        if code not in departments:
            departments[code] = _elsewhere(session)
        incident = known.get(record["external_id"])
        if incident is None:
            incident = _new(session, record)
            session.add(incident)
            created += 1
        _fill(incident, record, departments[code])
    session.flush()
    return created, len(records) - created


def _known(session: Session, identifiers: list[str]) -> dict[str, Incident]:
    found: dict[str, Incident] = {}
    for start in range(0, len(identifiers), 500):
        part = identifiers[start : start + 500]
        for incident in session.scalars(select(Incident).where(Incident.external_id.in_(part))):
            found[str(incident.external_id)] = incident
        own = select(Incident).where(Incident.external_id.is_(None), Incident.reference.in_(part))
        for incident in session.scalars(own):
            found.setdefault(incident.reference, incident)
    return found


def _elsewhere(session: Session) -> Department:
    department = Department(
        code=ELSEWHERE,
        name=Translated("Overgenomen dossiers", "Dossiers repris"),
        language=Language.NL,
    )
    session.add(department)
    session.flush()
    return department


def _new(session: Session, record: dict[str, Any]) -> Incident:
    found = _date(record.get("found_on")) or _date(record.get("occurred_on"))
    moment = datetime.combine(found, time(12), UTC) if found else now()
    number = next_number(session, "M", moment.year)
    return Incident(
        external_id=record["external_id"],
        reference=f"M-{moment.year}-{number:04}",
        reported_at=moment,
        submitted_at=None,
    )


def _fill(incident: Incident, record: dict[str, Any], department: Department) -> None:
    status = IncidentStatus(record.get("status", IncidentStatus.CLOSED))
    step = record.get("process_step", {})
    near_miss = record.get("near_miss", False)
    reached = PatientReached.CAUGHT if near_miss else PatientReached.UNKNOWN
    incident.department = department
    incident.language = Language(record["languages"][0])
    incident.status = status
    incident.closed_reason = clean(record.get("closed_reason")) or (
        CLOSED_REASON if status is IncidentStatus.CLOSED else ""
    )
    if status not in {IncidentStatus.WITH_DEPARTMENT, IncidentStatus.WITHDRAWN}:
        incident.submitted_at = incident.submitted_at or incident.reported_at
    for name in ("title", "narrative", "equipment", "recommendation"):
        setattr(incident, name, _text(record.get(name)))
    incident.vendor = clean(record.get("vendor"))
    incident.occurred_on = _date(record.get("occurred_on"))
    incident.found_on = _date(record.get("found_on"))
    incident.found_time = record.get("found_time", "")
    incident.technique = _code(Technique, record.get("technique"))
    incident.step_arose = ProcessStep(step.get("arose", ProcessStep.UNKNOWN))
    incident.step_found = _code(ProcessStep, step.get("found"))
    incident.severity = Severity(record.get("severity", Severity.UNKNOWN))
    incident.near_miss = near_miss
    incident.patient_reached = PatientReached(record.get("patient_reached", reached))
    incident.danger = Danger(record.get("danger", Danger.NO))
    incident.causes = [
        Cause(text=_text(cause.get("text")), code=_code(EindhovenCode, cause.get("code")))
        for cause in record.get("causes", [])
    ]
    incident.actions = [
        CorrectiveAction(
            text=_text(action["text"]),
            status=ActionStatus(action["status"]),
            strength=_code(Strength, action.get("strength")),
        )
        for action in record.get("corrective_actions", [])
    ]


def _text(value: dict[str, str] | None) -> Translated:
    return Translated(**{name: clean(text) for name, text in (value or {}).items()})


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _code(list_: Any, value: str | None) -> Any:
    return list_(value) if value else None
