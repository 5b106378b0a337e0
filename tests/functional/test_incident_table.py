"""The table of an incident's steps, every state × verb × role: what it does not open stays shut.

The table below is written by hand, apart from the portal's own, so that each corrects the other.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.db import db
from portal.dialogue.models import Part, Question
from portal.duty.models import Outcome
from portal.i18n import Language, format_date, now, today
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck
from portal.incidents.taxonomy import EventType, ProcessStep, Profession
from portal.incidents.workflow import INCIDENT
from portal.permissions import Role
from portal.workflow import NotOpen, Refused
from tests import factories
from tests.clock import START
from tests.pages import Visitor

S = IncidentStatus


@dataclass(frozen=True)
class Step:
    """From where, to where, and which of the people below may take it."""

    sources: frozenset[IncidentStatus]
    target: IncidentStatus
    who: frozenset[str]


def step(sources: set[IncidentStatus], target: IncidentStatus, *who: str) -> Step:
    return Step(frozenset(sources), target, frozenset(who))


PEOPLE: dict[str, tuple[Role | None, str | None]] = {
    "owner": (Role.REPORTER, "noord"),
    "colleague": (Role.REPORTER, "noord"),
    "quality": (Role.QUALITY_MANAGER, "noord"),
    "physician": (Role.PHYSICIAN, "noord"),
    "reader": (Role.READER, "noord"),
    "stranger": (Role.QUALITY_MANAGER, "sud"),
    "foreign_physician": (Role.PHYSICIAN, "sud"),
    "analyst": (Role.ANALYST, None),
    "translator": (Role.TRANSLATOR, None),
    "publisher": (Role.PUBLISHER, None),
    "administrator": (Role.ADMINISTRATOR, None),
    "nobody": (None, None),
}
TABLE = {
    "notify": step({S.WITH_DEPARTMENT}, S.NOTIFIED, "quality"),
    "submit": step({S.WITH_DEPARTMENT, S.NOTIFIED}, S.SUBMITTED, "quality"),
    "withdraw": step({S.WITH_DEPARTMENT}, S.WITHDRAWN, "owner"),
    "review": step({S.SUBMITTED}, S.IN_REVIEW, "analyst"),
    "ask": step({S.SUBMITTED, S.IN_REVIEW}, S.QUESTION, "analyst"),
    "answer": step({S.QUESTION}, S.IN_REVIEW, "quality", "physician"),
    "accept": step({S.SUBMITTED, S.IN_REVIEW}, S.ACCEPTED, "analyst"),
    "close": step({S.SUBMITTED, S.IN_REVIEW, S.ACCEPTED}, S.CLOSED, "analyst"),
    "link": step({S.SUBMITTED, S.IN_REVIEW}, S.LINKED, "analyst"),
    "unlink": step({S.LINKED}, S.IN_REVIEW, "analyst"),
    "publish": step({S.ACCEPTED}, S.PUBLISHED, "publisher"),
}


@pytest.fixture
def people(sqlite_app: Flask) -> dict[str, int]:
    """Somebody of each kind, by name."""
    with sqlite_app.app_context():
        departments = {code: factories.department(db.session, code) for code in ("noord", "sud")}
        ids = {}
        for name, (role, code) in PEOPLE.items():
            person = factories.person(
                db.session,
                *([role] if role else []),
                department=departments.get(code or ""),
                email=f"{name}@test.invalid",
            )
            ids[name] = person.id
        db.session.commit()
        return ids


def incident_in(status: IncidentStatus, owner_id: int, analyst_id: int) -> Incident:
    """A complete dossier of the department noord in that state, with a question to answer."""
    owner = db.session.get_one(Person, owner_id)
    assert owner.department
    incident = factories.incident(
        db.session,
        owner.department,
        status=status,
        owner_id=owner_id,
        closed_reason="Bekend" if status is S.CLOSED else "",
        event_type=EventType.NEAR_MISS,
        step_found=ProcessStep.DELIVERY,
        found_by=Profession.TECHNOLOGIST,
        first_answers=factories.looked_at(db.session),
    )
    check = DutyCheck(checked_at=now(), outcome=Outcome.VOLUNTARY, facts="{}", results="[]")
    incident.duty_checks.append(check)
    question = Question(
        incident_id=incident.id,
        number=1,
        part=Part.EQUIPMENT,
        text="Welke versie?",
        language=Language.NL,
        asked_at=now(),
        asked_by=analyst_id,
        due_on=today(),
    )
    db.session.add(question)
    factories.incident(
        db.session,
        owner.department,
        reference=f"{incident.reference}-B",
        status=S.CLOSED,
        closed_reason="Bekend",
    )
    return incident


def another(incident: Incident) -> Incident:
    """The dossier beside it, to which it may be linked."""
    query = select(Incident).where(Incident.reference == f"{incident.reference}-B")
    return db.session.scalars(query).one()


def test_the_two_tables_name_the_same_steps() -> None:
    assert set(TABLE) == set(INCIDENT.transitions)


@pytest.mark.parametrize("verb", TABLE)
def test_every_state_and_role(sqlite_app: Flask, people: dict[str, int], verb: str) -> None:
    step = TABLE[verb]
    with sqlite_app.app_context():
        for status, (name, id_) in product(S, people.items()):
            incident = incident_in(status, people["owner"], people["analyst"])
            incident.closed_reason = "Bekend"
            incident.linked_to = another(incident)
            opens = status in step.sources and name in step.who
            user = db.session.get_one(Person, id_)
            try:
                INCIDENT.advance(user, incident, verb)
            except NotOpen:
                assert not opens, (status, name)
                assert incident.status is status
            except Refused as refused:
                assert opens, (status, name)
                raise AssertionError(refused) from refused
            else:
                assert opens, (status, name)
                assert incident.status is step.target
            db.session.rollback()


def test_who_opened_the_report_ends_its_withdrawal(
    sqlite_app: Flask, people: dict[str, int]
) -> None:
    with sqlite_app.app_context():
        incident = incident_in(S.WITH_DEPARTMENT, people["owner"], people["analyst"])
        incident.opened_at = incident.reported_at
        with pytest.raises(NotOpen):
            INCIDENT.advance(db.session.get_one(Person, people["owner"]), incident, "withdraw")


SOON = format_date(START.date() + timedelta(days=14))
DOORS: dict[str, tuple[str, dict[str, str]]] = {
    "notify": ("/nl/incidents/{reference}/notify", {}),
    "submit": ("/nl/incidents/{reference}/submit", {"physician_id": ""}),
    "withdraw": ("/nl/incidents/{reference}/withdraw", {}),
    "review": ("/nl/incidents/{reference}/review", {}),
    "ask": (
        "/nl/desk/{reference}/question",
        {"rows-0-part": "course", "rows-0-text": "Waarom?", "language": "nl", "due_on": SOON},
    ),
    "answer": ("/nl/incidents/{reference}/questions/1", {"answer": "Daarom"}),
    "accept": ("/nl/incidents/{reference}/accept", {}),
    "close": ("/nl/incidents/{reference}/close", {"closed_reason": "Bekend"}),
    "link": ("/nl/desk/{reference}/link", {"reference": "{reference}-B"}),
    "unlink": ("/nl/desk/{reference}/unlink", {}),
}


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "nobody"])
def test_every_door_from_every_state(sqlite_app: Flask, people: dict[str, int], name: str) -> None:
    """What is not open answers 404 or 409, leaves the state as it was, and never 500."""
    visitor = Visitor(sqlite_app)
    visitor.sign_in(f"{name}@test.invalid")
    token = visitor.token()
    for verb, status in product(DOORS, S):
        with sqlite_app.app_context():
            reference = incident_in(status, people["owner"], people["analyst"]).reference
            db.session.commit()
        address, fields = DOORS[verb]
        answer = visitor.post(
            address.format(reference=reference),
            {key: value.format(reference=reference) for key, value in fields.items()}
            | {"csrf_token": token},
            follow=False,
        )
        step = TABLE[verb]
        opens = status in step.sources and name in step.who
        with sqlite_app.app_context():
            found = db.session.scalars(
                select(Incident.status).where(Incident.reference == reference)
            ).one()
        where = (name, verb, status, answer.status)
        if opens:
            assert answer.status == 303, where
            assert found is step.target, where
        else:
            assert answer.status in {403, 404, 409}, where
            assert found is status, where
