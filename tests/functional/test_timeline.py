"""The timeline tells states and moments in both languages, and names nobody."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.duty.models import Outcome
from portal.i18n import now
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck
from tests.dialogue import PEOPLE, House


@pytest.fixture
def house(app: Flask) -> House:
    """A dossier with something of everything behind it."""
    house = House.build(app, IncidentStatus.SUBMITTED, reported_at=now() - timedelta(days=3))
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        incident.opened_at = now() - timedelta(days=2)
        check = DutyCheck(
            incident=incident,
            checked_at=now() - timedelta(days=1),
            outcome=Outcome.UNDETERMINED,
            facts="{}",
            results="[]",
        )
        db.session.add(check)
        db.session.commit()
    house.enter("analyst").get(house.path()).submit("/review")
    house.ask()
    house.enter("quality").get(house.path("/questions/1")).submit(answer="De fysicus.")
    house.enter("analyst").get(house.path()).submit("/accept")
    return house


def told(house: House, name: str, language: str) -> list[str]:
    """The lines of the timeline."""
    page = house.enter(name, language).get(house.path(language=language))
    return [" ".join(each.get_text().split()) for each in page.soup.select(".timeline li p")]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_everything_is_told_in_order(house: House, language: str) -> None:
    lines = told(house, "quality", language)
    expected = [
        "Reported",
        "Opened by the department",
        "Duty to notify checked: this cannot be decided yet",
        "In review",
        "Question to the department",
        "The FANC asked question %(number)s",
        "In review",
        "The department answered question %(number)s",
        "Accepted for a REX",
    ]
    said = [house.said(each, language, number=1) for each in expected]
    assert sorted(lines) == sorted(said)
    assert lines[:4] == said[:4]
    assert lines[-1] == said[-1]


def test_the_same_answer_given_again_is_told_once(house: House) -> None:
    with house.app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        for outcome in (Outcome.UNDETERMINED, Outcome.MUST, Outcome.MUST, Outcome.UNDETERMINED):
            check = DutyCheck(checked_at=now(), outcome=outcome, facts="{}", results="[]")
            incident.duty_checks.append(check)
        db.session.commit()
    undetermined = house.said("Duty to notify checked: this cannot be decided yet")
    must = house.said("Duty to notify checked: notification is probably mandatory")
    lines = [each for each in told(house, "quality", "nl") if each in {undetermined, must}]
    assert lines == [undetermined, must, undetermined]


def test_it_names_nobody(house: House) -> None:
    for reader in ("quality", "reporter", "analyst"):
        text = " ".join(told(house, reader, "nl"))
        assert not [name for name in PEOPLE if name.title() in text]
