"""What people filter by: the facets of all documents of an index, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from portal.search.engines.columns import Columns, Flags, Ints, Longs


@dataclass(frozen=True)
class Facet:
    """The values of a facet, the first one standing for none, and the values of each document.

    The values of all facets are numbered in one row; those here from ``first`` on.
    """

    values: tuple[str, ...]
    column: Ints
    first: int

    def told(self, counts: Longs) -> dict[str, int]:
        """By value, those of the counts by number that are not 0."""
        own = counts[self.first : self.first + len(self.values)]
        return {self.values[at]: int(own[at]) for at in np.flatnonzero(own) if at}

    def having(self, wanted: frozenset[str], documents: Ints) -> Flags:
        """Which of ``documents`` have one of the ``wanted`` values."""
        good = np.asarray([value in wanted for value in self.values])
        good[0] = False
        passes: Flags = np.any(good[self.column[documents] - self.first], axis=1)
        return passes

    def of(self, document: int) -> tuple[str, ...]:
        """The values of one document."""
        numbers = (self.column[document] - self.first).tolist()
        return tuple(self.values[number] for number in numbers if number)


def of_segments(segments: Sequence[Columns]) -> tuple[Ints, dict[str, Facet]]:
    """The values of all documents, a row for each, and the facets by name."""
    names = dict.fromkeys(name for one in segments for name in one.header["values"])
    every = [(name, *_facet(name, segments)) for name in names]
    widths = [0, *accumulate(column.shape[1] for _, _, column in every)]
    firsts = [0, *accumulate(len(values) for _, values, _ in every)]
    codes = np.empty((sum(one.size for one in segments), widths[-1]), np.int32)
    facets = {}
    for at, (name, values, column) in enumerate(every):
        own = codes[:, widths[at] : widths[at + 1]]
        np.add(column, firsts[at], out=own)
        facets[name] = Facet(values, own, firsts[at])
    return codes, facets


def _facet(name: str, segments: Sequence[Columns]) -> tuple[tuple[str, ...], Ints]:
    known = [one.header["values"].get(name, []) for one in segments]
    values = ("", *sorted({value for some in known for value in some}))
    numbers = {value: number for number, value in enumerate(values)}
    widths = [
        one[f"facet {name}"].shape[1] for one, some in zip(segments, known, strict=True) if some
    ]
    column = np.zeros((sum(one.size for one in segments), max(widths, default=1)), np.int32)
    base = 0
    for one, some in zip(segments, known, strict=True):
        if some:
            found = one[f"facet {name}"]
            translate = np.asarray([0, *(numbers[value] for value in some)], np.int32)
            column[base : base + one.size, : found.shape[1]] = translate[found]
        base += one.size
    return values, column
