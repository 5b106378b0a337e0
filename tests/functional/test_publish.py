"""Publication: both languages at once, one number, frozen documents, nothing twice."""

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from portal import numbering, pdf
from portal.bulletins import archive, document, operations
from portal.bulletins.document import Variant
from portal.bulletins.edition import Document, Edition
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.record import Record
from portal.db import db
from portal.i18n import Translated, now
from portal.incidents.models import Incident, IncidentStatus
from portal.pdf import RenderError
from portal.permissions import Role
from portal.trail import broken_entry
from portal.workflow import NotOpen
from tests import bulletins, factories
from tests.pages import Visitor, values_of


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents without layout."""
    bulletins.cheap_documents(monkeypatch)


def _ready(app: Flask) -> int:
    with app.app_context():
        number = bulletins.ready(db.session).id
        db.session.commit()
    return number


def _publisher(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(bulletins.somebody(app, Role.PUBLISHER))
    return visitor


def _state(app: Flask, number: int) -> tuple[BulletinStatus, int | None, int]:
    """Status, number and how many editions."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        return row.status, row.number, len(row.editions)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_whole_way_from_dossier_to_document(app: Flask, language: str) -> None:
    with app.app_context():
        department = factories.department(db.session)
        dossier = factories.incident(
            db.session,
            department,
            status=IncidentStatus.ACCEPTED,
            recommendation=Translated(nl="Kijk dit na."),
        ).reference
        db.session.commit()
    analyst, translator, publisher = Visitor(app), Visitor(app), _publisher(app)
    analyst.sign_in(bulletins.somebody(app, Role.ANALYST))
    translator.sign_in(email := bulletins.somebody(app, Role.TRANSLATOR))
    page = analyst.get(f"/{language}/incidents/{dossier}").submit(f"/from/{dossier}")
    page.submit("/bulletins/1", button="action=take_all", essence_nl="Een verkeerd veld.")
    assert translator.get(page.url).status == 404
    bulletins.assign(app, 1, email)
    sheet = translator.get(page.url)
    assert sheet.url == f"/{language}/bulletins/1/translation"
    names = [name for name in values_of(sheet.form()) if name.endswith("_fr")]
    french = {name: f"Texte {letter}" for name, letter in zip(names, ascii_lowercase, strict=False)}
    sheet.submit(button="action=hand_in_all", **french)
    read = publisher.get(sheet.url)
    for button in [str(each["value"]) for each in read.soup.select("button[value^=approve_]")]:
        read = read.submit(button=f"action={button}")
    page = analyst.get(page.url).submit(button="action=finish")
    assert not page.soup.select("main textarea")
    bulletins.all_agree(app, 1)

    page = publisher.get(f"/{language}/bulletins/1/publish")
    assert f"REX 1 – {now().year}" in page.form("/publish").get_text()
    rex = page.submit("/publish", audience="public")
    year = now().year
    assert rex.url == f"/{language}/rex/{year}/1"
    assert translator.get(sheet.url).status == 404
    for address, words in (
        ("/nl/rex", "Het veld van gisteren werd geladen."),
        ("/fr/rex", french[f"block_{_first_block(app)}_fr"]),
    ):
        assert words in Visitor(app).get(f"{address}/{year}/1").main
    for suffix in (".pdf", "/nl-fr.pdf"):
        pdf = Visitor(app).get(f"/{language}/rex/{year}/1{suffix}").response
        assert pdf.data.startswith(b"%PDF-1.7")
    with app.app_context():
        assert db.session.scalars(select(Incident.status)).all() == [IncidentStatus.PUBLISHED]
        assert broken_entry(db.session) is None
        for stored in db.session.scalars(select(Document)):
            content = archive.path_of(stored).read_bytes()
            assert hashlib.sha256(content).hexdigest() == stored.sha256
            assert len(content) == stored.size
            assert archive.render_again(stored) == content


def _first_block(app: Flask) -> int:
    with app.app_context():
        return db.session.get_one(Bulletin, 1).blocks[0].id


@pytest.mark.usefixtures("cheap")
def test_what_is_published_is_the_record_with_its_three_documents(app: Flask) -> None:
    number = _ready(app)
    _publisher(app).get(f"/nl/bulletins/{number}/publish").submit("/publish")
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        edition = db.session.scalars(select(Edition)).one()
        record = Record.from_json(edition.record)
        assert (row.year, row.number, row.published_at) == (
            record.year,
            record.number,
            record.published_at,
        )
        assert row.published_by.startswith("person:")
        assert {stored.variant for stored in edition.documents} == set(Variant)
        assert record.title == bulletins.BOTH


