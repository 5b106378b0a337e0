"""What looks like a dossier: shown to the regulator, with why; nothing is merged."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.db import db
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ProcessStep, Technique
from tests import factories
from tests.dialogue import House
from tests.pages import Page

LIKE: dict[str, Any] = {"step_arose": ProcessStep.PLANNING, "technique": Technique.VMAT}
UNLIKE: tuple[dict[str, Any], ...] = (
    {"step_arose": ProcessStep.PLANNING, "causes": []},
    {"step_arose": ProcessStep.UNKNOWN, "technique": Technique.OTHER},
)


@pytest.fixture
def house(sqlite_app: Flask) -> House:
    """A new dossier of a step, a technique, a vendor and a cause."""
    house = House.build(sqlite_app, IncidentStatus.SUBMITTED)
    with sqlite_app.app_context():
        own = db.session.scalars(select(Incident)).one()
        own.step_arose, own.technique = ProcessStep.PLANNING, Technique.VMAT
        own.vendor = "Toravel"
        db.session.commit()
    return house


def others(house: House, *dossiers: dict[str, Any]) -> list[str]:
    """Dossiers of the other department; their references."""
    with house.app.app_context():
        query = select(Person).where(Person.email == "stranger@test.invalid")
        home = db.session.scalars(query).one().department
        assert home
        of_home = {"status": IncidentStatus.IN_REVIEW}
        rows = [factories.incident(db.session, home, **(of_home | each)) for each in dossiers]
        db.session.commit()
        return [row.reference for row in rows]


def shown(page: Page) -> list[tuple[str, str]]:
    """Each dossier that looks like this one: what leads to it, and why."""
    return [
        (str(each["href"]).split("/incidents/")[1], str(each.parent.get_text(" ", strip=True)))
        for each in page.soup.select(".alike li a")
        if each.parent
    ]


def test_what_looks_like_it_stands_beside_a_dossier_and_says_why(house: House) -> None:
    like, partly, *_unlike = others(house, LIKE | {"vendor": " toravel "}, LIKE, *UNLIKE)
    analyst = house.enter("analyst")
    found = shown(analyst.get(house.path()))
    assert [reference for reference, _why in found] == [like, partly]
    common = "zelfde stap · zelfde techniek · {}zelfde oorzaak (OP)"
    assert common.format("zelfde leverancier · ") in found[0][1]
    assert common.format("") in found[1][1]
    assert "lijkt op 2 andere dossiers" in analyst.get("/nl/desk").main
    to_link = house.enter("analyst", "fr").get(f"/fr/desk/{house.reference}/link").main
    assert like in to_link
    assert "même étape" in to_link


def test_no_department_sees_what_looks_like_its_dossier(house: House) -> None:
    others(house, LIKE, LIKE)
    for name in ("quality", "doctor"):
        page = house.enter(name).get(house.path())
        assert page.status == 200
        assert not page.soup.select(".alike")
