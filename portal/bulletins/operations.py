"""What is done to a bulletin once it is written: made ready, published, frozen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import numbering
from portal.bulletins import archive, record, telling
from portal.bulletins.archive import Rendered
from portal.bulletins.models import (
    Bulletin,
    BulletinIncident,
    BulletinStatus,
    Edition,
    Section,
)
from portal.bulletins.record import Record
from portal.bulletins.workflow import BULLETIN, is_stranded
from portal.bulletins.writing import lock
from portal.conflicts import fingerprint
from portal.i18n import now
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen

SERIES = "REX"
ATTEMPTS = 10


class Changed(Exception):
    """The text is not the one that the publisher read."""


class Overtaken(Exception):
    """Somebody else took the number that the documents were made with."""


def advance(session: Session, user: User, bulletin: Bulletin, verb: str) -> None:
    """Take a step that is only a step: finish, reopen."""
    lock(session, bulletin)
    BULLETIN.advance(user, bulletin, verb)


def discard(session: Session, user: User, bulletin: Bulletin) -> None:
    """Remove a draft that can never be published; the trail keeps what stood in it."""
    lock(session, bulletin)
    _locked_incidents(session, bulletin)
    if not can(user, Permission.BULLETIN_DISCARD, bulletin) or not is_stranded(bulletin):
        raise NotOpen("discard")
    session.delete(bulletin)


def render_then_publish(
    session: Session, user: User, bulletin: Bulletin, year: int, seen: str
) -> Edition:
    """Publish the text ``seen``, rendered with the number it will get before anything is locked.

    Roll back first, so that others write meanwhile; begin again when one of them took the number.
    Raise Changed, or what :func:`publish` raises.
    """
    for _attempt in range(ATTEMPTS):
        rendered = _rendered_ahead(session, user, bulletin, year)
        lock(session, bulletin)
        if bulletin.status is not BulletinStatus.PUBLISHED and text_of(bulletin) != seen:
            raise Changed
        try:
            return publish(session, user, bulletin, year, rendered=rendered)
        except Overtaken:
            session.rollback()
    raise NotOpen("publish")


def _rendered_ahead(session: Session, user: User, bulletin: Bulletin, year: int) -> Rendered | None:
    """The documents as they will be, unless the bulletin cannot be published now."""
    if "publish" not in BULLETIN.open_to(user, bulletin) or BULLETIN.problems(bulletin, "publish"):
        return None
    number = numbering.peek(session, SERIES, year)
    moment = now().replace(microsecond=0)
    expected = replace(record_of(bulletin), year=year, number=number, published_at=moment)
    session.rollback()
    return archive.render(expected)


def publish(
    session: Session,
    user: User,
    bulletin: Bulletin,
    year: int,
    *,
    moment: datetime | None = None,
    rendered: Rendered | None = None,
) -> Edition:
    """Number, date and freeze a bulletin in both languages; its documents are stored first.

    Raise NotOpen, Refused, or what keeps a document from being made; Overtaken when ``rendered``
    has another number or text. Then roll back, and neither the bulletin nor the number is used.
    Others who publish wait, so that no gap opens.
    """
    lock(session, bulletin)
    incidents = _locked_incidents(session, bulletin)
    moment = rendered.record.published_at if rendered else moment
    with session.no_autoflush:
        BULLETIN.advance(user, bulletin, "publish")
        for incident in incidents:
            if incident.status is IncidentStatus.ACCEPTED:
                INCIDENT.advance(user, incident, "publish")
            else:
                telling.tell_outcome(session, incident)
        bulletin.number = numbering.next_number(session, SERIES, year)
        bulletin.year = year
        bulletin.published_at = moment or now().replace(microsecond=0)
        bulletin.published_by = f"person:{user.id}"
        edition = freeze(bulletin, rendered)
    session.flush()
    return edition


def freeze(bulletin: Bulletin, rendered: Rendered | None = None) -> Edition:
    """The next edition of a bulletin that has its number and date, its documents on the disk."""
    frozen = record_of(bulletin, version=len(bulletin.editions) + 1)
    if rendered and rendered.record != frozen:
        raise Overtaken
    edition = archive.freeze(rendered or archive.render(frozen))
    bulletin.editions.append(edition)
    return edition


def text_of(bulletin: Bulletin) -> str:
    """A short name for all that a bulletin says now."""
    return fingerprint(record_of(bulletin).to_json())


def record_of(bulletin: Bulletin, version: int = 1) -> Record:
    """The content of a bulletin as it stands now."""
    return Record(
        year=bulletin.year,
        number=bulletin.number,
        version=version,
        published_at=bulletin.published_at,
        title=bulletin.title,
        essence=bulletin.essence,
        course=_frozen(bulletin, Section.COURSE),
        actions=_frozen(bulletin, Section.ACTIONS),
        recommendation=_frozen(bulletin, Section.RECOMMENDATION),
        step=bulletin.step and bulletin.step.value,
        systems=tuple(bulletin.systems.splitlines()),
        cause_families=tuple(bulletin.cause_families),
    )


def _frozen(bulletin: Bulletin, section: Section) -> tuple[record.Block, ...]:
    return tuple(record.Block(block.kind, block.text) for block in bulletin.section(section))


def _locked_incidents(session: Session, bulletin: Bulletin) -> list[Incident]:
    """The incidents of a bulletin, which nobody else moves before this transaction ends."""
    query = (
        select(Incident)
        .join(BulletinIncident)
        .where(BulletinIncident.bulletin_id == bulletin.id)
        .order_by(Incident.id)
        .with_for_update(of=Incident)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))
