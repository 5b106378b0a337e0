"""A report without a name keeps nothing of the reporter, and its code shows what came of it."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from portal.accounts.models import Person
from portal.db import Model, db
from portal.i18n import now
from portal.incidents import drafts
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.receipts import digest, grouped, new_code, read_code
from portal.incidents.sending import send
from portal.outbox import OutboxItem
from portal.permissions import Role
from portal.schedule import Occasion
from portal.trail import TrailEntry, act_as, broken_entry
from tests import factories
from tests.clock import Clock
from tests.functional.test_report import LANGUAGES, account, checked, incidents, signed_in
from tests.mailbox import letters
from tests.pages import PASSWORD, Page, Visitor

NAME, EMAIL = "Zonderling Naamloos", "naamloos.persoon@test.invalid"
Rows = set[tuple[str, str, str]]


@pytest.fixture
def reporter(app: Flask) -> Visitor:
    """Somebody whose name and address are found nowhere else."""
    return signed_in(app, account(app, Role.REPORTER, name=NAME, email=EMAIL))


def unnamed(visitor: Visitor, language: str = "nl") -> Page:
    """The receipt of a report sent without a name."""
    return checked(visitor, language).submit(visible="nobody")


def code_on(page: Page) -> str:
    """The receipt code that a page shows."""
    shown = page.soup.select_one(".receipt-number")
    assert shown
    return shown.get_text(strip=True)


def everything(app: Flask) -> Rows:
    """Every value of every row of the database: table, column and value as text."""
    with app.app_context():
        found: Rows = set()
        for table in inspect(db.engine).get_table_names():
            for row in db.session.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608 - our own names
                found |= {(table, column, _as_text(value)) for column, value in row.items()}
        return found


def _as_text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def traces(app: Flask, rows: Rows) -> Rows:
    """The values of ``rows`` that lead to the reporter."""
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == EMAIL)).one()
        marks = (NAME, EMAIL, person.fs_uniquifier, f"person:{person.id}")
        to_people = {
            (table.name, key.parent.name)
            for table in Model.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name == "person"
        }
        return {
            (table, column, value)
            for table, column, value in rows
            if any(mark in value for mark in marks)
            or ((table, column) in to_people and value == str(person.id))
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_shown_once_in_the_answer(app: Flask, reporter: Visitor, language: str) -> None:
    receipt = unnamed(reporter, language)
    (incident,) = incidents(app)
    assert receipt.status == 200
    assert receipt.response.history == ()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code_on(receipt))
    assert incident.reference in receipt.main
    assert incident.receipt_hash == digest(read_code(code_on(receipt)))
    assert receipt.response.headers["Cache-Control"] == "no-store"
    assert reporter.get(f"/{language}/report/{incident.reference}/done").status == 404
    assert reporter.get(receipt.url).status == 404


def test_nothing_leads_from_the_report_to_the_reporter(
    app: Flask, reporter: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything(app)
    caplog.set_level(logging.DEBUG)

    receipt = unnamed(reporter)

    (incident,) = incidents(app)
    assert incident.owner_id is None
    written = {row for row in everything(app) - before if row[0] != "session"}
    assert {row[0] for row in written} >= {"incident", "trail"}
    assert traces(app, written) == set()
    for mark in (NAME, EMAIL, incident.reference, code_on(receipt), read_code(code_on(receipt))):
        assert mark not in caplog.text


def test_what_is_searched_for_is_found_when_there_is_a_name(app: Flask, reporter: Visitor) -> None:
    before = everything(app)
    checked(reporter).submit()
    found = traces(app, everything(app) - before)
    assert {(table, column) for table, column, _value in found} >= {
        ("incident", "owner_id"),
        ("trail", "actor"),
    }


def test_the_trail_names_the_department_only(app: Flask, reporter: Visitor) -> None:
    unnamed(reporter)
    (incident,) = incidents(app)
    with app.app_context():
        query = select(TrailEntry.actor).where(TrailEntry.subject == f"incident:{incident.id}")
        assert db.session.scalars(query).all() == [f"department:{incident.department_id}"]


def test_draft_and_session_keep_nothing_of_the_report(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    receipt = check.submit(visible="nobody")
    reporter.get("/nl/report")
    (incident,) = incidents(app)
    rows = everything(app)
    assert not [row for row in rows if row[0] == "draft"]
    token = check.url.split("/")[3]
    assert not [row for row in rows if token in row[2]]
    secrets = (read_code(code_on(receipt)), code_on(receipt))
    assert not [row for row in rows if any(secret in row[2] for secret in secrets)]
    sessions = [value for table, _column, value in rows if table == "session"]
    for mark in (incident.reference, incident.narrative.nl, incident.receipt_hash):
        assert not [value for value in sessions if mark in value]


def test_the_second_at_which_it_was_sent_is_not_kept(app: Flask, reporter: Visitor) -> None:
    unnamed(reporter)
    checked(reporter).submit()
    without, named = (incident.reported_at for incident in incidents(app))
    assert (without.second, without.microsecond) == (0, 0)
    assert named.microsecond


def test_no_second_of_sending_stands_in_trail_outbox_mail_or_calendar(
    app: Flask, reporter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(app, Role.QUALITY_MANAGER)
    clock = Clock(monkeypatch, now().replace(second=37, microsecond=4711))
    check = checked(reporter)
    with app.app_context():
        before = db.session.scalar(select(func.max(TrailEntry.id)))
    drain = app.extensions["outbox"].drain
    monkeypatch.setattr(app.extensions["outbox"], "drain", lambda: 0)
    code = code_on(check.submit(visible="nobody"))
    page = Visitor(app).get("/nl/receipt").submit("/receipt", code=code)
    assert page.submit("/receipt/answer", text="Nog een woord").status == 200
    clock.forward(seconds=5)
    with app.app_context():
        entries = db.session.scalars(select(TrailEntry).where(TrailEntry.id > before)).all()
        tables = {entry.subject.partition(":")[0] for entry in entries}
        assert tables >= {"incident", "reporter_message"}
        moments = [entry.at for entry in entries]
        moments += db.session.scalars(select(OutboxItem.created_at)).all()
        moments += db.session.scalars(select(Occasion.at)).all()
        assert broken_entry(db.session) is None
    with app.app_context():
        drain()
    mails = [letter for letter in letters(app) if "naamloos" not in str(letter["To"])]
    assert mails
    moments += [letter["Date"].datetime for letter in mails]
    assert {(moment.second, moment.microsecond) for moment in moments} == {(0, 0)}


def test_the_files_of_the_database_keep_nothing_of_the_draft(sqlite_app: Flask) -> None:
    reporter = signed_in(sqlite_app, account(sqlite_app, Role.REPORTER, name=NAME, email=EMAIL))
    check = checked(reporter)
    marks = (check.url.split("/")[3].encode(), b'"found_date"')
    assert all(mark in on_disk(sqlite_app) for mark in marks)
    check.submit(visible="nobody")
    assert not [mark for mark in marks if mark in on_disk(sqlite_app)]


def on_disk(app: Flask) -> bytes:
    """Every byte of the files of the database: the database itself and its log."""
    with app.app_context():
        database = Path(str(db.engine.url.database))
    files = sorted(database.parent.glob(f"{database.name}*"))
    return b"".join(file.read_bytes() for file in files)


def test_without_a_name_also_after_signing_in_again(
    app: Flask, reporter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checked(reporter)
    before = everything(app)
    Clock(monkeypatch).forward(minutes=30)
    asked = check.submit(visible="nobody")
    assert asked.status == 401
    receipt = asked.submit("/login", email=EMAIL, password=PASSWORD).submit("/4")
    code = code_on(receipt)
    written = everything(app) - before
    assert traces(app, {row for row in written if row[0] != "session"}) == set()
    assert not [row for row in written if read_code(code) in row[2]]


def test_what_is_done_after_an_unnamed_report_is_done_by_the_person(sqlite_app: Flask) -> None:
    email = account(sqlite_app, Role.REPORTER)
    with sqlite_app.app_context():
        session = db.session
        person = session.scalars(select(Person).where(Person.email == email)).one()
        act_as(session, "person:1")
        draft = drafts.begin(session, person)
        answers = {"description": "Iets", "language": "nl", "found": "today"}
        drafts.keep(draft, answers | {"step": "unknown", "patient": "none", "danger": "no"})
        session.flush()
        incident, code = send(session, person, draft, named=False)
        incident.vendor = "Iemand"
        session.commit()
        query = select(TrailEntry.actor).order_by(TrailEntry.id.desc()).limit(2)
        actors = session.scalars(query).all()
        assert read_code(code) == code
        assert actors == ["person:1", f"department:{person.department_id}"]


def test_sending_again_shows_the_same_receipt(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    receipt = check.submit(visible="nobody")
    again = check.submit(visible="nobody")
    assert again.status == 200
    assert code_on(again) == code_on(receipt)
    assert len(incidents(app)) == 1


def test_the_language_switch_leads_to_where_the_code_is_entered(reporter: Visitor) -> None:
    receipt = unnamed(reporter, "fr")
    switch = receipt.soup.select_one(".masthead-language")
    assert switch
    assert switch["href"] == "/nl/receipt"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}-{0[1]}-{0[2]}-{0[3]}"])
def test_the_code_shows_what_came_of_the_report(
    app: Flask, reporter: Visitor, language: str, written: str
) -> None:
    code = code_on(unnamed(reporter, language))
    (incident,) = incidents(app)
    typed = written.format(code.split() if "[" in written else code)

    answer = Visitor(app).get(f"/{language}/receipt").submit(code=typed)

    assert (answer.status, answer.url) == (200, f"/{language}/receipt")
    assert incident.reference in answer.heading
    assert len(answer.soup.select(".timeline li")) == 1
    assert incident.narrative.languages
    assert incident.narrative.best(incident.language)[1] not in answer.text
    assert code not in answer.text


@pytest.mark.parametrize("status", list(IncidentStatus))
def test_each_status_is_told_in_plain_words(sqlite_app: Flask, status: IncidentStatus) -> None:
    visitor = signed_in(sqlite_app, account(sqlite_app, Role.REPORTER))
    code = code_on(unnamed(visitor))
    with sqlite_app.app_context():
        row = db.session.scalars(select(Incident)).one()
        other = factories.incident(db.session, row.department) if status == "linked" else None
        row.status, row.closed_reason = status, "Al in een andere REX"
        row.linked_to = other
        row.opened_at = row.notified_at = row.submitted_at = now()
        db.session.commit()
    page = Visitor(sqlite_app).get("/fr/receipt").submit(code=code)
    assert len(page.soup.select(".timeline li")) == 3
    words = page.soup.select_one("main .lead")
    assert words
    assert words.get_text(strip=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_code_gives_no_hint(sqlite_app: Flask, language: str) -> None:
    reporter = signed_in(sqlite_app, account(sqlite_app, Role.REPORTER))
    code = read_code(code_on(unnamed(reporter)))
    near = code[:-1] + str((int(code[-1]) + 1) % 10)
    visitor = Visitor(sqlite_app)
    messages = set()
    for wrong in (near, "0" * 16, code[:-1], code + "0", "", "een naam", "\x00", "9" * 100_000):
        page = visitor.get(f"/{language}/receipt").submit(code=wrong)
        assert page.status == 422
        assert page.soup.select_one('.error-summary a[href="#code"]')
        error = page.soup.select_one("#code-error")
        assert error
        messages.add(error.get_text())
    assert len(messages) == 1


def test_a_report_with_a_name_has_no_public_receipt(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    hidden = check.soup.select_one("input[name=code]")
    assert hidden
    check.submit()
    page = Visitor(app).get("/nl/receipt").submit(code=hidden["value"])
    assert page.status == 422


def test_danger_is_repeated_on_the_receipt(sqlite_app: Flask) -> None:
    visitor = signed_in(sqlite_app, account(sqlite_app, Role.REPORTER))
    check = checked(visitor)
    page = visitor.get(check.url[:-1] + "3").submit(danger="yes").submit(visible="nobody")
    assert page.soup.select_one('main a[href="tel:020000001"]')


def test_codes_differ_and_their_digests_tell_nothing() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"\d{16}", code) for code in codes)
    code = codes.pop()
    assert read_code(grouped(code)) == code
    assert code not in digest(code)
    assert digest(code) != digest(codes.pop())
