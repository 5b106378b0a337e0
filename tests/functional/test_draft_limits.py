"""Reports that nobody goes on with: a reminder, a last notice, and never gone without it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import schedule
from portal.accounts.models import Person
from portal.accounts.notices import MUTABLE
from portal.db import db
from portal.i18n import format_date, now
from portal.incidents import drafts
from portal.incidents.drafts import Draft
from portal.permissions import Role
from portal.schedule import Occasion
from tests import factories
from tests.clock import Clock
from tests.mailbox import letters, link_in


@pytest.fixture
def clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock, on the day on which somebody begins a report."""
    clock = Clock(monkeypatch)
    with app.app_context():
        home = factories.department(db.session)
        person = factories.person(db.session, Role.REPORTER, department=home)
        drafts.keep(drafts.begin(db.session, person), {"description": "Geheimewoorden"})
        db.session.commit()
    return clock


def after(app: Flask, clock: Clock, **time: float) -> list[str]:
    """Move on, do the work of the day; the subjects of the mails that followed."""
    clock.forward(**time)
    before = len(letters(app))
    with app.app_context():
        schedule.run()
        app.extensions["outbox"].drain()
    return [str(letter["Subject"]) for letter in letters(app)[before:]]


def left(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_a_draft_goes_after_a_month_and_two_mails(app: Flask, clock: Clock) -> None:
    assert after(app, clock, days=6) == []
    (reminder,) = after(app, clock, days=1)
    assert after(app, clock, days=15) == []
    (notice,) = after(app, clock, days=1)
    assert reminder != notice
    assert format_date(now() + timedelta(days=7)) in notice
    for letter in letters(app)[-2:]:
        assert "Geheimewoorden" not in letter.as_string()
        assert link_in(letter).endswith("/nl/report")
    assert after(app, clock, days=6) == []
    assert left(app) == 1
    assert after(app, clock, days=1) == []
    assert left(app) == 0


def occasions(app: Flask) -> list[Occasion]:
    """What is noted of drafts."""
    with app.app_context():
        of_drafts = select(Occasion).where(Occasion.name.startswith("draft"))
        return list(db.session.scalars(of_drafts.order_by(Occasion.name)))


def test_what_is_noted_of_a_draft_tells_no_hour_and_goes_with_it(app: Flask, clock: Clock) -> None:
    clock.moment = clock.moment.replace(hour=9, minute=41, second=17)
    with app.app_context():
        draft = db.session.scalars(select(Draft)).one()
        draft.saved_at, id_, day = now(), draft.id, f"{now():%Y-%m-%d}"
        db.session.commit()
    after(app, clock, days=7)
    assert [(each.name, each.key) for each in occasions(app)] == [
        ("draft_reminder", f"{id_}:{day}")
    ]
    with app.app_context():
        assert drafts.end(db.session, db.session.scalars(select(Draft)).one())
        db.session.commit()
    (ended,) = occasions(app)
    assert (ended.name, ended.at.hour, ended.at.minute) == ("draft_ended", 0, 0)
    assert str(id_) != ended.key.partition(":")[0]
    after(app, clock, days=31)
    assert occasions(app) == []


def test_nothing_goes_before_a_week_after_the_notice(app: Flask, clock: Clock) -> None:
    (notice,) = after(app, clock, days=90)
    assert format_date(now() + timedelta(days=7)) in notice
    after(app, clock, days=6)
    assert left(app) == 1
    after(app, clock, days=1)
    assert left(app) == 0


def test_who_goes_on_starts_the_month_again(app: Flask, clock: Clock) -> None:
    after(app, clock, days=23)
    clock.forward(days=6)
    with app.app_context():
        drafts.keep(db.session.scalars(select(Draft)).one(), {"description": "Meer"})
        db.session.commit()
    assert after(app, clock, days=2) == []
    assert left(app) == 1
    assert len(after(app, clock, days=5)) == 1


def test_the_last_notice_comes_to_who_wants_no_mails_too(app: Flask, clock: Clock) -> None:
    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        person.muted = " ".join(app.extensions[MUTABLE])
        db.session.commit()
    assert after(app, clock, days=7) == []
    assert len(after(app, clock, days=16)) == 1
