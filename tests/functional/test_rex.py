"""Published REX: the list, the page in both languages, and the documents as they were stored."""

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from portal.bulletins import archive, document, revising
from portal.bulletins.document import Variant
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Translated
from portal.permissions import Role
from tests import bulletins, factories
from tests.pages import Page, Visitor
from tests.statements import recorded


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)


def _publish(app: Flask, *years: int) -> None:
    with app.app_context():
        for year in years:
            bulletins.published(db.session, year)
        db.session.commit()


def _listed(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.soup.select(".record a")]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_newest_comes_first_and_ten_after_nine(app: Flask, language: str) -> None:
    _publish(app, *[2024] * 11, 2026, 2025)
    page = Visitor(app).get(f"/{language}/rex")
    assert _listed(page) == [
        f"/{language}/rex/2026/1",
        f"/{language}/rex/2025/1",
        *(f"/{language}/rex/2024/{number}" for number in range(11, 0, -1)),
    ]
    assert bulletins.BOTH.nl in page.main or bulletins.BOTH.fr in page.main
    assert _listed(page.follow("2025")) == [f"/{language}/rex/2025/1"]


def test_a_title_that_only_repeats_the_label_is_not_listed_twice(app: Flask) -> None:
    with app.app_context():
        label = "REX 1 - 2020"
        bulletins.published(db.session, 2020, title=Translated(label, label))
        db.session.commit()
    (record,) = Visitor(app).get("/nl/rex").soup.select(".record")
    assert record.get_text().count("REX 1") == 1
    assert [link.get_text() for link in record.select("a")] == ["REX 1 – 2020"]


def test_without_rex_the_list_says_so(app: Flask) -> None:
    page = Visitor(app).get("/fr/rex")
    assert page.status == 200
    assert not _listed(page)


@pytest.mark.parametrize(
    "path",
    ["1999", "99999", "2020/4", "2020/0", "2020/99999999999999", "2020/4.pdf", "2020/4/nl-fr.pdf"],
)
def test_what_does_not_exist_is_not_found(app: Flask, path: str) -> None:
    _publish(app, 2020)
    assert Visitor(app).get(f"/nl/rex/{path}").status == 404


def test_a_rex_in_preparation_is_nowhere(app: Flask) -> None:
    with app.app_context():
        bulletins.ready(db.session, year=2026)
        db.session.commit()
    visitor = Visitor(app)
    assert not _listed(visitor.get("/nl/rex"))
    assert visitor.get("/nl/rex/2026").status == 404


def test_both_addresses_are_the_same_record(app: Flask) -> None:
    _publish(app, 2020)
    visitor = Visitor(app)
    nl, fr = visitor.get("/nl/rex/2020/1"), visitor.get("/fr/rex/2020/1")
    assert nl.heading == fr.heading == "REX 1 – 2020"
    assert bulletins.BOTH.nl in nl.main
    assert bulletins.BOTH.fr in fr.main
    assert bulletins.BOTH.nl not in fr.main
    switch = nl.soup.select_one(".masthead-language")
    assert switch
    assert switch["href"] == "/fr/rex/2020/1"
    alternates = {
        link["hreflang"]: link["href"] for link in nl.soup.select('link[rel="alternate"]')
    }
    assert alternates == {
        "nl-BE": "http://localhost/nl/rex/2020/1",
        "fr-BE": "http://localhost/fr/rex/2020/1",
    }


def test_the_page_is_the_frozen_record(app: Flask) -> None:
    _publish(app, 2020)
    with app.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        revising.revise(db.session, factories.person(db.session, Role.PUBLISHER), row, row.title)
        row.title = Translated("Nog niet bewaard", "Pas encore conservé")
        db.session.commit()
    for address in ("/nl/rex", "/nl/rex/2020/1", "/nl/"):
        page = Visitor(app).get(address)
        assert "Nog niet bewaard" not in page.text
        assert bulletins.BOTH.nl in page.main


def _pdf_links(page: Page) -> list[Tag]:
    return page.soup.select('aside a[type="application/pdf"]')


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_documents_are_the_stored_files(app: Flask, language: str) -> None:
    _publish(app, 2020)
    visitor = Visitor(app)
    page = visitor.get(f"/{language}/rex/2020/1")
    names = set()
    for link in _pdf_links(page):
        answer = visitor.get(str(link["href"])).response
        assert answer.mimetype == "application/pdf"
        names.add(answer.headers["Content-Disposition"])
        tag = answer.headers["ETag"].strip('"')
        stored = archive_of(app, tag)
        assert answer.data == stored
        again = visitor.get(str(link["href"]), headers={"If-None-Match": f'"{tag}"'})
        assert (again.status, again.response.data) == (304, b"")
    assert names == {
        f'inline; filename="REX-1-2020-{suffix}.pdf"' for suffix in ("nl", "fr", "nl-fr")
    }


def archive_of(app: Flask, sha256: str) -> bytes:
    """The file of that name."""
    folder = app.config["PORTAL"].data_dir / "documents" / sha256[:2]
    content: bytes = (folder / f"{sha256}.pdf").read_bytes()
    return content


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_lost_file_is_made_again_with_the_same_bytes(app: Flask, damage: str) -> None:
    _publish(app, 2020)
    visitor = Visitor(app)
    before = visitor.get("/nl/rex/2020/1.pdf").response.data
    with app.app_context():
        edition = db.session.scalars(archive.newest(2020, 1)).one()
        path = archive.path_of(archive.find(edition, Variant.NL))
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(before + b" ")
    assert visitor.get("/nl/rex/2020/1.pdf").response.data == before
    assert path.read_bytes() == before


def test_a_lost_file_that_comes_out_differently_is_not_passed_off(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _publish(app, 2020)
    with app.app_context():
        edition = db.session.scalars(archive.newest(2020, 1)).one()
        archive.path_of(archive.find(edition, Variant.FR)).unlink()
    monkeypatch.setattr(document, "render", lambda *_arguments, **_more: b"%PDF other")
    answer = Visitor(app).get("/fr/rex/2020/1.pdf")
    assert answer.status == 500
    assert answer.lang == "fr-BE"
    assert "cannot be restored" in caplog.text


def test_the_list_asks_the_database_as_often_for_one_as_for_many(sqlite_app: Flask) -> None:
    _publish(sqlite_app, 2020)
    visitor = Visitor(sqlite_app)
    with recorded(sqlite_app) as few:
        visitor.get("/nl/rex")
    _publish(sqlite_app, *range(2000, 2012))
    with recorded(sqlite_app) as many:
        visitor.get("/nl/rex")
    assert len(few) == len(many) <= 2
