"""The departments agree, or not, with the anonymised text that is to be published."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from portal.accounts import notices
from portal.accounts.models import Person
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import OUT, Bulletin
from portal.bulletins.side_by_side import text_of
from portal.bulletins.workflow import USABLE
from portal.dialogue.telling import who_follows
from portal.i18n import BRUSSELS, Language, now
from portal.incidents.models import Incident
from portal.incidents.timeline import Event
from portal.permissions import Role, User
from portal.schedule import apart, first_time
from portal.workflow import NotOpen, Problem, Refused

KIND = "confirm"
ANSWERED = "agreement"
REMINDED_AFTER = timedelta(days=14)


class Standing(StrEnum):
    """How a department stands towards the text as it is now."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    CHANGED = "changed"

    @property
    def label(self) -> LazyString:
        """The standing as people see it."""
        return STANDING_LABELS[self]


STANDING_LABELS: dict[str, LazyString] = {
    Standing.NOT_ASKED: _("Not asked yet"),
    Standing.WAITING: _("With the department for confirmation"),
    Standing.AGREED: _("The department agrees"),
    Standing.REFUSED: _("The department does not agree"),
    Standing.CHANGED: _("The text changed since: ask again"),
}


@dataclass(frozen=True)
class Opinion:
    """One incident behind a bulletin, and what its department said last."""

    incident: Incident
    last: Confirmation | None
    standing: Standing

    @property
    def to_ask(self) -> bool:
        """Whether the department is still to be asked about the text as it is now."""
        usable = self.incident.status in USABLE
        return usable and self.standing in (Standing.NOT_ASKED, Standing.CHANGED)


def waiting(incidents: Collection[int] | None = None) -> Select[Confirmation]:
    """What departments still have to answer: the last that was asked about each REX in writing."""
    later = aliased(Confirmation)
    newest = select(func.max(later.id)).where(
        later.incident_id == Confirmation.incident_id,
        later.bulletin_id == Confirmation.bulletin_id,
    )
    query = (
        select(Confirmation)
        .join(Confirmation.incident)
        .join(Confirmation.bulletin)
        .where(
            Confirmation.agreed.is_(None),
            Confirmation.id == newest.correlate(Confirmation).scalar_subquery(),
            Incident.status.in_(USABLE),
            Bulletin.status.not_in(OUT),
        )
        .order_by(Confirmation.id)
    )
    return query if incidents is None else query.where(Confirmation.incident_id.in_(incidents))


def last_of(session: Session, incident: Incident) -> Confirmation | None:
    """What a department has to answer first about an incident of its own, else what it did last."""
    query = select(Confirmation).where(Confirmation.incident_id == incident.id)
    first = session.scalar(waiting([incident.id]).limit(1))
    return first or session.scalar(query.order_by(Confirmation.id.desc()).limit(1))


def waiting_of(session: Session, incidents: Collection[int]) -> list[int]:
    """The dossiers, by id, of which the department was asked to confirm and has not answered."""
    return [each.incident_id for each in session.scalars(waiting(incidents))]


def opinions_of(session: Session, bulletin: Bulletin) -> list[Opinion]:
    """How the department of each incident stands towards the bulletin."""
    query = select(Confirmation).where(Confirmation.bulletin_id == bulletin.id)
    last = {each.incident_id: each for each in session.scalars(query.order_by(Confirmation.id))}
    return [
        Opinion(incident, last.get(incident.id), _standing(bulletin, incident, last))
        for incident in bulletin.incidents
    ]


def _standing(bulletin: Bulletin, incident: Incident, last: dict[int, Confirmation]) -> Standing:
    found = last.get(incident.id)
    if found is None:
        return Standing.NOT_ASKED
    if found.shown != text_of(bulletin, incident.language):
        return Standing.CHANGED
    if found.agreed is None:
        return Standing.WAITING
    return Standing.AGREED if found.agreed else Standing.REFUSED


def ask(session: Session, user: User, bulletin: Bulletin) -> int:
    """Ask each department that is to be asked; return how many.

    Raise NotOpen for a published bulletin, Refused while a text that it would show is missing.
    """
    if bulletin.status in OUT:
        raise NotOpen("confirm")
    asked = [each.incident for each in opinions_of(session, bulletin) if each.to_ask]
    if problems := list(_missing(bulletin, {incident.language for incident in asked})):
        raise Refused(problems)
    for incident in asked:
        confirmation = Confirmation(
            bulletin=bulletin,
            incident=incident,
            asked_at=now(),
            asked_by=user.id,
            shown=text_of(bulletin, incident.language),
        )
        session.add(confirmation)
        session.flush()
        _mail(session, confirmation, "new")
    return len(asked)


def _missing(bulletin: Bulletin, languages: set[Language]) -> Iterator[Problem]:
    texts = [bulletin.title, bulletin.essence, *(block.text for block in bulletin.blocks)]
    for language in Language:
        if language in languages and any(language in text.missing for text in texts):
            message = gettext("A text is still missing in %(language)s", language=language.autonym)
            yield Problem(message)


def answer(
    session: Session, user: User, confirmation: Confirmation, *, agreed: bool, reason: str = ""
) -> None:
    """Store what the department says, once; NotOpen when it was said before."""
    if confirmation.agreed is not None:
        raise NotOpen("confirm")
    confirmation.agreed, confirmation.reason = agreed, reason
    confirmation.answered_at, confirmation.answered_by = now(), user.id
    people = who_follows(session, confirmation.incident, confirmation.asked_by)
    notices.send(session, ANSWERED, confirmation.id, people)


def remind(session: Session, day: date) -> None:
    """Remind each department once that has not answered for two weeks."""
    for confirmation in session.scalars(waiting()).all():
        with apart(session):
            due = confirmation.asked_at.astimezone(BRUSSELS).date() + REMINDED_AFTER
            if due <= day and first_time(session, KIND, confirmation.id):
                _mail(session, confirmation, "again")


def is_open(session: Session, confirmation: Confirmation) -> bool:
    """Whether the department can still answer it."""
    return confirmation in session.scalars(waiting([confirmation.incident_id]))


def people_of(session: Session, confirmation: Confirmation) -> list[Person]:
    """Who answers for the department."""
    department_id = confirmation.incident.department_id
    return notices.people_with(
        session, Role.QUALITY_MANAGER, Role.PHYSICIAN, department_id=department_id
    )


def _mail(session: Session, confirmation: Confirmation, moment: str) -> None:
    people = people_of(session, confirmation)
    notices.send(session, KIND, f"{confirmation.id}:{moment}", people)


def events(session: Session, incident: Incident) -> Iterator[Event]:
    """When the department was asked to confirm, and answered; for the timeline."""
    query = select(Confirmation).where(Confirmation.incident_id == incident.id)
    for each in session.scalars(query.order_by(Confirmation.id)):
        yield Event(each.asked_at, _("Confirmation of the text asked"))
        if each.answered_at is not None:
            yield Event(
                each.answered_at,
                _("The department agrees with the text")
                if each.agreed
                else _("The department does not agree with the text"),
            )
