"""Reports that nobody went on with: two mails, and a week after the second they are removed."""

from datetime import date, datetime

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.config import DRAFT_LIMIT, DRAFT_NOTICE, DRAFT_REMINDER
from portal.db import db
from portal.i18n import format_date, format_long_date, now
from portal.incidents import drafts
from portal.incidents.drafts import ENDED, NOTICE, REMINDER, Draft
from portal.schedule import Occasion, Schedule, apart, first_time


def init_app(app: Flask) -> None:
    """Look after them each day."""
    notices.register(app, REMINDER, _reminder, _("A report that I began waits for a week"))
    notices.register(app, NOTICE, _last_notice)
    schedule: Schedule = app.extensions["schedule"]
    schedule.daily("drafts", look_after)


def look_after(session: Session, _day: date) -> None:
    """Remind, warn, and remove what was warned of long enough ago and not touched since."""
    waiting = select(Draft).where(Draft.saved_at <= now() - DRAFT_REMINDER)
    for draft in session.scalars(waiting).all():
        with apart(session):
            _look_after(session, draft)
    old = Occasion.name == ENDED, Occasion.at <= now() - DRAFT_LIMIT
    session.execute(delete(Occasion).where(*old))


def _look_after(session: Session, draft: Draft) -> None:
    key = _key(draft)
    warned = select(Occasion.at).where(Occasion.name == NOTICE, Occasion.key == key)
    warned_at = session.scalar(warned)
    if warned_at is not None:
        _remove_if_due(session, draft, warned_at)
        return
    kind = NOTICE if draft.saved_at <= now() - DRAFT_NOTICE else REMINDER
    if first_time(session, kind, key):
        notices.send(session, kind, key, [session.get_one(Person, draft.owner_id)])


def _key(draft: Draft) -> str:
    """A draft and the day on which it was last saved: no hour, for its report may be unnamed."""
    return f"{draft.id}:{draft.saved_at:%Y-%m-%d}"


def _remove_if_due(session: Session, draft: Draft, warned_at: datetime) -> None:
    """In one statement, so that who goes on with it at this moment loses nothing."""
    limit = now() - DRAFT_LIMIT
    if warned_at <= now() - (DRAFT_LIMIT - DRAFT_NOTICE):
        drafts.end(session, draft, Draft.saved_at <= limit)


def _reminder(_person: Person, key: str) -> Notice | None:
    draft = _untouched(key)
    if draft is None:
        return None
    return _notice(
        _("Your unfinished report of %(day)s", day=format_date(draft.saved_at)),
        _("You began a report and did not send it yet. You can go on where you stopped."),
    )


def _last_notice(person: Person, key: str) -> Notice | None:
    draft = _untouched(key)
    if draft is None:
        return None
    removed_on = max(draft.saved_at + DRAFT_LIMIT, now() + (DRAFT_LIMIT - DRAFT_NOTICE))
    day = format_long_date(removed_on, person.language)
    return _notice(
        _("Your unfinished report is removed on %(day)s", day=format_date(removed_on)),
        _("You did not send it. If you do not go on with it, it is removed on %(day)s.", day=day),
    )


def _notice(subject: LazyString, words: LazyString) -> Notice:
    """It leads to all reports that wait; the name of one stands in no mail."""
    return Notice(subject, words, _("Go on with my report"), "report.begin")


def _untouched(key: str) -> Draft | None:
    """The draft that a mail is about, unless it was gone on with or sent since."""
    draft = db.session.get(Draft, int(key.partition(":")[0]))
    return draft if draft is not None and _key(draft) == key else None
