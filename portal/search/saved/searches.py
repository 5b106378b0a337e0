"""Questions that people keep, and which REX were found for them since."""

import json
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.accounts.models import News, Person
from portal.bulletins.models import Bulletin
from portal.bulletins.shelf import IN_FORCE
from portal.db import Model
from portal.i18n import Language
from portal.permissions import Permission, User, allowed
from portal.search.index.facets import BY_NAME, understood

LONGEST_NAME = 100
LONGEST_TEXT = 1000
MOST = 50
LATEST = 5


class SavedSearch(Model):
    """A question of one person with its filters, and when to mail what is new.

    ``filters`` are JSON, facet and values; ``language`` is that of the page on which it was asked.
    What people ask is nobody's business: the trail does not have it.
    """

    __tablename__ = "saved_search"
    __table_args__ = (
        CheckConstraint("trim(name) <> ''", name="has_name"),
        CheckConstraint("text <> '' OR filters <> '{}'", name="asks_something"),
    )
    trailed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    filters: Mapped[str] = mapped_column(default="{}")
    language: Mapped[Language]
    news: Mapped[News]
    saved_at: Mapped[datetime]

    owner: Mapped[Person] = relationship()
    finds: Mapped[list["Find"]] = relationship(
        back_populates="search", cascade="all, delete-orphan"
    )

    @property
    def saved(self) -> dict[str, frozenset[str]]:
        """The filters as they were chosen; lists of values change with the years."""
        kept: dict[str, list[str]] = json.loads(self.filters)
        return {name: frozenset(values) for name, values in kept.items()}

    @property
    def chosen(self) -> dict[str, frozenset[str]]:
        """The filters as the engine takes them: what no list has any more is left out."""
        return understood(self.saved)

    @property
    def left_out(self) -> bool:
        """Whether a filter is not understood any more."""
        return self.chosen != self.saved

    @property
    def address(self) -> dict[str, list[str]]:
        """What the address of the search page says after its question mark."""
        asked = {"q": [self.text]} if self.text else {}
        return asked | {name: sorted(values) for name, values in self.saved.items()}

    @property
    def values_in_words(self) -> list[str]:
        """What was chosen of each filter, in as few words as there are."""
        chosen = self.chosen
        return [
            facet.label(value)
            for name, facet in BY_NAME.items()
            for value in sorted(chosen.get(name, ()))
        ]

    @property
    def filters_in_words(self) -> list[str]:
        """Each filter as people read it, with its values, in the order of the search page."""
        chosen = self.chosen
        return [facet.told(chosen[name]) for name, facet in BY_NAME.items() if name in chosen]


class Find(Model):
    """A REX that was published or revised while a search was kept, and that answers it.

    One row for both, of the edition that was told last: of each once. ``digest_on`` is the Monday
    whose mail tells it; None: a mail told it at once, this search's or that to subscribers.
    """

    __tablename__ = "saved_search_find"
    trailed = False

    search_id: Mapped[int] = mapped_column(ForeignKey("saved_search.id"), primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    found_at: Mapped[datetime]
    digest_on: Mapped[date | None] = mapped_column(index=True)

    search: Mapped[SavedSearch] = relationship(back_populates="finds")
    bulletin: Mapped[Bulletin] = relationship()


def to_json(chosen: dict[str, frozenset[str]]) -> str:
    """Filters as they are stored."""
    return json.dumps({name: sorted(values) for name, values in sorted(chosen.items())})


def watched(chosen: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The filters that are kept: not that of the kind, since mails tell of REX only."""
    return {name: values for name, values in chosen.items() if name != "kind"}


def of_person(session: Session, user: User) -> list[SavedSearch]:
    """The searches that a person keeps, the newest first."""
    mine = allowed(user, Permission.SEARCH_SAVED, SavedSearch)
    return list(session.scalars(select(SavedSearch).where(mine).order_by(SavedSearch.id.desc())))


def found_for(session: Session, user: User, search: SavedSearch) -> list[Bulletin]:
    """The REX that were found last for a search and that its owner may read, the newest first."""
    query = (
        select(Bulletin)
        .join(Find, Find.bulletin_id == Bulletin.id)
        .where(Find.search_id == search.id, IN_FORCE)
        .where(allowed(user, Permission.REX_READ, Bulletin))
        .order_by(Find.found_at.desc(), Bulletin.id.desc())
        .limit(LATEST)
    )
    return list(session.scalars(query))
