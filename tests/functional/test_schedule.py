"""Work that comes with the calendar: once a day, once for ever, and again after a failure."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import schedule
from portal.db import db
from portal.i18n import today
from portal.schedule import Schedule, apart, first_time
from tests.clock import Clock


@pytest.fixture
def jobs(app: Flask) -> Iterator[Schedule]:
    """The application's calendar without the jobs of its slices."""
    usual = app.extensions["schedule"]
    app.extensions["schedule"] = Schedule()
    yield app.extensions["schedule"]
    app.extensions["schedule"] = usual


def test_a_job_is_done_once_a_day(
    app: Flask, jobs: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    days: list[date] = []
    jobs.daily("count", lambda _session, day: days.append(day))
    with app.app_context():
        first = today()
        assert schedule.run() == ["count"]
        assert schedule.run() == []
        clock.forward(days=1)
        assert schedule.run() == ["count"]
    assert days == [first, first + timedelta(days=1)]


def test_a_job_that_fails_is_done_again_and_stops_no_other(
    app: Flask, jobs: Schedule, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    def fails_once(session: Session, _day: date) -> None:
        first_time(session, "note", "kept only if the job ends well")
        tries.append(1)
        if len(tries) == 1:
            raise OSError("secret words")

    jobs.daily("fails", fails_once)
    jobs.daily("other", lambda _session, _day: None)
    with app.app_context():
        assert schedule.run() == ["other"]
        assert "fails failed" in caplog.text
        assert first_time(db.session, "note", "kept only if the job ends well")
        db.session.rollback()
        assert schedule.run() == ["fails"]
        assert not first_time(db.session, "note", "kept only if the job ends well")


def test_an_occasion_is_new_once(app: Flask) -> None:
    with app.app_context():
        assert first_time(db.session, "reminder", 3)
        assert not first_time(db.session, "reminder", 3)
        assert first_time(db.session, "reminder", 4)
        assert first_time(db.session, "other", 3)
        db.session.rollback()
        assert first_time(db.session, "reminder", 3)


def test_a_row_that_fails_stops_no_other(
    app: Flask, jobs: Schedule, caplog: pytest.LogCaptureFixture
) -> None:
    words = "secret"

    def work(session: Session, _day: date) -> None:
        for row in (1, 2, 3):
            with apart(session):
                first_time(session, "row", row)
                if row == 2:
                    raise OSError(words)

    jobs.daily("rows", work)
    with app.app_context():
        assert schedule.run() == ["rows"]
        assert [first_time(db.session, "row", row) for row in (1, 2, 3)] == [False, True, False]
    assert "one row failed" in caplog.text
    assert words not in caplog.text


def test_the_command_does_what_is_due(app: Flask, jobs: Schedule) -> None:
    jobs.daily("count", lambda _session, _day: None)
    runner = app.test_cli_runner()
    assert "count" in runner.invoke(args=["jobs", "run"]).output
    assert "nothing new" in runner.invoke(args=["jobs", "run"]).output
