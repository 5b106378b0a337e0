"""The mails about saved searches: which REX is new, and neither the question nor its name."""

from collections.abc import Sequence
from datetime import date

from flask import Flask
from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select

from portal.accounts import notices
from portal.accounts.models import News, Person
from portal.accounts.notices import Link, Notice
from portal.bulletins import subscribers
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.search.saved.searches import Find, SavedSearch
from portal.search.saved.watching import DIGEST, FOUND, may_be_told

MOST = 10


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
        told,
    )


def _digest(person: Person, about: str) -> Notice | None:
    told = _still_told(person, Find.digest_on == date.fromisoformat(about))
    if not told:
        return None
    return _notice(
        _("New for the searches that you saved"),
        lazy_ngettext(
            "This REX is new or revised, and answers a search that you saved.",
            "These REX are new or revised, and answer a search that you saved.",
            len(told),
        ),
        told,
    )


def _still_told(person: Person, condition: ColumnElement[bool]) -> list[Bulletin]:
    """What was found for searches that the person still keeps and wants to hear of.

    Without the REX of which other mails tell, to who subscribes to all.
    """
    query = (
        select(Bulletin)
        .join(Find, Find.bulletin_id == Bulletin.id)
        .join(Find.search)
        .where(condition, SavedSearch.owner_id == person.id, SavedSearch.news != News.NEVER)
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .distinct()
    )
    return [
        each
        for each in db.session.scalars(query)
        if may_be_told(person, each)
        and subscribers.hears_of(db.session, person, each.editions[-1]) is News.NEVER
    ]


def _notice(subject: LazyString, words: LazyString, told: Sequence[Bulletin]) -> Notice:
    more = len(told) - MOST
    lines = [_("On the page of your searches you change or stop these mails.")]
    if more > 0:
        lines.insert(0, lazy_ngettext("And %(num)d more.", "And %(num)d more.", more))
    return Notice(
        subject,
        words,
        _("Open my searches"),
        "saved_searches.overview",
        lines=lines,
        pages=[
            Link(rex.label, "rex.page", {"year": rex.year, "number": rex.number})
            for rex in told[:MOST]
        ],
    )
