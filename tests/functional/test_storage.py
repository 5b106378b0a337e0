"""One request, one transaction; trail, outbox and numbers inside it; nothing lost or doubled."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from portal import create_app, sqlite
from portal.accounts.models import Department
from portal.background import Background
from portal.db import db, forget_wal, reading_engine, writing_engine
from portal.i18n import Translated, now
from portal.incidents.models import Incident, IncidentStatus
from portal.numbering import next_number, raise_to
from portal.outbox import MOST_TRIES, Outbox, OutboxItem, Task, add, waiting
from portal.permissions import Role
from portal.trail import TrailEntry, act_as, broken_entry
from tests import factories
from tests.conftest import build, settings_for
from tests.pages import Visitor


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


def test_one_failure_after_another_is_tried_later_and_later_and_then_no_more(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    outbox, tried = Outbox(), list[datetime]()

    def handler(tasks: Sequence[Task]) -> None:
        tried.append(now())
        raise RuntimeError(tasks[0].ref)

    outbox.handle("index", handler)
    with app.app_context():
        add(db.session, ("index", "incident:1"))
        db.session.commit()
        waits = [_wait_after(outbox) for _try in range(MOST_TRIES + 3)]
        with writing_engine().begin() as connection:
            row = connection.execute(select(OutboxItem.tries, OutboxItem.last_error)).one()
    assert len(tried) == MOST_TRIES
    assert tuple(row) == (MOST_TRIES, "RuntimeError")
    assert waits[:4] == [2, 4, 8, 16]
    assert sum(waits[:MOST_TRIES]) / 60 / 24 > 7
    assert "incident:1" not in caplog.text


def _wait_after(outbox: Outbox) -> int:
    """Drain, and let the wait that follows be over; return its minutes."""
    moment = now()
    assert outbox.drain() == 0
    with writing_engine().begin() as connection:
        until: datetime | None = connection.scalar(select(OutboxItem.lease_until))
        connection.execute(update(OutboxItem).values(lease_until=moment - timedelta(minutes=1)))
    assert until
    return round((until - moment) / timedelta(minutes=1))


def test_nothing_to_do_keeps_no_writer_waiting(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_app.app_context(), writing_engine().begin():
        monkeypatch.setattr("portal.outbox.writing_engine", lambda: pytest.fail("took the lock"))
        assert sqlite_app.extensions["outbox"].drain() == 0


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal that works beside its requests, as on a server; the thread ends with the test."""
    monkeypatch.setattr("portal.outbox.SECONDS", 0.05)
    with build(settings_for(tmp_path)).app_context():
        db.engine.dispose()
    app = create_app(settings_for(tmp_path))
    made = list[Background]()
    start = Background.start

    def started(background: Background) -> None:
        made.append(background)
        start(background)

    monkeypatch.setattr(Background, "start", started)
    yield app
    made[0].end()
    with app.app_context():
        db.engine.dispose()


def test_work_is_done_beside_the_requests_and_again_without_one(served: Flask) -> None:
    outbox: Outbox = served.extensions["outbox"]
    threads, done = list[str](), threading.Event()

    def handler(_tasks: Sequence[Task]) -> None:
        threads.append(threading.current_thread().name)
        if len(threads) == 1:
            raise OSError
        done.set()

    outbox.handle("test", handler)
    with served.app_context():
        add(db.session, ("test", "left behind by a process that was killed"))
        db.session.commit()
    assert served.test_client().get("/nl/").status_code == 200
    _until(lambda: _last_error(served) == "OSError")
    assert len(threads) == 1
    with served.app_context(), writing_engine().begin() as connection:
        connection.execute(update(OutboxItem).values(lease_until=None))
    assert done.wait(10)
    assert set(threads) == {"background"}


def _last_error(app: Flask) -> str | None:
    with app.app_context():
        return db.session.scalar(select(OutboxItem.last_error))


def _until(condition: Callable[[], bool]) -> None:
    for _attempt in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise TimeoutError


def test_what_was_removed_is_gone_from_the_log_too(sqlite_app: Flask) -> None:
    mark = "een-verhaal-dat-weg-moet"
    with sqlite_app.app_context():
        department = factories.department(db.session, safety_phone=mark)
        db.session.commit()
        db.session.delete(department)
        db.session.execute(text("DROP TRIGGER guard_03_trail_delete"))
        db.session.execute(text("DELETE FROM trail"))
        db.session.commit()
        db.session.execute(text("DELETE FROM trail"))
        db.session.commit()
        path = Path(str(db.engine.url.database))
        assert mark.encode() in Path(f"{path}-wal").read_bytes()
        forget_wal()
        assert Path(f"{path}-wal").read_bytes() == b""
        assert mark.encode() not in path.read_bytes()


def test_a_log_in_use_is_no_failure(
    sqlite_app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "CHECKPOINT_SECONDS", 0.1)
    with sqlite_app.app_context(), reading_engine().connect() as reader:
        reader.execute(text("SELECT count(*) FROM trail"))
        factories.department(db.session)
        db.session.commit()
        forget_wal()
    assert "was not emptied" in caplog.text


def test_who_changes_a_row_waits_for_who_changes_it_already(app: Flask) -> None:
    with app.app_context():
        department = factories.department(db.session)
        incident = factories.incident(db.session, department, status=IncidentStatus.IN_REVIEW)
        email = factories.person(db.session, Role.ANALYST).email
        db.session.commit()
        address = f"/nl/incidents/{incident.reference}"
    visitor = Visitor(app)
    visitor.sign_in(email)
    page = visitor.get(address)
    with ThreadPoolExecutor(1) as pool:
        with app.app_context():
            rows = update(Incident).values(status=IncidentStatus.ACCEPTED)
            db.session.connection(execution_options={"writes": True}).execute(rows)
            answer = pool.submit(page.submit, f"{address}/accept")
            time.sleep(0.5)
            assert not answer.done()
            db.session.commit()
        assert answer.result().status == 409
