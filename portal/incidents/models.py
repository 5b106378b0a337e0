"""Incidents with their causes and corrective actions, and the reports still being written."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.db import Model, choice, translated
from portal.i18n import Language, Translated
from portal.incidents.taxonomy import (
    ActionStatus,
    Danger,
    EindhovenCode,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Severity,
    Strength,
    Technique,
)

MOST_ROWS = 200  # causes of one incident, and corrective actions


class IncidentStatus(StrEnum):
    """Where a dossier stands."""

    WITH_DEPARTMENT = "with_department"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The status as people see it."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[str, LazyString] = {
    IncidentStatus.WITH_DEPARTMENT: _("With the department"),
    IncidentStatus.SUBMITTED: _("Notified to the FANC"),
    IncidentStatus.IN_REVIEW: _("In review"),
    IncidentStatus.ACCEPTED: _("Accepted for a REX"),
    IncidentStatus.CLOSED: _("Closed without REX"),
    IncidentStatus.WITHDRAWN: _("Withdrawn"),
    IncidentStatus.PUBLISHED: _("Published"),
}


class Incident(Model):
    """An event or near miss that a department learns from.

    It is written in ``language``; an imported one may carry its texts in both. ``owner_id`` is
    the reporter, and empty for good when the reporter asked that nobody sees the name.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("status <> 'closed' OR trim(closed_reason) <> ''", name="closed_reason"),
        CheckConstraint(
            "status IN ('with_department', 'withdrawn') OR submitted_at IS NOT NULL",
            name="submitted_at",
        ),
    )
    route_key = "reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[IncidentStatus] = mapped_column(index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    receipt_hash: Mapped[str] = mapped_column(default="", index=True)
    language: Mapped[Language]
    title: Mapped[Translated] = translated("title")
    narrative: Mapped[Translated] = translated("narrative")
    recommendation: Mapped[Translated] = translated("recommendation")
    equipment: Mapped[Translated] = translated("equipment")
    vendor: Mapped[str] = mapped_column(default="")
    found_on: Mapped[date | None]
    found_time: Mapped[str] = mapped_column(default="")
    occurred_on: Mapped[date | None]
    occurred_about: Mapped[bool] = mapped_column(default=False)
    technique: Mapped[Technique | None]
    step_arose: Mapped[ProcessStep] = choice(ProcessStep, "step_arose")
    step_found: Mapped[ProcessStep | None] = choice(ProcessStep, "step_found", nullable=True)
    patient_reached: Mapped[PatientReached]
    patients_reached: Mapped[PatientsReached | None]
    other_dose: Mapped[OtherDose | None]
    danger: Mapped[Danger]
    severity: Mapped[Severity]
    near_miss: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    physician_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_reason: Mapped[str] = mapped_column(default="")

    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    physician: Mapped[Person | None] = relationship(foreign_keys=[physician_id])
    causes: Mapped[list["Cause"]] = relationship(
        back_populates="incident",
        order_by="Cause.position",
        collection_class=ordering_list("position", count_from=1),
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    actions: Mapped[list["CorrectiveAction"]] = relationship(
        back_populates="incident",
        order_by="CorrectiveAction.position",
        collection_class=ordering_list("position", count_from=1),
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class Cause(Model):
    """One base cause of an incident, coded or not yet."""

    __tablename__ = "cause"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    position: Mapped[int]
    text: Mapped[Translated] = translated("text")
    code: Mapped[EindhovenCode | None]

    incident: Mapped[Incident] = relationship(back_populates="causes")


class CorrectiveAction(Model):
    """What the department did, or plans to do, so that it does not happen again."""

    __tablename__ = "corrective_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    position: Mapped[int]
    text: Mapped[Translated] = translated("text")
    status: Mapped[ActionStatus]
    strength: Mapped[Strength | None]

    incident: Mapped[Incident] = relationship(back_populates="actions")


class Draft(Model):
    """A quick report still being written; it is removed when the report is sent.

    It leaves no trail, so that a reporter who stays unnamed is named nowhere.
    """

    __tablename__ = "draft"
    trailed = False
    route_key = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answers: Mapped[str] = mapped_column(default="{}")
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
