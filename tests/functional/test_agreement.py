"""No publication without the agreement of the departments, or without a reason that they read."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins import operations
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.overruling import Overruling
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from portal.workflow import Refused
from tests import bulletins, factories, mailbox
from tests.clock import Clock
from tests.dialogue import House
from tests.pages import Page

PUBLISH = "/bulletins/1/publish"
REASON = {"nl": "Herkenning is uitgesloten.", "fr": "Toute identification est exclue."}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)


def build(app: Flask) -> House:
    """An accepted dossier, and its REX that waits for a publisher."""
    house = House.build(app, IncidentStatus.ACCEPTED)
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        row = bulletins.bulletin(db.session, status=BulletinStatus.READY, incidents=[incident])
        assert row.id == 1
        db.session.commit()
    return house


def proposal(house: House, language: str = "nl") -> Page:
    """What the publisher sees."""
    return house.enter("publisher", language).get(f"/{language}{PUBLISH}")


def press(house: House) -> int:
    """Send the form of publication, whether it is offered or not; the status of the answer."""
    publisher = house.enter("publisher")
    with house.app.app_context():
        seen = operations.text_of(db.session.get_one(Bulletin, 1))
    fields = {"csrf_token": publisher.token(), "seen": seen, "year": "2026"}
    fields |= {"audience": "public", "mails": "now", "reason": "Toch"}
    return publisher.post(f"/nl{PUBLISH}", fields).status


def ask(house: House) -> None:
    """Ask the department."""
    house.enter("analyst").get("/nl/bulletins/1/confirm").submit("/confirm")


def answer(house: House, **answers: str) -> None:
    """Let the quality manager answer."""
    house.enter("quality").get(house.path("/confirm")).submit("/confirm", **answers)


def state(house: House) -> BulletinStatus:
    """Where the REX stands."""
    with house.app.app_context():
        return db.session.get_one(Bulletin, 1).status


def test_an_answer_is_had_first(app: Flask) -> None:
    house = build(app)
    assert house.said("Not asked yet") in proposal(house).main
    assert press(house) == 422
    ask(house)
    page = proposal(house)
    assert house.said("With the department for confirmation") in page.main
    assert not page.soup.select(f'main form[action$="{PUBLISH}"][method="post"]')
    assert press(house) == 422
    answer(house, button="answer=agree")
    with app.app_context():
        db.session.get_one(Bulletin, 1).essence = Translated("Anders", "Autrement")
        db.session.commit()
    assert house.said("The text changed since: ask again") in proposal(house).main
    assert press(house) == 422
    assert state(house) is BulletinStatus.READY
    ask(house)
    answer(house, button="answer=agree")
    assert proposal(house).submit("/publish").status == 200
    assert state(house) is BulletinStatus.PUBLISHED
    with app.app_context():
        assert db.session.scalars(select(Overruling)).all() == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_refusal_is_passed_over_with_a_reason_that_the_department_reads(
    app: Flask, language: str
) -> None:
    house = build(app)
    ask(house)
    answer(house, button="answer=refuse", reason="Het toestel is te herkennen.")
    page = proposal(house, language)
    assert "Het toestel is te herkennen." in page.main
    refused = page.submit("/publish")
    assert refused.status == 422
    assert refused.soup.select('.error-summary a[href="#reason"]')
    assert state(house) is BulletinStatus.READY
    done = refused.submit("/publish", reason=REASON[language])
    assert done.url == f"/{language}/rex/2026/1"
    publisher = house.person_id("publisher")
    with app.app_context():
        [kept] = db.session.scalars(select(Overruling))
        assert (kept.reason, kept.language) == (REASON[language], language)
        assert kept.decided_by == publisher
    quality = house.enter("quality", language)
    dossier = quality.get(house.path(language=language))
    assert REASON[language] in dossier.main
    told = [each.get_text(strip=True) for each in dossier.soup.select(".timeline li p")]
    assert house.said("Published without the agreement of the department", language) in told
    again = quality.get(house.path("/confirm", language))
    assert REASON[language] in again.main
    assert not again.soup.select('main form[method="post"]')
    subject = house.said(
        "Published without your agreement: %(reference)s", reference=house.reference
    )
    assert {to for to, said in house.mailed() if said == subject} == {"quality", "second", "doctor"}
    assert not any(REASON[language] in mailbox.text_of(each) for each in mailbox.letters(app))


def test_silence_is_passed_over_after_two_weeks(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, datetime(2026, 11, 2, 9, tzinfo=UTC))
    house = build(sqlite_app)
    ask(house)
    clock.forward(days=13)
    assert press(house) == 422
    clock.forward(days=1)
    opened = house.enter("quality").get(house.path("/confirm"))
    page = proposal(house)
    assert page.submit("/publish").status == 422
    assert page.submit("/publish", reason="Geen antwoord na twee weken.").status == 200
    late = opened.submit("/confirm", button="answer=refuse", reason="Te laat geschreven")
    assert late.status == 409
    assert "Te laat geschreven" in late.main
    assert house.said("Nothing waits for you.") in late.visitor.get("/nl/").main
    dossier = late.visitor.get(house.path())
    assert house.said("Asked on %(date)s, not answered", date="02/11/2026") in dossier.main


def test_the_operation_asks_for_the_agreement_itself(sqlite_app: Flask) -> None:
    build(sqlite_app)
    with sqlite_app.app_context():
        publisher = factories.person(db.session, Role.PUBLISHER)
        with pytest.raises(Refused, match="M-2026"):
            operations.publish(db.session, publisher, db.session.get_one(Bulletin, 1), 2026)
        db.session.rollback()


def test_what_feeds_a_revision_is_asked_again(app: Flask) -> None:
    house = build(app)
    ask(house)
    answer(house, button="answer=agree")
    proposal(house).submit("/publish")
    publisher = house.enter("publisher")
    page = publisher.get("/nl/bulletins/1/revise").submit(words_nl="Omdat", words_fr="Parce que")
    assert page.url == "/nl/bulletins/1"
    analyst = house.enter("analyst")
    analyst.get("/nl/bulletins/1").submit("/bulletins/1", essence_nl="Anders verteld.")
    bulletins.approve(house.app, 1)
    bulletins.read_over(house.app, 1)
    analyst.get("/nl/bulletins/1").submit("/bulletins/1", button="action=finish")
    assert house.said("The text changed since: ask again") in proposal(house).main
    ask(house)
    waiting = house.enter("quality").get("/nl/")
    assert house.reference in waiting.main
    answer(house, button="answer=agree")
    assert proposal(house).submit("/publish").url == "/nl/rex/2026/1"
