"""Several dossiers feed one REX and one dossier several; each is published and told properly."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import db
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from tests import bulletins, factories, mailbox
from tests.dialogue import House
from tests.functional.test_desk import another
from tests.pages import Page

S = IncidentStatus


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """An accepted dossier."""
    bulletins.cheap_documents(monkeypatch)
    return House.build(app, S.ACCEPTED)


@pytest.fixture
def small(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same, for what does not depend on the database."""
    bulletins.cheap_documents(monkeypatch)
    return House.build(sqlite_app, S.ACCEPTED)


def written(house: House, *references: str) -> int:
    """A complete REX being written from these dossiers; its id."""
    with house.app.app_context():
        query = select(Incident).where(Incident.reference.in_(references))
        row = bulletins.bulletin(db.session, incidents=list(db.session.scalars(query)))
        db.session.commit()
        return row.id


def feeds(house: House) -> dict[int, set[str]]:
    """Which dossiers feed each REX."""
    with house.app.app_context():
        rows = db.session.scalars(select(Bulletin)).unique()
        return {row.id: {each.reference for each in row.incidents} for row in rows}


def dossier(house: House, reference: str = "", name: str = "analyst") -> Page:
    """The page of a dossier."""
    return house.enter(name).get(f"/nl/incidents/{reference or house.reference}")


def state(house: House, reference: str) -> IncidentStatus:
    """Where a dossier stands."""
    with house.app.app_context():
        query = select(Incident.status).where(Incident.reference == reference)
        return db.session.scalars(query).one()


def test_dossiers_are_added_and_taken_off_on_both_sides(house: House) -> None:
    other = another(house, status=S.ACCEPTED)
    rex = written(house, other)
    added = dossier(house).submit("/rex/add")
    assert added.status == 200
    assert feeds(house) == {rex: {house.reference, other}}
    sheet = added.visitor.get(f"/nl/bulletins/{rex}")
    assert house.reference in sheet.main
    assert other in sheet.main
    assert not added.soup.select("form[action$='/rex/add']")
    off = added.submit("/rex/remove")
    assert off.status == 200
    assert feeds(house) == {rex: {other}}
    assert added.submit("/rex/remove").status == 409
    last = dossier(house, other).submit("/rex/remove")
    assert last.status == 422
    assert last.soup.select_one(".error-summary a[href='#feeds']")
    assert feeds(house) == {rex: {other}}


def test_one_dossier_begins_several_rex_but_a_button_only_one(small: House) -> None:
    page = dossier(small)
    page.submit(f"/bulletins/from/{small.reference}")
    page = dossier(small)
    first = page.submit("/rex/begin")
    again = page.submit("/rex/begin")
    assert first.url == again.url
    assert feeds(small) == {1: {small.reference}, 2: {small.reference}}
    assert dossier(small).submit("/rex/begin").url == "/nl/bulletins/3"


def test_who_and_when_may_not(small: House) -> None:
    rex = written(small, another(small, status=S.ACCEPTED))
    for name in ("publisher", "translator", "quality", "stranger", "administrator"):
        visitor = small.enter(name)
        fields = {"csrf_token": visitor.token(), "bulletin": str(rex)}
        for verb in ("begin", "add", "remove"):
            assert visitor.post(small.path(f"/rex/{verb}"), fields).status == 404, (name, verb)
    for name in ("quality", "reporter"):
        assert not dossier(small, name=name).soup.select("#feeds")
    page = dossier(small)
    with small.app.app_context():
        db.session.get_one(Bulletin, rex).status = BulletinStatus.READY
        db.session.commit()
    assert page.submit("/rex/add").status == 409
    for key in ("", "x", "99", "9" * 12):
        fields = {"csrf_token": page.visitor.token(), "bulletin": key}
        assert page.visitor.post(small.path("/rex/add"), fields).status == 404
    small.change(status=S.IN_REVIEW)
    assert page.submit("/rex/add").status == 404


def test_a_published_dossier_feeds_a_second_rex(house: House) -> None:
    other = another(house, status=S.ACCEPTED)
    first = written(house, house.reference)
    bulletins.all_agree(house.app, first)
    bulletins.publish_now(house.app, first)
    assert house.status() is S.PUBLISHED
    second = written(house, other)
    added = dossier(house).submit("/rex/add")
    assert feeds(house)[second] == {house.reference, other}
    assert not added.soup.select("aside form[action*='/bulletins/from/']")

    asked = added.visitor.get(f"/nl/bulletins/{second}/confirm").submit("/confirm")
    assert asked.status == 200
    manager = house.enter("quality")
    assert manager.get("/nl/").soup.select(f".tasks a[href$='{house.reference}/confirm']")
    assert (
        manager.get(house.path("/confirm")).submit("/confirm", button="answer=agree").status == 200
    )
    with house.app.app_context():
        agreed = db.session.scalars(
            select(Confirmation.agreed).order_by(Confirmation.incident_id)
        ).all()
        assert agreed == [True, True, None]
    bulletins.all_agree(house.app, second)
    bulletins.publish_now(house.app, second)
    assert (house.status(), state(house, other)) == (S.PUBLISHED, S.PUBLISHED)
    page = dossier(house, name="quality")
    for label in ("REX 1 – 2026", "REX 2 – 2026"):
        assert label in page.main
    words = [
        house.said("Your report contributed to %(label)s", label=f"REX {number} – 2026")
        for number in (1, 2)
    ]
    read = [" ".join(mailbox.text_of(each).split()) for each in mailbox.letters(house.app)]
    assert [sum(each in text for text in read) for each in words] == [1, 1]


def test_what_was_asked_of_two_rex_is_answered_one_after_the_other(small: House) -> None:
    rex = [written(small, small.reference) for _ in range(2)]
    analyst = small.enter("analyst")
    for each in rex:
        analyst.get(f"/nl/bulletins/{each}/confirm").submit("/confirm")
    manager = small.enter("quality")
    for left in (1, 0):
        page = manager.get(small.path("/confirm"))
        answer = page.submit("/confirm", button="answer=agree")
        assert answer.status == 200
        waits = manager.get("/nl/").soup.select(".tasks a[href$='/confirm']")
        assert len(waits) == left
    assert manager.get(small.path("/confirm")).soup.select("main form") == []


def test_the_inbox_tells_what_is_to_be_published(small: House) -> None:
    other = another(small, status=S.ACCEPTED)
    rex = written(small, small.reference)
    with small.app.app_context():
        db.session.get_one(Bulletin, rex).status = BulletinStatus.READY
        factories.person(db.session, Role.ANALYST)
        db.session.commit()
    analyst = small.enter("analyst")
    for view, reference in (("accepted", other), ("publish", small.reference)):
        page = analyst.get(f"/nl/desk?view={view}")
        assert [box["value"] for box in page.soup.select("[name=dossier]")] == [reference]
    assert "1 dossier" in analyst.get("/nl/").main
