"""Work that comes with the calendar: each job once a day, each occasion once for ever."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from flask import Flask, current_app
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Model, db, reading_engine
from portal.i18n import BRUSSELS, now, today
from portal.log import without_values

Job = Callable[[Session, date], None]
log = logging.getLogger(__name__)


class DailyJob(Model):
    """The day on which a job was last done."""

    __tablename__ = "daily_job"
    trailed = False

    name: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date]


class Occasion(Model):
    """Something that happens once: a reminder about one thing at one moment."""

    __tablename__ = "occasion"
    trailed = False

    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Schedule:
    """The jobs of each day. A job bears to be broken off, and is then done again."""

    def __init__(self) -> None:
        self._jobs: dict[str, tuple[Job, time]] = {}

    def init_app(self, app: Flask) -> None:
        """Be where the slices and the command find it."""
        app.extensions["schedule"] = self

    def daily(self, name: str, job: Job, not_before: time = time.min) -> None:
        """Do ``job`` once a day: with the session of its own transaction, and the day.

        ``not_before`` is an hour of the clock in Belgium.
        """
        self._jobs[name] = job, not_before

    def run(self) -> list[str]:
        """Do what is due today; return the names. A failure is logged and tried again."""
        day, done, hour = today(), [], now().astimezone(BRUSSELS).time()
        with reading_engine().connect() as connection:
            rows = select(DailyJob.name, DailyJob.done_on)
            last: dict[str, date] = dict(connection.execute(rows).all())
        for name, (job, not_before) in self._jobs.items():
            if last.get(name, date.min) >= day or hour < not_before:
                continue
            try:
                if _take(db.session, name, day):
                    job(db.session, day)
                    done.append(name)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                log.exception("schedule: %s failed", name, exc_info=without_values(error))
        return done


def _take(session: Session, name: str, day: date) -> bool:
    """Whether this process is the one that does the job today; others wait for its end."""
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    row = dialect.insert(DailyJob).values(name=name, done_on=date.min)
    session.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    mine = update(DailyJob).where(DailyJob.name == name, DailyJob.done_on < day)
    taken = session.scalar(mine.values(done_on=day).returning(DailyJob.name))
    return taken is not None


def first_time(session: Session, name: str, key: object) -> bool:
    """Whether this occasion is new; from this transaction on it is not."""
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Occasion).values(name=name, key=str(key), at=now())
    noted = row.on_conflict_do_nothing(index_elements=["name", "key"]).returning(Occasion.name)
    return session.scalar(noted) is not None


@contextmanager
def apart(session: Session) -> Iterator[None]:
    """Do one row of a job by itself: its failure is logged, and undoes no other row."""
    try:
        with session.begin_nested():
            yield
    except Exception as error:
        log.exception("schedule: one row failed", exc_info=without_values(error))


def run() -> list[str]:
    """Do what is due today in the current application."""
    schedule: Schedule = current_app.extensions["schedule"]
    return schedule.run()
