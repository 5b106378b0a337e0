"""Reports on paper: taken over once, checked by somebody else, and nothing typed is ever lost."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from portal.accounts.models import Department, Person
from portal.db import db
from portal.downtime import serials, sheets
from portal.downtime.models import PaperReport
from portal.downtime.operations import waiting_for_check, waiting_for_correction
from portal.downtime.sheets import Sides
from portal.i18n import Language
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger, PatientReached, ProcessStep
from portal.permissions import Role
from portal.trail import TrailEntry
from tests import factories
from tests.clock import Clock
from tests.pages import Page, Visitor, values_of

LANGUAGES = [language.value for language in Language]
TAKE_OVER = "/nl/downtime/take-over"
PAPER = {
    "written_date": "16/11/2026",
    "written_time": "15u42",
    "description": "Bij het herstarten werd een oude versie van het plan geladen.",
    "language": "nl",
    "found": "yesterday",
    "found_time": "8u05",
    "step": "delivery",
    "patient": "caught",
    "danger": "no",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is a Friday, four days after the paper was written."""
    return Clock(monkeypatch, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def enter(app: Flask, *roles: Role, code: str = "noord") -> Visitor:
    """Somebody new of that department, signed in."""
    with app.app_context():
        home = db.session.scalar(select(Department).where(Department.code == code))
        home = home or factories.department(db.session, code)
        email = factories.person(db.session, *roles or (Role.REPORTER,), department=home).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email)
    return visitor


def take_over(visitor: Visitor, paper: str, **answers: Any) -> Page:
    """Copy the paper of that serial."""
    page = visitor.get(f"{TAKE_OVER}?serial={paper}")
    return page.submit("/take-over", **(PAPER | answers))


def tick(visitor: Visitor, serial: str, *, leave: tuple[str, ...] = (), **more: Any) -> Page:
    """Compare with the paper: tick every line but those to ``leave``."""
    page = visitor.get(f"/nl/downtime/{serial}/check")
    lines = [str(box["value"]) for box in page.soup.select("input[name=right]")]
    return page.submit("/check", right=[line for line in lines if line not in leave], **more)


def stored(app: Flask, serial: str) -> PaperReport:
    """The row of that serial."""
    with app.app_context():
        paper = db.session.scalar(select(PaperReport).where(PaperReport.serial == serial))
        assert paper
        db.session.expunge_all()
        return paper


def told(page: Page, message: str, **values: Any) -> bool:
    """Whether the page says ``message`` in its language."""
    with page.visitor.app.test_request_context(), force_locale(page.lang[:2]):
        return " ".join(gettext(message, **values).split()) in page.text


def test_from_paper_to_dossier(app: Flask) -> None:
    first, second, serial = enter(app), enter(app), serials.new()
    page = take_over(first, serial.lower().replace("-", " "))
    assert told(page, "Still to be checked")
    assert not page.soup.select('a[href$="/check"]')
    alone = first.get(f"/nl/downtime/{serial}/check")
    message = "You took this report over yourself: a colleague compares it with the paper"
    assert told(alone, message)
    assert not alone.soup.select("input[name=right]")
    assert second.get(f"/nl/downtime/{serial}").soup.select('a[href$="/check"]')
    done = tick(second, serial)
    assert (done.status, told(done, "Checked")) == (200, True)
    with app.app_context():
        [incident] = db.session.scalars(select(Incident))
        paper = db.session.scalars(select(PaperReport)).one()
        assert incident.status is IncidentStatus.WITH_DEPARTMENT
        assert incident.paper_serial == serial
        assert incident.reported_at == datetime(2026, 11, 16, 14, 42, tzinfo=UTC)
        assert str(incident.found_on) == "2026-11-15"
        assert incident.found_time == "08:05"
        assert incident.narrative.nl == PAPER["description"]
        assert incident.step_arose is ProcessStep.DELIVERY
        assert incident.patient_reached is PatientReached.CAUGHT
        assert incident.danger is Danger.NO
        assert (incident.owner_id, incident.receipt_hash) == (None, "")
        assert paper.incident_id == incident.id
        assert paper.checked_by != paper.taken_over_by
        assert paper.answers == "{}"
        actions = db.session.scalars(
            select(TrailEntry.action)
            .where(TrailEntry.subject == f"paper_report:{paper.id}")
            .order_by(TrailEntry.id)
        ).all()
        assert actions == ["insert", "update"]
    assert tick_again(second, serial).status == 409
    assert first.get(f"/nl/downtime/{serial}/correct").status == 409
    assert incident_list(app).soup.select(f'a[href$="{reference(app)}"]')


