"""Who of the regulator has a dossier open."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model


class DeskVisit(Model):
    """That somebody reads a dossier: since which minute, and when last seen there."""

    __tablename__ = "desk_visit"
    trailed = False

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    seen: Mapped[datetime]
