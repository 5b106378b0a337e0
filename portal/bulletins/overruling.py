"""Publication without the agreement of a department: when it may be, and why it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.accounts import notices
from portal.bulletins import confirming
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.confirming import REMINDED_AFTER, Opinion, Standing
from portal.bulletins.models import Bulletin
from portal.db import Model
from portal.i18n import BRUSSELS, Language, now, today
from portal.incidents.models import Incident
from portal.incidents.timeline import Event
from portal.permissions import User
from portal.workflow import Problem, Refused

KIND = "overruled"
PASSED_OVER = lazy_gettext("Published without the agreement of the department")


class Overruling(Model):
    """A publisher went on although a department had not agreed: who, when, why. Never changed.

    ``confirmation`` is what the department was asked; ``reason`` is written in ``language``.
    """

    __tablename__ = "overruling"
    __table_args__ = (CheckConstraint("trim(reason) <> ''", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("confirmation.id"), index=True)
    reason: Mapped[str]
    language: Mapped[Language]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    confirmation: Mapped[Confirmation] = relationship()


@dataclass(frozen=True)
class Agreement:
    """Whose answer is to be had first, and whose may be passed over with a reason."""

    missing: list[Opinion]
    objections: list[Opinion]

    @property
    def problems(self) -> list[Problem]:
        """What still keeps the text from being published, whatever the publisher writes."""
        return [
            Problem(f"{each.incident.reference} – {each.standing.label}") for each in self.missing
        ]


def agreement_of(session: Session, bulletin: Bulletin) -> Agreement:
    """How the departments stand towards the text as it is now."""
    apart = [
        opinion
        for opinion in confirming.opinions_of(session, bulletin)
        if opinion.standing is not Standing.AGREED
    ]
    return Agreement(
        missing=[each for each in apart if not _may_be_passed_over(each)],
        objections=[each for each in apart if _may_be_passed_over(each)],
    )


def _may_be_passed_over(opinion: Opinion) -> bool:
    """Whether the department refused, or did not answer for two weeks."""
    if opinion.last is None or opinion.standing is not Standing.WAITING:
        return opinion.standing is Standing.REFUSED
    return opinion.last.asked_at.astimezone(BRUSSELS).date() + REMINDED_AFTER <= today()


def settle(
    session: Session, user: User, bulletin: Bulletin, reason: str, language: Language
) -> list[Overruling]:
    """Keep ``reason`` for each department that is passed over.

    Raise Refused while an answer is to be had first, or when there is no reason.
    """
    agreement = agreement_of(session, bulletin)
    problems = list(agreement.problems)
    if agreement.objections and not reason.strip():
        problems.append(Problem(_("Write why you publish without this agreement"), "reason"))
    if problems:
        raise Refused(problems)
    kept = [
        Overruling(
            confirmation=opinion.last,
            reason=reason,
            language=language,
            decided_at=now(),
            decided_by=user.id,
        )
        for opinion in agreement.objections
    ]
    session.add_all(kept)
    return kept


def tell(session: Session, kept: Iterable[Overruling]) -> None:
    """Mail each department that was passed over."""
    for each in kept:
        notices.send(session, KIND, each.id, confirming.people_of(session, each.confirmation))


def last_of(session: Session, incident: Incident) -> Overruling | None:
    """Why the answer of its department, or the want of one, was passed over last; if it was."""
    return session.scalar(_about(incident).order_by(Overruling.id.desc()).limit(1))


def events(session: Session, incident: Incident) -> Iterator[Event]:
    """When the text was published without the agreement of the department; for the timeline."""
    for each in session.scalars(_about(incident).order_by(Overruling.id)):
        yield Event(each.decided_at, PASSED_OVER)


def _about(incident: Incident) -> Select[Overruling]:
    query = select(Overruling).join(Overruling.confirmation)
    return query.where(Confirmation.incident_id == incident.id)
