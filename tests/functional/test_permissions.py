"""The policy answers the same for a row as for a list, whatever the role, row and state."""

from itertools import chain, combinations, product

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import News, Person
from portal.alerts.models import Alert, AlertStatus
from portal.bulletins import revising
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.working import Assignment
from portal.db import Model, db
from portal.downtime.models import PaperReport
from portal.followup.models import Answer, Reading, Reply, RexAction
from portal.i18n import Language, now, today
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import REGULATOR, RULES, Permission, Role, User, allowed, can, only
from portal.search.saved.searches import SavedSearch
from portal.web import Visitor
from tests import bulletins, factories, followup

SUBJECTS: dict[type[Model], list[Permission]] = {
    Draft: [Permission.REPORT_DRAFT],
    Incident: [
        Permission.INCIDENT_READ,
        Permission.INCIDENT_REPORTER,
        Permission.INCIDENT_WRITE,
        Permission.INCIDENT_SUBMIT,
        Permission.INCIDENT_FOLLOW,
        Permission.INCIDENT_TALK,
        Permission.INCIDENT_NOTIFY,
        Permission.INCIDENT_ANSWER,
        Permission.INCIDENT_CONFIRM,
        Permission.INCIDENT_WITHDRAW,
        Permission.DIALOGUE_READ,
        Permission.INTERNAL_NOTE,
        Permission.INCIDENT_ASK,
        Permission.INCIDENT_TRIAGE,
        Permission.INCIDENT_RECOMMEND,
        Permission.INCIDENT_PUBLISH,
        Permission.BULLETIN_DRAFT,
        Permission.BULLETIN_FEED,
    ],
    Bulletin: [
        Permission.BULLETIN_READ,
        Permission.BULLETIN_WRITE,
        Permission.BULLETIN_TRANSLATE,
        Permission.BULLETIN_APPROVE,
        Permission.BULLETIN_ASSIGN,
        Permission.BULLETIN_FINISH,
        Permission.BULLETIN_REOPEN,
        Permission.BULLETIN_DISCARD,
        Permission.BULLETIN_CONFIRM,
        Permission.BULLETIN_JUDGE,
        Permission.BULLETIN_PUBLISH,
        Permission.BULLETIN_REVISE,
        Permission.BULLETIN_WITHDRAW,
        Permission.REX_READ,
        Permission.RECOMMENDATION_READ,
        Permission.RECOMMENDATION_WRITE,
        Permission.FOLLOWUP_READ,
        Permission.FOLLOWUP_ACKNOWLEDGE,
        Permission.FOLLOWUP_ANSWER,
        Permission.FOLLOWUP_COUNT,
        Permission.FOLLOWUP_REMIND,
    ],
    Alert: [
        Permission.ALERT_READ,
        Permission.ALERT_WRITE,
        Permission.ALERT_REWORK,
        Permission.ALERT_SEND,
        Permission.ALERT_WITHDRAW,
    ],
    Reading: [Permission.FOLLOWUP_OWN],
    Answer: [Permission.FOLLOWUP_OWN],
    RexAction: [Permission.FOLLOWUP_OWN, Permission.FOLLOWUP_ACT],
    SavedSearch: [Permission.SEARCH_SAVED],
    PaperReport: [Permission.PAPER_READ, Permission.PAPER_WRITE, Permission.PAPER_CHECK],
}


def _role_sets() -> list[tuple[Role, ...]]:
    return list(chain.from_iterable(combinations(Role, size) for size in (0, 1, 2)))


