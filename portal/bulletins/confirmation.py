"""Whether a department agrees with what is to be published of its incident."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.bulletins.models import Bulletin
from portal.db import Model
from portal.incidents.models import Incident


class Confirmation(Model):
    """What a department says of the anonymised text that is to be published of its incident.

    ``shown`` is JSON: the text as it was shown, in the language of the incident. ``agreed`` is
    empty until the answer; a refusal has its reason.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        CheckConstraint("agreed IS NULL OR answered_at IS NOT NULL", name="answered"),
        CheckConstraint("agreed IS NULL OR agreed OR trim(reason) <> ''", name="reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shown: Mapped[str]
    agreed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    bulletin: Mapped[Bulletin] = relationship(back_populates="confirmations")
    incident: Mapped[Incident] = relationship()
