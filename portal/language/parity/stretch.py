"""A sentence or a paragraph, read once: its quantities and what it is about."""

from collections.abc import Sequence
from functools import cached_property

from portal.language.parity.quantities import quantities
from portal.language.parity.quantity import Quantity, Weight
from portal.language.parity.texts import Passage
from portal.language.parity.words import Keys, keys


class Stretch:
    """A passage with what was read in it; a paragraph has its sentences as parts."""

    def __init__(self, passage: Passage, parts: Sequence["Stretch"] = ()) -> None:
        self.passage = passage
        self.parts = parts

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers, dates and hours, in order."""
        if self.parts:
            return [quantity for part in self.parts for quantity in part.quantities]
        return quantities(self.passage)

    @cached_property
    def keys(self) -> Keys:
        """What it speaks of, in both languages alike."""
        if self.parts:
            return frozenset().union(*(part.keys for part in self.parts))
        counted = (
            str(reading)
            for each in self.quantities
            if each.weight >= Weight.CLASH
            for reading in each.readings
        )
        return keys(self.passage).union(counted)


def paragraph(passage: Passage) -> Stretch:
    """A paragraph or bullet with its sentences."""
    return Stretch(passage, [Stretch(sentence) for sentence in passage.sentences()])
