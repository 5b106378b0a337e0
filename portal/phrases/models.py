"""Approved sentences for recommendations."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, complete_when, translated
from portal.i18n import Translated


class Phrase(Model):
    """A sentence that publishers approved in both languages, for recommendations.

    Its text is never changed, nor is it removed: the database refuses both, for texts came from
    it. To word it anew is to retire it and to add another.
    """

    __tablename__ = "phrase"
    __table_args__ = (complete_when("TRUE", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[Translated] = translated("text")
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
