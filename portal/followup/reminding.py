"""E13: one reminder for each REX, and only to departments that did not answer what it asks."""

from collections.abc import Iterable
from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Department, Person
from portal.accounts.notices import Notice
from portal.bulletins.models import Bulletin
from portal.bulletins.shelf import IN_FORCE
from portal.config import FOLLOWUP_REMINDER
from portal.db import db
from portal.followup.asked import asked_in
from portal.followup.counting import tallies_of
from portal.followup.own import own_of
from portal.i18n import BRUSSELS, format_date
from portal.permissions import LEADING, Permission, Role, can
from portal.schedule import Occasion, Schedule, apart, first_time

KIND = "rex_followup"


def init_app(app: Flask) -> None:
    """Look each day who is to be reminded, and know how to write of it."""
    notices.register(app, KIND, _notice, _("What my department does with a REX"))
    schedule: Schedule = app.extensions["schedule"]
    schedule.daily(KIND, remind_daily)


def remind_daily(session: Session, day: date) -> None:
    """Remind the departments that were asked some time ago and did not answer."""
    rows = session.scalars(select(Bulletin).where(IN_FORCE).order_by(Bulletin.id)).all()
    asked = asked_in(session, [bulletin.id for bulletin in rows])
    for bulletin in rows:
        if not asked.get(bulletin.id):
            continue
        with apart(session):
            remind(session, bulletin, day - FOLLOWUP_REMINDER)


def remind(session: Session, bulletin: Bulletin, asked_before: date) -> int:
    """Remind whom this REX asked before a day, once for ever; return how many departments."""
    departments = list(session.scalars(select(Department).order_by(Department.id)))
    silent = {
        row.id: row
        for tally in tallies_of(session, bulletin, departments)
        if tally.asked.since.astimezone(BRUSSELS).date() <= asked_before
        for row in tally.silent
    }
    reminded = [row for row in silent.values() if _tell(session, bulletin, row)]
    return len(reminded)


def reminded(session: Session, bulletin: Bulletin) -> dict[int, str]:
    """The departments, by id, that were reminded of this REX, and on which day."""
    query = select(Occasion.key, Occasion.at).where(
        Occasion.name == KIND, Occasion.key.startswith(f"{bulletin.id}:")
    )
    return {int(key.partition(":")[2]): format_date(at) for key, at in session.execute(query)}


def _tell(session: Session, bulletin: Bulletin, department: Department) -> bool:
    people = _people(session, department)
    if not people or not first_time(session, KIND, f"{bulletin.id}:{department.id}"):
        return False
    notices.send(session, KIND, bulletin.id, people)
    return True


def _people(session: Session, department: Department) -> Iterable[Person]:
    """Who answers for the department: its quality managers; without one, its physicians."""
    found = notices.people_with(session, Role.QUALITY_MANAGER, department_id=department.id)
    return found or notices.people_with(session, *LEADING, department_id=department.id)


def _notice(person: Person, about: str) -> Notice | None:
    bulletin = db.session.get(Bulletin, int(about))
    if bulletin is None or not can(person, Permission.FOLLOWUP_ANSWER, bulletin):
        return None
    (own,) = own_of(db.session, person, [bulletin])
    if not own.waits:
        return None
    label = f"REX {bulletin.number} – {bulletin.year}"
    return Notice(
        _("What does your department do with %(label)s?", label=label),
        _(
            "The FANC asks what departments do with a recommendation of %(label)s. "
            "Your department has not answered yet. This is the only reminder.",
            label=label,
        ),
        _("Read and answer"),
        "followup.ours",
        {"year": bulletin.year, "number": bulletin.number},
    )
