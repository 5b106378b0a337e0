"""Searches that people keep: their own, changed and stopped by them, told once of each edition."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from portal import schedule
from portal.accounts.models import News, Person
from portal.bulletins import operations, revising
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.operations import Plan
from portal.bulletins.states import approve_all
from portal.db import db
from portal.i18n import Language, Translated
from portal.outbox import OutboxItem, commit_and_drain
from portal.permissions import Role
from portal.search.saved import watching
from portal.search.saved.searches import Find, SavedSearch
from tests import bulletins, factories, mailbox
from tests.clock import Clock, standing_at
from tests.pages import Page, Visitor

WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
ABOUT = Translated("De kwarrelbos stond verkeerd.", "La quarelbosse était mal placée.")
WORDS = "kwarrelbos"
clock = standing_at(WEDNESDAY, bulletins.cheap_documents)


@pytest.fixture
def house(app: Flask, clock: Clock) -> Flask:
    """Two readers of one department who want no other mail, and who publishes."""
    with app.app_context():
        home = factories.department(db.session)
        for name, language in (("reader", Language.NL), ("lecteur", Language.FR)):
            factories.person(
                db.session,
                Role.READER,
                department=home,
                email=f"{name}@test.invalid",
                language=language,
                news="never",
            )
        factories.person(db.session, Role.PUBLISHER, email="publisher@test.invalid")
        commit_and_drain()
    return app


def enter(app: Flask, name: str = "reader", language: str = "nl") -> Visitor:
    """Sign somebody in."""
    visitor = Visitor(app)
    visitor.sign_in(f"{name}@test.invalid", language)
    return visitor


def keep(visitor: Visitor, news: str = "now", language: str = "nl", **asked: str) -> Page:
    """Keep a question from the page of its results."""
    label = "Verwittig mij" if language == "nl" else "M’avertir des nouveaux résultats"
    page = visitor.get(f"/{language}/search?{urlencode(asked)}").follow(label)
    return page.submit(name="Mijn geheime naam", news=news)


def publish(app: Flask, audience: Audience = Audience.PUBLIC, **values: object) -> int:
    """Publish a REX; its id."""
    with app.app_context():
        row = bulletins.ready(db.session, **({"title": ABOUT} | values))
        operations.publish(db.session, publisher(), row, 2026, Plan(audience=audience))
        number = row.id
        commit_and_drain()
    drain(app)
    return number


def publisher() -> Person:
    """Who publishes."""
    return db.session.scalars(select(Person).where(Person.email == "publisher@test.invalid")).one()


def drain(app: Flask) -> None:
    """Do what waits, and what follows from it."""
    with app.app_context():
        while app.extensions["outbox"].drain():
            pass


def run(app: Flask) -> None:
    """What the portal does by itself."""
    with app.app_context():
        schedule.run()
        commit_and_drain()


def told(app: Flask) -> dict[str, list[str]]:
    """The subjects of the mails about searches so far, by who got them."""
    found: dict[str, list[str]] = {}
    for letter in mailbox.letters(app):
        found.setdefault(str(letter["To"]).split("@")[0], []).append(str(letter["Subject"]))
    return found


def test_a_question_is_kept_changed_stopped_and_removed(house: Flask) -> None:
    reader = enter(house)
    page = keep(reader, q="  tafel   verschoven ", step="delivery", patient="yes", year="2026")
    assert page.heading == "Mijn zoekopdrachten"
    said = (
        "Gezocht: tafel verschoven · Stap in het proces: Bestraling · Bereikte het een patiënt? Ja"
    )
    assert f"{said} · Jaar: 2026" in page.main
    assert "Meteen" in page.main
    results = page.follow("Mijn geheime naam")
    assert results.url == "/nl/search?q=tafel+verschoven&patient=yes&step=delivery&year=2026"
    page = page.follow("Wijzigen").submit(name="", news="weekly")
    assert page.status == 422
    page = page.submit(name="Tafels", news="weekly")
    assert "In een overzicht op maandag" in page.main
    page = page.submit("/stop")
    assert "U krijgt geen mails meer" in page.main
    assert not page.soup.select('form[action$="/stop"]')
    page = page.submit("/remove")
    assert "U bewaart geen zoekopdrachten" in page.main


def test_nothing_is_kept_without_a_question(house: Flask) -> None:
    reader = enter(house)
    assert reader.get("/nl/search/saved/new?kind=nonsense").url == "/nl/search"
    assert "Verwittig mij" not in reader.get("/nl/search").main
    assert "Verwittig mij" not in Visitor(house).get("/nl/search?q=tafel").main
    assert Visitor(house).get("/nl/search/saved/new?q=tafel").heading != "Mijn zoekopdrachten"


def test_one_keeps_no_more_than_fifty(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.search.saved.pages.MOST", 1)
    reader = enter(house)
    keep(reader, q="een")
    page = keep(reader, q="twee")
    assert page.status == 422
    assert "verwijder er eerst een" in page.main


def test_a_search_of_somebody_else_does_not_exist(house: Flask) -> None:
    keep(enter(house), q="tafel")
    with house.app_context():
        number = db.session.scalars(select(SavedSearch.id)).one()
    other = enter(house, "lecteur", "fr")
    address = f"/fr/search/saved/{number}"
    assert other.get(address).status == 404
    token = other.token()
    for verb in ("", "/stop", "/remove"):
        fields = {"csrf_token": token, "name": "x", "news": "now"}
        assert other.post(f"{address}{verb}", fields).status == 404
    assert "tafel" not in other.get("/fr/search/saved").main
    assert other.get(f"{address}/stop").heading == "Mes recherches"


def test_each_edition_is_told_once_in_both_languages_and_nothing_is_said_of_the_question(
    house: Flask,
) -> None:
    keep(enter(house), q=WORDS)
    keep(enter(house), q=f"{WORDS} verkeerd")
    keep(enter(house, "lecteur", "fr"), language="fr", q="quarelbosse")
    keep(enter(house), q=f"{WORDS} onvindbaar")
    number = publish(house)
    assert told(house) == {
        "reader": ["REX 1 – 2026 past bij een zoekopdracht van u"],
        "lecteur": ["Le REX 1 – 2026 répond à une de vos recherches"],
    }
    for letter in mailbox.letters(house):
        readable = f"{letter['Subject']} {letter.as_string()}".lower()
        assert not any(word in readable for word in (WORDS, "quarelbosse", "geheim"))
        rex, mine = mailbox.links_in(letter)
        assert rex.endswith("/rex/2026/1")
        assert mine.endswith("/search/saved")
    page = enter(house).get("/nl/search/saved")
    assert page.main.count("Sindsdien gevonden: REX 1 – 2026") == 2
    revised(house, number, f"{ABOUT.nl} Die is onvindbaar.")
    again(house, number)
    assert told(house) == {
        "reader": ["REX 1 – 2026 past bij een zoekopdracht van u"] * 2,
        "lecteur": ["Le REX 1 – 2026 répond à une de vos recherches"] * 2,
    }
    again(house, number)
    assert len(mailbox.letters(house)) == 4
    assert enter(house).get("/nl/search/saved").main.count("Sindsdien gevonden: REX 1") == 3


def revised(app: Flask, number: int, title: str) -> None:
    """Publish the next version of a REX, under another title."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        revising.revise(db.session, publisher(), row, Translated("Omdat", "Parce que"))
        row.title = Translated(title, row.title.fr)
        approve_all(row)
        row.status = BulletinStatus.READY
        operations.publish(db.session, publisher(), row, 2026)
        commit_and_drain()
    drain(app)


