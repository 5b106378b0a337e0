"""What goes wrong gets a page, and no text of anybody into the log."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, redirect
from sqlalchemy.exc import OperationalError

from portal.accounts import sessions
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import IncidentStatus
from portal.permissions import Role
from tests import factories
from tests.pages import Page, Visitor

STORY = " ".join(["een", "verhaal"])


@pytest.fixture
def outside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The portal as it answers when no test listens for exceptions."""
    monkeypatch.setattr(app, "testing", False)
    return app


def _write_what_the_database_refuses() -> Any:
    department = factories.department(db.session)
    db.session.flush()
    incident = factories.incident(db.session, department, narrative=Translated(nl=STORY))
    incident.status = IncidentStatus.CLOSED
    return redirect("/nl/")


def _answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch, view: Callable[[], Any], language: str
) -> Page:
    with app.app_context():
        email = factories.person(db.session, Role.REPORTER).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email)
    page = visitor.get(f"/{language}/receipt")
    view.permission = "receipt:read"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "receipts.page", view)
    return page.submit("/receipt")


def test_a_failure_answers_with_a_page_and_logs_no_text(
    outside: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise ValueError(STORY)

    page = _answer(outside, monkeypatch, fail, "fr")
    assert page.status == 500
    assert page.soup.select_one('a[href="/fr/"]')
    assert STORY not in page.response.text + caplog.text
    assert "ValueError" in caplog.text
    number = page.soup.select_one("main .reference")
    assert number
    assert f"({number.get_text()})" in caplog.text


def test_a_commit_that_fails_answers_with_a_page_and_logs_no_text(
    outside: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _answer(outside, monkeypatch, _write_what_the_database_refuses, "nl")
    assert page.status == 500
    assert page.soup.select_one('a[href="/nl/"]')
    assert STORY not in page.response.text + caplog.text
    assert "IntegrityError" in caplog.text
    assert Visitor(outside).get("/nl/").status == 200


def test_a_database_that_is_gone_answers_with_a_page(
    outside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(outside)
    visitor.get("/nl/login")

    def gone() -> None:
        raise OperationalError(None, None, OSError("no server"))

    monkeypatch.setattr(sessions, "reading_engine", gone)
    page = visitor.get("/nl/login")
    assert page.status == 500
    assert page.lang == "nl-BE"


@pytest.mark.parametrize("path", ["/nl/incidents/%00", "/nl/report/%00/1", "/fr/incidents/a%00b"])
def test_no_row_has_a_name_that_no_database_keeps(app: Flask, path: str) -> None:
    with app.app_context():
        email = factories.person(db.session, Role.REPORTER).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email)
    page = visitor.get(path)
    assert page.status == 404
    assert page.soup.select_one('#q[maxlength="1000"]')
