"""The lists of dossiers: views, filter, deadlines, turns, and no query for each row."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department
from portal.db import db
from portal.duty.models import Outcome
from portal.i18n import Translated, format_date, now, today
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck
from portal.incidents.taxonomy import ActionStatus, Danger, ProcessStep
from tests import factories
from tests.dialogue import House
from tests.pages import Page
from tests.statements import recorded


@pytest.fixture
def house(app: Flask) -> House:
    """One dossier that somebody works on."""
    return House.build(app, IncidentStatus.WITH_DEPARTMENT, opened_at=now())


def add(house: House, count: int = 1, **values: object) -> None:
    """More dossiers of the same department."""
    with house.app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        for _each in range(count):
            factories.incident(db.session, home, **values)
        db.session.commit()


def check(house: House, reference: str, days: int, outcome: Outcome = Outcome.MUST) -> None:
    """Note that it must be notified within some days."""
    with house.app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        due = today() + timedelta(days=days)
        row = DutyCheck(
            incident=incident,
            checked_at=now(),
            outcome=outcome,
            due_on=due,
            facts="{}",
            results="[]",
        )
        db.session.add(row)
        db.session.commit()


def titles(page: Page) -> list[str]:
    """The titles on a list, in order."""
    links = page.soup.select("tbody a, .record a")
    return [link.get_text(strip=True) for link in links]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_row_tells_all_that_the_manager_looks_for(house: House, language: str) -> None:
    check(house, house.reference, 3)
    page = house.enter("quality", language).get(f"/{language}/incidents")
    assert len(page.soup.select("thead th")) == 7
    (row,) = page.soup.select("tbody tr")
    words = " ".join(row.get_text(" ").split())
    for said in (
        house.reference,
        "Verkeerd veld geladen",
        {"nl": "Gegevensoverdracht", "fr": "Transfert de données"}[language],
        "02/11/2026",
        format_date(today() + timedelta(days=3)),
        house.said("With the department", language),
        house.said("the department", language),
    ):
        assert said in words
    assert [str(a["href"]) for a in row.select("a")] == [house.path(language=language)]


def test_overdue_actions_have_a_view(house: House) -> None:
    yesterday = today() - timedelta(days=1)
    for status in ActionStatus:
        late = CorrectiveAction(text=Translated(nl="x"), status=status, due_on=yesterday)
        add(house, title=Translated(nl=status.value), actions=[late])
    quality = house.enter("quality")
    assert titles(quality.get("/nl/incidents?view=late")) == ["planned"]
    overview = quality.get("/nl/incidents")
    (link,) = overview.soup.select(".views a[href$='view=late']")
    assert link.get_text().endswith("1")


def test_the_filter_is_a_form_that_can_be_kept_as_a_bookmark(house: House) -> None:
    add(house, step_arose=ProcessStep.PLANNING, title=Translated(nl="Planning"))
    quality = house.enter("quality")
    page = quality.get("/nl/incidents?view=new&step=planning")
    assert titles(page) == ["Planning"]
    form = page.soup.select_one("main form[method=get]")
    assert form
    assert form.select_one("option[selected][value=planning]")
    assert form.select_one("input[name=view][value=new]")
    none = quality.get("/nl/incidents?view=question&step=planning")
    assert titles(none) == []
    assert house.said("No reports in this view.") in none.main
    assert len(titles(quality.get("/nl/incidents?view=x&status=y&step=z"))) == 2


def test_many_rows_take_as_many_statements_as_few(house: House) -> None:
    add(house, status=IncidentStatus.SUBMITTED)
    for name, path in (("quality", "/nl/incidents"), ("analyst", "/nl/desk")):
        visitor = house.enter(name)
        visitor.get(path)
        with recorded(house.app) as few:
            visitor.get(path)
        add(house, 9, status=IncidentStatus.SUBMITTED)
        with recorded(house.app) as many:
            assert len(titles(visitor.get(path))) >= 10
        assert len(many) == len(few)


def test_the_desk_shows_danger_then_deadline_then_age(house: House) -> None:
    for name in ("oud", "nieuw", "termijn", "later", "gevaar"):
        danger = Danger.YES if name == "gevaar" else Danger.NO
        add(
            house,
            title=Translated(nl=name),
            status=IncidentStatus.NOTIFIED,
            danger=danger,
        )
    with house.app.app_context():
        rows = {row.title.nl: row for row in db.session.scalars(select(Incident))}
        rows["nieuw"].notified_at = now() + timedelta(hours=1)
        for name in ("later", "termijn"):
            rows[name].notified_at = now() + timedelta(hours=2)
        db.session.commit()
    page = house.enter("analyst").get("/nl/desk?view=notified")
    found = titles(page)
    assert found[0] == "gevaar"
    assert found.index("oud") < found.index("nieuw")


def test_open_questions_are_ordered_by_their_date(house: House) -> None:
    house.change(status=IncidentStatus.IN_REVIEW, submitted_at=now())
    add(house, title=Translated(nl="Vroeger"), status=IncidentStatus.QUESTION)
    later = format_date(today() + timedelta(days=9))
    house.ask(due_on=later)
    page = house.enter("analyst").get("/nl/desk?view=waiting")
    assert titles(page) == ["Verkeerd veld geladen", "Vroeger"]
    assert house.said("Due by %(date)s", date=later) in page.main
    row = house.enter("quality").get("/nl/incidents?view=question").soup.select("tbody tr")
    assert any(later in each.get_text() for each in row)


@pytest.mark.parametrize("view", ["new", "notified", "review", "waiting", "accepted", "closed"])
def test_every_view_of_the_desk_counts_what_it_lists(sqlite_app: Flask, view: str) -> None:
    house = House.build(sqlite_app, IncidentStatus.SUBMITTED)
    for status in IncidentStatus:
        add(house, status=status, closed_reason="Bekend")
    page = house.enter("analyst").get(f"/nl/desk?view={view}")
    current = page.soup.select_one(".views [aria-current]")
    assert current
    assert int(current.get_text().split()[-1]) == len(titles(page))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_inbox_points_at_first_notifications_and_says_danger(
    sqlite_app: Flask, language: str
) -> None:
    house = House.build(sqlite_app, IncidentStatus.NOTIFIED)
    analyst = house.enter("analyst", language)
    quiet = analyst.get(f"/{language}/desk")
    danger = house.said("Danger may last", language)
    assert danger not in quiet.main
    assert quiet.soup.select('main p a[href$="view=notified"]')
    house.change(danger=Danger.YES)
    assert danger in analyst.get(f"/{language}/desk").main
    house.change(status=IncidentStatus.SUBMITTED, submitted_at=now())
    assert not analyst.get(f"/{language}/desk").soup.select('main p a[href$="view=notified"]')