def tick_again(visitor: Visitor, serial: str) -> Page:
    """Send the page to check once more, as a second window would."""
    page = visitor.get("/nl/downtime")
    token = str(page.soup.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    return visitor.post(f"/nl/downtime/{serial}/check", {"csrf_token": token, "right": "serial"})


def reference(app: Flask) -> str:
    """That of the only incident."""
    with app.app_context():
        return db.session.scalars(select(Incident.reference)).one()


def incident_list(app: Flask) -> Page:
    """The list as a quality manager sees it."""
    return enter(app, Role.QUALITY_MANAGER).get("/nl/incidents")


def test_the_reporter_may_say_so(sqlite_app: Flask) -> None:
    first, serial = enter(sqlite_app), serials.new()
    take_over(first, serial, own="y")
    tick(enter(sqlite_app), serial)
    paper = stored(sqlite_app, serial)
    with sqlite_app.app_context():
        assert db.session.scalars(select(Incident.owner_id)).one() == paper.taken_over_by
    assert first.get(f"/nl/downtime/{serial}").soup.select(f'a[href$="{reference(sqlite_app)}"]')


def test_the_quality_managers_are_told(sqlite_app: Flask) -> None:
    enter(sqlite_app, Role.QUALITY_MANAGER)
    serial = serials.new()
    take_over(enter(sqlite_app), serial)
    tick(enter(sqlite_app), serial)
    with sqlite_app.app_context():
        sqlite_app.extensions["outbox"].drain()
        folder = sqlite_app.config["PORTAL"].data_dir / "mail"
        letters = [each.read_text() for each in folder.glob("*.eml")]
    assert [each for each in letters if reference(sqlite_app) in each]
    assert not [each for each in letters if "herstarten" in each]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"serial": ""}, "Write the serial number that stands at the top of the paper"),
        (
            {"serial": "P-AAAA-AAAB-A"},
            "This is no serial number of ours. Compare each character with the paper",
        ),
        ({"written_date": ""}, "Write the date that stands on the paper"),
        (
            {"written_date": "31/02/2026"},
            "This date does not exist. Look at the day and the month again",
        ),
        ({"written_date": "31 februari"}, "Write the date as day, month and year"),
        ({"written_date": "21/11/2026"}, "The date must be today or earlier"),
        ({"written_time": "half vier"}, "Write the hour in figures, for example 15h42"),
        (
            {"written_date": "20/11/2026", "written_time": "10u01"},
            "The hour must be this one or earlier",
        ),
        (
            {"found": "other", "found_date": "17/11/2026"},
            "It cannot have been found after the paper was filled in",
        ),
        ({"description": ""}, "Describe what happened"),
        ({"patient": None}, "Choose whether this reached a patient or choose ‘I do not know’"),
    ],
)
def test_what_is_missing_is_said_and_every_word_is_kept(
    sqlite_app: Flask, answers: dict[str, Any], message: str
) -> None:
    page = take_over(enter(sqlite_app), serials.new(), **answers)
    assert page.status == 422
    assert told(page, message)
    kept = values_of(page.form("/take-over"))
    for name, value in (PAPER | answers).items():
        assert kept.get(name, [None]) == [value]


def test_a_serial_counts_once(app: Flask) -> None:
    serial = serials.new()
    first, colleague = enter(app), enter(app)
    take_over(first, serial)
    again = take_over(colleague, serial, description="Anders verteld.")
    assert again.status == 422
    assert told(again, "This serial number was taken over before")
    assert again.soup.select(f'.error-summary a[href="/nl/downtime/{serial}"]')
    assert values_of(again.form("/take-over"))["description"] == ["Anders verteld."]
    scanned = colleague.get(f"{TAKE_OVER}?serial={serial}")
    assert scanned.soup.select(f'.error-summary a[href="/nl/downtime/{serial}"]')
    assert first.get(f"{TAKE_OVER}?serial=%00").status == 200
    elsewhere = take_over(enter(app, code="sud"), serial)
    assert elsewhere.status == 422
    assert told(elsewhere, "This serial number was taken over before")
    assert not elsewhere.soup.select(f'a[href="/nl/downtime/{serial}"]')
    assert enter(app, code="sud").get(f"/nl/downtime/{serial}").status == 404


def test_two_at_the_same_moment(app: Flask) -> None:
    serial, visitors = serials.new(), [enter(app), enter(app)]
    pages = [visitor.get(f"{TAKE_OVER}?serial={serial}") for visitor in visitors]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda page: page.submit("/take-over", **PAPER), pages))
    assert sorted(answer.status for answer in answers) == [200, 422]
    late = next(answer for answer in answers if answer.status == 422)
    assert late.soup.select(f'.error-summary a[href="/nl/downtime/{serial}"]')
    assert values_of(late.form("/take-over"))["description"] == [PAPER["description"]]


