"""One's own profile: the mails that one gets, in one's own language."""

import pytest
from flask import Flask

from portal.accounts import notices
from portal.accounts.models import Person
from portal.db import db
from portal.permissions import Role
from tests import factories
from tests.mailbox import letters
from tests.pages import Page, Visitor, values_of


@pytest.fixture
def manager(app: Flask) -> int:
    """The number of a quality manager."""
    with app.app_context():
        home = factories.department(db.session)
        person = factories.person(db.session, Role.QUALITY_MANAGER, department=home)
        factories.incident(db.session, home, reference="M-2026-0001")
        db.session.commit()
        return person.id


def profile(app: Flask, manager: int, language: str = "nl") -> Page:
    visitor = Visitor(app)
    with app.app_context():
        visitor.sign_in(db.session.get_one(Person, manager).email)
    return visitor.get(f"/{language}/profile")


def mailed(app: Flask, manager: int) -> int:
    """How many mails follow when a report comes in."""
    before = len(letters(app))
    with app.app_context():
        person = db.session.get_one(Person, manager)
        notices.send(db.session, "report_new", "M-2026-0001", [person])
        db.session.commit()
        app.extensions["outbox"].drain()
    return len(letters(app)) - before


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_kind_of_mail_is_switched_off_and_on(app: Flask, manager: int, language: str) -> None:
    page = profile(app, manager, language)
    every = values_of(page.form())["mails"]
    assert "report_new" in every
    assert not {"report_danger", "draft_expires"} & set(every)
    assert mailed(app, manager) == 1
    without = [each for each in every if each != "report_new"]
    saved = page.submit(mails=without, language="fr")
    assert saved.soup.select_one(".notices .tone-success")
    assert values_of(saved.form())["mails"] == without
    assert values_of(saved.form())["language"] == ["fr"]
    assert mailed(app, manager) == 0
    saved.submit(mails=every)
    assert mailed(app, manager) == 1
    assert letters(app)[-1]["Content-Language"] == "fr-BE"


def test_all_can_be_off_and_what_does_not_exist_is_refused(app: Flask, manager: int) -> None:
    page = profile(app, manager)
    assert "mails" not in values_of(page.submit(mails=None).form())
    assert page.submit(mails=["no_such_mail"]).status == 422
    assert page.submit(language="de").status == 422


def test_the_profile_is_for_who_is_signed_in_and_one_press_away(app: Flask, manager: int) -> None:
    assert Visitor(app).get("/nl/profile").url == "/nl/login?next=/nl/profile"
    page = profile(app, manager)
    assert page.soup.select_one('.masthead a[href="/nl/profile"]')
    assert page.follow("").status == 200


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_keys_are_listed(sqlite_app: Flask, language: str) -> None:
    page = Visitor(sqlite_app).get(f"/{language}/help/keys")
    listed = {key.get_text() for key in page.soup.select("kbd")}
    assert listed >= {"Ctrl + Enter", "Alt + Page Down", "Alt + Page Up"}


def test_shortcut_keys_are_turned_off_and_on(app: Flask, manager: int) -> None:
    def has_keys(page: Page) -> bool:
        return bool(page.soup.select("script[src*='keys.js']"))

    page = profile(app, manager)
    assert has_keys(page)
    off = page.submit(shortcuts=None)
    assert not has_keys(off)
    assert "shortcuts" not in values_of(off.form())
    keys = off.visitor.get("/nl/help/keys")
    assert keys.soup.select('main a[href="/nl/profile#shortcuts"]')
    assert has_keys(off.submit(shortcuts="y"))
    assert not has_keys(Visitor(app).get("/nl/help/keys"))
