"""What the duty to notify is decided from, and what a rule says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from portal.duty.models import Criterion, Modality, YesNo

Number = Decimal | None


@dataclass(frozen=True)
class Facts:
    """What is known of an event; None where nobody answered.

    Doses in Gy, of the unborn child in mSv, activities in MBq, deviations in percent with their
    sign. Of the number of patients it may be known only between which numbers it lies.
    """

    reached: YesNo | None = None
    same_dose: bool = False
    modality: Modality | None = None
    total_planned: Number = None
    total_delivered: Number = None
    total_deviation: Number = None
    fraction_planned: Number = None
    fraction_delivered: Number = None
    fraction_deviation: Number = None
    fractions_planned: int | None = None
    fractions_delivered: int | None = None
    patients_least: int | None = None
    patients_most: int | None = None
    systematic: YesNo | None = None
    wrong_identity: YesNo | None = None
    unborn_child: YesNo | None = None
    unborn_dose: Number = None
    activity_planned: Number = None
    activity_delivered: Number = None
    unforeseen_effects: YesNo | None = None
    beyond_patients: YesNo | None = None
    called_at: datetime | None = None


class Rule(Protocol):
    """What is read of a rule."""

    @property
    def code(self) -> str: ...
    @property
    def criterion(self) -> Criterion: ...
    @property
    def modality(self) -> Modality | None: ...
    @property
    def threshold(self) -> Decimal | None: ...
    @property
    def exclusive(self) -> bool: ...
    @property
    def doubt_from(self) -> Decimal | None: ...
    @property
    def deadline_days(self) -> int | None: ...
    @property
    def deadline_hours(self) -> int | None: ...
    @property
    def final_months(self) -> int | None: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


class State(StrEnum):
    """What a rule says of an event. To call: the regulator's own text has to decide."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    CALL = "call"


@dataclass(frozen=True)
class Result:
    """What one rule says; ``missing`` names the facts that would settle it.

    ``measured`` is what was compared with its threshold, ``close`` that it nearly met it.
    """

    rule: Rule
    state: State
    missing: tuple[str, ...] = ()
    measured: Fraction | None = None
    close: bool = False
