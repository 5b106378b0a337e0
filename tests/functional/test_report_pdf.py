"""The text of a report as a PDF: for who sent it, made on the spot, and kept nowhere."""

import io
import logging

import pytest
from flask import Flask
from pypdf import PdfReader

from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.permissions import Role
from tests.functional.test_receipt import code_on, everything, unnamed
from tests.functional.test_report import (
    LANGUAGES,
    TEXT,
    account,
    begun,
    checked,
    incidents,
    said,
    signed_in,
)
from tests.pages import Page, Visitor

PLANNING = {"nl": "Planning en dosimetrie", "fr": "Planification et dosimétrie"}


def text_of(page: Page) -> str:
    """What stands in a PDF, white space folded."""
    assert page.response.mimetype == "application/pdf"
    assert page.response.headers["Cache-Control"] == "no-store"
    pages = PdfReader(io.BytesIO(page.response.data)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


@pytest.fixture
def reporter(sqlite_app: Flask) -> Visitor:
    """Somebody who reports."""
    return signed_in(sqlite_app, account(sqlite_app, Role.REPORTER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sent_it_reads_every_answer(
    sqlite_app: Flask, reporter: Visitor, language: str
) -> None:
    third = begun(reporter, language).submit(
        found="today", found_time="8h05", happened="unknown", step="planning", system="Versneller 1"
    )
    check = third.submit(patient="yes", patients="2_to_9", dose="unknown", danger="no")
    answer = check.submit().follow(said(sqlite_app, language, "Text as PDF"))
    (incident,) = incidents(sqlite_app)
    assert answer.url == f"/{language}/report/{incident.reference}/done.pdf"
    text = text_of(answer)
    hour = {"nl": "8u05", "fr": "8h05"}[language]
    for words in (incident.reference, TEXT[language], hour, PLANNING[language], "Versneller 1"):
        assert words in text
    for told in ("Not known", "I do not know"):
        assert said(sqlite_app, language, told) in text


def test_to_others_it_does_not_exist(sqlite_app: Flask, reporter: Visitor) -> None:
    done = checked(reporter).submit()
    for role in (Role.REPORTER, Role.QUALITY_MANAGER):
        curious = signed_in(sqlite_app, account(sqlite_app, role))
        assert curious.get(f"{done.url}.pdf").status == 404
    assert Visitor(sqlite_app).get(f"{done.url}.pdf").url.startswith("/nl/login")


def test_a_long_text_runs_over_several_pages(sqlite_app: Flask, reporter: Visitor) -> None:
    done = checked(reporter).submit()
    with sqlite_app.app_context():
        incident = db.session.get_one(Incident, incidents(sqlite_app)[0].id)
        incident.narrative = Translated(nl="Een lange zin over een plan. " * 600 + "Het einde.")
        db.session.commit()
    assert "Het einde." in text_of(reporter.get(f"{done.url}.pdf"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_name_it_comes_from_the_page_with_the_code(
    sqlite_app: Flask,
    reporter: Visitor,
    language: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    receipt = unnamed(reporter, language)
    code = code_on(receipt)
    before = {row for row in everything(sqlite_app) if row[0] != "session"}
    caplog.set_level(logging.DEBUG)
    answer = receipt.submit("/unnamed.pdf")
    assert answer.response.headers["Content-Disposition"].startswith("attachment;")
    text = text_of(answer)
    assert TEXT[language] in text
    for secret in (code, code.replace(" ", ""), "Persoon"):
        assert secret not in text
        assert secret not in answer.url
        assert secret not in caplog.text
    assert {row for row in everything(sqlite_app) if row[0] != "session"} == before


def test_without_the_code_it_does_not_exist(sqlite_app: Flask, reporter: Visitor) -> None:
    receipt = unnamed(reporter)
    assert receipt.submit("/unnamed.pdf", code="0000 0000 0000 0000").status == 404
    assert receipt.submit("/unnamed.pdf", code="").status == 404
    elsewhere = signed_in(sqlite_app, account(sqlite_app, Role.REPORTER, code="sud"))
    fields = {"csrf_token": elsewhere.token(), "code": code_on(receipt)}
    assert elsewhere.post("/nl/report/unnamed.pdf", fields).status == 404
    colleague = signed_in(sqlite_app, account(sqlite_app, Role.READER))
    fields = {"csrf_token": colleague.token(), "code": code_on(receipt)}
    assert colleague.post("/nl/report/unnamed.pdf", fields).status == 403