def again(app: Flask, number: int) -> None:
    """Let the last edition of a REX be looked at once more, as after a failure."""
    with app.app_context():
        edition = db.session.get_one(Bulletin, number).editions[-1].id
        db.session.add(OutboxItem(kind="edition", ref=str(edition), created_at=WEDNESDAY))
        commit_and_drain()
    drain(app)


def test_filters_count_and_a_dossier_is_no_news(house: Flask) -> None:
    reader = enter(house)
    keep(reader, step="planning")
    keep(reader, q=WORDS, year="2025")
    publish(house, step="delivery")
    assert told(house) == {}
    publish(house, step="planning")
    assert told(house) == {"reader": ["REX 2 – 2026 past bij een zoekopdracht van u"]}


def test_a_word_that_is_spelled_otherwise_is_no_find(house: Flask) -> None:
    """The page proposes another spelling, and shows what has it; nobody is mailed for that."""
    keep(enter(house), q="kwarelbos")
    keep(enter(house, "lecteur", "fr"), language="fr", q="quarelbosse placée kwarelbos")
    publish(house)
    assert told(house) == {}


def test_a_mistyped_question_is_kept_as_it_was_read_and_finds(house: Flask) -> None:
    number = publish(house)
    page = keep(enter(house), q="kwarelbos", kind="rex")
    assert f"Gezocht: {WORDS}" in page.main
    revised(house, number, f"{ABOUT.nl} Die is verplaatst.")
    assert told(house) == {"reader": ["REX 1 – 2026 past bij een zoekopdracht van u"]}


