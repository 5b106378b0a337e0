"""Files that belong to a dossier."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.incidents.models import Incident


class Attachment(Model):
    """A file as it is kept: cleaned, under the SHA-256 of its content (``digest``).

    ``size`` is in bytes; ``token`` names it in addresses; ``media_type`` is what the content is.
    The trail keeps the digest but not the name, which may be a patient's and could not be removed.
    """

    __tablename__ = "attachment"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form
    untrailed_columns = frozenset({"name"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    added_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship()
