"""What was done to a REX: who, when and why, from rows and trail; no words of a dossier."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.overruling import PASSED_OVER, Overruling
from portal.bulletins.states import segment_of, texts_of
from portal.bulletins.working import SegmentState
from portal.i18n import BRUSSELS, current_language, format_moment
from portal.permissions import Permission, User, can
from portal.trail import TrailEntry, subject_of

_S, _T = BulletinStatus, SegmentState
STEPS: dict[tuple[str | None, str], LazyString] = {
    (_S.DRAFT, _S.READY): _("Marked as ready"),
    (_S.READY, _S.DRAFT): _("Opened again"),
    (_S.PUBLISHED, _S.DRAFT): _("Revision begun"),
}
BEGUN = _("Begun")
GIVEN_UP, WITHDRAWN = _("Revision given up"), _("Withdrawn")
REASONS = {"insert": _("Reason given for a finding"), "delete": _("Reason taken back")}
ASKED = _("Agreement asked")
ANSWERS = {True: _("The department agrees"), False: _("The department does not agree")}


@dataclass(frozen=True)
class Event:
    """Something that was done to a REX, by a person (``by``, an id) or a department (``who``).

    ``counted`` is what it is called when it was done to several texts.
    """

    at: datetime
    what: LazyString | str
    by: int | None = None
    who: str = ""
    note: str = ""
    counted: Callable[[int], str] | None = None

    @property
    def text(self) -> str:
        """What was done, and by whom."""
        return f"{self.what} · {self.who}" if self.who else str(self.what)

    @property
    def iso(self) -> str:
        """The moment for machines."""
        return self.at.isoformat(timespec="seconds")

    @property
    def moment(self) -> str:
        """The moment for people."""
        return format_moment(self.at)


def _handed_in(number: int) -> str:
    return ngettext("%(num)d translation handed in", "%(num)d translations handed in", number)


def _approved(number: int) -> str:
    return ngettext("%(num)d translation approved", "%(num)d translations approved", number)


def _to_revise(number: int) -> str:
    return ngettext(
        "%(num)d translation to be revised", "%(num)d translations to be revised", number
    )


COUNTED: dict[str, Callable[[int], str]] = {
    _T.TO_READ: _handed_in,
    _T.APPROVED: _approved,
    _T.TO_REVISE: _to_revise,
}


def history_for(session: Session, user: User, bulletin: Bulletin) -> list[Event]:
    """All that was done, the newest first; texts that moved on together are told once.

    Nothing for who does not see what the departments answer.
    """
    if not can(user, Permission.BULLETIN_CONFIRM, bulletin):
        return []
    events = [
        *_trailed(session, bulletin),
        *_asked(bulletin),
        *_overruled(session, bulletin),
    ]
    told = list(_together(sorted(events, key=lambda event: event.at)))
    ids = {event.by for event in told if event.by is not None}
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    names = dict(session.execute(query).all())
    return [replace(each, who=each.who or names.get(each.by or 0, "")) for each in reversed(told)]


def _together(events: list[Event]) -> Iterator[Event]:
    for (counted, _by, _day), same in groupby(events, key=_alike):
        group = list(same)
        if counted:
            yield replace(group[-1], what=counted(len(group)))
        else:
            yield from group


def _alike(event: Event) -> tuple[Callable[[int], str] | None, int | None, object]:
    return event.counted, event.by, event.at.astimezone(BRUSSELS).date()


def _trailed(session: Session, bulletin: Bulletin) -> Iterator[Event]:
    """The steps of the bulletin and of its texts, and the reasons that were given or taken back."""
    unclaimed = list(bulletin.editions)
    for entry in _entries(session, bulletin):
        changes, table = json.loads(entry.changes), entry.subject.partition(":")[0]
        if table == "segment":
            yield from _moved(entry, changes)
        elif table == "bulletin":
            yield from _stepped(entry, changes, bulletin, unclaimed)
        elif _value(changes, "bulletin_id") == bulletin.id:
            what, note = REASONS[entry.action], _value(changes, "reason")
            yield Event(entry.at, what, _person(entry.actor), note=note)


def _entries(session: Session, bulletin: Bulletin) -> list[TrailEntry]:
    """What the trail holds since the bulletin began; a reason that was taken back has no row."""
    own = subject_of(bulletin)
    first = select(func.min(TrailEntry.id)).where(TrailEntry.subject == own).scalar_subquery()
    segments = [each for row, name in texts_of(bulletin) if (each := segment_of(row, name))]
    subjects = [own, *(subject_of(each) for each in segments)]
    query = (
        select(TrailEntry)
        .where(TrailEntry.id >= first)
        .where(or_(TrailEntry.subject.in_(subjects), TrailEntry.subject.startswith("override:")))
        .order_by(TrailEntry.id)
    )
    return list(session.scalars(query))


def _person(actor: str) -> int | None:
    """Who did it, unless it was no person: a command, or somebody of a department."""
    kind, _colon, number = actor.partition(":")
    return int(number) if kind == "person" else None


def _value(changes: dict[str, Any], name: str) -> Any:
    """The value that a row was given; of one that is gone, the value that it had."""
    value = changes.get(name)
    return value[1] if isinstance(value, list) else value


def _moved(entry: TrailEntry, changes: dict[str, Any]) -> Iterator[Event]:
    """A translation handed in, approved, or to be revised; what nobody asked for is no step."""
    old, new = changes.get("state", (None, None))
    fresh = old is None and not _value(changes, "source")
    edited = (old, new) == (_T.APPROVED, _T.TO_READ)
    if counted := None if fresh or edited else COUNTED.get(new):
        yield Event(entry.at, "", _person(entry.actor), counted=counted)


def _stepped(
    entry: TrailEntry, changes: dict[str, Any], bulletin: Bulletin, unclaimed: list[Edition]
) -> Iterator[Event]:
    """A step of the bulletin itself; back among the published without an edition is given up."""
    at, by = entry.at, _person(entry.actor)
    if entry.action == "insert":
        yield Event(at, BEGUN, by)
    old, new = changes.get("status", (None, None))
    if step := STEPS.get((old, new)):
        yield Event(
            at,
            step,
            by,
        )
    elif new == _S.WITHDRAWN:
        yield Event(at, WITHDRAWN, by, note=bulletin.withdrawal[current_language()])
    elif new == _S.PUBLISHED:
        edition = unclaimed.pop(0) if unclaimed and unclaimed[0].published_at <= at else None
        yield _published(edition, at, by) if edition else Event(at, GIVEN_UP, by)


def _published(edition: Edition, at: datetime, by: int | None) -> Event:
    what = gettext("Version %(number)s published", number=edition.version)
    return Event(at, what, by, note=edition.content.note[current_language()])


def _asked(bulletin: Bulletin) -> Iterator[Event]:
    """What the departments were asked and said; in their own words only on the page of answers."""
    for each in bulletin.confirmations:
        note = each.incident.reference
        yield Event(each.asked_at, ASKED, each.asked_by, note=note)
        if each.agreed is not None and each.answered_at is not None:
            who = each.incident.department.name.best(current_language())[1]
            yield Event(each.answered_at, ANSWERS[each.agreed], who=who, note=note)


def _overruled(session: Session, bulletin: Bulletin) -> Iterator[Event]:
    query = select(Overruling).join(Overruling.confirmation)
    mine = query.where(Confirmation.bulletin_id == bulletin.id).order_by(Overruling.id)
    for each in session.scalars(mine):
        yield Event(each.decided_at, PASSED_OVER, each.decided_by, note=each.reason)
