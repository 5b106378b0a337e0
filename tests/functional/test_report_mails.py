"""What follows a report: who hears of it, by when, and how long it took to write."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from portal.accounts import notices
from portal.accounts.models import Department, Person
from portal.db import db
from portal.i18n import BRUSSELS, Language, Translated, format_long_date, now
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident
from portal.incidents.similar import Similar, found_by
from portal.permissions import Role
from portal.search.similar.events import SimilarEvents
from tests import factories
from tests.clock import Clock
from tests.mailbox import letters, link_in, text_of
from tests.pages import Page, Visitor

TEXT = "Zonderlingewoorden stonden op het scherm van de versneller"
WHEN = {"found": "today", "step": "delivery"}


@pytest.fixture
def reporter(app: Flask) -> Visitor:
    """A Dutch reporter in a department with two quality managers, of whom one reads French."""
    with app.app_context():
        home, other = factories.department(db.session), factories.department(db.session, "zuid")
        for email, department, language in (
            ("een@test.invalid", home, Language.NL),
            ("deux@test.invalid", home, Language.FR),
            ("elders@test.invalid", other, Language.NL),
        ):
            factories.person(
                db.session,
                Role.QUALITY_MANAGER,
                department=department,
                email=email,
                language=language,
            )
        factories.person(db.session, Role.REPORTER, department=home, email="melder@test.invalid")
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in("melder@test.invalid")
    return visitor


def check_page(visitor: Visitor, danger: str = "no", text: str = TEXT) -> Page:
    second = visitor.get("/nl/report").submit("/report", description=text)
    return second.submit(**WHEN).submit(patient="none", danger=danger)


def mailed(app: Flask, before: int) -> dict[str, EmailMessage]:
    """The mails since there were ``before``, by their recipient."""
    with app.app_context():
        app.extensions["outbox"].drain()
    return {str(letter["To"]): letter for letter in letters(app)[before:]}


def test_the_reporter_and_every_quality_manager_hear_of_a_report(
    app: Flask, reporter: Visitor
) -> None:
    before = len(letters(app))
    done = check_page(reporter).submit()
    mails = mailed(app, before)
    assert set(mails) == {"melder@test.invalid", "een@test.invalid", "deux@test.invalid"}
    reference = done.url.split("/")[3]
    for mail in mails.values():
        assert reference in mail["Subject"]
        assert link_in(mail).endswith(f"/incidents/{reference}")
        assert "Zonderlingewoorden" not in mail.as_string()
        assert "Persoon" not in mail.as_string()
    assert mails["deux@test.invalid"]["Content-Language"] == "fr-BE"
    day = (now() + timedelta(days=14)).astimezone(BRUSSELS).date()
    assert format_long_date(day, Language.NL) in text_of(mails["melder@test.invalid"])
    assert format_long_date(day, Language.NL) in done.main


def test_danger_is_mailed_as_something_to_read_now(app: Flask, reporter: Visitor) -> None:
    before = len(letters(app))
    check_page(reporter).submit()
    usual = mailed(app, before)
    check_page(reporter, danger="yes").submit()
    urgent = mailed(app, before + len(usual))
    assert set(urgent) == set(usual)
    assert len(str(urgent["een@test.invalid"]["Subject"])) > len(
        str(usual["een@test.invalid"]["Subject"])
    )


def test_who_stays_unnamed_gets_no_mail(app: Flask, reporter: Visitor) -> None:
    before = len(letters(app))
    check_page(reporter).submit(visible="nobody")
    assert set(mailed(app, before)) == {"een@test.invalid", "deux@test.invalid"}


def test_a_report_is_withdrawn_until_it_is_opened(app: Flask, reporter: Visitor) -> None:
    done = check_page(reporter).submit()
    assert done.submit("/withdraw").status == 200
    assert not reporter.get(done.url).soup.select('form[action$="withdraw"]')
    with app.app_context():
        manager = db.session.scalars(select(Person).where(Person.email == "een@test.invalid")).one()
        incident = db.session.scalars(select(Incident)).one()
        before = len(letters(app))
        notices.send(db.session, "report_new", incident.reference, [manager])
        db.session.commit()
    assert mailed(app, before) == {}
    other = check_page(reporter).submit()
    with app.app_context():
        opened = db.session.scalars(select(Incident).order_by(Incident.id.desc())).first()
        assert opened
        opened.opened_at = now()
        db.session.commit()
    assert not reporter.get(other.url).soup.select('form[action$="withdraw"]')


@pytest.mark.parametrize(
    ("visible", "took", "seconds"),
    [
        ("quality_manager", 107, 107),
        ("nobody", 107, 120),
        ("nobody", 1800, 1800),
        ("nobody", 1801, None),
        ("quality_manager", 7201, 7201),
    ],
)
def test_how_long_a_report_took_is_kept_in_seconds_or_half_minutes(
    app: Flask,
    reporter: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    visible: str,
    took: int,
    seconds: int | None,
) -> None:
    Clock(monkeypatch)
    check = check_page(reporter)
    with app.app_context():
        db.session.scalars(select(Draft)).one().started_at -= timedelta(seconds=took)
        db.session.commit()
    check.submit(visible=visible)
    with app.app_context():
        assert db.session.scalars(select(Incident.report_seconds)).one() == seconds


def test_danger_shows_whom_to_call_on_page_3_and_before_sending(
    app: Flask, reporter: Visitor
) -> None:
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        home.safety_phone, home.name = "02 123 45 67", Translated("Dienst", "Service")
        db.session.commit()
    check = check_page(reporter, danger="yes")
    for page in (check, reporter.get(check.url[:-1] + "3"), check.submit()):
        assert page.soup.select_one('a[href="tel:021234567"]'), page.url
    doubt = check_page(reporter, danger="unknown")
    for page in (doubt, doubt.submit(), check_page(reporter, "unknown").submit(visible="nobody")):
        assert page.soup.select_one('.tone-info a[href="tel:021234567"]'), page.url
    assert not check_page(reporter).soup.select('a[href^="tel:"]')


def test_a_name_in_the_text_is_asked_about_and_stops_nobody(reporter: Visitor) -> None:
    check = check_page(reporter, text="Mevrouw Peeters lag verkeerd op de tafel")
    assert "Peeters" in check.soup.select_one(".notice.tone-info").get_text()  # type: ignore[union-attr]
    assert check.submit().url.endswith("/done")
    assert not check_page(reporter).soup.select(".notice.tone-info")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bij fractie 2 van Jan Peeters stond een oud plan", "Jan Peeters"),
        ("Varian Eclipse rekende met Monte Carlo. Na Toravel Noord viel Linac 2 stil", ""),
    ],
)
def test_two_words_that_look_like_a_name_are_asked_about_and_systems_are_not(
    app: Flask, reporter: Visitor, text: str, told: str
) -> None:
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        home.systems = "Versneller 1\nToravel Noord"
        db.session.commit()
    check = check_page(reporter, text=text)
    shown = [each.get_text() for each in check.soup.select(".notice.tone-info li")]
    assert shown == list(filter(None, [told]))
    assert check.submit().url.endswith("/done")


def test_similar_events_are_a_page_that_can_be_skipped(app: Flask, reporter: Visitor) -> None:
    asked: list[Translated] = []

    class Finder(SimilarEvents):
        def to_text(self, text: Translated, incident: Incident | None) -> list[Similar]:  # noqa: ARG002
            asked.append(text)
            url = url_for("rex.page", year=2020, number=3)
            return [Similar("REX 3 – 2020", url, "Een gelijkaardige kern", Language.NL)]

    usual = app.extensions["similar"]
    found_by(app, Finder())
    try:
        first = reporter.get("/nl/report")
        page = first.submit("/report", description=TEXT)
        assert page.url.endswith("/similar")
        assert page.soup.select_one('main a[href="/nl/rex/2020/3"]')
        assert asked[-1] == Translated(nl=TEXT)
        form = page.soup.select_one("main form[method=get]")
        assert form
        assert str(form["action"]).endswith("/2")
        fields = {"csrf_token": reporter.token(), "description": TEXT}
        live = reporter.post("/fr/report/similar", fields).response.get_json()
        assert live
        assert live["told"] == "1 événement similaire trouvé"
        assert live["found"][0]["url"] == "/fr/rex/2020/3"
        assert asked[-1] == Translated(fr=TEXT)
        scripted = reporter.get("/nl/report").submit("/report", description=TEXT, script="yes")
        assert scripted.url.endswith("/2")
    finally:
        found_by(app, usual)
    assert reporter.get("/nl/report").submit("/report", description="x").url.endswith("/2")
