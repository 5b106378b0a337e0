"""A REX that was printed in one language: shown honestly on the other side until translated."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language
from portal.language import segments
from portal.permissions import Role
from tests import bulletins, factories, mailbox
from tests.pages import Visitor
from tests.unit.test_importing import FR, NL

TEXTS = {"nl": NL, "fr": FR}
SAID = {
    "nl": "Deze REX bestaat enkel in het Frans",
    "fr": "Ce REX n’existe qu’en néerlandais",
}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)


def take_over(app: Flask, folder: Path, language: str) -> None:
    """Import the bulletin of a single language."""
    path = folder / f"{language}.txt"
    path.write_text(TEXTS[language])
    arguments = ["bulletins", "import", str(path), "--one-language"]
    result = app.test_cli_runner().invoke(args=[*arguments, "--published-on", "2019-05-06"])
    autonym = Language(language).autonym
    assert result.output.startswith("REX 7 – 2019 is published: "), result.output
    assert f"in {autonym} only" in result.output


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_each_side_says_what_there_is(app: Flask, tmp_path: Path, language: str) -> None:
    other = str(Language(language).other)
    take_over(app, tmp_path, language)
    visitor = Visitor(app)
    own, elsewhere = (visitor.get(f"/{each}/rex/2019/7") for each in (language, other))
    [article] = elsewhere.soup.select("article.bulletin")
    assert elsewhere.status == 200
    assert article["lang"] == f"{language}-BE"
    assert SAID[other] in elsewhere.main
    assert elsewhere.soup.select('meta[name="robots"][content="noindex"]')
    assert own.soup.select("article.bulletin")[0].get_text() == article.get_text()
    assert SAID[other] not in own.main
    assert SAID[language] not in own.main
    assert not own.soup.select("meta[name=robots], main .notice, .missing")
    assert not elsewhere.soup.select(".missing")
    for page in (own, elsewhere):
        assert {each["hreflang"] for each in page.soup.select('link[rel="alternate"]')} == {
            f"{language}-BE"
        }
        assert [str(each["href"]) for each in page.soup.select("aside a")] == [
            f"/{language}/rex/2019/7.pdf"
        ]
    assert visitor.get(f"/{language}/rex/2019/7.pdf").status == 200
    for path in (f"/{other}/rex/2019/7.pdf", f"/{other}/rex/2019/7/nl-fr.pdf"):
        assert visitor.get(path).status == 404
    with app.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        word = max(row.essence[Language(language)].split(), key=len).strip(".,")
        essence = row.essence[Language(language)]
    for address in (f"/{other}/rex", f"/{other}/", f"/{other}/search?q={word}"):
        page = visitor.get(address)
        [shown] = [each for each in page.soup.select("[lang]") if each.get_text() == essence]
        assert shown["lang"] == f"{language}-BE", address
    assert SAID[other] in visitor.get(f"/{other}/rex").main
    assert SAID[other] in visitor.get(f"/{other}/search?q={word}").main
    assert f'xml:lang="{language}-BE"' in visitor.get(f"/{other}/rex/feed.atom").response.text


def test_a_team_asks_for_a_translation_once(sqlite_app: Flask, tmp_path: Path) -> None:
    app = sqlite_app
    take_over(app, tmp_path, "fr")
    with app.app_context():
        home = factories.department(db.session)
        factories.person(db.session, Role.READER, department=home, email="lezer@test.invalid")
        factories.person(db.session, Role.ANALYST, email="desk@test.invalid")
        db.session.commit()
    visitor = Visitor(app)
    assert not visitor.get("/nl/rex/2019/7").soup.select('main form[method="post"]')
    visitor.sign_in("lezer@test.invalid")
    for _again in range(2):
        page = visitor.get("/nl/rex/2019/7").submit("/translation")
        assert page.url == "/nl/rex/2019/7"
        assert page.soup.select(".notices")
    [letter] = mailbox.letters(app)
    assert (letter["To"], letter["Subject"]) == (
        "desk@test.invalid",
        "Vertaling gewenst: REX 7 – 2019",
    )


def test_a_revision_brings_the_other_language(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "fr")
    publisher, analyst = Visitor(app), Visitor(app)
    publisher.sign_in(bulletins.somebody(app, Role.PUBLISHER))
    analyst.sign_in(bulletins.somebody(app, Role.ANALYST))
    note = {"words_nl": "Nu ook in het Nederlands.", "words_fr": "Aussi en néerlandais."}
    source = publisher.get("/nl/bulletins/1/revise").submit(**note).url
    half = analyst.get(f"{source}/translation").submit(essence_nl="De kern.")
    refused = analyst.get(source).submit(source, button="action=finish")
    assert refused.soup.select(".error-summary")
    empty = [str(each["name"]) for each in half.soup.select("main textarea[name^=block_]")]
    texts = [each.text for each in segments.split(NL.partition("incident:")[2])]
    dutch = [text for text in texts if not text.endswith("acties:") and "FANC" not in text]
    half.submit(title_nl="REX 7 – 2019", **dict(zip(empty, dutch, strict=True)))
    bulletins.approve(app, 1)
    bulletins.read_over(app, 1)
    done = analyst.get(source).submit(source, button="action=finish")
    assert not done.soup.select("main textarea")
    rex = publisher.get("/nl/bulletins/1/publish").submit("/publish")
    assert rex.url == "/nl/rex/2019/7"
    assert SAID["nl"] not in rex.main
    assert dutch[0] in rex.main
    assert publisher.get("/nl/rex/2019/7/nl-fr.pdf").status == 200
    old = publisher.get("/nl/rex/2019/7/v1")
    assert SAID["nl"] in old.main
    with app.app_context():
        assert db.session.scalars(select(Bulletin)).one().only_language is None


def test_a_revision_may_leave_it_at_one_language(sqlite_app: Flask, tmp_path: Path) -> None:
    take_over(sqlite_app, tmp_path, "fr")
    publisher, analyst = Visitor(sqlite_app), Visitor(sqlite_app)
    publisher.sign_in(bulletins.somebody(sqlite_app, Role.PUBLISHER))
    analyst.sign_in(bulletins.somebody(sqlite_app, Role.ANALYST))
    note = {"words_nl": "Een tikfout.", "words_fr": "Une faute de frappe."}
    publisher.get("/nl/bulletins/1/revise").submit(**note)
    page = analyst.get("/nl/bulletins/1").submit("/bulletins/1", essence_fr="Autre essentiel.")
    page.submit("/bulletins/1", button="action=finish")
    publisher.get("/nl/bulletins/1/publish").submit("/publish")
    page = publisher.get("/nl/rex/2019/7")
    assert SAID["nl"] in page.main
    assert "Autre essentiel." in page.main


@pytest.mark.parametrize("arguments", [["fr.txt"], ["nl.txt", "fr.txt", "--one-language"]])
def test_one_language_is_said_on_purpose(
    sqlite_app: Flask, tmp_path: Path, arguments: list[str]
) -> None:
    for language, text in TEXTS.items():
        (tmp_path / f"{language}.txt").write_text(text)
    paths = [str(tmp_path / each) if each.endswith(".txt") else each for each in arguments]
    result = sqlite_app.test_cli_runner().invoke(args=["bulletins", "import", *paths])
    assert result.exit_code == 2
    assert "--one-language" in result.output
