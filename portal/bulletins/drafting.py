"""How a bulletin begins: with what needs no decision; its texts are taken from the dossier next."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.bulletins.models import Block, Bulletin, BulletinIncident
from portal.bulletins.writing import lock
from portal.i18n import Language, Translated, now, today
from portal.incidents.models import Incident
from portal.incidents.taxonomy import CauseFamily, ProcessStep
from portal.language.owners import without_owners
from portal.language.segments import Kind, Segment, split
from portal.permissions import Permission, User, can
from portal.text import one_line
from portal.workflow import NotOpen


def draft_from(session: Session, user: User, incident: Incident) -> Bulletin:
    """The bulletin that an accepted incident feeds, begun in its language if there is none yet."""
    lock(session, incident)
    if not can(user, Permission.BULLETIN_DRAFT, incident):
        raise NotOpen("draft")
    of_incident = (
        select(Bulletin).join(BulletinIncident).where(BulletinIncident.incident_id == incident.id)
    )
    existing = session.scalar(of_incident.order_by(Bulletin.id.desc()).limit(1))
    return existing or begin(session, user, incident)


def begin(session: Session, user: User, incident: Incident) -> Bulletin:
    """A new bulletin with the texts of an incident."""
    families = {each.code.family for each in incident.base_causes if each.code}
    bulletin = Bulletin(
        year=today().year,
        title=_line(incident.title),
        step=None if incident.step_arose is ProcessStep.UNKNOWN else incident.step_arose,
        systems=one_line(incident.vendor),
        cause_families="".join(family for family in CauseFamily if family in families),
        language=incident.language,
        last_editor_id=user.id,
        edited_at=now(),
        incidents=[incident],
    )
    session.add(bulletin)
    session.flush()
    return bulletin


def _texts(text: Translated) -> list[str]:
    return [text[language] for language in Language]


def _line(text: Translated) -> Translated:
    return Translated(*map(one_line, _texts(text)))


def bullet(text: Translated) -> Block:
    """A corrective action on one line, without who does it."""
    lines = (
        without_owners(" ".join(segment.text for segment in split(each))) for each in _texts(text)
    )
    return Block(kind=Kind.BULLET, text=Translated(*lines))


def paired(text: Translated) -> Iterator[Block]:
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
