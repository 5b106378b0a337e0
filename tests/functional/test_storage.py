"""One request, one transaction; trail, outbox and numbers inside it; nothing lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from portal.accounts.models import Department
from portal.db import db, writing_engine
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.numbering import next_number, raise_to
from portal.outbox import Outbox, OutboxItem, Task, waiting
from portal.trail import TrailEntry, act_as, broken_entry
from tests import factories


def test_sqlite_is_set_to_lose_nothing(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        values = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_reading_request_cannot_write(app: Flask) -> None:
    with app.test_request_context("/nl/", method="GET"), pytest.raises(DatabaseError):
        factories.department(db.session)


def test_the_trail_tells_what_changed_and_by_whom(app: Flask) -> None:
    with app.app_context():
        act_as(db.session, "person:7")
        department = factories.department(db.session)
        db.session.commit()
        department.safety_phone = "02 000 00 09"
        db.session.commit()
        entries = db.session.scalars(select(TrailEntry).order_by(TrailEntry.id)).all()
        assert [(e.actor, e.action, e.subject) for e in entries] == [
            ("person:7", "insert", "department:1"),
            ("person:7", "update", "department:1"),
        ]
        assert entries[1].changes == '{"safety_phone": ["02 000 00 01", "02 000 00 09"]}'
        assert broken_entry(db.session) is None


def test_passwords_stay_out_of_the_trail(app: Flask) -> None:
    with app.app_context():
        person = factories.person(db.session)
        changes = db.session.scalar(select(TrailEntry.changes))
        assert changes
        assert person.password
        assert person.password not in changes
        assert person.fs_uniquifier not in changes


def test_a_broken_chain_is_found(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for code in ("a", "b", "c"):
            factories.department(db.session, code)
        db.session.execute(text("DROP TRIGGER guard_00_trail_update"))
        db.session.execute(text("UPDATE trail SET actor = 'somebody else' WHERE id = 2"))
        assert broken_entry(db.session) == 2
        db.session.rollback()


def test_what_is_rolled_back_leaves_no_trail_and_no_work(app: Flask) -> None:
    with app.app_context():
        factories.incident(db.session, factories.department(db.session))
        db.session.flush()
        db.session.rollback()
        for model in (Department, Incident, TrailEntry, OutboxItem):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_a_changed_incident_is_noted_once_for_the_index(app: Flask) -> None:
    with app.app_context():
        incident = factories.incident(db.session, factories.department(db.session))
        incident.title = Translated(nl="Anders")
        db.session.commit()
        assert waiting(db.session, "index") == 1


def test_work_that_fails_is_kept_and_done_later(app: Flask) -> None:
    outbox, seen = Outbox(), list[str]()

    def handler(tasks: list[Task]) -> None:
        if not seen:
            seen.append("failed")
            raise RuntimeError("no index")
        seen.extend(task.ref for task in tasks)

    outbox.handle("index", handler)  # type: ignore[arg-type]
    with app.app_context():
        factories.incident(db.session, factories.department(db.session))
        db.session.commit()
        assert outbox.drain() == 0
        with writing_engine().begin() as connection:
            error, tries = connection.execute(select(OutboxItem.last_error, OutboxItem.tries)).one()
            assert (error, tries) == ("RuntimeError", 1)
            connection.execute(text("UPDATE outbox SET lease_until = NULL"))
        assert outbox.drain() == 1
        assert waiting(db.session, "index") == 0
    assert seen == ["failed", "incident:1"]


def test_leased_work_is_left_to_who_does_it(app: Flask) -> None:
    outbox, inner = Outbox(), Outbox()
    inner.handle("index", lambda _tasks: pytest.fail("done twice"))
    outbox.handle("index", lambda _tasks: _nothing_left(inner))
    with app.app_context():
        factories.incident(db.session, factories.department(db.session))
        db.session.commit()
        assert outbox.drain() == 1


def _nothing_left(outbox: Outbox) -> None:
    assert outbox.drain() == 0


def test_numbers_have_no_gap_under_concurrency(app: Flask) -> None:
    def take(number: int) -> int | None:
        with app.app_context():
            taken = next_number(db.session, "REX", 2026)
            if number % 3 == 0:
                db.session.rollback()
                return None
            db.session.commit()
            return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [number for number in pool.map(take, range(24)) if number]
    assert sorted(taken) == list(range(1, 17))


def test_a_number_from_elsewhere_is_not_given_again(app: Flask) -> None:
    with app.app_context():
        raise_to(db.session, "REX", 2020, 3)
        raise_to(db.session, "REX", 2020, 1)
        assert next_number(db.session, "REX", 2020) == 4
        assert next_number(db.session, "REX", 2021) == 1


def test_foreign_keys_hold(app: Flask) -> None:
    with app.app_context(), pytest.raises(DatabaseError):
        db.session.execute(text("INSERT INTO person_role (person_id, name) VALUES (999, 'reader')"))


def test_the_data_directory_is_the_only_place_written(sqlite_app: Flask) -> None:
    folder: Path = sqlite_app.config["PORTAL"].data_dir
    assert (folder / "portal.sqlite").exists()
