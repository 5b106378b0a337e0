"""What is done to a bulletin: drafted from an incident, made ready, published, frozen."""

from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import numbering
from portal.bulletins import archive, record
from portal.bulletins.models import Block, Bulletin, BulletinIncident, Edition, Section
from portal.bulletins.record import Record
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.writing import lock, place, save
from portal.i18n import Language, Translated, now, today
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import CauseFamily, ProcessStep
from portal.incidents.workflow import INCIDENT
from portal.language.segments import Kind, Segment, split
from portal.permissions import Permission, User, can
from portal.text import one_line
from portal.workflow import NotOpen

__all__ = ["advance", "draft_from", "freeze", "publish", "record_of", "save"]
SERIES = "REX"


def draft_from(session: Session, user: User, incident: Incident) -> Bulletin:
    """The bulletin that an accepted incident feeds, begun with its texts if there is none yet."""
    lock(session, incident)
    if not can(user, Permission.BULLETIN_DRAFT, incident):
        raise NotOpen("draft")
    of_incident = (
        select(Bulletin).join(BulletinIncident).where(BulletinIncident.incident_id == incident.id)
    )
    existing = session.scalar(of_incident.order_by(Bulletin.id.desc()).limit(1))
    if existing:
        return existing
    families = {cause.code.family for cause in incident.causes if cause.code}
    bulletin = Bulletin(
        year=today().year,
        title=_line(incident.title),
        step=None if incident.step_arose is ProcessStep.UNKNOWN else incident.step_arose,
        systems=" / ".join(dict.fromkeys(filter(None, _texts(_line(incident.equipment))))),
        cause_families="".join(family for family in CauseFamily if family in families),
        last_editor_id=user.id,
        edited_at=now(),
        incidents=[incident],
    )
    place(bulletin, Section.COURSE, _paired(incident.narrative))
    place(bulletin, Section.ACTIONS, [_bullet(action.text) for action in incident.actions])
    place(bulletin, Section.RECOMMENDATION, _paired(incident.recommendation))
    session.add(bulletin)
    session.flush()
    return bulletin


def advance(session: Session, user: User, bulletin: Bulletin, verb: str) -> None:
    """Take a step that is only a step: finish, reopen."""
    lock(session, bulletin)
    BULLETIN.advance(user, bulletin, verb)


def publish(
    session: Session,
    user: User,
    bulletin: Bulletin,
    year: int,
    *,
    moment: datetime | None = None,
) -> Edition:
    """Number, date and freeze a bulletin in both languages; its documents are stored first.

    Raise NotOpen, Refused, or what keeps a document from being made: then roll back, and neither
    the bulletin nor the number is used. Others who publish wait, so that no gap opens.
    """
    lock(session, bulletin)
    incidents = _locked_incidents(session, bulletin)
    with session.no_autoflush:
        BULLETIN.advance(user, bulletin, "publish")
        for incident in incidents:
            if incident.status is IncidentStatus.ACCEPTED:
                INCIDENT.advance(user, incident, "publish")
        bulletin.number = numbering.next_number(session, SERIES, year)
        bulletin.year = year
        bulletin.published_at = moment or now().replace(microsecond=0)
        bulletin.published_by = f"person:{user.id}"
        edition = freeze(bulletin)
    session.flush()
    return edition


def freeze(bulletin: Bulletin) -> Edition:
    """The next edition of a bulletin that has its number and date, its documents on the disk."""
    edition = archive.freeze(record_of(bulletin, version=len(bulletin.editions) + 1))
    bulletin.editions.append(edition)
    return edition


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


def _texts(text: Translated) -> list[str]:
    return [text[language] for language in Language]


def _line(text: Translated) -> Translated:
    return Translated(*map(one_line, _texts(text)))


def _bullet(text: Translated) -> Block:
    lines = (" ".join(segment.text for segment in split(each)) for each in _texts(text))
    return Block(kind=Kind.BULLET, text=Translated(*lines))


def _paired(text: Translated) -> Iterator[Block]:
    """The paragraphs and bullets of both languages side by side.

    Where one language has a piece more, it stands alone: the other text is visibly missing.
    """
    nl, fr = (split(each) for each in _texts(text))
    matcher = SequenceMatcher(None, _kinds(nl), _kinds(fr), autojunk=False)
    for tag, start_nl, end_nl, start_fr, end_fr in matcher.get_opcodes():
        left, right = nl[start_nl:end_nl], fr[start_fr:end_fr]
        if tag == "equal":
            for one, other in zip(left, right, strict=True):
                yield Block(kind=one.kind, text=Translated(one.text, other.text))
        else:
            yield from (Block(kind=one.kind, text=Translated(nl=one.text)) for one in left)
            yield from (Block(kind=one.kind, text=Translated(fr=one.text)) for one in right)


def _kinds(segments: list[Segment]) -> list[Kind]:
    return [segment.kind for segment in segments]
