"""What may be seen, told to the engine shortly, is what the policy says of each row."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from portal.accounts.models import Person
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Permission, Role, allowed
from portal.search.index import visible
from portal.search.index.documents import PUBLISHED
from tests import factories


@pytest.mark.parametrize("few", [0, 2, 1_000])
def test_what_is_told_is_what_the_policy_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(visible, "FEW", few)
    with app.app_context():
        homes = [factories.department(db.session, code) for code in ("noord", "zuid")]
        for home in homes:
            for status in (IncidentStatus.SUBMITTED, IncidentStatus.WITH_DEPARTMENT):
                factories.incident(db.session, home, status=status)
            for role in (Role.REPORTER, Role.QUALITY_MANAGER):
                factories.person(db.session, role, department=home)
        for role in (Role.ANALYST, Role.ADMINISTRATOR):
            factories.person(db.session, role)
        lost = factories.incident(db.session, homes[0], status=IncidentStatus.SUBMITTED).id
        db.session.commit()
        app.extensions["outbox"].drain()
        factories.incident(db.session, homes[1], status=IncidentStatus.SUBMITTED)
        db.session.delete(db.session.get_one(Incident, lost))
        db.session.commit()
        for person in db.session.scalars(select(Person)):
            seen = visible.seen_by(person)
            readable = allowed(person, Permission.REX_READ, Bulletin)
            rex = db.session.scalars(select(Bulletin.id).where(PUBLISHED, readable))
            mine = allowed(person, Permission.INCIDENT_READ, Incident)
            incidents = set(db.session.scalars(select(Incident.id).where(mine)))
            assert {n for n in range(1, lost + 9) if seen(f"incident:{n}")} == incidents
            assert {n for n in range(1, 99) if seen(f"rex:{n}")} == set(rex)


def test_what_comes_while_it_is_told_is_not_seen(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = visible.few
    with sqlite_app.app_context():
        home = factories.department(db.session)
        analyst = factories.person(db.session, Role.ANALYST)
        known = factories.incident(db.session, home, status=IncidentStatus.SUBMITTED).id
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()

        def and_another_is_written(query: Select[Any]) -> set[Any] | None:
            found = few(query)
            factories.incident(db.session, home, status=IncidentStatus.WITH_DEPARTMENT)
            return found

        monkeypatch.setattr(visible, "few", and_another_is_written)
        seen = visible.seen_by(analyst)
        assert [n for n in range(1, known + 9) if seen(f"incident:{n}")] == [known]


def test_what_may_be_seen_is_read_from_an_index_alone(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for role in (Role.ANALYST, Role.QUALITY_MANAGER):
            person = factories.person(db.session, role, department=None)
            seen = select(Incident.id).where(allowed(person, Permission.INCIDENT_READ, Incident))
            sql = seen.compile(db.engine, compile_kwargs={"literal_binds": True}).string
            plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
            assert all("COVERING INDEX" in row.detail for row in plan), plan
