"""The quick report: four short pages, five required answers, and nothing typed is ever lost."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from portal.accounts.models import Department, Person
from portal.db import db
from portal.i18n import Language, format_time, now, today
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import (
    Danger,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Severity,
)
from portal.permissions import Role
from tests import factories
from tests.clock import Clock
from tests.pages import PASSWORD, Page, Visitor, values_of

TEXT = {
    "nl": "Bij het laden kwam een oudere versie van het plan op het toestel. Gezien bij controle.",
    "fr": "Au chargement, une version antérieure du plan est arrivée à l'appareil. Vu au contrôle.",
}
WHEN = {"found": "today", "step": "delivery"}
PATIENT = {"patient": "caught", "danger": "no"}
NO_SUCH_DAY = "This date does not exist. Look at the day and the month again"
LANGUAGES = [language.value for language in Language]


def account(app: Flask, *roles: Role, code: str = "noord", **values: Any) -> str:
    """The e-mail address of somebody new in the department ``code``, which exists after this."""
    with app.app_context():
        home = db.session.scalar(select(Department).where(Department.code == code))
        home = home or factories.department(db.session, code)
        email = factories.person(db.session, *roles, department=home, **values).email
        db.session.commit()
    return email


def signed_in(app: Flask, email: str) -> Visitor:
    """A new browser in which this person is signed in."""
    visitor = Visitor(app)
    visitor.sign_in(email)
    return visitor


@pytest.fixture
def email(app: Flask) -> str:
    """A reporter's address."""
    return account(app, Role.REPORTER)


@pytest.fixture
def reporter(app: Flask, email: str) -> Visitor:
    """A reporter, signed in."""
    return signed_in(app, email)


@pytest.fixture
def on_sqlite(sqlite_app: Flask) -> Visitor:
    """The same, for what does not depend on the database."""
    return signed_in(sqlite_app, account(sqlite_app, Role.REPORTER))


def begun(visitor: Visitor, language: str = "nl", **answers: Any) -> Page:
    """Page 2 of a new report."""
    answers = {"description": TEXT[language]} | answers
    return visitor.get(f"/{language}/report").submit("/report", **answers)


def checked(visitor: Visitor, language: str = "nl", **answers: Any) -> Page:
    """The check page of a new report in which every required answer is given."""
    page = begun(visitor, language)
    return page.submit(**(WHEN | answers)).submit(**PATIENT)


def incidents(app: Flask) -> list[Incident]:
    """All incidents, the oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(Incident).order_by(Incident.id)))


def drafts(app: Flask) -> int:
    """How many drafts there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def said(app: Flask, language: str, text: str, **values: Any) -> str:
    """A text of the interface in ``language``."""
    with app.app_context(), force_locale(language):
        return gettext(text, **values)


def problems(page: Page) -> dict[str, str]:
    """The links of the error summary: where they lead and what they say."""
    links = page.soup.select(".error-summary a")
    return {str(link["href"]): link.get_text(strip=True) for link in links}


def refuses(page: Page, app: Flask, *fields: str) -> None:
    """The page refuses, says so first, and leads to each field that it is about."""
    assert page.status == 422
    assert page.soup.title
    language = page.url.split("/")[1]
    assert page.soup.title.get_text().strip().startswith(said(app, language, "Error:"))
    assert [href.partition("#")[2] for href in problems(page)] == list(fields)
    if not page.url.endswith("/4"):
        for field in fields:
            assert page.soup.select_one(f"#{field}-error, fieldset:has(#{field}) .error")
            assert page.soup.select_one(f'#{field}[aria-invalid="true"], fieldset #{field}')


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_written_and_sent(app: Flask, reporter: Visitor, language: str) -> None:
    second = begun(reporter, language)
    assert second.url.endswith("/2")
    third = second.submit(**WHEN, found_time="15.42", happened="unknown", system="Versneller 1")
    assert third.url.endswith("/3")
    check = third.submit(**PATIENT)
    assert check.url.endswith("/4")
    assert TEXT[language] in check.main
    assert {"nl": "15u42", "fr": "15h42"}[language] in check.main

    done = check.submit()

    (incident,) = incidents(app)
    assert done.url == f"/{language}/report/{incident.reference}/done"
    assert incident.reference == f"M-{today().year}-0001"
    assert incident.reference in done.main
    assert incident.status is IncidentStatus.WITH_DEPARTMENT
    assert incident.language == language
    assert incident.narrative[Language(language)] == TEXT[language]
    assert incident.narrative.languages == [language]
    assert incident.title[Language(language)] == TEXT[language].split(". ")[0]
    assert (incident.found_on, incident.found_time) == (today(), "15:42")
    assert incident.occurred_on is None
    assert incident.step_arose is ProcessStep.DELIVERY
    assert incident.equipment[Language(language)] == "Versneller 1"
    assert incident.patient_reached is PatientReached.CAUGHT
    assert incident.near_miss
    assert incident.danger is Danger.NO
    assert incident.severity is Severity.UNKNOWN
    assert drafts(app) == 0
    with app.app_context():
        owner = db.session.get_one(Person, incident.owner_id)
        assert owner.department_id == incident.department_id
    assert reporter.get(done.url).status == 200