def test_what_does_not_agree_goes_back_and_is_checked_again(app: Flask) -> None:
    first, second, serial = enter(app), enter(app), serials.new()
    take_over(first, serial)
    assert tick(second, serial, leave=("description",)).status == 422
    assert told(
        tick(second, serial, button="action=doubt"),
        "Leave the lines that do not agree with the paper unticked",
    )
    back = tick(second, serial, leave=("description", "step"), button="action=doubt")
    assert told(back, "Does not agree with the paper")
    assert second.get(f"/nl/downtime/{serial}/check").status == 409
    assert second.get(f"/nl/downtime/{serial}/correct").status == 404
    page = first.get(f"/nl/downtime/{serial}/correct")
    assert told(page, "does not agree with the paper")
    assert values_of(page.form("/correct"))["found_date"] == ["15/11/2026"]
    page.submit("/correct", description="Een oude versie van het plan werd geladen.")
    assert stored(app, serial).doubts == "[]"
    assert tick(second, serial).status == 200
    with app.app_context():
        [incident] = db.session.scalars(select(Incident))
        assert incident.narrative.nl == "Een oude versie van het plan werd geladen."


def test_what_was_corrected_meanwhile_is_compared_anew(sqlite_app: Flask) -> None:
    first, second, serial = enter(sqlite_app), enter(sqlite_app), serials.new()
    take_over(first, serial)
    page = second.get(f"/nl/downtime/{serial}/check")
    first.get(f"/nl/downtime/{serial}/correct").submit("/correct", step="planning")
    lines = [str(box["value"]) for box in page.soup.select("input[name=right]")]
    answer = page.submit("/check", right=lines)
    assert answer.status == 409
    assert not answer.soup.select("input[name=right][checked]")
    assert stored(sqlite_app, serial).incident_id is None


def test_a_corrected_serial_may_not_be_that_of_another_paper(app: Flask) -> None:
    first, one, other = enter(app), serials.new(), serials.new()
    take_over(first, one)
    take_over(first, other)
    page = first.get(f"/nl/downtime/{one}/correct").submit("/correct", serial=other)
    assert page.status == 422
    assert told(page, "This serial number was taken over before")
    assert stored(app, one).serial == one


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quality_manager_gives_up_what_was_taken_over_wrongly(app: Flask, language: str) -> None:
    first, second, serial = enter(app), enter(app), serials.new()
    take_over(first, serial)
    path = f"/{language}/downtime/{serial}"
    comparing = second.get(f"/nl/downtime/{serial}/check")
    correcting = first.get(f"/nl/downtime/{serial}/correct")
    assert not second.get(path).soup.select('form[action$="/give-up"]')
    assert second.post(f"{path}/give-up", {"csrf_token": second.token()}).status == 404
    manager = enter(app, Role.QUALITY_MANAGER)
    stranger = enter(app, Role.QUALITY_MANAGER, code="sud")
    assert stranger.post(f"{path}/give-up", {"csrf_token": stranger.token()}).status == 404
    page = manager.get(path)
    assert page.submit("/give-up", reason=" ").status == 422
    done = page.submit("/give-up", reason="Twee papieren door elkaar.")
    assert done.status == 200
    assert told(done, "Given up")
    assert "Twee papieren door elkaar." in done.main
    late = page.submit("/give-up", reason="Nog een reden.")
    assert late.status == 409
    assert "Nog een reden." in late.main
    lines = [str(box["value"]) for box in comparing.soup.select("input[name=right]")]
    assert comparing.submit("/check", right=lines).status == 409
    assert correcting.submit("/correct").status == 409
    assert first.get(f"/nl/downtime/{serial}/correct").status == 409
    again = take_over(first, serial)
    assert told(again, "This serial number was taken over before")
    listed = manager.get(f"/{language}/downtime")
    assert serial in listed.main
    assert told(listed, "Given up")
    assert told(listed, "No report on paper waits for a second person.")
    assert not second.get("/nl/").soup.select(".tasks a")
    with app.app_context():
        assert db.session.scalars(select(Incident)).all() == []


def test_the_database_wants_two_people_too(app: Flask) -> None:
    serial = serials.new()
    take_over(enter(app), serial)
    paper = stored(app, serial)
    with app.app_context():
        home = db.session.get(Department, paper.department_id)
        assert home
        incident = factories.incident(db.session, home)
        alone = {"checked_by": paper.taken_over_by, "incident_id": incident.id}
        with pytest.raises(DatabaseError):
            db.session.execute(update(PaperReport).where(PaperReport.id == paper.id).values(alone))


