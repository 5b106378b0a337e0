"""Bulletins, in both languages, with their blocks and the incidents that feed them.

What was published of them is in ``edition``, what surrounds their writing in ``working``.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.bulletins.record import Record
from portal.bulletins.working import Assignment, Passage, Segment
from portal.db import Model, choice, complete_when, translated, written_when
from portal.i18n import Language, Translated
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ProcessStep
from portal.language.segments import Kind

if TYPE_CHECKING:
    from portal.bulletins.confirmation import Confirmation
    from portal.bulletins.edition import Edition
    from portal.bulletins.recommendation import Recommendation


class BulletinStatus(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The status as people see it."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[str, LazyString] = {
    BulletinStatus.DRAFT: _("Being written"),
    BulletinStatus.READY: _("Ready to publish"),
    BulletinStatus.PUBLISHED: _("Published"),
    BulletinStatus.WITHDRAWN: _("Withdrawn"),
}
OUT = (BulletinStatus.PUBLISHED, BulletinStatus.WITHDRAWN)


class Audience(StrEnum):
    """Who may read a REX."""

    DEPARTMENTS = "departments"
    PUBLIC = "public"

    @property
    def label(self) -> LazyString:
        """The audience as people see it."""
        return AUDIENCE_LABELS[self]


AUDIENCE_LABELS: dict[str, LazyString] = {
    Audience.DEPARTMENTS: _("Departments: who has an account"),
    Audience.PUBLIC: _("Public: everybody"),
}


class Section(StrEnum):
    """The parts of a bulletin, in the order in which it prints them."""

    COURSE = "course"
    ACTIONS = "actions"
    RECOMMENDATION = "recommendation"


class BulletinIncident(Model):
    """An incident that feeds a bulletin; several may feed one. A row, so that the trail has it."""

    __tablename__ = "bulletin_incident"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)

    incident: Mapped[Incident] = relationship(lazy="joined", innerjoin=True)


class Bulletin(Model):
    """One REX: a single record with two language versions, published together or not at all.

    ``language`` is that in which it is written first, the other that into which it is translated.
    ``last_editor_id`` is who wrote in it last, 0 for nobody; ``published_by`` is an actor as in
    the trail, and with ``published_at`` of the first edition. While the next version is being
    written it is a draft or ready again, and keeps its number; readers then see the newest
    edition, and ``note`` says why it is revised. The database refuses a published bulletin
    without number, date, publisher, or with an empty text in either language, here and (by
    trigger) in its blocks; ``only_language`` exempts a bulletin that was printed in one language
    before the portal. ``systems`` has one name a line, the same in both languages;
    ``cause_families`` is one letter after the other. ``withdrawal`` says why it was withdrawn.
    """

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint(
            "(number IS NOT NULL AND year IS NOT NULL AND published_at IS NOT NULL "
            "AND published_by <> '') OR (number IS NULL AND published_at IS NULL "
            "AND published_by = '' AND status NOT IN ('published', 'withdrawn'))",
            name="published_means_numbered",
        ),
        *(
            written_when(
                f"status = 'published' AND coalesce(only_language, '{language.value}') = "
                f"'{language.value}'",
                language,
                "title",
                "essence",
            )
            for language in Language
        ),
        CheckConstraint(
            "only_language IS NULL OR number IS NULL OR published_by = 'import'",
            name="one_language_only_imported",
        ),
        complete_when("status = 'withdrawn'", "withdrawal", name="reason"),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL) "
            "AND (status = 'withdrawn') = (withdrawn_by <> '')",
            name="withdrawn",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[BulletinStatus] = mapped_column(default=BulletinStatus.DRAFT, index=True)
    language: Mapped[Language] = mapped_column(default=Language.NL, server_default="nl")
    year: Mapped[int | None]
    number: Mapped[int | None]
    title: Mapped[Translated] = translated("title")
    essence: Mapped[Translated] = translated("essence")
    step: Mapped[ProcessStep | None]
    systems: Mapped[str] = mapped_column(default="")
    cause_families: Mapped[str] = mapped_column(default="")
    last_editor_id: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(default="")
    audience: Mapped[Audience] = mapped_column(default=Audience.DEPARTMENTS)
    only_language: Mapped[Language | None] = choice(Language, "only_language", nullable=True)
    note: Mapped[Translated] = translated("note")
    withdrawal: Mapped[Translated] = translated("withdrawal")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")

    blocks: Mapped[list["Block"]] = relationship(
        back_populates="bulletin",
        order_by="Block.section_order, Block.position",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    sources: Mapped[list[BulletinIncident]] = relationship(
        order_by=BulletinIncident.incident_id, cascade="all, delete-orphan"
    )
    incidents: AssociationProxy[list[Incident]] = association_proxy(
        "sources", "incident", creator=lambda incident: BulletinIncident(incident=incident)
    )
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="bulletin", order_by="Edition.version"
    )
    confirmations: Mapped[list["Confirmation"]] = relationship(
        back_populates="bulletin", order_by="Confirmation.id", cascade="all, delete-orphan"
    )
    recommendations: Mapped[list["Recommendation"]] = relationship(
        back_populates="bulletin", order_by="Recommendation.id", cascade="all, delete-orphan"
    )
    segments: Mapped[list[Segment]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    passages: Mapped[list[Passage]] = relationship(
        order_by=Passage.id, cascade="all, delete-orphan"
    )
    assignments: Mapped[list[Assignment]] = relationship(
        order_by=Assignment.assigned_at, cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def label(self) -> str:
        """REX 3 – 2020, of one that was published."""
        return f"REX {self.number} – {self.year}"

    @property
    def is_revision(self) -> bool:
        """Whether this is the next version of a published REX, being written or ready."""
        return self.number is not None and self.status not in OUT

    @property
    def shown(self) -> Record:
        """What its readers see: the newest edition, whatever is being written meanwhile."""
        return self.editions[-1].content

    def section(self, section: Section) -> list["Block"]:
        """The blocks of one section, in order."""
        blocks = (block for block in self.blocks if block.section is section)
        return sorted(blocks, key=lambda block: block.position)


class Block(Model):
    """A paragraph or a bullet of a bulletin, in both languages."""

    __tablename__ = "block"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    section: Mapped[Section]
    section_order: Mapped[int]
    position: Mapped[int]
    kind: Mapped[Kind]
    text: Mapped[Translated] = translated("text")

    bulletin: Mapped[Bulletin] = relationship(back_populates="blocks")
    recommendation: Mapped["Recommendation | None"] = relationship(
        back_populates="block", lazy="selectin"
    )
    segment: Mapped[Segment | None] = relationship(cascade="all, delete-orphan", lazy="selectin")
    passages: Mapped[list[Passage]] = relationship(back_populates="block", cascade="all")


Incident.__mapper__.add_property(
    "published_as",
    relationship(
        Bulletin,
        secondary=BulletinIncident.__table__,
        secondaryjoin=and_(
            Bulletin.id == BulletinIncident.bulletin_id,
            Bulletin.number.is_not(None),
        ),
        order_by=(Bulletin.year, Bulletin.number),
        viewonly=True,
    ),
)
