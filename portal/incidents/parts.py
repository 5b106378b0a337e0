"""What the department's work adds to an incident: dose, moments, barriers, checks and filings."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, choice, translated
from portal.duty.models import Modality, Outcome, YesNo
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.incidents.taxonomy import AnalysisTask, BarrierKind, Profession


class Exposure(Model):
    """Dose and patients, as far as known: what the duty to notify is decided from.

    Doses in Gy, of the unborn child in mSv, activities in MBq, deviations in percent with their
    sign; ``called_at`` is when the regulator was called about more than patients. Empty means that
    nobody answered.
    """

    __tablename__ = "exposure"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    modality: Mapped[Modality | None]
    total_planned: Mapped[Decimal | None]
    total_delivered: Mapped[Decimal | None]
    total_deviation: Mapped[Decimal | None]
    fraction_planned: Mapped[Decimal | None]
    fraction_delivered: Mapped[Decimal | None]
    fraction_deviation: Mapped[Decimal | None]
    fractions_planned: Mapped[int | None]
    fractions_delivered: Mapped[int | None]
    patients: Mapped[int | None]
    systematic: Mapped[YesNo | None] = choice(YesNo, "systematic", nullable=True)
    wrong_identity: Mapped[YesNo | None] = choice(YesNo, "wrong_identity", nullable=True)
    unborn_child: Mapped[YesNo | None] = choice(YesNo, "unborn_child", nullable=True)
    unborn_dose: Mapped[Decimal | None]
    activity_planned: Mapped[Decimal | None]
    activity_delivered: Mapped[Decimal | None]
    unforeseen_effects: Mapped[YesNo | None] = choice(YesNo, "unforeseen_effects", nullable=True)
    beyond_patients: Mapped[YesNo | None] = choice(YesNo, "beyond_patients", nullable=True)
    called_at: Mapped[datetime | None]

    incident: Mapped[Incident] = relationship(back_populates="exposure")


class DutyCheck(Model):
    """One answer to the question whether an incident must be notified, as it was given then.

    ``facts`` and ``results`` are JSON: what was known, and for each rule what followed from it.
    ``due_on`` is the last day for the first notification, ``final_on`` for the final report.
    The database refuses to change a check.
    """

    __tablename__ = "duty_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    checked_at: Mapped[datetime]
    outcome: Mapped[Outcome]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("duty_rule.id"))
    due_on: Mapped[date | None]
    final_on: Mapped[date | None]
    facts: Mapped[str]
    results: Mapped[str]

    incident: Mapped[Incident] = relationship(back_populates="duty_checks")


class FilingKind(StrEnum):
    """What was sent to the regulator."""

    FIRST = "first"
    FULL = "full"


class Filing(Model):
    """What the regulator received, when, and the digest that proves it. It is never changed.

    ``content`` is the dossier as JSON; ``digest`` its SHA-256.
    """

    __tablename__ = "filing"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[FilingKind]
    filed_at: Mapped[datetime]
    physician_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str]
    content: Mapped[str]

    incident: Mapped[Incident] = relationship(back_populates="filings")


class TaskMark(Model):
    """What the department said of a task: ready, or to come back to."""

    __tablename__ = "task_mark"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    task: Mapped[AnalysisTask] = mapped_column(primary_key=True)
    ready: Mapped[bool] = mapped_column(default=False)
    marked_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship(back_populates="task_marks")


class Moment(Model):
    """One row of the course in time: when, what, and in which role."""

    __tablename__ = "moment"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    position: Mapped[int]
    day: Mapped[date | None]
    hour: Mapped[str] = mapped_column(default="")
    about: Mapped[bool] = mapped_column(default=False)
    text: Mapped[Translated] = translated("text")
    who: Mapped[Profession | None]

    incident: Mapped[Incident] = relationship(back_populates="moments")


class Barrier(Model):
    """A barrier that worked, or one that failed."""

    __tablename__ = "barrier"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    position: Mapped[int]
    worked: Mapped[bool]
    kind: Mapped[BarrierKind]
    text: Mapped[Translated] = translated("text")

    incident: Mapped[Incident] = relationship(back_populates="barriers")


class KeptDetail(Model):
    """A detail that looks personal, and why the department keeps it.

    ``digest`` names the detail without saying it: SHA-256 of its kind and its letters.
    """

    __tablename__ = "kept_detail"
    __table_args__ = (UniqueConstraint("incident_id", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    digest: Mapped[str]
    reason: Mapped[str]
    kept_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship(back_populates="kept_details")