def test_the_list_of_the_department(sqlite_app: Flask) -> None:
    first, second = enter(sqlite_app), enter(sqlite_app)
    fresh, doubted, done = serials.new(), serials.new(), serials.new()
    for serial in (fresh, doubted, done):
        take_over(first, serial)
    tick(second, doubted, leave=("step",), button="action=doubt")
    tick(second, done)
    page = second.get("/nl/downtime")
    assert [page.main.count(serial) for serial in (fresh, doubted, done)] == [1, 1, 1]
    assert told(page, "Still to be checked")
    assert fresh not in enter(sqlite_app, code="sud").get("/nl/downtime").main
    with sqlite_app.app_context():
        people = db.session.scalars(select(Person).order_by(Person.id)).all()
        counts = [
            (waiting_for_check(db.session, each), waiting_for_correction(db.session, each))
            for each in people[:2]
        ]
    assert counts == [(0, 1), (1, 0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_printed(sqlite_app: Flask, language: str) -> None:
    visitor = enter(sqlite_app)
    page = visitor.get(f"/{language}/downtime")
    assert page.soup.select(f'form[action="/{language}/downtime.pdf"]')
    answer = visitor.client.get(f"/{language}/downtime.pdf?language={language}&copies=1")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.data)) as printed:
        assert len(printed.pages) == 1
    for wrong in ("language=de", "language=nl&copies=3", "copies=1"):
        assert visitor.get(f"/{language}/downtime.pdf?{wrong}").status == 404
    stranger = Visitor(sqlite_app).get(f"/{language}/downtime.pdf?language=nl")
    assert stranger.url.startswith(f"/{language}/login")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.READER, Role.ADMINISTRATOR])
def test_who_has_no_patients_prints_but_takes_nothing_over(sqlite_app: Flask, role: Role) -> None:
    visitor = enter(sqlite_app, role)
    assert visitor.get("/nl/downtime").status == 200
    assert visitor.get(TAKE_OVER).status == 403


def filled(app: Flask, **answers: str) -> tuple[bytes, str]:
    """A form that was filled in on a screen, and its serial."""
    with app.app_context():
        content = sheets.render(Sides.FR, 1, None)
    with pikepdf.open(io.BytesIO(content)) as form:
        fields = {str(each.T): each for each in form.Root.AcroForm.Fields if "/Parent" not in each}
        for name, answer in answers.items():
            field = fields[name]
            offered = [str(each) for each in field.Opt] if "/Opt" in field else []
            given = pikepdf.Name(f"/{offered.index(answer)}") if offered else pikepdf.String(answer)
            field.V = given
        saved = io.BytesIO()
        form.save(saved)
        return saved.getvalue(), str(form.docinfo["/Keywords"])


def send_file(visitor: Visitor, content: bytes, **typed: str) -> Page:
    """Choose a file on the page to take a paper over."""
    page = visitor.get(TAKE_OVER)
    fields: dict[str, Any] = values_of(page.form("/take-over")) | typed
    return visitor.post(
        TAKE_OVER,
        fields | {"filled": (io.BytesIO(content), "melding.pdf")},
        content_type="multipart/form-data",
    )


def test_a_filled_pdf_fills_the_page_in(sqlite_app: Flask) -> None:
    content, serial = filled(
        sqlite_app,
        description="L’ancien plan a été chargé.",
        written_date="16/11/2026",
        found="yesterday",
        step="delivery",
        system_other="Versneller 1",
        patient="yes",
        patients="2_to_9",
    )
    visitor = enter(sqlite_app)
    page = send_file(visitor, content, written_time="15u42", description="getypt", danger="no")
    assert page.status == 200
    kept = values_of(page.form("/take-over"))
    assert kept["serial"] == [serial]
    assert kept["description"] == ["L’ancien plan a été chargé."]
    assert kept["language"] == ["fr"]
    assert (kept["found"], kept["step"], kept["patient"]) == (["yesterday"], ["delivery"], ["yes"])
    assert (kept["system"], kept["system_other"]) == (["Versneller 1"], [""])
    assert (kept["written_time"], kept["danger"]) == (["15u42"], ["no"])
    assert page.submit("/take-over").status == 200
    assert stored(sqlite_app, serial).language is Language.FR


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 no", b"\x89PNG" * 100], ids=["empty", "broken", "image"]
)
def test_another_file_is_refused_and_nothing_typed_is_lost(
    sqlite_app: Flask, content: bytes
) -> None:
    refused(send_file(enter(sqlite_app), content, description="Wat ik al typte."))


def test_too_large_a_file_is_refused_too(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, _serial = filled(sqlite_app, description="Wat in de pdf staat.")
    monkeypatch.setattr("portal.downtime.taking.MOST_BYTES", len(content) - 1)
    refused(send_file(enter(sqlite_app), content, description="Wat ik al typte."))


def refused(page: Page) -> None:
    """The page says why, and has what was typed."""
    assert page.status == 422
    assert told(page, "Choose a form of this portal that was filled in as a PDF")
    assert values_of(page.form("/take-over"))["description"] == ["Wat ik al typte."]
