"""What is done with the files of a dossier; nothing slow happens while others wait."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attachments import names, store
from portal.attachments.cleaner import cleaner
from portal.attachments.models import Attachment
from portal.attachments.verdict import LARGEST, Clean, Note, Reason, Refused
from portal.i18n import now
from portal.incidents.models import Incident

MOST_FILES = 20
SECONDS = 60.0


@dataclass(frozen=True)
class Sent:
    """A file as it came: its name, and at most one byte more than is taken."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Examined:
    """A file with what was found of it."""

    name: str
    found: Clean | Reason


@dataclass(frozen=True)
class Outcome:
    """What became of a file, for the one who sent it."""

    name: str
    reason: Reason | None = None
    notes: tuple[Note, ...] = ()
    masked: bool = False


def examine(files: Iterable[Sent]) -> list[Examined]:
    """Clean each file; those for which no time is left are refused."""
    until = monotonic() + SECONDS
    return [Examined(each.name, _found(each.content, until)) for each in files]


def _found(content: bytes, until: float) -> Clean | Reason:
    if len(content) > LARGEST:
        return Reason.TOO_LARGE
    if monotonic() > until:
        return Reason.TOO_HEAVY
    try:
        return cleaner.clean(content)
    except Refused as refused:
        return refused.reason


def add(session: Session, incident: Incident, files: Iterable[Examined]) -> Iterator[Outcome]:
    """Keep what is clean, as far as the dossier has room; OSError when the disk refuses.

    What the dossier has already is not added once more: a form may be sent twice.
    """
    present = {row.digest: row for row in attachments_of(session, incident)}
    for each in files:
        if isinstance(each.found, Reason):
            yield Outcome(names.shown(each.name), each.found)
            continue
        digest = store.write(session, each.found.content)
        if digest not in present and len(present) >= MOST_FILES:
            yield Outcome(names.shown(each.name), Reason.TOO_MANY)
            continue
        if digest not in present:
            present[digest] = _row(incident, each.name, each.found, digest)
            session.add(present[digest])
        masked = names.has_national_number(each.name)
        yield Outcome(present[digest].name, None, each.found.notes, masked)


def _row(incident: Incident, given: str, clean: Clean, digest: str) -> Attachment:
    return Attachment(
        token=secrets.token_urlsafe(16),
        incident=incident,
        name=names.named(given, clean.extension),
        media_type=clean.media_type,
        size=len(clean.content),
        digest=digest,
        added_at=now(),
    )


def remove(session: Session, attachment: Attachment) -> None:
    """Take the file out of the dossier; it goes from the disk unless another dossier has it."""
    store.look_after(attachment.digest)
    session.delete(attachment)


def attachments_of(session: Session, incident: Incident) -> list[Attachment]:
    """The files of a dossier, in the order in which they were added."""
    query = select(Attachment).where(Attachment.incident_id == incident.id)
    return list(session.scalars(query.order_by(Attachment.added_at, Attachment.id)))


def find(session: Session, incident: Incident, token: str) -> Attachment | None:
    """The file of this dossier that ``token`` names."""
    query = select(Attachment).where(
        Attachment.incident_id == incident.id, Attachment.token == token
    )
    return session.scalar(query)
