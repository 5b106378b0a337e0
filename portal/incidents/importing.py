"""Incidents from another system: stored all or none, updated when they come again."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.i18n import Language, Translated, now
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.interchange import Fault, Refused
from portal.incidents.matching import known_incidents, matched
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import Barrier
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
from portal.numbering import next_number
from portal.permissions import SEEN_BY_REGULATOR
from portal.text import clean

ELSEWHERE = "import"
CLOSED_REASON = "Overgenomen uit een ander systeem / Repris d’un autre système"


def store(session: Session, records: list[tuple[int, dict[str, Any]]]) -> tuple[int, int]:
    """Store the records of a file; return how many are new and how many were updated.

    A record without department belongs to a department of its own, "import". Raise
    :class:`Refused` when a record names a department that does not exist, or an incident of ours
    of which it is no export.

    Nothing is flushed on the way: a flush locks the trail, and who changes a dossier meanwhile
    locks the dossier first.
    """
    departments = {each.code: each for each in session.scalars(select(Department))}
    known, faults = known_incidents(session, records)
    faults += [
        Fault(number, f"department: there is no department {record['department']!r}")
        for number, record in records
        if record.get("department", ELSEWHERE) not in {*departments, ELSEWHERE}
    ]
    if faults:
        raise Refused(sorted(faults, key=lambda fault: fault.line))
    with session.no_autoflush:
        for number, record in records:
            code = record.get("department", ELSEWHERE)
            if code not in departments:
                departments[code] = _elsewhere(session)
            incident = known.get(number) or _new(session, record)
            incident.department = departments[code]
            _fill(incident, record)
            _decide(incident, record)
            session.add(incident)
    session.flush()
    return len(records) - len(known), len(known)


def _elsewhere(session: Session) -> Department:
    department = Department(
        code=ELSEWHERE,
        name=Translated("Overgenomen dossiers", "Dossiers repris"),
        language=Language.NL,
    )
    session.add(department)
    return department


def _new(session: Session, record: dict[str, Any]) -> Incident:
    found = _date(record.get("found_on")) or _date(record.get("occurred_on"))
    moment = datetime.combine(found, time(12), UTC) if found else now()
    number = next_number(session, "M", moment.year)
    return Incident(
        external_id=record["external_id"],
        reference=f"M-{moment.year}-{number:04}",
        reported_at=moment,
    )


def _decide(incident: Incident, record: dict[str, Any]) -> None:
    """Where it stands and what was decided, unless the regulator here has the dossier already."""
    before: IncidentStatus | None = incident.status
    if before in SEEN_BY_REGULATOR:
        return
    status = IncidentStatus(record.get("status", before or IncidentStatus.CLOSED))
    incident.status = status
    incident.recommendation = _text(record.get("recommendation"))
    incident.closed_reason = clean(record.get("closed_reason")) or (
        CLOSED_REASON if status is IncidentStatus.CLOSED else ""
    )
    if status is IncidentStatus.NOTIFIED:
        incident.notified_at = incident.notified_at or incident.reported_at
    elif status in SEEN_BY_REGULATOR:
        incident.submitted_at = incident.submitted_at or incident.reported_at


def _fill(incident: Incident, record: dict[str, Any]) -> None:
    """What happened: the line replaces all that the incident said."""
    step = record.get("process_step", {})
    kind = record.get("event_type")
    near_miss = record.get("near_miss", kind == EventType.NEAR_MISS)
    reached = PatientReached.CAUGHT if near_miss else PatientReached.UNKNOWN
    incident.language = Language(record["languages"][0])
    for name in ("title", "narrative", "equipment"):
        setattr(incident, name, _text(record.get(name)))
    incident.vendor = clean(record.get("vendor"))
    incident.occurred_on = _date(record.get("occurred_on"))
    incident.occurred_about = record.get("occurred_about", False)
    incident.found_on = _date(record.get("found_on"))
    incident.found_time = record.get("found_time", "")
    incident.technique = _code(Technique, record.get("technique"))
    incident.step_arose = ProcessStep(step.get("arose", ProcessStep.UNKNOWN))
    incident.step_found = _code(ProcessStep, step.get("found"))
    incident.severity = Severity(record.get("severity", Severity.UNKNOWN))
    incident.near_miss = near_miss
    if "event_type" in record and not (near_miss and kind is None):
        incident.event_type = _code(EventType, kind)
    incident.patient_reached = PatientReached(record.get("patient_reached", reached))
    incident.patients_reached = _code(PatientsReached, record.get("patients_reached"))
    incident.other_dose = _code(OtherDose, record.get("other_dose"))
    incident.danger = Danger(record.get("danger", Danger.NO))
    _fill_lists(incident, record)


def _fill_lists(incident: Incident, record: dict[str, Any]) -> None:
    """Causes, barriers and actions; a place in the line is that of the cause in its list."""
    causes = record.get("causes", [])
    rows = matched(incident.causes, causes, _cause)
    for row, line in zip(rows, causes, strict=True):
        row.parent = rows[int(line["parent"]) - 1] if line.get("parent") else None
    actions = record.get("corrective_actions", [])
    met = matched(incident.actions, actions, _action)
    for action, line in zip(met, actions, strict=True):
        action.cause = rows[int(line["cause"]) - 1] if line.get("cause") else None
    incident.causes, incident.actions = rows, met
    incident.barriers = matched(incident.barriers, record.get("barriers", []), _barrier)


def _cause(line: dict[str, Any]) -> Cause:
    return Cause(text=_text(line.get("text")), code=_code(EindhovenCode, line.get("code")))


def _action(line: dict[str, Any]) -> CorrectiveAction:
    return CorrectiveAction(
        text=_text(line["text"]),
        status=ActionStatus(line["status"]),
        strength=_code(Strength, line.get("strength")),
        owner_role=_code(Profession, line.get("owner_role")),
        due_on=_date(line.get("due_on")),
        done_on=_date(line.get("done_on")),
        measure=_text(line.get("measure")),
    )


def _barrier(line: dict[str, Any]) -> Barrier:
    kind = BarrierKind(line["kind"])
    return Barrier(kind=kind, worked=line["worked"], text=_text(line.get("text")))


def _text(value: dict[str, str] | None) -> Translated:
    return Translated(**{name: clean(text) for name, text in (value or {}).items()})


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _code(list_: Any, value: str | None) -> Any:
    return list_(value) if value else None
