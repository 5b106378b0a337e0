"""What was published of a bulletin: its editions, frozen, and the PDF files of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.bulletins.models import Bulletin
from portal.bulletins.record import Record
from portal.db import Model


class Edition(Model):
    """One published version of a bulletin, frozen: its record as JSON. Never changed.

    ``base_url`` is where the portal stood then: the documents print that address, so that they
    come out the same when they are rendered again. ``published_by`` is an actor as in the trail.
    ``in_digest`` says that subscribers without a wish of their own hear of it in the weekly mail.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("bulletin_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    version: Mapped[int]
    published_at: Mapped[datetime]
    base_url: Mapped[str]
    record: Mapped[str]
    published_by: Mapped[str] = mapped_column(default="")
    in_digest: Mapped[bool] = mapped_column(default=False)

    bulletin: Mapped[Bulletin] = relationship(back_populates="editions")
    documents: Mapped[list["Document"]] = relationship(
        back_populates="edition", order_by="Document.variant", lazy="selectin"
    )

    @property
    def content(self) -> Record:
        """What it says."""
        return Record.from_json(self.record)


class Document(Model):
    """A stored PDF of an edition, under the SHA-256 of its content. Never changed."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("edition_id", "variant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    variant: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]

    edition: Mapped[Edition] = relationship(back_populates="documents")
