"""The hospitals by whose name a text would tell where it happened."""

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, complete_when, translated
from portal.i18n import Translated


class Hospital(Model):
    """A hospital or a network of hospitals; ``short`` holds its other names, one a line."""

    __tablename__ = "hospital"
    __table_args__ = (complete_when("TRUE", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Translated] = translated("name")
    short: Mapped[str] = mapped_column(default="")

    @property
    def short_list(self) -> list[str]:
        """Its other names."""
        return [line.strip() for line in self.short.splitlines() if line.strip()]

    @property
    def names(self) -> list[str]:
        """Every name by which it is known."""
        return [self.name.nl, self.name.fr, *self.short_list]
