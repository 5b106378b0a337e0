"""Words that come when the dossier has moved on stand on the page of the 409; twice is once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import Model, db
from portal.dialogue.models import InternalNote, ReporterMessage
from portal.downtime import serials
from portal.incidents.models import IncidentStatus
from tests import bulletins
from tests.clock import Clock
from tests.dialogue import House
from tests.functional import test_confirming, test_downtime
from tests.pages import Page, Visitor

MINE = "Mijn lange tekst, die niet verloren mag gaan."
LATE = (
    "What you wrote stands below and is not saved: this step is no longer possible. "
    "Copy your text if you need it."
)


def asked_meanwhile(house: House, visitor: Visitor, address: str) -> Page:
    """The page as it was before a colleague asked the department a question."""
    page = visitor.get(address)
    assert page.status == 200
    assert house.ask().status == 200
    return page


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_recommendation(sqlite_app: Flask, language: str) -> None:
    house = House.build(sqlite_app, IncidentStatus.IN_REVIEW)
    address = f"/{language}/desk/{house.reference}/recommendation"
    visitor = house.enter("analyst2", language)
    late = asked_meanwhile(house, visitor, address).submit(nl=MINE)
    assert late.status == 409
    assert house.said(LATE, language) in late.main
    area = late.soup.select_one("textarea[name=nl]")
    assert area is not None
    assert area.get_text().strip() == MINE
    assert not late.soup.select("main form button")
    assert visitor.get(address).status == 404
    assert MINE not in visitor.get(house.path(language=language)).main


def test_why_it_was_to_be_closed(sqlite_app: Flask) -> None:
    house = House.build(sqlite_app, IncidentStatus.IN_REVIEW)
    page = asked_meanwhile(house, house.enter("analyst2"), house.path())
    late = page.submit("/close", closed_reason=MINE)
    assert late.status == 409
    assert MINE in late.main
    assert house.said(LATE) in late.main
    assert house.status() is IncidentStatus.QUESTION
    assert page.submit("/close", closed_reason="").status == 409


@pytest.mark.parametrize("published", [True, False])
def test_why_the_department_does_not_agree(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, *, published: bool
) -> None:
    clock = Clock(monkeypatch)
    house = test_confirming.build(sqlite_app)
    test_confirming.ask(house)
    clock.forward(days=15)
    visitor = house.enter("quality")
    page = visitor.get(house.path("/confirm"))
    if published:
        bulletins.cheap_documents(monkeypatch)
        bulletins.read_over(sqlite_app, 1)
        bulletins.publish_now(sqlite_app, 1, reason="De termijn is verstreken.")
    else:
        house.change(status=IncidentStatus.CLOSED, closed_reason="Bekend")
    late = page.submit("/confirm", reason=MINE, button="answer=refuse")
    assert late.status == 409
    assert MINE in late.main
    assert house.said(LATE) in late.main
    assert not late.soup.select("main form")
    after = visitor.get(house.path("/confirm"))
    assert after.status == (200 if published else 404)
    assert not after.soup.select("main textarea")
    assert test_confirming.confirmations(house)[0].agreed is None


def test_a_correction_of_paper(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    first, second = test_downtime.enter(sqlite_app), test_downtime.enter(sqlite_app)
    serial = serials.new()
    test_downtime.take_over(first, serial)
    page = first.get(f"/nl/downtime/{serial}/correct")
    assert test_downtime.tick(second, serial).status == 200
    late = page.submit("/correct", description=MINE)
    assert late.status == 409
    area = late.soup.select_one("textarea[name=description]")
    assert area is not None
    assert area.get_text().strip() == MINE
    assert test_downtime.told(late, LATE)
    assert not late.soup.select("main form button")
    assert first.get(f"/nl/downtime/{serial}/correct").status == 409


@pytest.mark.parametrize(
    ("name", "path", "field", "model"),
    [
        ("quality", "/messages", "text", ReporterMessage),
        ("analyst", "/notes", "note", InternalNote),
    ],
)
def test_what_is_sent_twice_is_kept_once(
    sqlite_app: Flask, name: str, path: str, field: str, model: type[Model]
) -> None:
    house = House.build(sqlite_app, IncidentStatus.IN_REVIEW)
    page = house.enter(name).get(house.path())
    for _each in range(2):
        assert page.submit(path, **{field: MINE}).status == 200
    with sqlite_app.app_context():
        assert len(db.session.scalars(select(model)).all()) == 1
    assert page.submit(path, **{field: f"{MINE} Nog iets."}).status == 200
    with sqlite_app.app_context():
        assert len(db.session.scalars(select(model)).all()) == 2
