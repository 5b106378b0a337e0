"""The recommendations of a bulletin: to whom, against which causes, and whether we ask on."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.record import Advice
from portal.db import Model
from portal.phrases.models import Phrase


class Addressee(StrEnum):
    """To whom a recommendation is addressed."""

    DEPARTMENTS = "departments"
    SOME_DEPARTMENTS = "some_departments"
    VENDOR = "vendor"
    ICT = "ict"
    COLLEGE = "college"

    @property
    def label(self) -> LazyString:
        """The addressee as people see it."""
        return ADDRESSEE_LABELS[self]


ADDRESSEE_LABELS: dict[str, LazyString] = {
    Addressee.DEPARTMENTS: _("all departments"),
    Addressee.SOME_DEPARTMENTS: _("departments with …"),
    Addressee.VENDOR: _("the vendor"),
    Addressee.ICT: _("the ICT service of the hospital"),
    Addressee.COLLEGE: _("the College of Radiotherapy"),
}
# Whom departments speak for: only of these can a department say what it does.
OF_DEPARTMENTS = {Addressee.DEPARTMENTS, Addressee.SOME_DEPARTMENTS, Addressee.ICT}


class Recommendation(Model):
    """What goes with a block of the section *recommendation*; the wording is that block.

    ``addressed_to``, ``techniques`` and ``causes`` are codes with spaces between, ``systems`` one
    name a line. Departments answer to its ``id``, so it stays when a revision drops the block.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("NOT follow_up OR addressed_to <> ''", name="asked_of_somebody"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("block.id"), unique=True)
    phrase_id: Mapped[int | None] = mapped_column(ForeignKey("phrase.id"))
    addressed_to: Mapped[str] = mapped_column(default="")
    systems: Mapped[str] = mapped_column(default="")
    techniques: Mapped[str] = mapped_column(default="")
    causes: Mapped[str] = mapped_column(default="")
    follow_up: Mapped[bool] = mapped_column(default=False)

    bulletin: Mapped[Bulletin] = relationship(back_populates="recommendations")
    block: Mapped[Block | None] = relationship(back_populates="recommendation")
    phrase: Mapped[Phrase | None] = relationship(lazy="joined")

    @property
    def approved_phrase(self) -> Phrase | None:
        """The sentence of the phrase bank that the block says word for word, in both languages."""
        if self.block and self.phrase and self.phrase.text == self.block.text:
            return self.phrase
        return None


def advice_of(bulletin: Bulletin) -> tuple[Advice, ...]:
    """What the record freezes of each recommendation that says more than its wording."""
    blocks = enumerate(bulletin.section(Section.RECOMMENDATION))
    return tuple(
        frozen(block.recommendation, place)
        for place, block in blocks
        if block.recommendation and block.recommendation.addressed_to
    )


def frozen(recommendation: Recommendation, place: int) -> Advice:
    """One recommendation as the record has it."""
    return Advice(
        id=recommendation.id,
        place=place,
        addressed_to=tuple(recommendation.addressed_to.split()),
        systems=tuple(recommendation.systems.splitlines()),
        techniques=tuple(recommendation.techniques.split()),
        causes=tuple(recommendation.causes.split()),
        follow_up=recommendation.follow_up,
    )
