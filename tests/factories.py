"""Rows for tests: plain functions that fill in what a test does not care about."""

import itertools
from datetime import date
from functools import cache
from typing import Any

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department, Person, PersonRole
from portal.alerts.models import Alert, AlertStatus
from portal.i18n import Language, Translated, now
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.first_look import ASKED, FirstAnswer, FirstQuestion
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import (
    ActionStatus,
    Danger,
    EindhovenCode,
    EventType,
    PatientReached,
    ProcessStep,
    Profession,
    Severity,
)
from portal.permissions import Role
from tests.pages import PASSWORD

UNSUBMITTED = {IncidentStatus.WITH_DEPARTMENT, IncidentStatus.NOTIFIED}
_numbers = itertools.count(1)


@cache
def _hashed_password() -> str:
    hashed: str = hash_password(PASSWORD)
    return hashed


def department(session: Session, code: str = "noord", **values: Any) -> Department:
    """A department; Dutch unless said otherwise."""
    values = {
        "name": Translated(f"Dienst {code}", f"Service {code}"),
        "language": Language.NL,
        "safety_phone": "02 000 00 01",
        "systems": "Versneller 1\nR&V-systeem",
    } | values
    row = Department(code=code, **values)
    session.add(row)
    session.flush()
    return row


def person(
    session: Session, *roles: Role, department: Department | None = None, **values: Any
) -> Person:
    """Somebody with an account and the test password."""
    number = next(_numbers)
    name = "-".join(role.value for role in roles) or "person"
    values = {
        "email": f"{name}.{number}@test.invalid",
        "name": f"Persoon {number}",
        "language": Language.NL,
        "password": _hashed_password(),
        "fs_uniquifier": f"uniquifier-{number}",
    } | values
    row = Person(
        department=department, roles=[PersonRole(name=role.value) for role in roles], **values
    )
    session.add(row)
    session.flush()
    return row


PEOPLE: dict[str, tuple[Role, str | None]] = {
    "quality": (Role.QUALITY_MANAGER, "noord"),
    "second": (Role.QUALITY_MANAGER, "noord"),
    "doctor": (Role.PHYSICIAN, "noord"),
    "reporter": (Role.REPORTER, "noord"),
    "reader": (Role.READER, "noord"),
    "stranger": (Role.QUALITY_MANAGER, "sud"),
    "analyst": (Role.ANALYST, None),
    "administrator": (Role.ADMINISTRATOR, None),
}


def two_departments(session: Session, *names: str) -> Department:
    """The department noord, and sud beside it, with those of ``PEOPLE`` who are named."""
    departments = {code: department(session, code) for code in ("noord", "sud")}
    for name in names:
        role, code = PEOPLE[name]
        where = departments[code] if code else None
        email = f"{name}@test.invalid"
        person(session, role, department=where, email=email, name=name.title())
    return departments["noord"]


def looked_at(session: Session) -> list[FirstAnswer]:
    """Both first questions answered, by whoever there is."""
    there = session.scalar(select(Person.id).order_by(Person.id).limit(1))
    return [
        FirstAnswer(
            question=question,
            yes=question is FirstQuestion.DUTY,
            answered_at=now(),
            answered_by=there or person(session).id,
        )
        for question in FirstQuestion
    ]


def incident(session: Session, department: Department, **values: Any) -> Incident:
    """A complete incident, written in Dutch, with its department unless said otherwise.

    The regulator answered its two first questions: no danger elsewhere, the duty judged well.
    """
    number = next(_numbers)
    status = values.get("status", IncidentStatus.WITH_DEPARTMENT)
    values = {
        "reference": f"M-2026-{number:04}",
        "status": status,
        "language": Language.NL,
        "title": Translated(nl="Verkeerd veld geladen"),
        "narrative": Translated(nl="Het veld van gisteren werd geladen.\n\n- Dit werd gezien."),
        "event_type": EventType.INCIDENT,
        "step_arose": ProcessStep.DATA_TRANSFER,
        "step_found": ProcessStep.DELIVERY,
        "found_by": Profession.TECHNOLOGIST,
        "patient_reached": PatientReached.CAUGHT,
        "danger": Danger.NO,
        "severity": Severity.NONE,
        "found_on": date(2026, 11, 2),
        "reported_at": now(),
        "notified_at": now() if status is IncidentStatus.NOTIFIED else None,
        "submitted_at": None if status in UNSUBMITTED else now(),
        "causes": [Cause(text=Translated(nl="Geen controle voorzien"), code=EindhovenCode.OP)],
        "actions": [
            CorrectiveAction(text=Translated(nl="Controle ingevoerd"), status=ActionStatus.DONE)
        ],
    } | values
    if "first_answers" not in values and status in ASKED:
        values["first_answers"] = looked_at(session)
    if status is IncidentStatus.LINKED and values.get("linked_to") is None:
        values["linked_to"] = incident(session, department)
    row = Incident(department=department, **values)
    session.add(row)
    session.flush()
    return row


def alert(session: Session, writer: Person, sender: Person, **values: Any) -> Alert:
    """A warning that is complete in both languages; sent and ended if it says so."""
    status = values.get("status", AlertStatus.DRAFT)
    sent = status in (AlertStatus.SENT, AlertStatus.WITHDRAWN)
    values = {
        "reference": f"W-2026-{next(_numbers)}",
        "status": status,
        "title": Translated("Controleer de tafelhoogte", "Vérifiez la hauteur de table"),
        "text": Translated("Meet de tafelhoogte na.", "Mesurez la hauteur de table."),
        "owner_id": writer.id,
        "last_editor_id": writer.id,
        "begun_at": now(),
        "sent_at": now() if sent else None,
        "sent_by": sender.id if sent else None,
        "ended_at": now() if status is AlertStatus.WITHDRAWN else None,
    } | values
    row = Alert(**values)
    session.add(row)
    session.flush()
    return row
