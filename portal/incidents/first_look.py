"""What the regulator asks itself of each new dossier before the rest, and what it answered."""

from datetime import datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Model
from portal.incidents.models import Incident, IncidentStatus


class FirstQuestion(StrEnum):
    """The two questions, in the order in which they are asked."""

    DANGER = "danger"
    DUTY = "duty"

    @property
    def label(self) -> LazyString:
        """The question as people read it."""
        return QUESTION_LABELS[self]


QUESTION_LABELS: dict[str, LazyString] = {
    FirstQuestion.DANGER: _("Is there immediate danger elsewhere?"),
    FirstQuestion.DUTY: _("Is the duty to notify judged well?"),
}
_S = IncidentStatus
ASKED = frozenset({_S.NOTIFIED, _S.SUBMITTED, _S.IN_REVIEW, _S.QUESTION})  # nothing is decided yet


class FirstAnswer(Model):
    """The answer to one of the two questions; the trail keeps those before it.

    ``note`` says what the duty to notify should be, where it is not judged well.
    """

    __tablename__ = "first_answer"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    question: Mapped[FirstQuestion] = mapped_column(primary_key=True)
    yes: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]
    answered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    incident: Mapped[Incident] = relationship(back_populates="first_answers")
    person: Mapped[Person] = relationship()


def answers_of(incident: Incident) -> dict[FirstQuestion, FirstAnswer]:
    """What was answered so far."""
    return {each.question: each for each in incident.first_answers}


def unanswered(incident: Incident) -> bool:
    """Whether one of the two questions is still open while nothing is decided yet."""
    return incident.status in ASKED and len(answers_of(incident)) < len(FirstQuestion)
