"""The mails about saved searches: which REX is new, and neither the question nor its name."""

from datetime import date

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select

from portal.accounts import notices
from portal.accounts.models import News, Person
from portal.accounts.notices import Notice
from portal.bulletins.models import Audience, Bulletin
from portal.db import db
from portal.search.saved.searches import Find, SavedSearch
from portal.search.saved.watching import DIGEST, FOUND, may_be_told


def init_app(app: Flask) -> None:
    """Register the mails."""
    notices.register(app, FOUND, _found)
    notices.register(app, DIGEST, _digest)


def _found(person: Person, about: str) -> Notice | None:
    told = _still_told(person, Find.bulletin_id == int(about))
    if not told:
        return None
    label = told[0].label
    return _notice(
        _("%(label)s answers a search that you saved", label=label),
        _("%(label)s is new or revised, and answers a search that you saved.", label=label),
        _essences(person, told),
    )


def _digest(person: Person, about: str) -> Notice | None:
    told = _still_told(person, Find.digest_on == date.fromisoformat(about))
    if not told:
        return None
    return _notice(
        _("New for the searches that you saved"),
        _("These REX are new or revised, and answer a search that you saved."),
        tuple(_line(person, each) for each in told),
    )


def _still_told(person: Person, condition: ColumnElement[bool]) -> list[Bulletin]:
    """What was found for searches that the person still keeps and wants to hear of."""
    query = (
        select(Bulletin)
        .join(Find, Find.bulletin_id == Bulletin.id)
        .join(Find.search)
        .where(condition, SavedSearch.owner_id == person.id, SavedSearch.news != News.NEVER)
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .distinct()
    )
    return [each for each in db.session.scalars(query) if may_be_told(person, each)]


def _line(person: Person, rex: Bulletin) -> LazyString | str:
    essence = _essence(person, rex)
    if not essence:
        return rex.label
    return _("%(label)s: %(essence)s", label=rex.label, essence=essence)


def _essences(person: Person, told: list[Bulletin]) -> tuple[str, ...]:
    return tuple(essence for rex in told if (essence := _essence(person, rex)))


def _essence(person: Person, rex: Bulletin) -> str:
    """A mail passes many hands: it holds what everybody may read."""
    if rex.audience is not Audience.PUBLIC:
        return ""
    record = rex.shown
    return record.essence[record.language(person.language)]


def _notice(subject: LazyString, words: LazyString, lines: tuple[LazyString | str, ...]) -> Notice:
    stop = _("The same page lets you change or stop these mails.")
    return Notice(
        subject, words, _("Open my searches"), "saved_searches.overview", lines=(*lines, stop)
    )
