"""A question to the engine, with what the person who asks may see: the one place that says so."""

from collections.abc import Mapping

from sqlalchemy import select

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import current_language
from portal.incidents.models import Incident
from portal.permissions import Permission, allowed
from portal.search.documents import INCIDENT, PUBLISHED, REX
from portal.search.engine import Query, Results, Sort
from portal.search.indexing import engine
from portal.search.renderings import renderings
from portal.web import current_user

Chosen = Mapping[str, frozenset[str]]
NOTHING: Chosen = {}


def visible_keys() -> frozenset[str]:
    """The keys of everything that this person may see."""
    user = current_user()
    readable = allowed(user, Permission.REX_READ, Bulletin)
    published = db.session.scalars(select(Bulletin.id).where(PUBLISHED, readable))
    keys = {f"{REX}:{id_}" for id_ in published}
    if user.is_authenticated:
        mine = select(Incident.id).where(allowed(user, Permission.INCIDENT_READ, Incident))
        keys |= {f"{INCIDENT}:{id_}" for id_ in db.session.scalars(mine)}
    return frozenset(keys)


class Asked:
    """One question of one person, asked for several parts of a page; IndexUnavailable at any."""

    def __init__(self, text: str, chosen: Chosen, sort: Sort = Sort.RELEVANCE) -> None:
        self.text = text
        self.chosen = chosen
        self._sort = sort
        self._language = current_language()
        self._allowed = visible_keys()
        self._renderings = renderings(text, self._language)

    def part(self, *, limit: int, offset: int = 0, changed: Chosen = NOTHING) -> Results:
        """The hits from ``offset``; some filters may be ``changed`` for this part, or emptied."""
        filters = {name: kept for name, kept in ({**self.chosen, **changed}).items() if kept}
        return engine().search(
            Query(
                text=self.text,
                allowed=self._allowed,
                language=self._language,
                renderings=self._renderings,
                filters=filters,
                sort=self._sort,
                limit=limit,
                offset=offset,
            )
        )

    @property
    def read_as(self) -> tuple[str, ...]:
        """The other words that the question was also read as, each once."""
        return tuple(dict.fromkeys(each.words for each in self._renderings))
