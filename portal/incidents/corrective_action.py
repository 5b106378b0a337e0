"""What a department does so that an incident does not happen again, and whether it works."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Model, translated
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus, Effect, Profession, Strength


class CorrectiveAction(Model):
    """What the department did, or plans to do, so that it does not happen again.

    ``measure`` is how it will know that it works; ``owner_id`` a colleague who is reminded.
    """

    __tablename__ = "corrective_action"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    position: Mapped[int]
    text: Mapped[Translated] = translated("text")
    status: Mapped[ActionStatus]
    strength: Mapped[Strength | None]
    owner_role: Mapped[Profession | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    done_on: Mapped[date | None]
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("cause.id", ondelete="SET NULL"))
    measure: Mapped[Translated] = translated("measure")

    incident: Mapped[Incident] = relationship(back_populates="actions")
    cause: Mapped[Cause | None] = relationship()
    owner: Mapped[Person | None] = relationship()
    effect_checks: Mapped[list["EffectCheck"]] = relationship(
        back_populates="action",
        order_by="EffectCheck.months",
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class EffectCheck(Model):
    """Whether an action works, asked some ``months`` after it was done."""

    __tablename__ = "effect_check"
    __table_args__ = (UniqueConstraint("action_id", "months"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    months: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    answer: Mapped[Effect | None]
    how: Mapped[Translated] = translated("how")
    checked_on: Mapped[date | None]

    action: Mapped[CorrectiveAction] = relationship(back_populates="effect_checks")
