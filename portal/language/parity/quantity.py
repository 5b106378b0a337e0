"""A number, date, hour or measure that stands in a text, and all that it may mean."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction

from portal.language.finding import Span

Reading = tuple[Hashable, ...]


class Weight(IntEnum):
    """What it means when only one language has it."""

    NOTHING = 0
    CLASH = 1  # only when the other language has another one in its place
    CONFIRM = 2
    BLOCK = 3


class Sort(IntEnum):
    """What people call it."""

    NUMBER = 0
    MEASURE = 1
    DATE = 2
    TIME = 3
    RANK = 4
    CODE = 5


@dataclass(frozen=True)
class Quantity:
    """One thing that can be counted or dated.

    ``readings`` are all that it may mean, as ("Gy", 2.67) or ("clock", 942): two quantities are
    the same when they share one. ``number`` is the number that is printed before a unit.
    """

    sort: Sort
    readings: frozenset[Reading]
    span: Span
    weight: Weight = Weight.BLOCK
    number: Fraction | None = None
    in_words: bool = False

    def also(self, *readings: Reading) -> "Quantity":
        """The same with more that it may mean."""
        return replace(self, readings=self.readings | set(readings))

    def dimensions(self) -> set[Hashable]:
        """In what it may be measured."""
        return {reading[0] for reading in self.readings}
