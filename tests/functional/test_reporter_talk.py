"""The quality manager and the reporter talk, also when nobody may know who reported."""

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.dialogue.models import ReporterMessage
from portal.i18n import now
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.receipts import read_code
from portal.outbox import commit_and_drain
from portal.trail import TrailEntry
from tests import bulletins, mailbox
from tests.dialogue import House
from tests.functional.test_receipt import code_on, everything
from tests.functional.test_report import checked
from tests.pages import Page, Visitor


@pytest.fixture
def house(app: Flask) -> House:
    """A report with a name."""
    return House.build(app, IncidentStatus.WITH_DEPARTMENT)


@pytest.fixture
def small(sqlite_app: Flask) -> House:
    """The same, for what does not depend on the database."""
    return House.build(sqlite_app, IncidentStatus.WITH_DEPARTMENT)


def messages(house: House) -> list[ReporterMessage]:
    """The messages as stored."""
    with house.app.app_context():
        return list(db.session.scalars(select(ReporterMessage).order_by(ReporterMessage.id)))


def unnamed(house: House) -> tuple[House, str]:
    """A report without a name, and its code."""
    code = code_on(checked(house.enter("reporter")).submit(visible="nobody"))
    with house.app.app_context():
        query = select(Incident.reference).order_by(Incident.id.desc())
        return House(house.app, str(db.session.scalars(query).first())), code


def receipt(house: House, code: str, language: str = "nl") -> Page:
    """What the code shows, to somebody without an account."""
    return Visitor(house.app).get(f"/{language}/receipt").submit("/receipt", code=code)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_manager_and_named_reporter_write_to_each_other(house: House, language: str) -> None:
    quality, path = house.enter("quality", language), house.path(language=language)
    page = quality.get(path).submit("/messages", text="Stond de tafel stil?")
    assert "Stond de tafel stil?" in page.main
    reporter = house.enter("reporter", language)
    reporter.get(path).submit("/messages", text="Ja, ze stond stil.")
    read = quality.get(path).main
    assert read.index("Stond de tafel stil?") < read.index("Ja, ze stond stil.")
    assert house.said("The reporter wrote", language) in read
    told = [(each.from_reporter, each.person_id) for each in messages(house)]
    assert told == [(False, house.person_id("quality")), (True, None)]
    assert [to for to, _subject in house.mailed()] == ["reporter", "quality", "second"]
    for letter in mailbox.letters(house.app):
        assert "tafel" not in letter.as_string()
        assert house.reference in str(letter["Subject"])


def test_nobody_else_reads_it(house: House) -> None:
    house.enter("quality").get(house.path()).submit("/messages", text="Stond de tafel stil?")
    house.change(status=IncidentStatus.IN_REVIEW, submitted_at=now())
    for name in ("doctor", "analyst", "publisher"):
        assert "tafel" not in house.enter(name).get(house.path()).response.text
    for name in ("doctor", "analyst", "stranger"):
        visitor = house.enter(name)
        field = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
        assert field
        fields = {"csrf_token": field["value"], "text": "x"}
        assert visitor.post(house.path("/messages"), fields).status == 404


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_nothing_is_written_to_a_reporter_whom_nobody_can_reach(
    small: House, language: str
) -> None:
    page = small.enter("quality", language).get(small.path(language=language))
    small.change(owner_id=None)
    quality = small.enter("quality", language)
    alone = quality.get(small.path(language=language))
    told = small.said("This report has no reporter who can read messages here.", language)
    assert told in alone.main
    assert not alone.soup.select("[action$='/messages']")
    assert page.submit("/messages", text="Stond de tafel stil?").status == 409
    assert messages(small) == []


