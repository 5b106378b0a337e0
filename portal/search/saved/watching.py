"""Finds out for whom an edition of a REX is news: once for each saved search."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import News, Person
from portal.bulletins import subscribers
from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import db, reading_engine, writing_engine
from portal.i18n import BRUSSELS, now
from portal.outbox import Outbox, Task
from portal.permissions import Permission, can
from portal.schedule import first_time
from portal.search.index import indexing
from portal.search.index.documents import key_of
from portal.search.learned.renderings import renderings
from portal.search.query import Query
from portal.search.saved.searches import Find, SavedSearch

FOUND, DIGEST = "search_found", "search_digest"
NOTED = "search_noted"
WEEK = timedelta(days=7)
WEEKS_BACK = 4
MARGIN = timedelta(hours=1)


def init_app(app: Flask) -> None:
    """Look at each edition that somebody is to hear of, and each Monday at what is left."""
    outbox: Outbox = app.extensions["outbox"]
    outbox.handle(subscribers.EDITION, follow, batch=1)
    app.extensions["schedule"].daily(DIGEST, send_digests, subscribers.AT)


def follow(tasks: Sequence[Task]) -> None:
    """Note for which searches an edition is news, and mail who wants to know at once."""
    for task in tasks:
        with Session(reading_engine()) as session:
            edition = session.get(Edition, int(task.ref))
            found = list(_answered(session, edition)) if edition else []
            number = edition.bulletin_id if edition else 0
        if found:
            with Session(writing_engine()) as session:
                _note(session, number, task.ref, found)
                session.commit()


def send_digests(session: Session, day: date) -> None:
    """Mail what was found in a week: on Monday, or as soon after it as the portal runs."""
    due = (
        select(SavedSearch.owner_id, Find.digest_on)
        .join(Find.search)
        .where(Find.digest_on <= day, Find.digest_on > day - WEEKS_BACK * WEEK)
        .distinct()
        .order_by(Find.digest_on, SavedSearch.owner_id)
    )
    for owner_id, monday in session.execute(due).all():
        if first_time(session, DIGEST, f"{owner_id}:{monday}"):
            notices.send(session, DIGEST, monday, [session.get_one(Person, owner_id)])


def may_be_told(person: Person, bulletin: Bulletin) -> bool:
    """Whether the REX stands, and this person may read it now."""
    in_force = bulletin.number is not None and bulletin.status is not BulletinStatus.WITHDRAWN
    return in_force and can(person, Permission.REX_READ, bulletin)


def _answered(session: Session, edition: Edition) -> Iterable[tuple[int, News]]:
    """The searches that a REX answers, each with when our mail tells its owner."""
    bulletin = edition.bulletin
    indexing.bring_in(session, key_of(bulletin))
    query = (
        select(SavedSearch)
        .join(SavedSearch.owner)
        .where(SavedSearch.news != News.NEVER, Person.active, Person.password.is_not(None))
        .order_by(SavedSearch.id)
    )
    for search in session.scalars(query):
        if may_be_told(search.owner, bulletin) and _answers(bulletin, search):
            yield search.id, _when(session, search, edition)


def _when(session: Session, search: SavedSearch, edition: Edition) -> News:
    """Never for who subscribes to all REX and was told; who is to hear on Monday may yet not."""
    heard = subscribers.hears_of(session, search.owner, edition)
    if heard is News.NOW:
        return News.NEVER
    return News.WEEKLY if heard is News.WEEKLY else search.news


def _answers(bulletin: Bulletin, search: SavedSearch) -> bool:
    """Whether a REX has all that a search asks for, as it was typed and as it is understood.

    The page also shows what has a part of it, and what answers it once it is spelled otherwise.
    """
    if not (search.text or search.chosen):
        return False
    other_words = renderings(search.text, search.language)
    db.session.rollback()
    results = indexing.engine().search(
        Query(
            text=search.text,
            allowed=frozenset({key_of(bulletin)}),
            language=search.language,
            renderings=other_words,
            filters=search.chosen,
            limit=1,
        )
    )
    return results.total > 0 and not results.widened and not results.suggestions


def _note(
    session: Session, bulletin_id: int, edition: str, found: Iterable[tuple[int, News]]
) -> None:
    """Keep what was found; who was not told of this edition for this search is told now."""
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    moment, at_once = now(), []
    for search_id, news in found:
        if not first_time(session, NOTED, f"{search_id}:{edition}"):
            continue
        key = {"search_id": search_id, "bulletin_id": bulletin_id}
        digest_on = monday_after(moment) if news is News.WEEKLY else None
        told = {"found_at": moment, "digest_on": digest_on}
        row = dialect.insert(Find).values(**key, **told)
        session.execute(row.on_conflict_do_update(index_elements=list(key), set_=told))
        if news is News.NOW:
            at_once.append(session.get_one(SavedSearch, search_id).owner)
    notices.send(session, FOUND, bulletin_id, dict.fromkeys(at_once))


def monday_after(moment: datetime) -> date:
    """The day of the next overview that is surely not being made yet."""
    here = moment.astimezone(BRUSSELS)
    monday = here.date() - timedelta(days=here.weekday())
    made = datetime.combine(monday, subscribers.AT, BRUSSELS)
    return monday if here < made - MARGIN else monday + WEEK
