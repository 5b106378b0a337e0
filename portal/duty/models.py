"""The rules of the duty to notify, each valid from one day to another."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, complete_when, translated
from portal.i18n import Translated


class Regime(StrEnum):
    """Under which law: exposure of patients (Article 60), or the head of the establishment."""

    PATIENTS = "patients"
    ESTABLISHMENT = "establishment"


class Modality(StrEnum):
    """What irradiated: the rules differ by it."""

    EXTERNAL = "external"
    BRACHYTHERAPY = "brachytherapy"
    UNSEALED = "unsealed"


class YesNo(StrEnum):
    """An answer that may be open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Criterion(StrEnum):
    """What a rule looks at."""

    TOTAL_DOSE = "total_dose"
    FRACTION_DOSE = "fraction_dose"
    SYSTEMATIC = "systematic"
    IDENTITY = "identity"
    UNBORN_CHILD = "unborn_child"
    ACTIVITY = "activity"
    EFFECTS = "effects"
    ESTABLISHMENT = "establishment"


class Outcome(StrEnum):
    """The four answers. None of them refuses a report."""

    MUST = "must"
    PROBABLY_NOT = "probably_not"
    UNDETERMINED = "undetermined"
    VOLUNTARY = "voluntary"


class DutyRule(Model):
    """One rule as it stands from ``valid_from`` until the day before ``valid_to``.

    A changed rule is a new row with the same ``code``; the database refuses to change what an
    old one says. ``modality`` empty means all of them. ``threshold`` is in the unit of its
    criterion: percent, mSv or patients, and is met from there on (from above it when
    ``exclusive``); from ``doubt_from`` on, the answer says that it was close. Deadlines:
    ``deadline_days`` calendar days after the event was established, or ``deadline_hours`` after
    the call; ``final_months`` for the final report.
    """

    __tablename__ = "duty_rule"
    __table_args__ = (
        complete_when("TRUE", "text", "declarant"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid"),
        CheckConstraint(
            "criterion IN ('identity', 'effects', 'establishment') OR threshold IS NOT NULL",
            name="threshold",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    regime: Mapped[Regime]
    modality: Mapped[Modality | None]
    criterion: Mapped[Criterion]
    text: Mapped[Translated] = translated("text")
    threshold: Mapped[Decimal | None]
    exclusive: Mapped[bool] = mapped_column(default=False)
    doubt_from: Mapped[Decimal | None]
    deadline_days: Mapped[int | None]
    deadline_hours: Mapped[int | None]
    final_months: Mapped[int | None]
    declarant: Mapped[Translated] = translated("declarant")
    form: Mapped[Translated] = translated("form")
    telephone: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    confirmed: Mapped[bool] = mapped_column(default=False)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts, if another rule follows it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None
