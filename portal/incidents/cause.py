"""Why an incident happened: a tree of causes."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, translated
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.incidents.taxonomy import EindhovenCode


class Cause(Model):
    """One cause of an incident. ``parent`` is what it led to: another cause, or the event itself.

    ``position`` counts through the whole tree, each cause before those below it. A leaf is a base
    cause, which may be coded.
    """

    __tablename__ = "cause"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cause.id"), index=True)
    position: Mapped[int]
    text: Mapped[Translated] = translated("text")
    code: Mapped[EindhovenCode | None]

    incident: Mapped[Incident] = relationship(back_populates="causes")
    parent: Mapped["Cause | None"] = relationship(remote_side="Cause.id")