@pytest.fixture
def users(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Nobody, and people with no, one or two roles in two departments and at the regulator."""
    bulletins.cheap_documents(monkeypatch)
    people: list[User] = [Visitor()]
    with app.app_context():
        departments = [factories.department(db.session, code) for code in ("noord", "sud")]
        for number, roles in enumerate(_role_sets()):
            where = (*departments, None)[number % 3]
            people.append(factories.person(db.session, *roles, department=where))
        ids = [person.id for person in people if person.id]
        for number, status in enumerate(IncidentStatus):
            reason = "Geen lering" if status is IncidentStatus.CLOSED else ""
            for department, owner in ((departments[0], ids[number]), (departments[1], None)):
                factories.incident(
                    db.session,
                    department,
                    status=status,
                    owner_id=owner,
                    closed_reason=reason,
                )
        _bulletins(ids)
        _alerts(ids)
        for number, department in enumerate(departments):
            db.session.add(
                PaperReport(
                    serial=f"P-{number}",
                    department_id=department.id,
                    language=Language.NL,
                    written_on=today(),
                    answers="{}",
                    taken_over_by=ids[number],
                    taken_over_at=now(),
                )
            )
        rex = followup.rex(db.session)
        for department in departments:
            of_it = {"department_id": department.id}
            asked = of_it | {"recommendation_id": rex.recommendations[0].id}
            told = asked | {"language": Language.NL}
            db.session.add_all(
                [
                    Reading(bulletin_id=rex.id, **of_it),
                    Answer(reply=Reply.DONE, wording="", answered_at=now(), **told),
                    RexAction(text="Actie", due_on=today(), **told),
                ]
            )
        kept = {"name": "n", "text": "t", "language": Language.NL, "news": News.NOW}
        db.session.add(SavedSearch(owner_id=ids[2], saved_at=now(), **kept))
        db.session.add(Draft(token="t", owner_id=ids[1], started_at=now(), saved_at=now()))
        db.session.commit()
    return people


def _bulletins(ids: list[int]) -> None:
    """One in each state but published, some given to translators, some with a next version."""
    for number, state in enumerate((BulletinStatus.DRAFT, BulletinStatus.READY)):
        given = [Assignment(person_id=id_, assigned_at=now(), assigned_by=id_) for id_ in ids[::2]]
        row = Bulletin(status=state, last_editor_id=ids[number + 5], edited_at=now())
        row.assignments = given
        db.session.add(row)
    for number, audience in enumerate(Audience):
        for state in (BulletinStatus.DRAFT, BulletinStatus.READY, BulletinStatus.WITHDRAWN):
            editor = ids[number + 5]
            row = bulletins.published(db.session, 2026, audience=audience, last_editor_id=editor)
            publisher = factories.person(db.session, Role.PUBLISHER)
            if state is BulletinStatus.WITHDRAWN:
                revising.withdraw(db.session, publisher, row, bulletins.BOTH)
            else:
                revising.revise(db.session, publisher, row, bulletins.BOTH)
                row.status = state


def _alerts(ids: list[int]) -> None:
    """One in each state."""
    writer, sender = (db.session.get_one(Person, each) for each in ids[-2:])
    for step in AlertStatus:
        factories.alert(db.session, writer, sender, status=step)


def test_lists_and_pages_agree(app: Flask, users: list[User]) -> None:
    with app.app_context():
        people: list[User] = [Visitor(), *db.session.scalars(select(Person))]
        seen = 0
        for model, permissions in SUBJECTS.items():
            rows = list(db.session.scalars(select(model)))
            assert rows
            for permission in permissions:
                for user in people:
                    listed = set(db.session.scalars(only(user, permission, model)))
                    opened = {row for row in rows if can(user, permission, row)}
                    assert listed == opened, (permission, user)
                    seen += len(opened)
        assert seen > 100


def test_the_reporter_is_named_to_the_quality_manager_of_the_department_only(
    app: Flask, users: list[User]
) -> None:
    with app.app_context():
        incident = db.session.scalars(
            select(Incident).where(Incident.owner_id.is_not(None))
        ).first()
        assert incident
        named_to = [
            person
            for person in db.session.scalars(select(Person))
            if can(person, Permission.INCIDENT_REPORTER, incident)
        ]
        assert named_to
        for person in named_to:
            assert Role.QUALITY_MANAGER in person.role_set
            assert not person.role_set & set(REGULATOR)
            assert person.department_id == incident.department_id


def test_every_permission_is_in_the_table() -> None:
    assert set(RULES) == set(Permission)


def test_internal_notes_are_for_people_of_the_regulator_only(app: Flask, users: list[User]) -> None:
    with app.app_context():
        incidents = list(db.session.scalars(select(Incident)))
        readers = {
            person
            for person in db.session.scalars(select(Person))
            for incident in incidents
            if can(person, Permission.INTERNAL_NOTE, incident)
        }
        assert readers
        for person in readers:
            assert person.role_set & {Role.ANALYST, Role.PUBLISHER}
            assert not person.role_set & {Role.QUALITY_MANAGER, Role.PHYSICIAN}
            own = [each for each in incidents if each.department_id == person.department_id]
            assert not any(can(person, Permission.INTERNAL_NOTE, each) for each in own)


def test_no_department_sees_what_another_noted(app: Flask, users: list[User]) -> None:
    with app.app_context():
        people = db.session.scalars(select(Person)).all()
        models: tuple[type[Reading | Answer | RexAction], ...] = (Reading, Answer, RexAction)
        for model, person in product(models, people):
            for row in db.session.scalars(only(person, Permission.FOLLOWUP_OWN, model)):
                assert row.department_id == person.department_id
        rex = db.session.scalars(
            select(Bulletin).where(Bulletin.status == BulletinStatus.PUBLISHED)
        ).one()
        overseers = [each for each in people if can(each, Permission.FOLLOWUP_COUNT, rex)]
        assert overseers
        assert all(person.department_id is None for person in overseers)


def test_a_closed_account_may_nothing(app: Flask, users: list[User]) -> None:
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.roles.any())).first()
        assert person
        assert person.role_set
        person.active = False
        assert not person.role_set
        with db.session.no_autoflush:
            condition = allowed(person, Permission.INCIDENT_TRIAGE, Incident)
            assert not db.session.scalars(select(Incident).where(condition)).all()
