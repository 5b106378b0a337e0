"""Who hears of a REX: at once, on Monday at half past seven, or never; one's own wish decides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import schedule
from portal.accounts.models import News, Person
from portal.bulletins import operations, revising
from portal.bulletins.models import Audience, Bulletin
from portal.bulletins.operations import Plan
from portal.db import db
from portal.i18n import Language, Translated
from portal.outbox import commit_and_drain
from portal.permissions import Role
from tests import bulletins, factories, mailbox
from tests.clock import Clock, standing_at
from tests.pages import Visitor

WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)
WISHES = {"follow": None, "now": News.NOW, "weekly": News.WEEKLY, "never": News.NEVER}
ESSENCE = Translated("De kern voor iedereen.", "L’essentiel pour tous.")
clock = standing_at(WEDNESDAY, bulletins.cheap_documents)


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    """A department with somebody of each wish, and an analyst without any."""
    with sqlite_app.app_context():
        home = factories.department(db.session)
        for name, news in WISHES.items():
            email = f"{name}@test.invalid"
            factories.person(db.session, Role.READER, department=home, email=email, news=news)
        factories.person(db.session, Role.ANALYST, email="desk@test.invalid")
        factories.person(db.session, Role.PUBLISHER, email="publisher@test.invalid")
        db.session.commit()
    return sqlite_app


def publish(app: Flask, *, in_digest: bool, audience: Audience = Audience.PUBLIC) -> None:
    """Publish one more REX."""
    with app.app_context():
        row = bulletins.ready(db.session, essence=ESSENCE)
        plan = Plan(audience=audience, in_digest=in_digest)
        operations.publish(db.session, publisher(), row, 2026, plan)
        commit_and_drain()


def publisher() -> Person:
    """Who publishes."""
    return db.session.scalars(select(Person).where(Person.email.startswith("publisher@"))).one()


def run(app: Flask) -> None:
    """What the portal does by itself."""
    with app.app_context():
        schedule.run()
        commit_and_drain()


def heard(app: Flask) -> dict[str, list[str]]:
    """The subjects of the mails so far, by who got them."""
    found: dict[str, list[str]] = {}
    for letter in mailbox.letters(app):
        found.setdefault(str(letter["To"]).split("@")[0], []).append(str(letter["Subject"]))
    return found


def test_the_publisher_chooses_for_who_has_no_wish(app: Flask, clock: Clock) -> None:
    subject = f"REX 1 – 2026: {ESSENCE.nl}"
    publish(app, in_digest=False)
    assert heard(app) == {"follow": [subject], "now": [subject]}
    publish(app, in_digest=True)
    second = f"REX 2 – 2026: {ESSENCE.nl}"
    assert heard(app) == {"follow": [subject], "now": [subject, second]}


def test_the_overview_comes_on_monday_at_half_past_seven_and_once(app: Flask, clock: Clock) -> None:
    publish(app, in_digest=False)
    publish(app, in_digest=True, audience=Audience.DEPARTMENTS)
    clock.moment = datetime(2026, 12, 7, 6, 29, tzinfo=UTC)
    run(app)
    assert "weekly" not in heard(app)
    clock.moment = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
    run(app)
    run(app)
    clock.forward(days=1)
    run(app)
    told = heard(app)
    assert told["weekly"] == ["REX van deze week"]
    assert told["follow"] == [f"REX 1 – 2026: {ESSENCE.nl}", "REX van deze week"]
    assert set(told) == {"follow", "now", "weekly"}
    overviews = {
        str(each["To"]).split("@")[0]: mailbox.text_of(each)
        for each in mailbox.letters(app)
        if each["Subject"] == "REX van deze week"
    }
    assert f"REX 1 – 2026: {ESSENCE.nl}" in overviews["weekly"]
    assert "REX 2 – 2026" in overviews["weekly"]
    assert ESSENCE.nl not in overviews["follow"]
    for letter in mailbox.letters(app):
        assert mailbox.link_in(letter)
    clock.forward(days=7)
    run(app)
    assert len(heard(app)["weekly"]) == 1


def test_an_overview_that_was_missed_comes_later(app: Flask, clock: Clock) -> None:
    publish(app, in_digest=True)
    clock.forward(days=16)
    run(app)
    run(app)
    assert heard(app)["weekly"] == ["REX van deze week"]


def test_an_earlier_date_leaves_nobody_out_of_the_overview(app: Flask, clock: Clock) -> None:
    with app.app_context():
        row = bulletins.ready(db.session, essence=ESSENCE, edited_at=WEDNESDAY - timedelta(days=9))
        plan, seen = Plan(in_digest=True, day=date(2026, 11, 27)), operations.text_of(row)
        db.session.commit()
        operations.render_then_publish(db.session, publisher(), row, 2026, seen, plan)
        commit_and_drain()
    clock.forward(days=6)
    run(app)
    assert heard(app)["weekly"] == ["REX van deze week"]
    [letter] = [each for each in mailbox.letters(app) if str(each["To"]).startswith("weekly")]
    assert "REX 1 – 2026" in mailbox.text_of(letter)


def test_nobody_hears_twice_of_one_thing(app: Flask, clock: Clock) -> None:
    publish(app, in_digest=False)
    with app.app_context():
        for person in db.session.scalars(select(Person).where(Person.email.startswith("now@"))):
            person.news = News.WEEKLY
        db.session.commit()
    clock.forward(days=6)
    run(app)
    assert heard(app)["now"] == [f"REX 1 – 2026: {ESSENCE.nl}"]


def test_a_withdrawal_is_told_to_the_same_people(app: Flask, clock: Clock) -> None:
    publish(app, in_digest=True)
    with app.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        revising.withdraw(db.session, publisher(), row, Translated("Daarom", "Voilà"))
        commit_and_drain()
    assert heard(app)["follow"] == ["REX 1 – 2026 ingetrokken"]
    clock.forward(days=6)
    run(app)
    [letter] = [each for each in mailbox.letters(app) if str(each["To"]).startswith("weekly")]
    assert "ingetrokken" in mailbox.text_of(letter)
    assert ESSENCE.nl not in mailbox.text_of(letter)
    assert "Daarom" not in mailbox.text_of(letter)


@pytest.mark.parametrize("language", list(Language))
def test_one_chooses_in_the_profile(app: Flask, clock: Clock, language: Language) -> None:
    reader = Visitor(app)
    reader.sign_in("follow@test.invalid", language)
    page = reader.get(f"/{language}/profile")
    [checked] = page.soup.select("input[name=news][checked]")
    assert checked["value"] == "follow"
    page = page.submit(news="weekly", language=language)
    [checked] = page.soup.select("input[name=news][checked]")
    assert checked["value"] == "weekly"
    publish(app, in_digest=False)
    assert "follow" not in heard(app)
    page.submit(news="now")
    publish(app, in_digest=True)
    colon = ": " if language is Language.NL else " : "
    assert heard(app)["follow"] == [f"REX 2 – 2026{colon}{ESSENCE[language]}"]
    desk = Visitor(app)
    desk.sign_in("desk@test.invalid")
    page = desk.get("/nl/profile")
    assert [each["value"] for each in page.soup.select("input[name=news]")] == [
        "now",
        "weekly",
        "never",
    ]
    page.submit(news="now")
    publish(app, in_digest=True)
    assert heard(app)["desk"] == [f"REX 3 – 2026: {ESSENCE.nl}"]


def test_the_publisher_reads_who_will_hear_of_it(app: Flask, clock: Clock) -> None:
    with app.app_context():
        number = bulletins.ready(db.session).id
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in("publisher@test.invalid")
    page = visitor.get(f"/nl/bulletins/{number}/publish")
    assert "2 personen krijgen nu een mail, 1 op maandag 7 december 2026" in page.main
    assert "1 persoon krijgt nu een mail, 2 op maandag 7 december 2026" in page.main
