"""What surrounds a bulletin while it is written: how far each translation is, what was taken from
which dossier, and who translates."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Model

if TYPE_CHECKING:
    from portal.bulletins.models import Block


class SegmentState(StrEnum):
    """How far the translation of one text is."""

    TO_TRANSLATE = "to_translate"
    TO_REVISE = "to_revise"
    TO_READ = "to_read"
    APPROVED = "approved"

    @property
    def label(self) -> LazyString:
        """The state as people see it."""
        return SEGMENT_LABELS[self]


SEGMENT_LABELS: dict[str, LazyString] = {
    SegmentState.TO_TRANSLATE: _("To translate"),
    SegmentState.TO_REVISE: _("To revise"),
    SegmentState.TO_READ: _("To read over"),
    SegmentState.APPROVED: _("Approved"),
}


class Segment(Model):
    """The work on one translated text: of a block, or a bulletin's title or essence (``name``).

    A text without such a row has not been worked on yet. ``writer_id`` is who wrote the
    translation last, 0 for nobody known; ``source`` what it was a translation of when it was last
    handed in or approved; ``note`` what translators tell each other.
    """

    __tablename__ = "segment"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "name"),
        CheckConstraint("(bulletin_id IS NULL) <> (block_id IS NULL)", name="of_one_text"),
        CheckConstraint("state <> 'approved' OR approver_id IS NOT NULL", name="approver"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin.id"))
    block_id: Mapped[int | None] = mapped_column(ForeignKey("block.id"), unique=True)
    name: Mapped[str]
    state: Mapped[SegmentState] = mapped_column(default=SegmentState.TO_TRANSLATE)
    writer_id: Mapped[int] = mapped_column(default=0)
    approver_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Passage(Model):
    """A paragraph of a dossier that was taken over into a block, or left out (without a block).

    ``digest`` is the fingerprint of its text: a paragraph that the department rewrites is another.
    """

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("bulletin_id", "incident_id", "section", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    section: Mapped[str]
    digest: Mapped[str]
    block_id: Mapped[int | None] = mapped_column(ForeignKey("block.id"), index=True)

    block: Mapped["Block | None"] = relationship(back_populates="passages")


class Assignment(Model):
    """A translator to whom a bulletin was given; nobody else of that role reads it."""

    __tablename__ = "assignment"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
