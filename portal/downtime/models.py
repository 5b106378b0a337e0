"""Reports that were written on paper and taken over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Model
from portal.i18n import Language
from portal.incidents.models import Incident


class PaperReport(Model):
    """A paper form as it was taken over; it counts once a second person has checked each line.

    ``answers`` is JSON, as in a draft; ``doubts`` is JSON: the lines that the second person does
    not find on the paper. ``written_on`` and ``written_time`` are what the paper says.
    """

    __tablename__ = "paper_report"
    __table_args__ = (
        CheckConstraint("checked_by IS NULL OR checked_by <> taken_over_by", name="four_eyes"),
        CheckConstraint("(checked_by IS NULL) = (incident_id IS NULL)", name="counts_when_checked"),
    )
    route_key = "serial"

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    language: Mapped[Language]
    written_on: Mapped[date]
    written_time: Mapped[str] = mapped_column(default="")
    answers: Mapped[str]
    doubts: Mapped[str] = mapped_column(default="[]")
    taken_over_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_over_at: Mapped[datetime]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), unique=True)

    first: Mapped[Person] = relationship(foreign_keys=[taken_over_by])
    second: Mapped[Person | None] = relationship(foreign_keys=[checked_by])
    incident: Mapped[Incident | None] = relationship()
    given_up: Mapped["GivenUp | None"] = relationship(back_populates="paper", lazy="joined")

    @property
    def is_pending(self) -> bool:
        """Whether it neither counts as a report nor was given up."""
        return self.incident_id is None and self.given_up is None


class GivenUp(Model):
    """Why a paper form that was taken over will never count; its serial stays used."""

    __tablename__ = "paper_given_up"
    __table_args__ = (CheckConstraint("trim(reason) <> ''", name="has_reason"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_report.id"), primary_key=True)
    reason: Mapped[str]
    given_up_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_up_at: Mapped[datetime]

    paper: Mapped[PaperReport] = relationship(back_populates="given_up")
    person: Mapped[Person] = relationship()
