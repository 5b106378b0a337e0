"""Incidents: what is told of each, and where it stands.

What an analysis adds to them is in ``cause``, ``corrective_action`` and ``parts``.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.db import Model, choice, translated
from portal.duty.models import Outcome
from portal.i18n import Language, Translated
from portal.incidents.taxonomy import (
    AsnSfro,
    Danger,
    DosimetricImpact,
    EventType,
    Informed,
    OtherDose,
    PatientReached,
    PatientsReached,
    ProcessStep,
    Profession,
    Severity,
    Technique,
)

if TYPE_CHECKING:
    from portal.incidents.cause import Cause
    from portal.incidents.corrective_action import CorrectiveAction
    from portal.incidents.first_look import FirstAnswer
    from portal.incidents.parts import (
        Barrier,
        DutyCheck,
        Exposure,
        Filing,
        KeptDetail,
        Moment,
        TaskMark,
    )

MOST_ROWS = 200  # causes of one incident, and corrective actions


class IncidentStatus(StrEnum):
    """Where a dossier stands."""

    WITH_DEPARTMENT = "with_department"
    NOTIFIED = "notified"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    QUESTION = "question"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    CLOSED = "closed"
    LINKED = "linked"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The status as people see it."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[str, LazyString] = {
    IncidentStatus.WITH_DEPARTMENT: _("With the department"),
    IncidentStatus.NOTIFIED: _("Notified to the FANC, analysis follows"),
    IncidentStatus.SUBMITTED: _("Notified to the FANC"),
    IncidentStatus.IN_REVIEW: _("In review"),
    IncidentStatus.QUESTION: _("Question to the department"),
    IncidentStatus.ACCEPTED: _("Accepted for a REX"),
    IncidentStatus.CLOSED: _("Closed without REX"),
    IncidentStatus.LINKED: _("Linked to another dossier"),
    IncidentStatus.WITHDRAWN: _("Withdrawn"),
    IncidentStatus.PUBLISHED: _("Published"),
}


class Incident(Model):
    """An event or near miss that a department learns from.

    It is written in ``language``; an imported one may carry its texts in both. ``owner_id`` is
    the reporter, and empty for good when the reporter asked that nobody sees the name.
    ``analyst_id`` is who handles it at the regulator. A linked dossier is read together with
    ``linked_to_id``, of which its department learns nothing.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("status <> 'closed' OR trim(closed_reason) <> ''", name="closed_reason"),
        CheckConstraint(
            "status IN ('with_department', 'notified', 'withdrawn') OR submitted_at IS NOT NULL",
            name="submitted_at",
        ),
        CheckConstraint("status <> 'notified' OR notified_at IS NOT NULL", name="notified_at"),
        CheckConstraint(
            "status <> 'linked' OR (linked_to_id IS NOT NULL AND linked_to_id <> id)",
            name="linked_to",
        ),
        Index(None, "status", "owner_id", "department_id"),
    )
    route_key = "reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[IncidentStatus]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    receipt_hash: Mapped[str] = mapped_column(default="", index=True)
    language: Mapped[Language]
    title: Mapped[Translated] = translated("title")
    narrative: Mapped[Translated] = translated("narrative")
    recommendation: Mapped[Translated] = translated("recommendation")
    equipment: Mapped[Translated] = translated("equipment")
    vendor: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    product_version: Mapped[str] = mapped_column(default="")
    vendor_informed: Mapped[Informed | None] = choice(Informed, "vendor_informed", nullable=True)
    authority_informed: Mapped[Informed | None] = choice(
        Informed, "authority_informed", nullable=True
    )
    event_type: Mapped[EventType | None]
    found_on: Mapped[date | None]
    found_time: Mapped[str] = mapped_column(default="")
    occurred_on: Mapped[date | None]
    occurred_about: Mapped[bool] = mapped_column(default=False)
    technique: Mapped[Technique | None]
    step_arose: Mapped[ProcessStep] = choice(ProcessStep, "step_arose")
    step_found: Mapped[ProcessStep | None] = choice(ProcessStep, "step_found", nullable=True)
    found_by: Mapped[Profession | None]
    found_how: Mapped[Translated] = translated("found_how")
    patient_reached: Mapped[PatientReached]
    patients_reached: Mapped[PatientsReached | None]
    other_dose: Mapped[OtherDose | None]
    danger: Mapped[Danger]
    severity: Mapped[Severity]
    dosimetric_impact: Mapped[DosimetricImpact | None]
    asn_sfro: Mapped[AsnSfro | None]
    effects: Mapped[Translated] = translated("effects")
    correction: Mapped[Translated] = translated("correction")
    patient_informed: Mapped[Informed | None] = choice(Informed, "patient_informed", nullable=True)
    no_causes_reason: Mapped[str] = mapped_column(default="")
    no_actions_reason: Mapped[str] = mapped_column(default="")
    prisma_reference: Mapped[str] = mapped_column(default="")
    paper_serial: Mapped[str | None] = mapped_column(unique=True)
    report_seconds: Mapped[int | None]
    reported_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    notified_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    physician_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_reason: Mapped[str] = mapped_column(default="")
    analyst_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    linked_to_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)

    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    physician: Mapped[Person | None] = relationship(foreign_keys=[physician_id])
    analyst: Mapped[Person | None] = relationship(foreign_keys=[analyst_id])
    linked_to: Mapped["Incident | None"] = relationship(
        remote_side="Incident.id", back_populates="linked"
    )
    linked: Mapped[list["Incident"]] = relationship(
        back_populates="linked_to", order_by="Incident.id"
    )
    first_answers: Mapped[list["FirstAnswer"]] = relationship(
        back_populates="incident", cascade="all, delete-orphan"
    )
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

    exposure: Mapped["Exposure | None"] = relationship(
        back_populates="incident", cascade="all, delete-orphan"
    )
    duty_checks: Mapped[list["DutyCheck"]] = relationship(
        back_populates="incident", order_by="DutyCheck.id"
    )
    filings: Mapped[list["Filing"]] = relationship(back_populates="incident", order_by="Filing.id")
    task_marks: Mapped[list["TaskMark"]] = relationship(
        back_populates="incident", cascade="all, delete-orphan"
    )
    moments: Mapped[list["Moment"]] = relationship(
        back_populates="incident",
        order_by="Moment.position",
        collection_class=ordering_list("position", count_from=1),
        cascade="all, delete-orphan",
    )
    barriers: Mapped[list["Barrier"]] = relationship(
        back_populates="incident",
        order_by="Barrier.position",
        collection_class=ordering_list("position", count_from=1),
        cascade="all, delete-orphan",
    )
    kept_details: Mapped[list["KeptDetail"]] = relationship(
        back_populates="incident", cascade="all, delete-orphan"
    )

    @property
    def base_causes(self) -> list["Cause"]:
        """The causes below which no other stands: those that are coded and counted."""
        above = {cause.parent for cause in self.causes}
        return [cause for cause in self.causes if cause not in above]

    @property
    def must_be_notified(self) -> bool:
        """Whether the last check of the duty to notify said so."""
        return bool(self.duty_checks) and self.duty_checks[-1].outcome is Outcome.MUST

    @property
    def near_miss(self) -> bool:
        """Whether it was caught before it could reach a patient."""
        return self.event_type is EventType.NEAR_MISS

    @near_miss.setter
    def near_miss(self, caught: bool) -> None:
        if caught or self.near_miss:
            self.event_type = EventType.NEAR_MISS if caught else None
