"""What keeps a bulletin from being published: findings that block, or that nobody gave a reason."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from portal import glossary
from portal.accounts.models import Person
from portal.bulletins.checks import Found, look
from portal.bulletins.models import Bulletin
from portal.bulletins.writing import lock
from portal.checks import sources
from portal.db import Model
from portal.i18n import Language, now
from portal.language.finding import Severity
from portal.language.privacy import Known
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen, Problem


class Override(Model):
    """A finding that somebody confirmed: why it may stay. It holds while the words stay."""

    __tablename__ = "override"
    __table_args__ = (UniqueConstraint("bulletin_id", "finding"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    finding: Mapped[str]
    rule: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True)
class Judged:
    """A finding, and with whose reason it may stay, if it may."""

    found: Found
    override: Override | None = None
    by: str = ""

    @property
    def asks(self) -> bool:
        """Whether it waits for a reason."""
        return self.found.severity is Severity.CONFIRM and self.override is None

    @property
    def hinders(self) -> bool:
        """Whether nobody can publish yet because of it."""
        return self.asks or self.found.severity is Severity.BLOCK


def judged(session: Session, bulletin: Bulletin) -> list[Judged]:
    """All that the checks find now, with the reasons that were given."""
    query = select(Override, Person.name).join(Person, Person.id == Override.by)
    given = session.execute(query.where(Override.bulletin_id == bulletin.id)).all()
    reasons = {override.finding: (override, name) for override, name in given}
    found = look(bulletin, glossary.current(session), known_of(session, bulletin))
    return [Judged(each, *_reason(each, reasons)) for each in found]


def _reason(found: Found, reasons: dict[str, tuple[Override, str]]) -> tuple[Override | None, str]:
    """A reason, and whose it is; what blocks has none, whatever was written before."""
    none = None, ""
    return reasons.get(found.key, none) if found.severity is Severity.CONFIRM else none


def known_of(session: Session, bulletin: Bulletin) -> Known:
    """What the privacy check is told of a bulletin: systems, hospitals, days of its dossiers."""
    days = (day for each in bulletin.incidents for day in (each.occurred_on, each.found_on) if day)
    known = sources.known(session, incident_dates=days)
    return replace(known, vendors=tuple(bulletin.systems.splitlines()))


def hindrances(bulletin: Bulletin) -> list[Problem]:
    """Why the checks do not let it be published, for the table of steps."""
    session = object_session(bulletin)
    if session is None:
        return []
    return [
        Problem(_told(each.found), each.found.field)
        for each in judged(session, bulletin)
        if each.hinders
    ]


def _told(found: Found) -> str:
    """A finding with its place, and in which language, for both may have the same."""
    told = {"place": found.place, "message": found.message}
    if found.language is Language.NL:
        return gettext("%(place)s, in Dutch: %(message)s", **told)
    if found.language is Language.FR:
        return gettext("%(place)s, in French: %(message)s", **told)
    return gettext("%(place)s: %(message)s", **told)


def confirm(session: Session, user: User, bulletin: Bulletin, reasons: dict[str, str]) -> int:
    """Keep a reason for each finding, by its key or else by its rule; return how many.

    Others are passed over. Raise NotOpen when the bulletin is published, or not this person's to
    judge.
    """
    _open(session, user, bulletin)
    kept = 0
    for each in judged(session, bulletin):
        reason = reasons.get(each.found.key) or reasons.get(each.found.rule)
        if reason and each.asks:
            override = Override(
                bulletin_id=bulletin.id,
                finding=each.found.key,
                rule=each.found.rule,
                reason=reason,
                at=now(),
                by=user.id,
            )
            session.add(override)
            kept += 1
    session.flush()
    return kept


def take_back(session: Session, user: User, bulletin: Bulletin, finding: str) -> None:
    """Let a finding hinder again; the trail keeps the reason. NotOpen as for :func:`confirm`."""
    _open(session, user, bulletin)
    query = select(Override).where(Override.bulletin_id == bulletin.id, Override.finding == finding)
    if override := session.scalar(query):
        session.delete(override)
        session.flush()


def _open(session: Session, user: User, bulletin: Bulletin) -> None:
    """Let one person at a time judge, and only while the bulletin is being prepared."""
    lock(session, bulletin)
    if not can(user, Permission.BULLETIN_JUDGE, bulletin):
        raise NotOpen("confirm")
