"""Which dossiers feed which REX: several may feed one, and one may feed several."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from portal.bulletins.drafting import begin
from portal.bulletins.models import Bulletin, BulletinIncident, BulletinStatus
from portal.bulletins.writing import lock
from portal.desk.views import View
from portal.i18n import now
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Permission, User, can, only
from portal.workflow import NotOpen, Problem, Refused


def bulletins_of(session: Session, incident: Incident) -> list[Bulletin]:
    """Every REX that a dossier feeds, the oldest first."""
    query = select(Bulletin).join(BulletinIncident)
    found = query.where(BulletinIncident.incident_id == incident.id).order_by(Bulletin.id)
    return list(session.scalars(found))


def open_to(session: Session, user: User, incident: Incident) -> list[Bulletin]:
    """The REX being written to which ``user`` may add the dossier, the last written in first."""
    fed = select(BulletinIncident.bulletin_id).where(BulletinIncident.incident_id == incident.id)
    query = only(user, Permission.BULLETIN_WRITE, Bulletin).where(Bulletin.id.not_in(fed))
    return list(session.scalars(query.order_by(Bulletin.edited_at.desc(), Bulletin.id.desc())))


def begin_another(
    session: Session, user: User, incident: Incident, seen: Sequence[int]
) -> Bulletin:
    """A new REX beside those ``seen`` that the dossier feeds, or one that began since."""
    lock(session, incident)
    _require(user, incident)
    newer = [each for each in bulletins_of(session, incident) if each.id not in seen]
    return newer[-1] if newer else begin(session, user, incident)


def begin_themed(
    session: Session, user: User, incidents: Sequence[Incident], seen: Sequence[int]
) -> Bulletin:
    """A new REX of several dossiers beside those ``seen``, or one of all of them begun since.

    It begins with the texts of the first; those of the others are taken over while writing.
    """
    for incident in sorted(incidents, key=lambda each: each.id):
        lock(session, incident)
        _require(user, incident)
    fed = [set(bulletins_of(session, each)) for each in incidents]
    newer = [each for each in set.intersection(*fed) if each.id not in seen]
    if newer:
        return max(newer, key=lambda each: each.id)
    bulletin = begin(session, user, incidents[0])
    for incident in incidents[1:]:
        add(user, incident, bulletin)
    return bulletin


def of_each(session: Session, incidents: Iterable[int]) -> dict[int, list[Bulletin]]:
    """Every REX that each of these dossiers feeds, by the id of the dossier, the oldest first."""
    query = select(BulletinIncident.incident_id, Bulletin).join(
        Bulletin, Bulletin.id == BulletinIncident.bulletin_id
    )
    found: dict[int, list[Bulletin]] = {}
    for id_, bulletin in session.execute(
        query.where(BulletinIncident.incident_id.in_(incidents)).order_by(Bulletin.id)
    ):
        found.setdefault(id_, []).append(bulletin)
    return found


def hold(session: Session, user: User, key: int) -> Bulletin | None:
    """The REX of that id, which nobody else changes from now on; None if ``user`` has no such.

    NotOpen while somebody is changing it: who waits here holds a dossier, for which who publishes
    may be waiting.
    """
    query = only(user, Permission.BULLETIN_READ, Bulletin).where(Bulletin.id == key)
    held = query.with_for_update(of=Bulletin, skip_locked=True)
    found = session.scalar(held.execution_options(populate_existing=True))
    if found is None and session.scalar(query) is not None:
        raise NotOpen("feed")
    return found


def add(user: User, incident: Incident, bulletin: Bulletin) -> None:
    """Let a dossier feed a REX that is being written, and is held; once is enough."""
    _require(user, incident)
    _require_draft(user, bulletin)
    if incident not in bulletin.incidents:
        bulletin.incidents.append(incident)
        _touch(user, bulletin)


def take_off(user: User, incident: Incident, bulletin: Bulletin) -> None:
    """Let a dossier feed a REX no more. Refused for the last: nobody could agree with the text."""
    _require_draft(user, bulletin)
    if incident not in bulletin.incidents:
        raise NotOpen("take_off")
    if len(bulletin.sources) == 1:
        raise Refused([Problem(gettext("A REX needs a dossier: add another one first"), "feeds")])
    bulletin.incidents.remove(incident)
    for asked in [each for each in bulletin.confirmations if each.incident_id == incident.id]:
        if asked.agreed is None:
            bulletin.confirmations.remove(asked)
    _touch(user, bulletin)


def _require(user: User, incident: Incident) -> None:
    if not can(user, Permission.BULLETIN_FEED, incident):
        raise NotOpen("feed")


def _require_draft(user: User, bulletin: Bulletin) -> None:
    if bulletin.status is not BulletinStatus.DRAFT or not can(
        user, Permission.BULLETIN_WRITE, bulletin
    ):
        raise NotOpen("feed")


def _touch(user: User, bulletin: Bulletin) -> None:
    bulletin.last_editor_id, bulletin.edited_at = user.id or 0, now()


def _to_publish(_user: User) -> ColumnElement[bool]:
    """Accepted, and a REX of it is ready."""
    ready = (
        select(BulletinIncident)
        .join(Bulletin)
        .where(BulletinIncident.incident_id == Incident.id, Bulletin.status == BulletinStatus.READY)
        .correlate(Incident)
    )
    return and_(Incident.status == IncidentStatus.ACCEPTED, exists(ready.subquery()))


TO_PUBLISH = View("publish", _("To publish"), _to_publish, out_of="accepted")
