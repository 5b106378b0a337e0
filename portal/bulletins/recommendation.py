"""The recommendations of a bulletin: to whom, against which causes, and whether we ask on."""

from collections.abc import Collection
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

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


def restore_advice(session: Session, bulletin: Bulletin, advice: Collection[Advice]) -> None:
    """Each recommendation as ``advice`` froze it, under the id to which departments answer.

    The blocks stand in their places already. A row that was added since stays without a block.
    """
    blocks = bulletin.section(Section.RECOMMENDATION)
    rows = {row.id: row for row in bulletin.recommendations}
    frozen_at = {each.place: each for each in advice}
    wanted = {
        block: rows[frozen_at[place].id] if place in frozen_at else _plain(bulletin, block, advice)
        for place, block in enumerate(blocks)
    }
    moved = {block: row for block, row in wanted.items() if block.recommendation is not row}
    for block, row in moved.items():
        block.recommendation = row.block = None
    session.flush()  # a block has one row: what leaves it goes first
    for block, row in moved.items():
        block.recommendation = row
    for place, row in enumerate(wanted.values()):
        _thaw(row, frozen_at.get(place, Advice(id=row.id, place=place)))


def _plain(bulletin: Bulletin, block: Block, advice: Collection[Advice]) -> Recommendation:
    """The row of a block that says nothing but its wording: none that belongs to another."""
    row, others = block.recommendation, {each.id for each in advice}
    return row if row and row.id not in others else Recommendation(bulletin=bulletin)


def _thaw(row: Recommendation, advice: Advice) -> None:
    row.addressed_to, row.techniques = " ".join(advice.addressed_to), " ".join(advice.techniques)
    row.causes, row.systems = " ".join(advice.causes), "\n".join(advice.systems)
    row.follow_up = advice.follow_up