def test_a_filter_of_kind_is_not_kept_since_mails_tell_of_rex_only(house: Flask) -> None:
    reader = enter(house)
    page = reader.get(f"/nl/search?q={WORDS}&kind=incident&year=2026").follow("Verwittig mij")
    assert page.form().select("#name")[0]["value"] == f"{WORDS}, 2026"
    assert "Dossiers" not in page.main
    assert "nooit over dossiers" in page.main
    results = page.submit(news="now").follow(WORDS)
    assert results.url == f"/nl/search?q={WORDS}&year=2026"
    assert "Verwittig mij" not in reader.get("/nl/search?kind=rex").main
    assert reader.get("/nl/search/saved/new?kind=rex").url == "/nl/search"


def test_who_may_not_read_it_or_stopped_is_not_told(house: Flask, clock: Clock) -> None:
    keep(enter(house), news="never", q=WORDS)
    keep(enter(house, "lecteur", "fr"), language="fr", q="quarelbosse")
    with house.app_context():
        row = db.session.scalars(select(Person).where(Person.email.startswith("lecteur"))).one()
        row.active = False
        db.session.commit()
    publish(house)
    assert told(house) == {}
    with house.app_context():
        assert not db.session.scalars(select(Find)).all()


def test_what_happens_before_the_mail_is_sent_counts(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, removed, or withdrawn meanwhile: the mail is due no more."""
    keep(enter(house), q=WORDS)
    number = publish(house, audience=Audience.DEPARTMENTS)
    with house.app_context():
        person = db.session.scalars(select(Person).where(Person.email.startswith("reader"))).one()
        about = f"{person.id}:{number}"
        build = house.extensions["letters"][watching.FOUND]
        assert build(about).values["pages"][0][0] == "REX 1 – 2026"
        search = db.session.scalars(select(SavedSearch)).one()
        search.news = News.NEVER
        db.session.flush()
        assert build(about) is None
        search.news = News.NOW
        row = db.session.get_one(Bulletin, number)
        revising.withdraw(db.session, publisher(), row, Translated("Daarom", "Voilà"))
        assert build(about) is None
        db.session.rollback()
        db.session.delete(db.session.scalars(select(SavedSearch)).one())
        db.session.flush()
        assert build(about) is None
        db.session.rollback()


def test_the_overview_comes_on_monday_and_once(house: Flask, clock: Clock) -> None:
    keep(enter(house), news="weekly", q=WORDS)
    number = publish(house)
    publish(house, audience=Audience.DEPARTMENTS)
    run(house)
    assert told(house) == {}
    clock.moment = MONDAY
    run(house)
    run(house)
    clock.forward(days=7)
    run(house)
    assert told(house) == {"reader": ["Nieuw voor uw zoekopdrachten"]}
    [letter] = mailbox.letters(house)
    assert [each.partition("/nl/")[2] for each in mailbox.links_in(letter)] == [
        "rex/2026/2",
        "rex/2026/1",
        "search/saved",
    ]
    assert mailbox.text_of(letter).splitlines().count("REX 2 – 2026") == 1
    assert WORDS not in mailbox.text_of(letter)
    revised(house, number, f"{ABOUT.nl} Die is verplaatst.")
    again(house, number)
    clock.forward(days=7)
    run(house)
    clock.forward(days=7)
    run(house)
    assert told(house) == {"reader": ["Nieuw voor uw zoekopdrachten"] * 2}
    texts = [mailbox.text_of(each) for each in mailbox.letters(house)]
    assert sorted("REX 2 – 2026" in text for text in texts) == [False, True]
    assert ["Deze REX is nieuw" in text for text in texts] == [
        "REX 2" not in text for text in texts
    ]


def test_a_mail_links_to_no_more_than_some_and_tells_how_many_more(
    house: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.saved.letters.MOST", 1)
    for name, language in (("reader", "nl"), ("lecteur", "fr")):
        keep(enter(house, name, language), news="weekly", language=language, year="2026")
    for _each in range(3):
        publish(house)
    clock.moment = MONDAY
    run(house)
    texts = [mailbox.text_of(each) for each in mailbox.letters(house)]
    assert all(text.count("/rex/2026/") == 1 for text in texts)
    assert ["En nog 2." in each or "Et 2 autres." in each for each in texts] == [True, True]


def subscribe(app: Flask, name: str, news: str) -> None:
    """Let somebody hear of every REX, at once or on Monday, or of none."""
    with app.app_context():
        row = db.session.scalars(select(Person).where(Person.email.startswith(name))).one()
        row.news = News(news)
        commit_and_drain()


def test_who_hears_of_a_rex_as_a_subscriber_is_not_told_by_a_search_too(
    house: Flask, clock: Clock
) -> None:
    """At once and on Monday; who stops to subscribe before Monday still hears by the search."""
    keep(enter(house), q=WORDS)
    keep(enter(house), news="weekly", q=f"{WORDS} verkeerd")
    keep(enter(house, "lecteur", "fr"), language="fr", q="quarelbosse")
    subscribe(house, "reader", "now")
    subscribe(house, "lecteur", "weekly")
    number = publish(house)
    again(house, number)
    assert told(house) == {"reader": ["REX 1 – 2026: Nederlandse tekst."]}
    clock.moment = MONDAY
    run(house)
    run(house)
    assert told(house)["reader"] == ["REX 1 – 2026: Nederlandse tekst."]
    assert told(house)["lecteur"] == ["Les REX de la semaine"]
    page = enter(house).get("/nl/search/saved")
    assert page.main.count("Sindsdien gevonden: REX 1 – 2026") == 2
    assert "volgens uw profiel al een mail krijgt" in page.main

    clock.forward(days=1)
    publish(house)
    subscribe(house, "lecteur", "never")
    clock.forward(days=7)
    run(house)
    assert told(house)["lecteur"][1:] == ["Du nouveau pour vos recherches"]
    assert len(told(house)["reader"]) == 2


def test_a_filter_that_no_list_has_any_more_is_left_out_and_told(house: Flask) -> None:
    reader = enter(house)
    keep(reader, q=WORDS, step="delivery")
    keep(reader, step="planning")
    with house.app_context():
        for search in db.session.scalars(select(SavedSearch)):
            search.filters = '{"step": ["before"]}'
        db.session.commit()
    page = reader.get("/nl/search/saved")
    assert page.main.count("bestaat niet meer en wordt weggelaten") == 2
    results = page.follow("Mijn geheime naam")
    assert "niet herkend en wordt weggelaten: Stap in het proces." in results.main
    publish(house, step="imaging")
    assert told(house) == {"reader": ["REX 1 – 2026 past bij een zoekopdracht van u"]}
    with house.app_context():
        [found] = db.session.scalars(select(Find))
        assert found.search.text == WORDS


def test_what_is_found_while_the_overview_is_made_comes_a_week_later() -> None:
    just_before = MONDAY.replace(minute=29)
    assert watching.monday_after(WEDNESDAY).isoformat() == "2026-12-07"
    assert watching.monday_after(MONDAY.replace(hour=4)).isoformat() == "2026-12-07"
    assert watching.monday_after(just_before).isoformat() == "2026-12-14"
    assert watching.monday_after(MONDAY).isoformat() == "2026-12-14"


@pytest.mark.parametrize("language", list(Language))
def test_the_help_page_and_the_terms_are_for_everybody(house: Flask, language: Language) -> None:
    visitor = Visitor(house)
    page = visitor.get(f"/{language}/help/search")
    assert page.status == 200
    assert "R&V" in page.main
    answer = visitor.get(f"/{language}/search/terms").response
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    terms = answer.get_json()
    first, second = ("isocentrum", "isocentre")[:: 1 if language == "nl" else -1]
    assert 0 <= terms.index(first) < terms.index(second)
