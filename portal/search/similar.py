"""Published bulletins that look like a text; the text is not stored and not logged."""

from sqlalchemy import select

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import current_language
from portal.incidents.similar import Similar
from portal.incidents.taxonomy import ProcessStep
from portal.permissions import Permission, allowed
from portal.search.documents import PUBLISHED, REX, rows_of
from portal.search.engine import IndexUnavailable, Query
from portal.search.indexing import engine
from portal.search.renderings import renderings
from portal.web import current_user

MOST_WORDS = 60


def find(text: str, most: int) -> list[Similar]:
    """The bulletins that share the most telling words with ``text``, the closest first."""
    readable = allowed(current_user(), Permission.REX_READ, Bulletin)
    published = db.session.scalars(select(Bulletin.id).where(PUBLISHED, readable))
    keys = frozenset(f"{REX}:{id_}" for id_ in published)
    words = " ".join(text.split()[:MOST_WORDS])
    query = Query(
        text=words,
        allowed=keys,
        language=current_language(),
        renderings=renderings(words, current_language()),
        limit=most,
    )
    try:
        hits = engine().search(query).hits if keys and words else ()
    except IndexUnavailable:
        return []
    rows = rows_of(db.session, [hit.key for hit in hits])
    return [_of(row) for hit in hits if isinstance(row := rows.get(hit.key), Bulletin)]


def _of(row: Bulletin) -> Similar:
    record = row.shown
    step = str(ProcessStep(record.step).label) if record.step else ""
    essence = record.essence.best(current_language())[1]
    return Similar(row.year or 0, row.number or 0, essence, step)
