"""The language page and the start page of each role, in both languages."""

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal import demo
from portal.db import db
from portal.i18n import Language
from portal.incidents.models import IncidentStatus
from portal.incidents.parts import Barrier
from portal.permissions import Role
from tests import factories
from tests.pages import Visitor


def test_both_languages_have_equal_weight(visitor: Visitor) -> None:
    page = visitor.get("/")
    links = [(str(a["href"]), a.find_parent("li")["lang"]) for a in page.soup.select("main li a")]  # type: ignore[index]
    assert links == [("/nl/", "nl-BE"), ("/fr/", "fr-BE")]


@pytest.mark.parametrize("language", list(Language))
def test_who_is_signed_in_goes_straight_on(app: Flask, language: Language) -> None:
    with app.app_context():
        email = factories.person(db.session, Role.ANALYST, language=language).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email, language.value)
    assert visitor.get("/").url == f"/{language}/"


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_waits(app: Flask, role: Role, language: str) -> None:
    with app.app_context():
        department = factories.department(db.session)
        factories.incident(db.session, department)
        factories.incident(db.session, department, status=IncidentStatus.SUBMITTED)
        outside = {Role.ANALYST, Role.TRANSLATOR, Role.PUBLISHER, Role.ADMINISTRATOR}
        where = None if role in outside else department
        email = factories.person(db.session, role, department=where).email
        db.session.commit()
    visitor = Visitor(app)
    page = visitor.sign_in(email, language, follow=True)
    waiting = [str(a["href"]) for a in page.soup.select(".tasks a")]
    assert waiting == {
        Role.QUALITY_MANAGER: [f"/{language}/incidents?status=with_department"],
        Role.ANALYST: [f"/{language}/desk"],
    }.get(role, [])
    assert len(page.soup.select(".service a")) <= 5


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.QUALITY_MANAGER, "Our dossiers"),
        (Role.PHYSICIAN, "Our dossiers"),
        (Role.REPORTER, "My reports"),
    ],
)
def test_the_list_has_the_name_of_its_link(
    app: Flask, role: Role, name: str, language: str
) -> None:
    with app.app_context():
        department = factories.department(db.session)
        email = factories.person(db.session, role, department=department).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email, language, follow=True)
    page = visitor.get(f"/{language}/incidents")
    links = page.soup.select(f'.service a[href="/{language}/incidents"]')
    with app.app_context(), force_locale(language):
        assert [link.get_text(strip=True) for link in links] == [gettext(name)]
    assert page.heading == links[0].get_text(strip=True)


@pytest.mark.parametrize(
    ("path", "status"), [("/nl/nothing", 404), ("/fr/rien", 404), ("/de/", 404), ("/x", 404)]
)
def test_unknown_addresses_get_a_page(visitor: Visitor, path: str, status: int) -> None:
    assert visitor.get(path).status == status


def test_the_switch_changes_the_prefix_and_nothing_else(visitor: Visitor) -> None:
    page = visitor.get("/nl/search?q=tafel&year=2025")
    switch = page.soup.select_one(".masthead-language")
    assert switch is not None
    assert switch["href"] == "/fr/search?q=tafel&year=2025"


def test_every_answer_has_its_headers(visitor: Visitor, app: Flask) -> None:
    for path in ("/", "/nl/", "/nl/nothing", "/static/portal.css", "/nl/people"):
        headers = visitor.client.get(path, buffered=True).headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_demo_loads_on_both_databases(app: Flask) -> None:
    with app.app_context():
        demo.load(db.session)
        db.session.commit()
        assert len(demo.accounts(db.session)) >= 20
        barriers = set(db.session.scalars(select(Barrier.kind).where(Barrier.worked)))
        assert len(barriers) >= 5
    assert "REX 3 – 2025" in Visitor(app).get("/nl/rex").main
