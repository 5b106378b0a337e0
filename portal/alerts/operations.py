"""What is done to a warning, in the transaction of who does it; its mails follow the commit."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import numbering
from portal.accounts import notices
from portal.accounts.models import Person
from portal.alerts.models import Alert, AlertStatus
from portal.alerts.workflow import ALERT
from portal.conflicts import fingerprint
from portal.i18n import now, today
from portal.incidents.models import Incident
from portal.permissions import Permission, Role, User, can
from portal.workflow import NotOpen

SERIES = "W"
KIND, OFFERED = "alert", "alert_offered"


class Changed(Exception):
    """The warning is not the one that was read."""


def begin(session: Session, user: User, incident: Incident | None) -> Alert:
    """An empty warning with its reference, perhaps because of a dossier."""
    year = today().year
    alert = Alert(
        reference=f"W-{year}-{numbering.next_number(session, SERIES, year)}",
        incident=incident,
        owner_id=user.id,
        last_editor_id=user.id,
        begun_at=now(),
    )
    session.add(alert)
    return alert


def offer(session: Session, user: User, alert: Alert) -> None:
    """Lay it before the publishers, who are told."""
    ALERT.advance(user, alert, "offer")
    session.flush()
    publishers = notices.people_with(session, Role.PUBLISHER, department_id=None)
    notices.send(session, OFFERED, alert.id, publishers)


def send(session: Session, user: User, alert: Alert, seen: str) -> None:
    """Approve the text ``seen``, and mail everybody who is to act on it, each once."""
    if alert.status is AlertStatus.OFFERED and name_of(alert) != seen:
        raise Changed
    with session.no_autoflush:
        ALERT.advance(user, alert, "send")
        alert.sent_at, alert.sent_by = now(), user.id
    session.flush()
    notices.send(session, KIND, alert.id, recipients(session))


def withdraw(user: User, alert: Alert) -> None:
    """End it: it is no longer on the start page; its own page says so."""
    ALERT.advance(user, alert, "withdraw")
    alert.ended_at = now()


def discard(session: Session, user: User, alert: Alert) -> None:
    """Remove a warning that was not offered; the trail keeps what stood in it."""
    if not can(user, Permission.ALERT_WRITE, alert):
        raise NotOpen("discard")
    session.delete(alert)


def recipients(session: Session) -> list[Person]:
    """Quality managers and physicians of all departments, and the analysts."""
    roles = (Role.QUALITY_MANAGER, Role.PHYSICIAN, Role.ANALYST)
    return notices.people_with(session, *roles, department_id=None)


def name_of(alert: Alert) -> str:
    """A short name for all that a warning says now."""
    parts = (*alert.title.__composite_values__(), *alert.text.__composite_values__())
    return fingerprint("\0".join((*parts, str(alert.expires_on))))


def in_force(session: Session) -> list[Alert]:
    """The warnings that hold today, the newest first."""
    query = select(Alert).where(
        Alert.status == AlertStatus.SENT,
        or_(Alert.expires_on.is_(None), Alert.expires_on >= today()),
    )
    return list(session.scalars(query.order_by(Alert.sent_at.desc(), Alert.id.desc())))
