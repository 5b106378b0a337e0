"""What the database itself refuses, on SQLite and on PostgreSQL."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from portal import numbering
from portal.bulletins.edition import Edition
from portal.bulletins.models import Block, Bulletin, BulletinStatus, Section
from portal.bulletins.overruling import Overruling
from portal.db import db
from portal.i18n import Language, Translated, now
from portal.incidents.models import IncidentStatus
from portal.language.segments import Kind
from tests import bulletins, factories

pytestmark = pytest.mark.both

BOTH = Translated("tekst", "texte")


def _bulletin(**values: Any) -> Bulletin:
    values = {"title": BOTH, "essence": BOTH, "edited_at": now(), **values}
    whole = {Section.COURSE: BOTH, Section.RECOMMENDATION: BOTH}
    texts: dict[Section, Translated] = values.pop("blocks", whole)
    bulletin = Bulletin(**values)
    for order, (section, content) in enumerate(texts.items()):
        bulletin.blocks.append(
            Block(
                section=section,
                section_order=order,
                position=1,
                kind=Kind.PARAGRAPH,
                text=content,
            )
        )
    db.session.add(bulletin)
    db.session.flush()
    return bulletin


def _publish(bulletin: Bulletin, **values: Any) -> None:
    values = {"year": 2026, "number": 1, "published_at": now(), "published_by": "test"} | values
    bulletin.status = BulletinStatus.PUBLISHED
    for name, value in values.items():
        setattr(bulletin, name, value)
    db.session.flush()


def test_a_complete_bulletin_is_published(app: Flask) -> None:
    with app.app_context():
        _publish(_bulletin())


@pytest.mark.parametrize(
    "missing",
    [{"number": None}, {"year": None}, {"published_at": None}, {"published_by": ""}],
)
def test_published_means_numbered_dated_and_by_someone(app: Flask, missing: dict[str, Any]) -> None:
    with app.app_context():
        bulletin = _bulletin()
        with pytest.raises(DatabaseError):
            _publish(bulletin, **missing)


@pytest.mark.parametrize(
    "values", [{"number": 3}, {"published_at": now()}, {"published_by": "test"}]
)
def test_what_is_not_published_has_none_of_these(app: Flask, values: dict[str, Any]) -> None:
    with app.app_context(), pytest.raises(IntegrityError):
        _bulletin(year=2026, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"title": Translated(nl="titel")},
        {"title": Translated("titel", "  ")},
        {"essence": Translated("\n", "essentiel")},
        {"essence": Translated("kern", "\t\u00a0\r\n")},
        {"essence": Translated(fr="essentiel")},
        {"blocks": {Section.COURSE: Translated(nl="x"), Section.RECOMMENDATION: BOTH}},
        {"blocks": {Section.COURSE: BOTH, Section.RECOMMENDATION: Translated(fr=" ")}},
        {"blocks": {Section.COURSE: BOTH, Section.RECOMMENDATION: Translated("tekst", "\n")}},
        {"blocks": {Section.COURSE: BOTH}},
        {"blocks": {Section.RECOMMENDATION: BOTH}},
    ],
)
def test_nothing_is_published_with_a_hole_in_it(app: Flask, values: dict[str, Any]) -> None:
    with app.app_context():
        bulletin = _bulletin(**values)
        with pytest.raises(DatabaseError):
            _publish(bulletin)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE block SET text_fr = ''",
        "UPDATE block SET text_nl = 'anders'",
        "DELETE FROM block",
        (
            "INSERT INTO block "
            "(bulletin_id, section, section_order, position, kind, text_nl, text_fr) "
            "VALUES (1, 'course', 0, 9, 'bullet', 'x', 'x')"
        ),
        "UPDATE block SET bulletin_id = 1 WHERE bulletin_id = 2",
        "UPDATE bulletin SET title_fr = ''",
        "UPDATE bulletin SET title_nl = 'anders'",
        "UPDATE bulletin SET essence_fr = 'autre'",
        "UPDATE bulletin SET published_by = 'person:1'",
        "UPDATE bulletin SET published_at = '2020-01-01 00:00:00'",
        "UPDATE bulletin SET step = 'imaging'",
        "UPDATE bulletin SET systems = 'Versneller 9'",
        "UPDATE bulletin SET cause_families = 'T'",
        "UPDATE bulletin SET number = 2",
        "UPDATE bulletin SET number = NULL",
        (
            "UPDATE bulletin SET status = 'draft', number = NULL, published_at = NULL, "
            "published_by = ''"
        ),
        "UPDATE bulletin SET year = 2025",
        "DELETE FROM bulletin",
        "UPDATE edition SET record = '{}'",
        "DELETE FROM edition",
        "UPDATE trail SET actor = 'person:1'",
        "DELETE FROM trail",
    ],
)
def test_what_is_published_or_recorded_stays(app: Flask, statement: str) -> None:
    with app.app_context():
        bulletin = _bulletin()
        _publish(bulletin)
        bulletin.editions.append(Edition(version=1, published_at=now(), base_url="", record="{}"))
        _bulletin()
        db.session.commit()
        with pytest.raises(DatabaseError):
            db.session.execute(text(statement))


ONLY_A_NOTE_OPENS_IT = [
    "UPDATE bulletin SET audience = 'public'",
    "UPDATE bulletin SET only_language = 'nl'",
    "UPDATE bulletin SET note_nl = 'anders'",
    "UPDATE bulletin SET status = 'draft'",
    "UPDATE bulletin SET status = 'ready'",
    "UPDATE bulletin SET status = 'draft', note_nl = 'omdat', note_fr = ' '",
    "UPDATE bulletin SET status = 'draft', note_nl = 'a', note_fr = 'b', title_nl = 'anders'",
    "UPDATE bulletin SET status = 'withdrawn'",
    (
        "UPDATE bulletin SET status = 'withdrawn', withdrawn_at = edited_at, "
        "withdrawn_by = 'person:1', withdrawal_nl = 'omdat'"
    ),
    "UPDATE bulletin SET withdrawn_at = edited_at",
    (
        "INSERT INTO edition (bulletin_id, version, published_at, base_url, record, "
        "published_by, in_digest) SELECT id, 3, edited_at, '', '', '', FALSE "
        "FROM bulletin WHERE id = 1"
    ),
    (
        "INSERT INTO edition (bulletin_id, version, published_at, base_url, record, "
        "published_by, in_digest) SELECT id, 2, edited_at, '', '', '', FALSE "
        "FROM bulletin WHERE id = 1"
    ),
    (
        "INSERT INTO edition (bulletin_id, version, published_at, base_url, record, "
        "published_by, in_digest) SELECT id, 1, edited_at, '', '', '', FALSE "
        "FROM bulletin WHERE id = 2"
    ),
    "UPDATE series SET last = 0",
    "DELETE FROM series",
]


def test_a_published_text_is_opened_in_one_way_only(app: Flask) -> None:
    with app.app_context():
        _first_edition()
        numbering.raise_to(db.session, "REX", 2026, 1)
        _bulletin()
        _refused(ONLY_A_NOTE_OPENS_IT)


def _first_edition() -> Bulletin:
    bulletin = _bulletin()
    _publish(bulletin)
    bulletin.editions.append(Edition(version=1, published_at=now(), base_url="", record="{}"))
    db.session.flush()
    return bulletin


def _refused(statements: list[str]) -> None:
    """The database refuses each of them, whatever the others."""
    db.session.flush()
    for statement in statements:
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(statement))


IN_REVISION = [
    "UPDATE bulletin SET number = 2",
    "UPDATE bulletin SET number = NULL, published_at = NULL, published_by = ''",
    "UPDATE bulletin SET year = 2025",
    "UPDATE bulletin SET published_at = '2020-01-01 00:00:00'",
    "UPDATE bulletin SET status = 'published', title_fr = ' '",
    "UPDATE bulletin SET only_language = 'nl'",
    (
        "UPDATE bulletin SET status = 'withdrawn', withdrawn_at = edited_at, "
        "withdrawn_by = 'person:1', withdrawal_nl = 'omdat', withdrawal_fr = 'parce que'"
    ),
    "DELETE FROM bulletin",
    (
        "INSERT INTO edition (bulletin_id, version, published_at, base_url, record, "
        "published_by, in_digest) SELECT id, 2, edited_at, '', '', '', FALSE FROM bulletin"
    ),
]


def test_a_text_that_is_revised_keeps_its_number(app: Flask) -> None:
    with app.app_context():
        bulletin = _first_edition()
        bulletin.status, bulletin.note = BulletinStatus.DRAFT, Translated("omdat", "parce que")
        db.session.flush()
        bulletin.title = Translated("anders", "autrement")
        bulletin.blocks[0].text = Translated(nl="nog niet vertaald")
        _refused(IN_REVISION)


WITHDRAWN = [
    "UPDATE bulletin SET status = 'draft'",
    "UPDATE bulletin SET status = 'published', withdrawn_at = NULL, withdrawn_by = ''",
    "UPDATE bulletin SET withdrawal_nl = 'daarom'",
    "UPDATE bulletin SET title_nl = 'anders'",
    "UPDATE block SET text_nl = 'anders'",
    "DELETE FROM bulletin",
]


def test_what_is_withdrawn_stays_withdrawn(app: Flask) -> None:
    with app.app_context():
        bulletin = _bulletin()
        _publish(bulletin)
        bulletin.status = BulletinStatus.WITHDRAWN
        bulletin.withdrawal = Translated("omdat", "parce que")
        bulletin.withdrawn_at, bulletin.withdrawn_by = now(), "person:1"
        _refused(WITHDRAWN)


FRENCH = Translated(fr="texte")
IN_FRENCH = {Section.COURSE: FRENCH, Section.RECOMMENDATION: FRENCH}


def test_one_language_is_for_what_was_printed_before(app: Flask) -> None:
    texts = {"title": FRENCH, "essence": FRENCH, "blocks": IN_FRENCH}
    with app.app_context():
        _publish(_bulletin(**texts, only_language=Language.FR), published_by="import")


HALF: list[tuple[dict[str, Any], str]] = [
    ({}, "person:1"),
    ({"only_language": None}, "import"),
    ({"only_language": Language.NL}, "import"),
    ({"title": BOTH}, "import"),
    ({"essence": Translated(nl="tekst")}, "import"),
    ({"blocks": IN_FRENCH | {Section.COURSE: BOTH}}, "import"),
    ({"blocks": IN_FRENCH | {Section.COURSE: Translated(nl="tekst")}}, "import"),
    ({"blocks": {Section.COURSE: FRENCH}}, "import"),
]


def test_one_language_is_never_half_of_two(app: Flask) -> None:
    texts = {"title": FRENCH, "essence": FRENCH, "blocks": IN_FRENCH, "only_language": Language.FR}
    with app.app_context():
        for values, by in HALF:
            with pytest.raises(DatabaseError), db.session.begin_nested():
                _publish(_bulletin(**texts | values), published_by=by)


def test_why_a_department_was_passed_over_is_kept(app: Flask) -> None:
    with app.app_context():
        incident = factories.incident(db.session, factories.department(db.session))
        asked = bulletins.agreed(db.session, _bulletin(), incident)
        overruling = Overruling(
            confirmation=asked,
            reason="Daarom",
            language=Language.NL,
            decided_at=now(),
            decided_by=asked.asked_by,
        )
        db.session.add(overruling)
        _refused(["UPDATE overruling SET reason = 'x'", "DELETE FROM overruling"])


@pytest.mark.parametrize("table", ["trail", "edition", "bulletin"])
def test_a_row_is_not_put_in_the_place_of_another(sqlite_app: Flask, table: str) -> None:
    with sqlite_app.app_context():
        bulletin = _bulletin()
        _publish(bulletin)
        bulletin.editions.append(Edition(version=1, published_at=now(), base_url="", record="{}"))
        db.session.commit()
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        with pytest.raises(DatabaseError, match=f"{table} is never|never removed"):
            db.session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608 - our own names


def test_a_number_is_given_once(app: Flask) -> None:
    with app.app_context():
        _publish(_bulletin())
        second = _bulletin()
        with pytest.raises(IntegrityError):
            _publish(second)


def test_a_dossier_is_not_closed_without_a_reason(app: Flask) -> None:
    with app.app_context():
        department = factories.department(db.session)
        with pytest.raises(IntegrityError):
            factories.incident(
                db.session, department, status=IncidentStatus.CLOSED, closed_reason=" "
            )
