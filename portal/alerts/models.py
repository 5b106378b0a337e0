"""Urgent warnings of the regulator to all departments."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Model, complete_when, translated
from portal.i18n import Translated, today
from portal.incidents.models import Incident


class AlertStatus(StrEnum):
    """Where a warning stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    SENT = "sent"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The status as people see it."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[str, LazyString] = {
    AlertStatus.DRAFT: _("Warning being written"),
    AlertStatus.OFFERED: _("Waits for a publisher"),
    AlertStatus.SENT: _("Sent to all departments"),
    AlertStatus.WITHDRAWN: _("No longer in force"),
}


class Alert(Model):
    """A short text in both languages, mailed to all departments once a publisher approved it.

    ``incident_id`` is the dossier that gave cause to it; no department learns which. The database
    refuses that somebody sends what they began or wrote in last.
    """

    __tablename__ = "alert"
    __table_args__ = (
        complete_when("status IN ('sent', 'withdrawn')", "title", "text"),
        CheckConstraint(
            "status NOT IN ('sent', 'withdrawn') OR (sent_at IS NOT NULL AND sent_by IS NOT NULL "
            "AND sent_by <> owner_id AND sent_by <> last_editor_id)",
            name="four_eyes",
        ),
        {"sqlite_autoincrement": True},
    )
    route_key = "reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    status: Mapped[AlertStatus] = mapped_column(default=AlertStatus.DRAFT, index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    title: Mapped[Translated] = translated("title")
    text: Mapped[Translated] = translated("text")
    expires_on: Mapped[date | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    last_editor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    incident: Mapped[Incident | None] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    last_editor: Mapped[Person] = relationship(foreign_keys=[last_editor_id])
    sender: Mapped[Person | None] = relationship(foreign_keys=[sent_by])

    @property
    def in_force(self) -> bool:
        """Whether it was sent, was not withdrawn and its last day is not over."""
        over = self.expires_on is not None and self.expires_on < today()
        return self.status is AlertStatus.SENT and not over