@pytest.mark.parametrize("text", [" ", "x" * 5000])
def test_a_message_that_is_not_right_is_not_sent(small: House, text: str) -> None:
    page = small.enter("quality").get(small.path()).submit("/messages", text=text)
    assert page.status == 422
    assert page.soup.select(".error-summary a[href='#text']")
    assert page.soup.title
    assert page.soup.title.get_text().startswith("Fout:")
    assert text.strip() in page.response.text
    assert messages(small) == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_an_unnamed_reporter_answers_with_the_code_alone(
    house: House, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    about, code = unnamed(house)
    house.enter("quality").get(about.path()).submit("/messages", text="Stond de tafel stil?")
    before = everything(house.app)
    caplog.set_level(logging.DEBUG)

    page = receipt(house, code, language)
    assert "Stond de tafel stil?" in page.main
    answered = page.submit("/receipt/answer", text="Ja, ze stond stil.")

    assert (answered.status, answered.response.history) == (200, ())
    assert answered.response.headers["Cache-Control"] == "no-store"
    assert "Ja, ze stond stil." in answered.main
    assert read_code(code) not in answered.url
    stored = messages(house)[-1]
    assert (stored.from_reporter, stored.person_id) == (True, None)
    assert (stored.sent_at.second, stored.sent_at.microsecond) == (0, 0)
    written = everything(house.app) - before
    assert not [row for row in written if read_code(code) in row[2] or code in row[2]]
    assert read_code(code) not in caplog.text
    assert code not in caplog.text
    assert "Ja, ze stond stil." in house.enter("quality").get(about.path()).main


def test_the_trail_of_an_unnamed_answer_names_the_department(small: House) -> None:
    about, code = unnamed(small)
    reporter = small.enter("reporter")
    page = reporter.get("/nl/receipt").submit("/receipt", code=code)
    page.submit("/receipt/answer", text="Ja, ze stond stil.")
    with small.app.app_context():
        query = select(TrailEntry.actor).where(TrailEntry.subject == "reporter_message:1")
        actors = db.session.scalars(query).all()
        home = db.session.scalars(
            select(Incident.department_id).where(Incident.reference == about.reference)
        ).one()
    assert actors == [f"department:{home}"]


def test_sending_again_stores_nothing_twice(small: House) -> None:
    _about, code = unnamed(small)
    page = receipt(small, code)
    page.submit("/receipt/answer", text="Ja.")
    page.submit("/receipt/answer", text="Ja.")
    assert [each.text for each in messages(small)] == ["Ja."]


def test_without_the_code_nothing_is_answered(small: House) -> None:
    _about, code = unnamed(small)
    page = receipt(small, code)
    assert page.submit("/receipt/answer", text="").status == 422
    for wrong in ("0" * 16, "", "x"):
        refused = page.submit("/receipt/answer", text="Ja.", code=wrong)
        assert refused.status == 422
    assert messages(small) == []
    assert Visitor(small.app).get("/fr/receipt/answer").url == "/fr/receipt"


def test_a_named_report_is_not_answered_by_code(small: House) -> None:
    _about, code = unnamed(small)
    page, owner = receipt(small, code), small.person_id("reporter")
    with small.app.app_context():
        row = db.session.scalars(select(Incident).where(Incident.owner_id.is_(None))).one()
        row.owner_id = owner
        db.session.commit()
    assert page.submit("/receipt/answer", text="Ja.").status == 422


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_receipt_tells_the_end_without_the_reason(small: House, language: str) -> None:
    _about, code = unnamed(small)
    with small.app.app_context():
        row = db.session.scalars(select(Incident).where(Incident.owner_id.is_(None))).one()
        row.status, row.closed_reason, row.submitted_at = IncidentStatus.CLOSED, "Bekend", now()
        db.session.commit()
    page = receipt(small, code, language)
    assert (
        small.said("The FANC read it and closed the dossier without a REX.", language) in page.main
    )
    assert "Bekend" not in page.text


def test_the_receipt_links_to_the_rex(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)
    about, code = unnamed(small)
    about.change(status=IncidentStatus.ACCEPTED, submitted_at=now())
    with small.app.app_context():
        row = db.session.scalars(select(Incident).where(Incident.owner_id.is_(None))).one()
        bulletins.published(db.session, 2026, incidents=[row])
        db.session.commit()
    assert receipt(small, code).soup.select("main a[href='/nl/rex/2026/1']")


def test_a_named_reporter_is_told_the_outcome(
    small: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    small.change(status=IncidentStatus.ACCEPTED, submitted_at=now())
    with small.app.app_context():
        row = db.session.scalars(select(Incident)).one()
        bulletins.published(db.session, 2026, incidents=[row])
        commit_and_drain()
    (letter,) = mailbox.letters(small.app)
    assert str(letter["To"]).startswith("reporter@")
    assert "REX 1 – 2026" in mailbox.text_of(letter)
    assert mailbox.link_in(letter).endswith(small.path())


def test_who_closes_a_dossier_tells_its_reporter(small: House) -> None:
    small.change(status=IncidentStatus.IN_REVIEW, submitted_at=now())
    page = small.enter("analyst").get(small.path())
    page = page.submit("/first", elsewhere="no", judged="yes")
    page.submit("/close", closed_reason="Al bekend")
    ((to, subject),) = small.mailed()
    assert (to, small.reference in subject) == ("reporter", True)
    assert "Al bekend" not in mailbox.letters(small.app)[0].as_string()
