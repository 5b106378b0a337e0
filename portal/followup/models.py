"""What departments do with a REX: read, discussed, and their answers to its recommendations."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.bulletins.models import Bulletin
from portal.bulletins.recommendation import Recommendation
from portal.db import Model
from portal.i18n import Language
from portal.incidents.taxonomy import ActionStatus


class Applies(StrEnum):
    """Whether what a REX tells could happen in a department."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> LazyString:
        """The answer as people see it."""
        return APPLIES_LABELS[self]


APPLIES_LABELS: dict[str, LazyString] = {
    Applies.YES: _("Yes"),
    Applies.PARTLY: _("Partly"),
    Applies.NO: _("No"),
}


class Reply(StrEnum):
    """What a department does with a recommendation. No answer is better than another."""

    DONE = "done"
    PLANNED = "planned"
    IN_PLACE = "in_place"
    NOT_APPLICABLE = "not_applicable"
    TO_EXAMINE = "to_examine"

    @property
    def label(self) -> LazyString:
        """The answer as people see it."""
        return REPLY_LABELS[self]


REPLY_LABELS: dict[str, LazyString] = {
    Reply.DONE: _("Carried out"),
    Reply.PLANNED: _("Planned"),
    Reply.IN_PLACE: _("In place already"),
    Reply.NOT_APPLICABLE: _("Does not apply"),
    Reply.TO_EXAMINE: _("Still to be looked at"),
}


class Reading(Model):
    """One REX in one department: when it was read and discussed, and whether it applies."""

    __tablename__ = "rex_reading"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("department.id"), primary_key=True, index=True
    )
    read_at: Mapped[datetime | None]
    discussed_on: Mapped[date | None]
    applies: Mapped[Applies | None]


class Answer(Model):
    """What one department answered to one recommendation.

    ``wording`` is the fingerprint of the recommendation that was answered, in both languages;
    ``language`` that of the reason.
    """

    __tablename__ = "recommendation_answer"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "department_id"),
        CheckConstraint("reply <> 'planned' OR due_on IS NOT NULL", name="planned"),
        CheckConstraint("reply <> 'not_applicable' OR trim(reason) <> ''", name="reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    reply: Mapped[Reply]
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    language: Mapped[Language]
    wording: Mapped[str]
    answered_at: Mapped[datetime]

    recommendation: Mapped[Recommendation] = relationship()


class RexAction(Model):
    """What a department plans after a recommendation; ``owner`` is the colleague reminded of it.

    It stands in the register of corrective actions beside those of the department's dossiers.
    """

    __tablename__ = "rex_action"
    __table_args__ = (
        CheckConstraint("trim(text) <> ''", name="written"),
        CheckConstraint("(status = 'done') = (done_on IS NOT NULL)", name="done_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    text: Mapped[str]
    language: Mapped[Language]
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.PLANNED)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None]

    recommendation: Mapped[Recommendation] = relationship()
    department: Mapped[Department] = relationship()
    owner: Mapped[Person | None] = relationship()

    @property
    def bulletin(self) -> Bulletin:
        """The REX that it follows from."""
        return self.recommendation.bulletin
