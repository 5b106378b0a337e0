"""Must this incident be notified, and by when: asked anew whenever what is known changes."""

import json
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.duty.decide import Decision, decide, in_force
from portal.duty.facts import Facts
from portal.duty.models import DutyRule, YesNo
from portal.i18n import BRUSSELS, now, today
from portal.incidents.exposure import BANDS, modality_of
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck
from portal.incidents.taxonomy import EventType, OtherDose, PatientReached
from portal.permissions import Role
from portal.schedule import first_time

KIND, FINAL = "duty_due", "final_due"
BEFORE_FINAL = (IncidentStatus.WITH_DEPARTMENT, IncidentStatus.NOTIFIED)
MARKS = (1, 3)  # days before the last day, the nearest first
REACHED = {
    PatientReached.YES: YesNo.YES,
    PatientReached.CAUGHT: YesNo.NO,
    PatientReached.NONE: YesNo.NO,
    PatientReached.UNKNOWN: YesNo.UNKNOWN,
}
UNREACHING = {EventType.NEAR_MISS, EventType.UNSAFE_SITUATION}
ASKED = {each.name for each in fields(Facts)} - {
    *("reached", "same_dose", "patients_least", "patients_most"),
}


def facts_of(incident: Incident) -> Facts:
    """What the dossier knows, for the rules to judge."""
    exposure = incident.exposure
    known: dict[str, Any] = {name: getattr(exposure, name, None) for name in ASKED}
    known["modality"] = known["modality"] or modality_of(incident)
    patients = getattr(exposure, "patients", None)
    least, most = BANDS.get(incident.patients_reached, (None, None))  # type: ignore[arg-type]
    return Facts(
        reached=_reached(incident),
        same_dose=incident.other_dose is OtherDose.NO,
        patients_least=least if patients is None else patients,
        patients_most=most if patients is None else patients,
        **known,
    )


def _reached(incident: Incident) -> YesNo:
    """What was answered; where nobody knows, the kind of event may tell."""
    answer = REACHED[incident.patient_reached]
    if answer is YesNo.UNKNOWN and incident.event_type in UNREACHING:
        return YesNo.NO
    return answer


def established_on(incident: Incident) -> date:
    """The day from which the deadline counts: found, or else reported, in Belgium."""
    return incident.found_on or incident.reported_at.astimezone(BRUSSELS).date()


def rules_of(session: Session, day: date) -> list[DutyRule]:
    """The rules in force on ``day``."""
    return in_force(session.scalars(select(DutyRule)), day)


def telephone_of(session: Session, deciding: DutyRule | None) -> str:
    """The number to call: that of the first rule in force that has one, the deciding one first."""
    rules = sorted(rules_of(session, today()), key=lambda rule: (rule is not deciding, rule.id))
    return next((rule.telephone for rule in rules if rule.telephone), "")


def recheck(session: Session, incident: Incident) -> DutyCheck:
    """The answer of today's rules to what is known now; a new check only if anything changed."""
    check, last = asked_now(session, incident), latest(incident)
    if last is not None and _says(last) == _says(check):
        return last
    incident.duty_checks.append(check)
    if check.due_on and first_time(session, KIND, f"{incident.id}:{check.due_on}"):
        reached_mark(session, KIND, incident, check.due_on, today())
        notices.send(session, KIND, incident.id, people_who_sign(session, incident))
    return check


def remind(session: Session, kind: str, incident: Incident, due: date | None, day: date) -> None:
    """Mail who signs, if ``due`` came nearer than it was at the last mail of this ``kind``."""
    if reached_mark(session, kind, incident, due, day):
        notices.send(session, kind, incident.id, people_who_sign(session, incident))


def reached_mark(
    session: Session, kind: str, incident: Incident, due: date | None, day: date
) -> bool:
    """Whether ``due`` is as near as one of the marks, of which nobody was told yet."""
    mark = next((each for each in MARKS if due and (due - day).days <= each), None)
    return mark is not None and first_time(session, kind, f"{incident.id}:{due}:{mark}")


def asked_now(session: Session, incident: Incident) -> DutyCheck:
    """What today's rules say of what is known now; it is not kept."""
    facts = facts_of(incident)
    day = established_on(incident)
    decision = decide(facts, rules_of(session, today()), established_on=day)
    return DutyCheck(
        checked_at=now(),
        outcome=decision.outcome,
        rule_id=getattr(decision.rule, "id", None),
        due_on=decision.due_on,
        final_on=decision.final_on,
        facts=_facts_as_json(facts, day),
        results=_results_as_json(decision),
    )


def latest(incident: Incident) -> DutyCheck | None:
    """The last answer that was given."""
    return incident.duty_checks[-1] if incident.duty_checks else None


def deadline_of(incident: Incident) -> date | None:
    """The last day for a first notification that must still be sent; None where none waits."""
    check = latest(incident)
    waits = incident.status is IncidentStatus.WITH_DEPARTMENT
    return check.due_on if waits and check else None


def final_deadline_of(incident: Incident) -> date | None:
    """The last day for a final report that must still be sent; None where none waits."""
    check = latest(incident)
    return check.final_on if incident.status in BEFORE_FINAL and check else None


def people_who_sign(session: Session, incident: Incident) -> list[Person]:
    """The quality managers, and the physician who signs or all who may."""
    department = incident.department_id
    managers = notices.people_with(session, Role.QUALITY_MANAGER, department_id=department)
    signing = incident.physician
    physicians = (
        [signing]
        if signing
        else notices.people_with(session, Role.PHYSICIAN, department_id=department)
    )
    return list({person.id: person for person in (*managers, *physicians)}.values())


def _says(check: DutyCheck) -> tuple[object, ...]:
    days = check.due_on, check.final_on
    return check.outcome, check.rule_id, *days, check.facts, check.results


def _facts_as_json(facts: Facts, day: date) -> str:
    known = {each.name: getattr(facts, each.name) for each in fields(facts)}
    plain = {name: _plain(value) for name, value in known.items() if value is not None}
    return json.dumps(plain | {"established_on": day.isoformat()}, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int) else str(value)


def _results_as_json(decision: Decision) -> str:
    results = [
        {
            "rule": getattr(each.rule, "id", None),
            "state": each.state.value,
            "missing": list(each.missing),
            "measured": None if each.measured is None else str(each.measured),
            "close": each.close,
        }
        for each in decision.results
    ]
    return json.dumps(results, sort_keys=True)