@pytest.mark.usefixtures("cheap")
def test_a_double_click_publishes_once(app: Flask) -> None:
    number, publisher = _ready(app), _publisher(app)
    page = publisher.get(f"/fr/bulletins/{number}/publish")
    assert page.submit("/publish").status == 200
    again = page.submit("/publish")
    assert again.status == 409
    assert again.lang == "fr-BE"
    assert _state(app, number) == (BulletinStatus.PUBLISHED, 1, 1)
    assert publisher.get(f"/fr/bulletins/{number}/publish").url == f"/fr/rex/{now().year}/1"
    assert publisher.get(f"/fr/bulletins/{number}").url == f"/fr/rex/{now().year}/1"


@pytest.mark.usefixtures("cheap")
def test_what_is_still_being_written_is_not_published(app: Flask) -> None:
    with app.app_context():
        number = bulletins.bulletin(db.session).id
        db.session.commit()
    publisher = _publisher(app)
    page = publisher.get(f"/nl/bulletins/{number}/publish")
    assert not page.soup.select('form[action$="/publish"][method="post"]')
    token = str(page.soup.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    fields = {"csrf_token": token, "year": "2026"}
    assert publisher.post(f"/nl/bulletins/{number}/publish", fields).status == 409
    assert _state(app, number) == (BulletinStatus.DRAFT, None, 0)


@pytest.mark.usefixtures("cheap")
def test_who_wrote_last_does_not_publish_and_reads_why(app: Flask) -> None:
    number = _ready(app)
    email = bulletins.somebody(app, Role.ANALYST, Role.PUBLISHER)
    writer = Visitor(app)
    writer.sign_in(email)
    page = writer.get(f"/nl/bulletins/{number}").submit("/reopen")
    page.submit(button="action=finish", systems="Door mij herschreven")
    for path in ("", "/publish"):
        page = writer.get(f"/nl/bulletins/{number}{path}")
        assert not page.soup.select('main form[action$="/publish"], main a[href$="/publish"]')
        why = page.soup.select_one("#why-not")
        assert why
        assert why.get_text(strip=True)
    token = str(page.soup.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    fields = {"csrf_token": token, "year": "2026"}
    assert writer.post(f"/nl/bulletins/{number}/publish", fields).status == 404
    assert _state(app, number) == (BulletinStatus.READY, None, 0)


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("role", [Role.ANALYST, Role.TRANSLATOR])
def test_only_a_publisher_publishes(app: Flask, role: Role) -> None:
    number = _ready(app)
    other = Visitor(app)
    other.sign_in(email := bulletins.somebody(app, role))
    if role is Role.TRANSLATOR:
        bulletins.assign(app, number, email)
    page = other.get(f"/nl/bulletins/{number}/publish")
    assert page.status == 200
    assert not page.soup.select('main form[action$="/publish"]')


@pytest.mark.usefixtures("cheap")
def test_the_year_is_chosen_before_publication(app: Flask) -> None:
    with app.app_context():
        bulletins.published(db.session, 2024)
        number = bulletins.ready(db.session).id
        db.session.commit()
    publisher = _publisher(app)
    page = publisher.get(f"/nl/bulletins/{number}/publish?year=2024")
    assert "REX 2 – 2024" in page.form("/publish").get_text()
    assert page.submit("/publish").url == "/nl/rex/2024/2"


def test_the_date_is_today_or_an_earlier_day_after_the_number_before(
    app: Flask, cheap: None
) -> None:
    with app.app_context():
        bulletins.published(db.session, 2026)
        number = bulletins.ready(db.session, edited_at=now() - timedelta(days=9)).id
        db.session.commit()
    publisher, address = _publisher(app), f"/nl/bulletins/{number}/publish"
    page = publisher.get(address)
    assert values_of(page.form("/publish"))["day"] == ["02/12/2026"]
    refused = page.submit("/publish", day="01/12/2026")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#day']")
    assert page.submit("/publish", day="03/12/2026").status == 422
    other = publisher.get(f"{address}?year=2025").submit("/publish", day="01/12/2026")
    assert other.url == "/nl/rex/2025/1"
    assert "1 december 2026" in other.main
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        assert row.published_at == datetime(2026, 12, 1, 11, tzinfo=UTC)
        assert row.editions[0].content.published_at == row.published_at


@pytest.mark.parametrize("year", ["", "20", "twee", "1066", "2999", "²⁰²⁶"])
def test_a_year_that_cannot_be_is_refused(sqlite_app: Flask, year: str) -> None:
    number = _ready(sqlite_app)
    publisher = _publisher(sqlite_app)
    asked = publisher.get(f"/fr/bulletins/{number}/publish?year={year}")
    assert asked.status == 422
    assert asked.soup.select('.error-summary a[href="#year"]')
    assert asked.submit("/publish", year=year).status == 422
    assert _state(sqlite_app, number) == (BulletinStatus.READY, None, 0)


@pytest.mark.usefixtures("cheap")
def test_a_dossier_that_was_closed_meanwhile_is_named(app: Flask) -> None:
    with app.app_context():
        department = factories.department(db.session)
        incident = factories.incident(
            db.session, department, status=IncidentStatus.CLOSED, closed_reason="Dubbel"
        )
        number = bulletins.ready(db.session, incidents=[incident]).id
        reference = incident.reference
        db.session.commit()
    page = _publisher(app).get(f"/nl/bulletins/{number}/publish")
    assert reference in page.main
    assert not page.soup.select('main form[action$="/publish"][method="post"]')


def test_a_document_that_cannot_be_made_leaves_nothing_behind(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_record: Record, variant: Variant, *, base_url: str = "") -> bytes:
        if variant is Variant.FR:
            raise RenderError(base_url)
        return b"%PDF"

    number, publisher = _ready(app), _publisher(app)
    page = publisher.get(f"/nl/bulletins/{number}/publish")
    monkeypatch.setattr(document, "render", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    assert page.submit("/publish").status == 500
    assert _state(app, number) == (BulletinStatus.READY, None, 0)
    bulletins.cheap_documents(monkeypatch)
    assert page.submit("/publish").url.endswith("/1")


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen once, in another thread, while a document is being made."""
    return partial(bulletins.meanwhile, monkeypatch)


def test_others_write_while_the_documents_are_made(
    app: Flask, during: Callable[[Callable[[], object]], None]
) -> None:
    number = _ready(app)
    page = _publisher(app).get(f"/nl/bulletins/{number}/publish")
    written = []

    def write() -> None:
        with app.app_context():
            db.session.scalars(select(Bulletin).with_for_update(nowait=True)).one()
            written.append(bulletins.bulletin(db.session).id)
            db.session.commit()

    during(write)
    assert page.submit("/publish").status == 200
    assert len(written) == 1


def test_publishing_does_not_wait_for_previews(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_html: str, _attached: pdf.Attached | None = None) -> bytes:
        raise RenderError("busy")

    monkeypatch.setattr(pdf.previews, "render", busy)
    monkeypatch.setattr(pdf.engine, "render", lambda html, _attached: b"%PDF " + html.encode())
    monkeypatch.setitem(sqlite_app.config, "TESTING", False)
    number, publisher = _ready(sqlite_app), _publisher(sqlite_app)
    assert publisher.get(f"/nl/bulletins/{number}/preview-nl.pdf").status == 500
    page = publisher.get(f"/nl/bulletins/{number}/publish").submit("/publish")
    assert page.url == f"/nl/rex/{now().year}/1"


def test_who_is_overtaken_gets_the_next_number_on_every_document(
    app: Flask, during: Callable[[Callable[[], object]], None]
) -> None:
    number = _ready(app)
    page = _publisher(app).get(f"/nl/bulletins/{number}/publish")
    year = now().year

    def overtake() -> None:
        with app.app_context():
            bulletins.published(db.session, year)
            db.session.commit()

    during(overtake)
    assert page.submit("/publish").url == f"/nl/rex/{year}/2"
    with app.app_context():
        given = db.session.scalars(select(Bulletin.number).order_by(Bulletin.number)).all()
        assert given == [1, 2]
        bulletin = db.session.get_one(Bulletin, number)
        [edition] = bulletin.editions
        assert Record.from_json(edition.record).number == 2
        contents = {archive.path_of(stored).read_bytes() for stored in edition.documents}
        assert len(contents) == 3
        assert all(edition.record.encode() in content for content in contents)
        assert broken_entry(db.session) is None


def _rewrite(app: Flask, number: int) -> None:
    """An analyst opens the REX again, writes in it and, once it is approved, marks it as ready."""
    analyst = Visitor(app)
    analyst.sign_in(bulletins.somebody(app, Role.ANALYST))
    page = analyst.get(f"/fr/bulletins/{number}").submit("/reopen")
    block = _first_block(app)
    page = page.submit(**{f"block_{block}_nl": "Anders geschreven."})
    bulletins.approve(app, number)
    page.submit(button="action=finish")


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_nobody_publishes_a_text_that_they_have_not_read(app: Flask, language: str) -> None:
    number, publisher = _ready(app), _publisher(app)
    opened = publisher.get(f"/{language}/bulletins/{number}/publish")
    assert "Nederlandse tekst." in opened.main
    _rewrite(app, number)
    answer = opened.submit("/publish")
    assert answer.status == 409
    assert answer.lang == f"{language}-BE"
    assert answer.soup.select("main .notice")
    assert "Anders geschreven." in answer.main
    assert _state(app, number) == (BulletinStatus.READY, None, 0)
    assert answer.submit("/publish").url == f"/{language}/rex/{now().year}/1"


def test_a_text_that_changes_while_it_is_printed_is_not_published(
    app: Flask, during: Callable[[Callable[[], object]], None]
) -> None:
    number = _ready(app)
    page = _publisher(app).get(f"/nl/bulletins/{number}/publish")
    during(lambda: _rewrite(app, number))
    assert page.submit("/publish").status == 409
    assert _state(app, number) == (BulletinStatus.READY, None, 0)


@pytest.mark.usefixtures("cheap")
def test_who_does_not_say_what_they_read_publishes_nothing(sqlite_app: Flask) -> None:
    number = _ready(sqlite_app)
    page = _publisher(sqlite_app).get(f"/nl/bulletins/{number}/publish")
    assert page.submit("/publish", seen=None).status == 409
    assert _state(sqlite_app, number) == (BulletinStatus.READY, None, 0)


def _at_the_same_time(app: Flask, numbers: list[int]) -> list[int]:
    """Publish through the pages, everybody pressing the button at once; the answers' statuses."""
    pages = [_publisher(app).get(f"/nl/bulletins/{number}/publish") for number in numbers]
    together = Barrier(len(pages))

    def press(index: int) -> int:
        together.wait()
        return pages[index].submit("/publish", follow=False).status

    with ThreadPoolExecutor(len(pages)) as pool:
        return sorted(pool.map(press, range(len(pages))))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that take a while, so that publications overlap."""

    def render(record: Record, variant: Variant, *, base_url: str = "") -> bytes:
        time.sleep(0.05)
        return f"%PDF {variant} {base_url} {record.to_json()}".encode()

    monkeypatch.setattr(document, "render", render)


@pytest.mark.usefixtures("slow")
def test_numbers_have_no_gap_when_several_publish_at_once(app: Flask) -> None:
    numbers = [_ready(app) for _each in range(4)]
    assert _at_the_same_time(app, numbers) == [303] * 4
    with app.app_context():
        given = db.session.scalars(select(Bulletin.number).order_by(Bulletin.number)).all()
        assert given == [1, 2, 3, 4]
        assert db.session.scalar(select(func.count(Edition.id))) == 4
        assert broken_entry(db.session) is None


@pytest.mark.usefixtures("slow")
def test_one_rex_published_by_two_at_once_is_published_once(app: Flask) -> None:
    number = _ready(app)
    assert _at_the_same_time(app, [number, number]) == [303, 409]
    assert _state(app, number) == (BulletinStatus.PUBLISHED, 1, 1)
    with app.app_context():
        assert numbering.peek(db.session, "REX", now().year) == 2


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE block SET text_nl = 'anders'",
        "DELETE FROM block",
        "UPDATE bulletin SET number = 9",
        "UPDATE bulletin SET title_fr = ' '",
        "DELETE FROM edition",
        "UPDATE document SET sha256 = ''",
    ],
)
def test_the_database_keeps_what_is_published(app: Flask, statement: str) -> None:
    with app.app_context():
        bulletins.published(db.session, 2026)
        db.session.commit()
        with pytest.raises(DatabaseError):
            db.session.execute(text(statement))


def test_the_database_publishes_nothing_with_an_empty_text(app: Flask) -> None:
    with app.app_context():
        row = bulletins.ready(db.session)
        row.blocks[0].text = Translated(nl="enkel Nederlands")
        db.session.commit()
        published = (
            "UPDATE bulletin SET status = 'published', number = 1, published_at = edited_at, "
            "published_by = 'somebody'"
        )
        with pytest.raises(DatabaseError):
            db.session.execute(text(published))


@pytest.mark.usefixtures("cheap")
def test_the_operation_asks_who_publishes(app: Flask) -> None:
    with app.app_context():
        row = bulletins.ready(db.session)
        for person in (
            factories.person(db.session, Role.ANALYST, Role.TRANSLATOR),
            factories.person(db.session, Role.QUALITY_MANAGER),
        ):
            with pytest.raises(NotOpen):
                operations.publish(db.session, person, row, 2026)


@pytest.mark.usefixtures("cheap")
def test_files_are_on_the_disk_before_their_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk stops the publication before anything is stored."""

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with app.app_context():
        row = bulletins.ready(db.session)
        publisher = factories.person(db.session, Role.PUBLISHER)
        db.session.commit()
        monkeypatch.setattr(archive, "write_durably", full)
        with pytest.raises(OSError, match="No space"):
            operations.publish(db.session, publisher, row, 2026)
        db.session.rollback()
        assert row.status is BulletinStatus.READY
        assert numbering.peek(db.session, "REX", 2026) == 1
