"""Questions and answers between regulator and department, internal notes, and the reporter."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.i18n import Language
from portal.incidents.models import Incident


class Part(StrEnum):
    """The part of a dossier that a question is about."""

    FACTS = "facts"
    COURSE = "course"
    CONSEQUENCES = "consequences"
    CAUSES = "causes"
    ACTIONS = "actions"
    EQUIPMENT = "equipment"

    @property
    def label(self) -> LazyString:
        """The part as people see it."""
        return PART_LABELS[self]


PART_LABELS: dict[str, LazyString] = {
    Part.FACTS: _("Facts"),
    Part.COURSE: _("Course of the incident"),
    Part.CONSEQUENCES: _("Consequences"),
    Part.CAUSES: _("Causes"),
    Part.ACTIONS: _("Corrective actions"),
    Part.EQUIPMENT: _("Machine and software"),
}


class Question(Model):
    """A question of the regulator on one part of a dossier, and the department's answer.

    ``quote`` is the sentence that it is about, word for word. ``changes`` is JSON: what the
    department changed in the dossier with its answer, as (field, before, after).
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("incident_id", "number"),
        CheckConstraint("answered_at IS NULL OR trim(answer) <> ''", name="answered"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    number: Mapped[int]
    part: Mapped[Part]
    quote: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    language: Mapped[Language]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changes: Mapped[str] = mapped_column(default="[]")

    incident: Mapped[Incident] = relationship()


class InternalNote(Model):
    """A note among the regulator's people. No department ever sees that it exists."""

    __tablename__ = "internal_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    written_at: Mapped[datetime]
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    language: Mapped[Language]

    incident: Mapped[Incident] = relationship()


class ReporterMessage(Model):
    """A word between the department and who reported, who may stay unnamed.

    ``person_id`` is who wrote for the department, and empty for what the reporter wrote. The
    moment of what an unnamed reporter wrote has no seconds.
    """

    __tablename__ = "reporter_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    from_reporter: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    text: Mapped[str]
    language: Mapped[Language]

    incident: Mapped[Incident] = relationship()
