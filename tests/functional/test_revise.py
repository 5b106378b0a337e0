"""A published REX is revised, and its earlier version stays; or it is withdrawn, and says why."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.edition import Edition
from portal.bulletins.memory import memory_of
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.record import Record
from portal.db import db
from portal.i18n import Language, Translated
from portal.permissions import Role
from portal.trail import broken_entry
from tests import bulletins, factories, mailbox
from tests.pages import Page, Visitor

NOTE = {"words_nl": "Het toestel is juist genoemd.", "words_fr": "L’appareil est bien nommé."}
WHY = {"words_nl": "De dienst is te herkennen.", "words_fr": "Le service est reconnaissable."}
WORD = "zwenkbaken"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)


@pytest.fixture
def rex(app: Flask) -> Flask:
    """A portal with REX 1 – 2026, in which a made-up word stands, and somebody who subscribes."""
    with app.app_context():
        text = Translated(f"Een {WORD} stond scheef.", f"Un {WORD} était de travers.")
        row = bulletins.ready(db.session)
        row.blocks[0].text = text
        home = factories.department(db.session)
        factories.person(db.session, Role.READER, department=home, email="lezer@test.invalid")
        db.session.commit()
    page = enter(app, Role.PUBLISHER).get("/nl/bulletins/1/publish")
    page.submit("/publish", audience="public")
    return app


def enter(app: Flask, *roles: Role) -> Visitor:
    """Somebody with these roles, signed in."""
    visitor = Visitor(app)
    visitor.sign_in(bulletins.somebody(app, *roles))
    return visitor


def open_again(app: Flask, language: str = "nl") -> Page:
    """The publisher opens the text for its next version."""
    page = enter(app, Role.PUBLISHER).get(f"/{language}/rex/2026/1")
    return page.visitor.get(f"/{language}/bulletins/1/revise").submit(**NOTE)


def write(app: Flask, dutch: str = "Versie twee.", french: str = "Version deux.") -> Page:
    """An analyst writes in both languages, somebody reads it over, and it is ready."""
    analyst = enter(app, Role.ANALYST)
    analyst.get("/nl/bulletins/1").submit("/bulletins/1", essence_nl=dutch)
    analyst.get("/nl/bulletins/1/translation").submit(essence_fr=french)
    bulletins.approve(app, 1)
    bulletins.read_over(app, 1)
    return analyst.get("/nl/bulletins/1").submit("/bulletins/1", button="action=finish")


def found(app: Flask, word: str) -> int:
    """How many REX a visitor finds by a word."""
    return len(Visitor(app).get(f"/nl/search?q={word}").soup.select(".result"))


def mails(app: Flask) -> list[str]:
    """The subjects of the mails to the subscriber."""
    sent = [each for each in mailbox.letters(app) if str(each["To"]).startswith("lezer@")]
    return [str(each["Subject"]) for each in sent]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_revision_makes_version_two_and_leaves_version_one(rex: Flask, language: str) -> None:
    before = Visitor(rex).get("/nl/rex/2026/1.pdf").response.data
    page = open_again(rex, language)
    assert page.url == f"/{language}/bulletins/1"
    write(rex, "Versie twee vertelt meer.", "La version deux en dit plus.")
    for address in ("/nl/rex/2026/1", "/nl/rex", "/nl/", f"/nl/search?q={WORD}"):
        seen = Visitor(rex).get(address)
        assert bulletins.BOTH.nl in seen.main, address
        assert "Versie twee" not in seen.text
    assert Visitor(rex).get("/nl/rex/2026/1.pdf").response.data == before
    assert found(rex, "vertelt") == 0

    publisher = enter(rex, Role.PUBLISHER)
    form = publisher.get(f"/{language}/bulletins/1/publish")
    assert "REX 1 – 2026" in form.form("/publish").get_text()
    done = form.submit("/publish")
    assert done.url == f"/{language}/rex/2026/1"
    assert NOTE[f"words_{language}"] in done.main
    assert found(rex, "vertelt") == 1

    reader = Visitor(rex)
    newest = reader.get("/nl/rex/2026/1")
    assert "Versie twee vertelt meer." in newest.main
    assert "Versie 2, herzien op 02/12/2026" in newest.main
    old = newest.follow("Versie 1")
    assert old.url == "/nl/rex/2026/1/v1"
    assert bulletins.BOTH.nl in old.main
    assert "verouderd" in old.main
    assert old.soup.select('meta[name="robots"][content="noindex"]')
    assert old.soup.select('main .notice a[href="/nl/rex/2026/1"]')
    assert reader.get("/nl/rex/2026/1/v1.pdf").response.data == before
    assert reader.get("/nl/rex/2026/1.pdf").response.data != before
    assert reader.get("/fr/rex/2026/1/v1/nl-fr.pdf").status == 200
    assert reader.get("/nl/rex/2026/1/v2").url == "/nl/rex/2026/1"
    assert reader.get("/nl/rex/2026/1/v3").status == 404
    assert mails(rex) == [f"REX 1 – 2026: {bulletins.BOTH.nl}", "REX 1 – 2026 herzien"]
    with rex.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        first, second = (Record.from_json(each.record) for each in row.editions)
        assert (row.number, second.version, second.note.fr) == (1, 2, NOTE["words_fr"])
        assert second.first_published_at == first.published_at == row.published_at
        assert broken_entry(db.session) is None


@pytest.mark.parametrize("missing", ["words_nl", "words_fr"])
def test_a_revision_and_a_withdrawal_need_words_in_both_languages(rex: Flask, missing: str) -> None:
    publisher = enter(rex, Role.PUBLISHER)
    for verb in ("revise", "withdraw"):
        refused = publisher.get(f"/fr/bulletins/1/{verb}").submit(**NOTE | {missing: " "})
        assert refused.status == 422
        assert refused.soup.select(f'.error-summary a[href="#{missing}"]')
        assert next(iter(NOTE[each] for each in NOTE if each != missing)) in refused.main
    assert status(rex) is BulletinStatus.PUBLISHED


def status(app: Flask) -> BulletinStatus:
    """Where the REX stands."""
    with app.app_context():
        return db.session.get_one(Bulletin, 1).status


def test_a_revision_is_given_up(rex: Flask) -> None:
    open_again(rex)
    analyst = enter(rex, Role.ANALYST)
    page = analyst.get("/nl/bulletins/1")
    blocks = [str(each["name"]) for each in page.soup.select("textarea[name$=_nl]")]
    number = blocks[-1].split("_")[1]
    page = page.submit(
        button="action=add_course", title_nl="Half werk", **{f"block_{number}_nl": "Anders"}
    )
    publisher = enter(rex, Role.PUBLISHER)
    back = publisher.get("/nl/bulletins/1").submit("/give-up")
    assert back.url == "/nl/rex/2026/1"
    assert status(rex) is BulletinStatus.PUBLISHED
    assert publisher.get("/nl/bulletins/1").url == "/nl/rex/2026/1"
    with rex.app_context():
        row = db.session.get_one(Bulletin, 1)
        shown = row.shown
        assert (row.title, row.essence) == (shown.title, shown.essence)
        assert [each.text for each in row.blocks] == [
            each.text for each in (*shown.course, *shown.actions, *shown.recommendation)
        ]
        assert len(row.editions) == 1
    late = page.submit(title_nl="Te laat geschreven")
    assert late.status == 409
    assert "Te laat geschreven" in late.main
    assert publisher.get("/nl/bulletins/1/revise").submit(**NOTE).status == 200


@pytest.mark.parametrize("in_revision", [False, True])
def test_what_is_withdrawn_keeps_its_number_and_says_why(rex: Flask, in_revision: bool) -> None:
    if in_revision:
        open_again(rex)
        write(rex)
    publisher = enter(rex, Role.PUBLISHER)
    page = publisher.get("/fr/bulletins/1/withdraw")
    other = publisher.twin().get("/fr/bulletins/1/withdraw")
    gone = page.submit(**WHY)
    assert gone.url == "/fr/rex/2026/1"
    late = other.submit(words_nl="Andere reden", words_fr="Autre raison")
    assert late.status == 409
    assert "Autre raison" in late.main
    visitor = Visitor(rex)
    for language in ("nl", "fr"):
        said = visitor.get(f"/{language}/rex/2026/1")
        assert said.status == 200
        assert WHY[f"words_{language}"] in said.main
        assert WORD not in said.text
        assert said.soup.select('meta[name="robots"][content="noindex"]')
        assert not said.soup.select('a[href$=".pdf"]')
    for path in (".pdf", "/nl-fr.pdf", "/v1.pdf", "/v1/nl-fr.pdf"):
        assert visitor.get(f"/nl/rex/2026/1{path}").status == 404
    assert visitor.get("/nl/rex/2026/1/v1").url == "/nl/rex/2026/1"
    assert found(rex, WORD) == 0
    assert rex.test_cli_runner().invoke(args=["search", "rebuild"]).output == "0 documents.\n"
    listed = visitor.get("/nl/rex")
    assert "Ingetrokken" in listed.main
    assert bulletins.BOTH.nl not in listed.main
    assert bulletins.BOTH.nl not in visitor.get("/nl/").main
    assert mails(rex)[-1] == "REX 1 – 2026 ingetrokken"
    for verb in ("revise", "give-up", "withdraw", "publish", "finish", "reopen"):
        sent = publisher.post(f"/nl/bulletins/1/{verb}", {"csrf_token": publisher.token()} | WHY)
        assert sent.status in (404, 409), verb
    with rex.app_context():
        assert bulletins.published(db.session, 2026).number == 2
        db.session.rollback()


def test_a_rex_for_the_departments_is_for_who_is_signed_in(app: Flask) -> None:
    with app.app_context():
        home = factories.department(db.session)
        factories.person(db.session, Role.READER, department=home, email="lezer@test.invalid")
        row = bulletins.ready(db.session)
        row.blocks[0].text = Translated(f"Een {WORD}.", f"Un {WORD}.")
        db.session.commit()
    page = enter(app, Role.PUBLISHER).get("/nl/bulletins/1/publish")
    done = page.submit("/publish", audience="departments")
    assert done.status == 200
    outside, reader = Visitor(app), Visitor(app)
    for path in ("", ".pdf", "/nl-fr.pdf", "/v1"):
        answer = outside.get(f"/nl/rex/2026/1{path}")
        assert answer.url.startswith("/nl/login?next="), path
        assert WORD not in answer.text
    assert outside.get("/nl/rex/2026/2").status == 404
    assert found(app, WORD) == 0
    for address in ("/nl/rex", "/nl/", "/nl/rex/feed.atom"):
        assert "REX 1" not in outside.get(address).response.text
    assert outside.get("/nl/rex/2026").status == 404
    reader.sign_in("lezer@test.invalid")
    assert WORD in reader.get("/nl/rex/2026/1").main
    assert "private" in reader.get("/nl/rex/2026/1.pdf").response.headers["Cache-Control"]
    assert len(reader.get(f"/nl/search?q={WORD}").soup.select(".result")) == 1
    assert "REX 1 – 2026" in reader.get("/nl/rex").main
    assert "REX 1" not in reader.get("/nl/rex/feed.atom").response.text
    [letter] = [each for each in mailbox.letters(app) if str(each["To"]).startswith("lezer@")]
    assert bulletins.BOTH.nl not in letter.as_string()
    assert mailbox.link_in(letter).endswith("/nl/rex/2026/1")


def test_two_revisions_follow_each_other(rex: Flask) -> None:
    for number in (2, 3):
        open_again(rex)
        write(rex, f"Versie nummer {number}.", f"Version numéro {number}.")
        enter(rex, Role.PUBLISHER).get("/nl/bulletins/1/publish").submit("/publish")
    page = Visitor(rex).get("/nl/rex/2026/1/v2")
    assert "Versie nummer 2." in page.main
    assert "Lees versie 3" in page.main
    with rex.app_context():
        versions = db.session.scalars(select(Edition.version).order_by(Edition.version)).all()
        assert versions == [1, 2, 3]


def test_the_translation_memory_holds_the_newest_edition(rex: Flask) -> None:
    open_again(rex)
    write(rex, "Versie twee.", "Version deux.")
    with rex.app_context():
        [found] = memory_of(db.session).similar(f"Een {WORD} stond scheef.", Language.NL)
        assert found.identical
        assert (found.entry.year, found.entry.number) == (2026, 1)
        assert not memory_of(db.session).similar("Versie twee.", Language.NL)
