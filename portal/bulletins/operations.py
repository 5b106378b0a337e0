"""What is done to a bulletin once it is written: made ready, published, frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import numbering
from portal.bulletins import archive, dating, overruling, record, subscribers, telling
from portal.bulletins.archive import Rendered
from portal.bulletins.edition import Edition
from portal.bulletins.models import OUT, Audience, Bulletin, BulletinIncident, Section
from portal.bulletins.recommendation import advice_of
from portal.bulletins.record import Record
from portal.bulletins.texts import languages_of
from portal.bulletins.workflow import BULLETIN, is_stranded
from portal.bulletins.writing import lock
from portal.conflicts import fingerprint
from portal.i18n import Language, Translated, now
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen

SERIES = "REX"
ATTEMPTS = 10


@dataclass(frozen=True)
class Plan:
    """What a publisher chooses: who may read it (None: as it was), and who hears of it when.

    ``quiet`` tells nobody: for what was published long ago.
    ``day`` is the date of the first version where that is not today.
    ``reason`` is why a department that does not agree is passed over, written in ``language``.
    """

    audience: Audience | None = None
    in_digest: bool = False
    day: date | None = None
    quiet: bool = False
    reason: str = ""
    language: Language = Language.NL


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
    session: Session, user: User, bulletin: Bulletin, year: int, seen: str, plan: Plan
) -> Edition:
    """Publish the text ``seen``, rendered with the number it will get before anything is locked.

    Roll back first, so that others write meanwhile; begin again when one of them took the number.
    Raise Changed, or what :func:`publish` raises.
    """
    for _attempt in range(ATTEMPTS):
        moment = dating.moment_of(plan.day)
        rendered = _rendered_ahead(session, user, bulletin, year, moment)
        lock(session, bulletin)
        if bulletin.status not in OUT and text_of(bulletin) != seen:
            raise Changed
        dating.check(session, bulletin, year, plan.day)
        try:
            return publish(session, user, bulletin, year, plan, moment=moment, rendered=rendered)
        except Overtaken:
            session.rollback()
    raise NotOpen("publish")


def _rendered_ahead(
    session: Session, user: User, bulletin: Bulletin, year: int, moment: datetime | None
) -> Rendered | None:
    """The documents as they will be, unless the bulletin cannot be published now."""
    if "publish" not in BULLETIN.open_to(user, bulletin) or BULLETIN.problems(bulletin, "publish"):
        return None
    if overruling.agreement_of(session, bulletin).problems:
        return None
    number = bulletin.number or numbering.peek(session, SERIES, year)
    moment = moment or now().replace(microsecond=0)
    expected = record_of(bulletin, year=year, number=number, moment=moment)
    session.rollback()
    return archive.render(expected)


def publish(
    session: Session,
    user: User,
    bulletin: Bulletin,
    year: int,
    plan: Plan = Plan(),
    *,
    moment: datetime | None = None,
    rendered: Rendered | None = None,
) -> Edition:
    """Freeze a bulletin in both languages; its documents are stored first.

    The first time it gets its date, and a number in ``year``; a revision keeps both. Raise
    NotOpen, Refused, or what keeps a document from being made; Overtaken when ``rendered`` has
    another number or text. Then roll back, and neither the bulletin nor the number is used.
    Others who publish wait, so that no gap opens.
    """
    lock(session, bulletin)
    incidents = _locked_incidents(session, bulletin)
    moment = rendered.record.published_at if rendered else moment
    moment = moment or now().replace(microsecond=0)
    with session.no_autoflush:
        overruled = overruling.settle(session, user, bulletin, plan.reason, plan.language)
        BULLETIN.advance(user, bulletin, "publish")
        for incident in incidents:
            if incident.status is IncidentStatus.ACCEPTED:
                INCIDENT.advance(user, incident, "publish")
            elif bulletin.number is None:
                telling.tell_outcome(session, incident)
        if bulletin.number is None:
            bulletin.year = year
            bulletin.number = numbering.next_number(session, SERIES, year)
        bulletin.audience = plan.audience or bulletin.audience
        bulletin.assignments.clear()
        edition = freeze(bulletin, f"person:{user.id}", moment, rendered)
        edition.in_digest = plan.in_digest
    session.flush()
    overruling.tell(session, overruled)
    if plan.day:
        dating.note(session, f"{bulletin.id}:v{edition.version}")
    if not plan.quiet:
        subscribers.tell_of_edition(session, edition)
    return edition


def freeze(
    bulletin: Bulletin, actor: str, moment: datetime, rendered: Rendered | None = None
) -> Edition:
    """The next edition of a bulletin that has its number, its documents on the disk."""
    frozen = record_of(bulletin, moment=moment)
    if rendered and rendered.record != frozen:
        raise Overtaken
    edition = archive.freeze(rendered or archive.render(frozen))
    edition.published_by = actor
    bulletin.only_language = frozen.only
    bulletin.published_at = bulletin.published_at or moment
    bulletin.published_by = bulletin.published_by or actor
    bulletin.editions.append(edition)
    return edition


def text_of(bulletin: Bulletin) -> str:
    """A short name for all that a bulletin says now."""
    return fingerprint(record_of(bulletin).to_json())


def record_of(
    bulletin: Bulletin,
    *,
    year: int | None = None,
    number: int | None = None,
    moment: datetime | None = None,
) -> Record:
    """The content of a bulletin as it is written now: a draft, or published at ``moment``.

    ``year`` and ``number`` are for one that has none of its own yet.
    """
    version, languages = len(bulletin.editions) + 1, languages_of(bulletin)
    return Record(
        year=bulletin.year if bulletin.number else year or bulletin.year,
        number=bulletin.number or number,
        version=version,
        published_at=moment,
        first_published_at=bulletin.published_at if version > 1 else None,
        note=bulletin.note if version > 1 else Translated(),
        only=languages[0] if len(languages) == 1 else None,
        title=bulletin.title,
        essence=bulletin.essence,
        course=_frozen(bulletin, Section.COURSE),
        actions=_frozen(bulletin, Section.ACTIONS),
        recommendation=_frozen(bulletin, Section.RECOMMENDATION),
        step=bulletin.step and bulletin.step.value,
        systems=tuple(bulletin.systems.splitlines()),
        cause_families=tuple(bulletin.cause_families),
        advice=advice_of(bulletin),
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
