"""The page on how long it takes: medians of the own department, and nothing about one person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.actions.times import duration
from portal.db import db
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from portal.trail import act_as
from tests import factories
from tests.clock import Clock
from tests.pages import Visitor
from tests.statements import recorded

START = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, START)


@pytest.fixture
def people(app: Flask, clock: Clock) -> dict[str, int]:
    """A quality manager, a physician and a reporter of one department, and a stranger."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        sud = factories.department(db.session, "sud")
        found = {}
        for name, role, where in (
            ("quality", Role.QUALITY_MANAGER, noord),
            ("doctor", Role.PHYSICIAN, noord),
            ("reporter", Role.REPORTER, noord),
            ("stranger", Role.QUALITY_MANAGER, sud),
        ):
            email = f"{name}@test.invalid"
            found[name] = factories.person(
                db.session, role, department=where, email=email, name=f"Mevrouw {name.title()}"
            ).id
        db.session.commit()
        return found


def said(app: Flask, text: str, language: str) -> str:
    with app.app_context(), force_locale(language):
        return gettext(text)


def analysed(
    app: Flask, clock: Clock, people: dict[str, int], *minutes: int, department: str = "noord"
) -> None:
    """A dossier on which the department works at these minutes, and which it then submits."""
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == department)).one()
        incident = factories.incident(
            db.session, home, report_seconds=100 + len(minutes), causes=[], actions=[]
        )
        db.session.commit()
        id_ = incident.id
    opened = clock.now()
    for number, minute in enumerate(minutes):
        clock.moment = opened + timedelta(minutes=minute)
        with app.app_context():
            worker = people["doctor" if number % 2 else "quality"]
            act_as(db.session, f"person:{worker}")
            incident = db.session.get_one(Incident, id_)
            incident.opened_at = incident.opened_at or clock.now()
            if number % 2:
                incident.causes.append(Cause(text=Translated(nl=f"Oorzaak {number}")))
            else:
                incident.title = Translated(nl=f"Titel {number}")
            if number == len(minutes) - 1:
                incident.submitted_at = clock.now()
                incident.status = IncidentStatus.SUBMITTED
            db.session.commit()


def cells(visitor: Visitor, language: str = "nl") -> list[list[str]]:
    page = visitor.get(f"/{language}/times")
    assert page.status == 200
    assert "Mevrouw" not in page.main
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.soup.select("tbody tr")
    ]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_medians_are_told_from_three_dossiers_on(
    app: Flask,
    people: dict[str, int],
    clock: Clock,
    enter: Callable[..., Visitor],
    language: str,
) -> None:
    few = said(app, "too few", language)
    analysed(app, clock, people, 0, 5, 10)
    analysed(app, clock, people, 0, 10, 40, 50)
    (row,) = cells(enter("quality", language), language)
    assert row[1:] == ["2", *[f"{few} (2)"] * 3]
    analysed(app, clock, people, 0, 1, 8)
    analysed(app, clock, people, 0, 5, 10, department="sud")
    (row,) = cells(enter("quality", language), language)
    assert row[0].startswith("2026")
    assert row[1:] == ["3", "1 min 43 s (3)", "10 min 0 s (3)", "10 min 0 s (3)"]
    (theirs,) = cells(enter("stranger", language), language)
    assert theirs[1] == "1"


def test_the_work_of_others_is_not_counted(
    app: Flask, people: dict[str, int], clock: Clock, enter: Callable[..., Visitor]
) -> None:
    for _each in range(3):
        analysed(app, clock, people, 0, 7, 20)
    assert cells(enter())[0][4] == "20 min 0 s (3)"
    for _each in range(4):
        analysed(app, clock, people | {"doctor": people["stranger"]}, 0, 7, 20)
    assert cells(enter())[0][4] == "20 min 0 s (3)"


@pytest.mark.parametrize(
    ("seconds", "nl", "fr"),
    [
        (43, "0 min 43 s", "0 min 43 s"),
        (7260, "2 u 1 min", "2 h 1 min"),
        (86_400 + 3600, "1 dag 1 u", "1 jour 1 h"),
        (3 * 86_400 + 2 * 3600 + 59, "3 dagen 2 u", "3 jours 2 h"),
    ],
)
def test_a_duration_has_two_units(sqlite_app: Flask, seconds: int, nl: str, fr: str) -> None:
    with sqlite_app.app_context():
        for language, told in (("nl", nl), ("fr", fr)):
            with force_locale(language):
                assert duration(seconds) == told


def test_what_was_never_measured_or_withdrawn_is_left_out(
    app: Flask, people: dict[str, int], clock: Clock, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        factories.incident(db.session, home, status=IncidentStatus.WITHDRAWN, report_seconds=9)
        factories.incident(db.session, home, status=IncidentStatus.SUBMITTED)
        db.session.commit()
    few = said(app, "too few", "nl")
    (row,) = cells(enter())
    assert row[1:] == ["1", *[f"{few} (0)"] * 3]


@pytest.mark.parametrize("who", ["doctor", "reporter"])
def test_times_are_for_the_quality_manager(
    people: dict[str, int], enter: Callable[..., Visitor], who: str
) -> None:
    assert enter(who).get("/nl/times").status == 403


def test_times_are_read_in_few_statements(
    app: Flask, people: dict[str, int], clock: Clock, enter: Callable[..., Visitor]
) -> None:
    analysed(app, clock, people, 0, 5)
    visitor = enter()
    visitor.get("/nl/times")
    with recorded(app) as few:
        visitor.get("/nl/times")
    for _each in range(5):
        analysed(app, clock, people, 0, 5, 6)
    with app.app_context():
        assert db.session.scalars(select(Person)).all()
    visitor = enter()
    visitor.get("/nl/times")
    with recorded(app) as many:
        visitor.get("/nl/times")
    assert len(many) == len(few)