@pytest.mark.parametrize(("language", "word"), [("nl", "melden"), ("fr", "signaler")])
def test_the_address_on_paper_leads_to_the_report(
    on_sqlite: Visitor, language: str, word: str
) -> None:
    answer = on_sqlite.get(f"/{language}/{word}", follow=False)
    assert answer.status == 301
    assert answer.response.location == f"/{language}/report"


def test_numbers_follow_each_other(app: Flask, reporter: Visitor) -> None:
    for _ in range(3):
        checked(reporter).submit()
    numbers = [incident.reference[-4:] for incident in incidents(app)]
    assert numbers == ["0001", "0002", "0003"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_five_answers_are_required(app: Flask, reporter: Visitor, language: str) -> None:
    first = reporter.get(f"/{language}/report").submit()
    refuses(first, app, "description")
    second = first.submit(description="Te veel bestraald").submit()
    refuses(second, app, "found", "step")
    third = second.submit(**WHEN).submit()
    refuses(third, app, "patient", "danger")
    assert third.submit(**PATIENT).submit().url.endswith("/done")


def test_the_draft_begins_with_the_first_answer(app: Flask, reporter: Visitor) -> None:
    page = reporter.get("/nl/report")
    assert drafts(app) == 0
    page.submit(description=" \u200f\n")
    assert drafts(app) == 0
    token = page.submit(description="Iets").url.split("/")[3]
    assert drafts(app) == 1
    assert len(base64.urlsafe_b64decode(token + "==")) * 8 >= 128


def test_the_start_page_tells_drafts_apart(on_sqlite: Visitor) -> None:
    begun(on_sqlite, description="De tafel stond te laag.")
    begun(on_sqlite, "fr", description="La table était trop basse. " * 20)
    start = on_sqlite.get("/nl/")
    words = start.soup.select(".task .hint")
    assert words[0].get_text() == "De tafel stond te laag."
    assert str(words[1]["lang"]) == "fr-BE"
    assert words[1].get_text().startswith("La table était trop basse.")
    assert len(words[1].get_text()) <= 80
    assert not [link for link in start.soup.select(".task a") if "tafel" in str(link["href"])]


def test_the_first_page_begins_one_draft_however_often_it_is_sent(
    app: Flask, reporter: Visitor
) -> None:
    page = reporter.get("/nl/report")
    first, again = page.submit(description="Iets"), page.submit(description="Iets")
    assert (first.url, drafts(app)) == (again.url, 1)
    changed = page.submit(description="Iets anders")
    assert (changed.url, drafts(app)) == (first.url, 1)
    kept = reporter.get(first.url[:-1] + "1")
    assert values_of(kept.form())["description"] == ["Iets anders"]
    assert begun(reporter).url != first.url


def test_clicks_at_once_on_the_first_page_begin_one_draft(app: Flask, email: str) -> None:
    page = signed_in(app, email).get("/nl/report")
    fields = values_of(page.form()) | {"description": ["Iets"]}

    def press() -> int:
        return page.visitor.twin().post(page.url, fields, follow=False).status

    with ThreadPoolExecutor(4) as pool:
        statuses = {pressed.result() for pressed in [pool.submit(press) for _ in range(4)]}
    assert (statuses, drafts(app)) == ({303}, 1)


@pytest.mark.parametrize("made_up", ["", "short", "x" * 33, "\u00e9" * 32, None])
def test_the_name_of_a_draft_is_not_made_up(
    sqlite_app: Flask, on_sqlite: Visitor, made_up: str | None
) -> None:
    page = on_sqlite.get("/nl/report").submit(description="Iets", draft=made_up)
    assert page.url.endswith("/2")
    assert len(page.url.split("/")[3]) == 32


def test_a_draft_of_somebody_else_is_not_begun_again(app: Flask, reporter: Visitor) -> None:
    token = begun(reporter).url.split("/")[3]
    curious = signed_in(app, account(app, Role.REPORTER))
    page = curious.get("/nl/report").submit(description="Iets", draft=token)
    assert page.url.endswith("/2")
    assert token not in page.url
    assert drafts(app) == 2


def test_a_draft_is_resumed_in_another_session(app: Flask, reporter: Visitor, email: str) -> None:
    page = begun(reporter)
    wrong = {"found": "other", "found_date": "31/2/2026", "found_time": "25:99"}
    saved = page.submit(button="action=later", **wrong)
    assert (saved.status, saved.url) == (200, "/nl/report")

    page = signed_in(app, email).get("/fr/report").follow(TEXT["nl"][:40])

    assert page.url.endswith("/2")
    kept = values_of(page.form())
    assert {name: kept[name][0] for name in wrong} == wrong
    check = page.submit(**WHEN, found_time="").submit(**PATIENT)
    assert check.submit().url.endswith("/done")


def test_saving_for_later_works_before_anything_is_answered(app: Flask, reporter: Visitor) -> None:
    page = reporter.get("/nl/report").submit(button="action=later")
    assert (page.url, drafts(app)) == ("/nl/report", 1)
    again = page.follow(said(app, "nl", "Without a description yet"))
    assert again.url.endswith("/1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_keeps_what_was_typed(
    app: Flask, reporter: Visitor, language: str
) -> None:
    other = Language(language).other.value
    button = f"action={other}"
    page = reporter.get(f"/{language}/report").submit(button=button, description=TEXT[language])
    assert page.url.startswith(f"/{other}/report/")
    assert page.url.endswith("/1")
    kept = values_of(page.form())
    assert (kept["description"], kept["language"]) == ([TEXT[language]], [language])
    second = page.submit().submit(button=f"action={language}", found="other", found_date="31/2")
    assert (second.url[:3], second.url[-2:]) == (f"/{language}", "/2")
    assert values_of(second.form())["found_date"] == ["31/2"]
    third = second.submit(**WHEN).submit(button=button, patient="caught")
    assert (third.url[:3], third.url[-2:]) == (f"/{other}", "/3")
    assert third.submit(danger="no").submit().url.endswith("/done")
    (incident,) = incidents(app)
    assert incident.language == language


def test_who_has_written_nothing_yet_writes_in_the_other_language(on_sqlite: Visitor) -> None:
    page = on_sqlite.get("/nl/report").submit(button="action=fr")
    assert values_of(page.form())["language"] == ["fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_more_is_known_goes_along(app: Flask, reporter: Visitor, language: str) -> None:
    page = begun(reporter, language).submit(
        **WHEN, happened="other", happened_date="1/3/2026", happened_about="y"
    )
    assert len(page.soup.select(".reveal [name=patients], .reveal [name=dose]")) == 7
    check = page.submit(patient="yes", patients="2_to_9", dose="no", danger="no")
    with app.app_context(), force_locale(language):
        few = str(PatientsReached.FEW.label)
    for text in (few, said(app, language, "Was another dose given than prescribed?")):
        assert " ".join(text.split()) in check.main
    assert check.submit().url.endswith("/done")
    (incident,) = incidents(app)
    assert (incident.occurred_on, incident.occurred_about) == (date(2026, 3, 1), True)
    assert (incident.patients_reached, incident.other_dose) == ("2_to_9", "no")


def test_what_follows_on_another_answer_is_not_kept(sqlite_app: Flask, on_sqlite: Visitor) -> None:
    page = begun(on_sqlite).submit(**WHEN, happened_about="y")
    page.submit(patient="caught", patients="one", dose="yes", danger="no").submit()
    (incident,) = incidents(sqlite_app)
    assert not incident.occurred_about
    assert (incident.patients_reached, incident.other_dose) == (None, None)


def test_a_text_that_is_too_long_can_still_be_saved_for_later(on_sqlite: Visitor) -> None:
    page = on_sqlite.get("/nl/report").submit(button="action=later", description="lang " * 1_000)
    assert page.status == 200
    kept = values_of(page.follow("lang lang").form())["description"]
    assert kept == [("lang " * 1_000).strip()]


def test_today_stays_that_day(on_sqlite: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    third = begun(on_sqlite).submit(**WHEN)
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("portal.incidents.report_forms.today", lambda: tomorrow)
    second = on_sqlite.get(third.url[:-1] + "2")
    assert values_of(second.form())["found"] == ["yesterday"]
    monkeypatch.setattr("portal.incidents.report_forms.today", lambda: tomorrow + timedelta(days=1))
    second = on_sqlite.get(second.url)
    fields = values_of(second.form())
    assert fields["found"] == ["other"]
    assert fields["found_date"] == [f"{tomorrow - timedelta(days=1):%d/%m/%Y}"]


def test_what_was_sent_after_the_session_closed_is_kept(
    reporter: Visitor, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = begun(reporter)
    Clock(monkeypatch).forward(minutes=30)
    asked = second.submit(**WHEN, found_time="15u42")
    assert asked.status == 401
    waiting = asked.submit("/login", email=email, password=PASSWORD)
    third = waiting.submit("/2")
    assert third.url.endswith("/3")
    assert "15u42" in third.submit(**PATIENT).main


def test_a_draft_is_removed_when_its_writer_says_so(app: Flask, reporter: Visitor) -> None:
    begun(reporter)
    first = reporter.get("/nl/report")
    assert first.soup.select_one('details:not([open]) > summary + p + form[action$="/discard"]')
    page = first.submit("/discard")
    assert (page.url, page.status, drafts(app)) == ("/nl/report", 200, 0)


def test_a_draft_of_somebody_else_does_not_exist(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    curious = signed_in(app, account(app, Role.REPORTER, Role.QUALITY_MANAGER))
    token = {"csrf_token": values_of(curious.get("/nl/report").form())["csrf_token"]}
    for page in "1234":
        assert curious.get(check.url[:-1] + page).status == 404
        assert curious.post(check.url[:-1] + page, token | {"visible": "nobody"}).status == 404
    assert curious.post(check.url[:-1] + "discard", token).status == 404
    assert curious.get("/nl/report").soup.select(".record") == []
    assert check.submit().url.endswith("/done")


@pytest.mark.parametrize("address", ["5", "0", "1/2", ""])
def test_there_are_four_pages(on_sqlite: Visitor, address: str) -> None:
    check = checked(on_sqlite)
    assert on_sqlite.get(check.url[:-1] + address).status == 404


@pytest.mark.parametrize(
    "role", [Role.READER, Role.ANALYST, Role.TRANSLATOR, Role.PUBLISHER, Role.ADMINISTRATOR]
)
def test_who_does_not_report_has_no_access(sqlite_app: Flask, role: Role) -> None:
    assert signed_in(sqlite_app, account(sqlite_app, role)).get("/nl/report").status == 403


@pytest.mark.parametrize("role", [Role.QUALITY_MANAGER, Role.PHYSICIAN])
def test_others_in_the_department_report_too(sqlite_app: Flask, role: Role) -> None:
    visitor = signed_in(sqlite_app, account(sqlite_app, role))
    assert checked(visitor).submit().url.endswith("/done")


def test_a_visitor_is_asked_to_sign_in(sqlite_app: Flask) -> None:
    assert "/login" in Visitor(sqlite_app).get("/nl/report").url


def test_without_a_department_nothing_is_reported(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        email = factories.person(db.session, Role.REPORTER).email
        db.session.commit()
    assert signed_in(sqlite_app, email).get("/nl/report").status == 403


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"found_date": "31/2/2026"}, "found_date", NO_SUCH_DAY),
        ({"found_date": ""}, "found_date", "Write the date as day, month and year"),
        ({"found_date": "overmorgen"}, "found_date", "Write the date as day, month and year"),
        ({"found_date": "1/1/2090"}, "found_date", "The date must be today or earlier"),
        (
            {"found_date": "1/1/2026", "found_time": "25:99"},
            "found_time",
            "Write the hour in figures, for example 15h42",
        ),
        (
            {"found_date": "1/1/2026", "happened": "other", "happened_date": "2/1/2026"},
            "happened_date",
            "It cannot have happened after the day on which it was found",
        ),
        (
            {"found_date": "1/1/2026", "happened": "other", "happened_date": "32/1/2026"},
            "happened_date",
            NO_SUCH_DAY,
        ),
    ],
)
def test_a_wrong_answer_is_kept_and_explained(
    sqlite_app: Flask,
    on_sqlite: Visitor,
    language: str,
    answers: dict[str, str],
    field: str,
    message: str,
) -> None:
    answers = {"found": "other", "step": "unknown", "system_other": "Tafel"} | answers
    page = begun(on_sqlite, language).submit(**answers)
    refuses(page, sqlite_app, field)
    assert list(problems(page).values()) == [said(sqlite_app, language, message)]
    kept = values_of(page.form())
    assert {name: kept[name][0] for name in answers} == answers


@pytest.mark.parametrize(
    ("answers", "occurred_on"),
    [
        ({"happened": "same"}, date(2026, 3, 1)),
        ({"happened": "unknown", "happened_date": "1/2/2026"}, None),
        ({"happened": "other", "happened_date": "1/2/2026"}, date(2026, 2, 1)),
        ({"happened": None}, date(2026, 3, 1)),
    ],
)
def test_when_it_happened(
    sqlite_app: Flask, on_sqlite: Visitor, answers: dict[str, str], occurred_on: date | None
) -> None:
    checked(on_sqlite, found="other", found_date="1/3/2026", **answers).submit()
    (incident,) = incidents(sqlite_app)
    assert (incident.found_on, incident.occurred_on) == (date(2026, 3, 1), occurred_on)


@pytest.mark.parametrize(
    ("language", "length", "limit"), [("nl", "4.001", "4.000"), ("fr", "4\u202f001", "4\u202f000")]
)
def test_a_long_text_is_counted(
    sqlite_app: Flask, on_sqlite: Visitor, language: str, length: str, limit: str
) -> None:
    page = on_sqlite.get(f"/{language}/report")
    refused = page.submit(description="a" * 4_001)
    refuses(refused, sqlite_app, "description")
    (message,) = problems(refused).values()
    assert length in message
    assert limit in message
    assert page.submit(description="a" * 4_000).url.endswith("/2")


@pytest.mark.parametrize("button", ["", "action=later"])
def test_ten_megabytes_are_refused_and_kept(
    sqlite_app: Flask, on_sqlite: Visitor, button: str
) -> None:
    paste = "plak " * 2_000_000 + "einde"
    page = on_sqlite.get("/nl/report").submit(description=paste, button=button)
    refuses(page, sqlite_app, "description")
    assert values_of(page.form())["description"] == [paste]
    assert drafts(sqlite_app) == 0


def test_awkward_characters_survive(app: Flask, reporter: Visitor) -> None:
    text = "Veld\x00 \u200frechts\u200e naar links \ud800 <b>&amp; é e\u0301 – ’ 🙂\r\nregel"
    page = begun(
        reporter, description=text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    page = page.submit(found="today\x00", step="\x00", system_other="a\x00b", button="action=later")
    assert page.status == 200
    page = page.follow("Veld")
    page.submit(**WHEN).submit(**PATIENT).submit()
    (incident,) = incidents(app)
    assert incident.narrative.nl.startswith("Veld \u200frechts\u200e naar links")
    assert incident.narrative.nl.endswith("<b>&amp; é é – ’ 🙂\nregel")
    assert incident.equipment.nl == "ab"


def test_a_word_of_twenty_thousand_characters_is_kept(
    sqlite_app: Flask, on_sqlite: Visitor
) -> None:
    word = "é" * 20_000
    page = on_sqlite.get("/nl/report").submit(description=word)
    refuses(page, sqlite_app, "description")
    assert values_of(page.form())["description"] == [word]
    long_line = begun(on_sqlite).submit(**WHEN, system_other=word)
    refuses(long_line, sqlite_app, "system_other")
    word = "é" * 4_000
    done = begun(on_sqlite, description=word).submit(**WHEN).submit(**PATIENT).submit()
    assert done.status == 200
    (incident,) = incidents(sqlite_app)
    assert incident.narrative.nl == word
    assert len(incident.title.nl) == 100


@pytest.mark.parametrize(("page", "name"), [(1, "language"), (2, "step"), (3, "danger")])
def test_an_answer_that_is_not_offered_is_refused(
    sqlite_app: Flask, on_sqlite: Visitor, page: int, name: str
) -> None:
    address = checked(on_sqlite).url[:-1] + str(page)
    refuses(on_sqlite.get(address).submit(**{name: "anders"}), sqlite_app, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_shows_whom_to_call(on_sqlite: Visitor, language: str) -> None:
    third = begun(on_sqlite, language).submit(**WHEN)
    assert third.soup.select_one('.option + .reveal a[href="tel:020000001"]')
    check = third.submit(patient="yes", danger="yes")
    assert check.soup.select_one('main a[href="tel:020000001"]')
    done = check.submit()
    assert done.status == 200
    assert done.soup.select_one('main a[href="tel:020000001"]')


def test_without_danger_nobody_is_sent_to_the_telephone(on_sqlite: Visitor) -> None:
    assert not checked(on_sqlite).soup.select('main a[href^="tel:"]')


def test_the_check_page_leads_to_each_answer_and_back(
    sqlite_app: Flask, on_sqlite: Visitor
) -> None:
    check = checked(on_sqlite)
    links = [str(link["href"]) for link in check.soup.select(".summary-change a")]
    assert len(links) == 8
    for link in links:
        page = on_sqlite.get(link)
        assert page.soup.select_one(f"[id={link.partition('#')[2]}]")
    changed = on_sqlite.get(links[0]).submit(description="Anders verteld")
    assert changed.url == check.url
    assert "Anders verteld" in changed.main
    changed.submit()
    (incident,) = incidents(sqlite_app)
    assert incident.title.nl == "Anders verteld"


def test_the_check_page_names_what_is_missing(sqlite_app: Flask, on_sqlite: Visitor) -> None:
    second = begun(on_sqlite)
    check = on_sqlite.get(second.url[:-1] + "4")
    assert problems(check) == {}
    refused = check.submit()
    refuses(refused, sqlite_app, "found", "step", "patient", "danger")
    for link in problems(refused):
        assert on_sqlite.get(link).soup.select_one(f"[id={link.partition('#')[2]}]")
    assert incidents(sqlite_app) == []


def test_who_may_see_the_name_is_never_guessed(sqlite_app: Flask, on_sqlite: Visitor) -> None:
    check = checked(on_sqlite)
    for answer in (None, "", "iedereen"):
        refuses(check.submit(visible=answer), sqlite_app, "visible")
    assert incidents(sqlite_app) == []


@pytest.mark.parametrize(("interface", "text"), [("fr", "nl"), ("nl", "fr")])
def test_text_and_interface_have_their_own_language(
    sqlite_app: Flask, on_sqlite: Visitor, interface: str, text: str
) -> None:
    first = on_sqlite.get(f"/{interface}/report")
    assert values_of(first.form())["language"] == [interface]
    second = first.submit(description=TEXT[text], language=text)
    check = second.submit(**WHEN).submit(**PATIENT)
    assert check.soup.select_one(f'.summary dd[lang="{text}-BE"]')
    again = on_sqlite.get(check.url[:-1] + "1")
    assert again.soup.select_one(f'textarea[lang="{text}-BE"]')
    done = check.submit()
    assert done.lang == f"{interface}-BE"
    (incident,) = incidents(sqlite_app)
    assert incident.language == text
    assert incident.narrative.languages == [text]


@pytest.mark.parametrize(
    ("answers", "equipment"),
    [
        ({"system": "R&V-systeem"}, "R&V-systeem"),
        ({"system_other": " Mal  van karton "}, "Mal van karton"),
        ({"system": "Versneller 1", "system_other": "tafel"}, "Versneller 1, tafel"),
        ({}, ""),
    ],
)
def test_machine_or_system(
    sqlite_app: Flask, on_sqlite: Visitor, answers: dict[str, str], equipment: str
) -> None:
    checked(on_sqlite, **answers).submit()
    (incident,) = incidents(sqlite_app)
    assert incident.equipment.nl == equipment


def test_a_machine_that_left_the_list_stays_chosen(sqlite_app: Flask, on_sqlite: Visitor) -> None:
    check = checked(on_sqlite, system="Versneller 1")
    with sqlite_app.app_context():
        db.session.scalars(select(Department)).one().systems = "Versneller 2"
        db.session.commit()
    page = on_sqlite.get(check.url[:-1] + "2")
    assert values_of(page.form())["system"] == ["Versneller 1"]


def test_two_tabs_on_two_pages_both_count(on_sqlite: Visitor) -> None:
    second = begun(on_sqlite)
    third = on_sqlite.get(second.url[:-1] + "3")
    assert third.submit(**PATIENT).url.endswith("/2")
    check = second.submit(**WHEN)
    assert check.url.endswith("/4")
    assert check.submit().url.endswith("/done")


def test_two_tabs_on_one_text_lose_no_word(sqlite_app: Flask, on_sqlite: Visitor) -> None:
    first = on_sqlite.get(begun(on_sqlite).url[:-1] + "1")
    other = on_sqlite.get(first.url)
    first.submit(description="Het eerste venster")

    both = other.submit(description="Het tweede venster")

    assert both.status == 409
    assert "Het eerste venster" in both.main
    assert f"laatst bewaard om {format_time(now(), Language.NL)}" in both.main
    assert values_of(both.form())["description"] == ["Het tweede venster"]
    assert problems(both)
    refuses(both.submit(description=""), sqlite_app, "description")
    kept = both.submit(description="Het tweede venster", description_keep="theirs")
    assert values_of(on_sqlite.get(first.url).form())["description"] == ["Het eerste venster"]
    assert kept.url.endswith("/2")
    both.submit(description_keep="mine")
    assert values_of(on_sqlite.get(first.url).form())["description"] == ["Het tweede venster"]


def test_a_mistake_does_not_hide_that_two_tabs_differ(on_sqlite: Visitor) -> None:
    first = on_sqlite.get(begun(on_sqlite).url[:-1] + "1")
    other = on_sqlite.get(first.url)
    first.submit(description="Het eerste venster")
    mistaken = other.submit(description="")
    assert mistaken.status == 422
    assert mistaken.submit(description="Het tweede venster").status == 409


def test_pressing_send_twice_leads_to_one_report(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    done = check.submit()
    again = check.submit()
    assert (again.url, again.status) == (done.url, 200)
    assert len(incidents(app)) == 1


def test_a_check_page_left_open_sends_nothing_more(app: Flask, reporter: Visitor) -> None:
    check = checked(reporter)
    other_tab = reporter.get(check.url)
    check.submit()
    assert other_tab.submit().status == 409
    assert reporter.get(check.url).status == 404
    assert len(incidents(app)) == 1


@pytest.mark.parametrize("visible", ["quality_manager", "nobody"])
def test_many_clicks_at_once_send_one_report(app: Flask, email: str, visible: str) -> None:
    check = checked(signed_in(app, email))
    fields = values_of(check.form()) | {"visible": [visible]}

    def press() -> int:
        return check.visitor.twin().post(check.url, fields, follow=False).status

    with ThreadPoolExecutor(4) as pool:
        statuses = {pressed.result() for pressed in [pool.submit(press) for _ in range(4)]}

    assert statuses == {303 if visible == "quality_manager" else 200}
    assert len(incidents(app)) == 1


@pytest.mark.parametrize("role", [Role.REPORTER, Role.QUALITY_MANAGER])
def test_the_receipt_of_somebody_else_does_not_exist(
    sqlite_app: Flask, on_sqlite: Visitor, role: Role
) -> None:
    check = checked(on_sqlite)
    done = check.submit()
    curious = signed_in(sqlite_app, account(sqlite_app, role))
    assert curious.get(done.url).status == 404
    token = values_of(curious.get("/nl/report").form())["csrf_token"]
    fields = values_of(check.form()) | {"csrf_token": token}
    assert curious.post(check.url, fields).status == 409
