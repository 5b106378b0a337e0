"""The Atom feeds: public REX only, the essence only, each entry under one name for good."""

from datetime import timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select

from portal.bulletins import operations, revising
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.operations import Plan
from portal.db import db
from portal.i18n import Translated, now
from portal.permissions import Role
from tests import bulletins, factories
from tests.pages import Visitor

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def app(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Two public REX, and one for the departments."""
    bulletins.cheap_documents(monkeypatch)
    with sqlite_app.app_context():
        for number, audience in enumerate((Audience.PUBLIC, Audience.PUBLIC, Audience.DEPARTMENTS)):
            essence = Translated(f"Kern {number} & <b>", f"Essentiel {number}")
            row = bulletins.ready(db.session, audience=audience, essence=essence)
            row.blocks[0].text = Translated("Alinea van de tekst", "Alinea van de tekst")
            db.session.flush()
            moment = now().replace(microsecond=0) - timedelta(days=3 - number)
            publisher = factories.person(db.session, Role.PUBLISHER)
            operations.publish(db.session, publisher, row, 2026, Plan(quiet=True), moment=moment)
        db.session.commit()
    return sqlite_app


def entries(app: Flask, language: str = "nl") -> list[dict[str, str]]:
    """The entries of a feed, checked against what Atom asks for."""
    answer = Visitor(app).get(f"/{language}/rex/feed.atom").response
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.data)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == f"{language}-BE"
    for needed in ("id", "title", "updated", "author/a:name"):
        assert len(feed.findall(f"a:{needed}", ATOM)) == 1, needed
    [own] = feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
    assert own == f"http://localhost/{language}/rex/feed.atom"
    found = []
    for entry in feed.findall("a:entry", ATOM):
        [link] = entry.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
        parts = ("id", "title", "published", "updated", "summary")
        texts = {name: entry.findtext(f"a:{name}", namespaces=ATOM) or "" for name in parts}
        assert all(texts.values())
        found.append(texts | {"link": str(link)})
    assert len({each["id"] for each in found}) == len(found)
    return found


def rex(number: int) -> Bulletin:
    """The REX of that number."""
    return db.session.scalars(select(Bulletin).where(Bulletin.number == number)).one()


def test_only_what_is_public_and_of_it_the_essence(app: Flask) -> None:
    for language, essence in (("nl", "Kern {} & <b>"), ("fr", "Essentiel {}")):
        found = entries(app, language)
        assert [each["summary"] for each in found] == [essence.format(1), essence.format(0)]
        assert [each["link"].removeprefix("http://localhost") for each in found] == [
            f"/{language}/rex/2026/{number}" for number in (2, 1)
        ]
        text = Visitor(app).get(f"/{language}/rex/feed.atom").response.text
        assert "Alinea van de tekst" not in text
    assert not {each["id"] for each in entries(app)} & {each["id"] for each in entries(app, "fr")}
    [link] = Visitor(app).get("/fr/rex").soup.select('link[type="application/atom+xml"]')
    assert link["href"] == "/fr/rex/feed.atom"


def test_a_reader_that_has_it_already_is_told_so(app: Flask) -> None:
    reader = Visitor(app)
    first = reader.get("/nl/rex/feed.atom").response
    tag = {"If-None-Match": first.headers["ETag"]}
    again = reader.get("/nl/rex/feed.atom", headers=tag).response
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context():
        row = rex(1)
        publisher = factories.person(db.session, Role.PUBLISHER)
        revising.revise(db.session, publisher, row, Translated("Omdat", "Parce que"))
        db.session.commit()
        assert reader.get("/nl/rex/feed.atom", headers=tag).status == 304
        row.essence, row.status = Translated("Kern anders", "Autre"), BulletinStatus.READY
        operations.publish(db.session, publisher, row, 2026, Plan(quiet=True))
        db.session.commit()
    before = {each["link"]: each for each in entries(app)}
    assert reader.get("/nl/rex/feed.atom", headers=tag).status == 200
    changed = entries(app)[0]
    assert changed["summary"] == "Kern anders"
    assert changed["id"] == before[changed["link"]]["id"]
    assert changed["updated"] > changed["published"]


def test_what_is_withdrawn_stays_in_the_feed_and_says_why(app: Flask) -> None:
    before = {each["link"]: each["id"] for each in entries(app)}
    with app.app_context():
        row = rex(2)
        publisher = factories.person(db.session, Role.PUBLISHER)
        revising.withdraw(db.session, publisher, row, Translated("Daarom", "Voilà"))
        db.session.commit()
    gone = entries(app, "nl")[0]
    assert (gone["title"], gone["summary"]) == ("REX 2 – 2026: ingetrokken", "Daarom")
    assert gone["id"] == before[gone["link"]]
    assert "Kern 1" not in Visitor(app).get("/nl/rex/feed.atom").response.text


def test_an_empty_feed_is_a_feed(sqlite_app: Flask) -> None:
    assert entries(sqlite_app, "fr") == []
