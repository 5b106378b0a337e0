"""Which passages of two languages belong together: by length, and by what both speak of.

In the spirit of Gale and Church (1993): dynamic programming over beads of some passages each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from portal.language.parity.stretch import Stretch
from portal.language.parity.words import Keys

LONGER = 1.12  # French against Dutch, in characters, over faithful texts
SPREAD = 9.0
LIKENESS = 6.0
SKIP = 2.6
UNLIKE_KIND = 3.0
SHAPES = {(1, 1): 0.0, (1, 0): SKIP, (0, 1): SKIP, (2, 1): 0.9, (1, 2): 0.9, (2, 2): 1.8,
          (3, 1): 1.8, (1, 3): 1.8}  # fmt: skip
BAND = 4
FAR = 6.0
TOO_MANY = 40_000


@dataclass(frozen=True)
class Bead:
    """Passages that belong together, as ranges of their numbers; one of them may be empty."""

    nl: range
    fr: range


class Alignment:
    """What is known of two rows of passages, to weigh which belong together."""

    def __init__(self, nl: Sequence[Stretch], fr: Sequence[Stretch]) -> None:
        self.passages = (nl, fr)
        self.keys = tuple([stretch.keys for stretch in side] for side in (nl, fr))
        self._rare = self._rarity()
        self._mass = tuple([self._weight(own) for own in side] for side in self.keys)
        self._lengths = tuple([len(stretch.passage.words) for stretch in side] for side in (nl, fr))

    def _rarity(self) -> dict[object, float]:
        """How much each key says: a rare one more; a sound of only one language nothing."""
        count: tuple[dict[object, int], dict[object, int]] = ({}, {})
        for side, found in zip(self.keys, count, strict=True):
            for own in side:
                for key in own:
                    found[key] = found.get(key, 0) + 1
        most = max(map(len, self.keys), default=1)
        every = count[0].keys() | count[1].keys()
        return {
            key: 1 + log((most + 1) / max(count[0].get(key, 1), count[1].get(key, 1)))
            for key in every
            if not isinstance(key, str) or (key in count[0] and key in count[1])
        }

    def _weight(self, own: Keys) -> float:
        rare = self._rare
        return sum(rare.get(key, 0.0) for key in own)

    def likeness(self, nl: range, fr: range) -> float:
        """From 0, nothing in common, to 1."""
        first, second = self._joint(0, nl), self._joint(1, fr)
        shared = self._weight(first & second)
        mass = sum(self._mass[0][n] for n in nl) * sum(self._mass[1][n] for n in fr)
        return shared / (sqrt(mass) + 1)

    def _joint(self, side: int, part: range) -> Keys:
        if len(part) == 1:
            return self.keys[side][part[0]]
        return frozenset().union(*(self.keys[side][n] for n in part))

    def length(self, nl: range, fr: range) -> float:
        """How far the lengths are from those of faithful passages: 0, as expected, and more."""
        expected = LONGER * sum(self._lengths[0][n] for n in nl)
        actual = sum(self._lengths[1][n] for n in fr)
        off = (actual - expected) / sqrt(SPREAD * (expected + actual + 20) / 2)
        return min(off * off / 4, FAR)

    def cost(self, nl: range, fr: range) -> float:
        """What it costs to hold these for the same."""
        cost = SHAPES[len(nl), len(fr)]
        if not nl or not fr:
            return cost
        length = self.length(nl, fr)
        if length == FAR and cost:
            return cost + FAR
        kinds = {
            side[n].passage.kind
            for side, part in zip(self.passages, (nl, fr), strict=True)
            for n in part
        }
        cost += UNLIKE_KIND * (len(kinds) > 1)
        return cost + length - LIKENESS * self.likeness(nl, fr)

    def beads(self) -> list[Bead]:
        """The cheapest way to lay both rows beside each other."""
        rows, columns = map(len, self.passages)
        if rows == columns == 1:
            return [Bead(range(1), range(1))]
        if rows * columns > TOO_MANY:
            return [Bead(range(rows), range(columns))]
        best: dict[tuple[int, int], tuple[float, Bead | None]] = {(0, 0): (0.0, None)}
        for row, column in self._cells(rows, columns):
            self._reach(best, row, column)
        return list(_path(best, rows, columns))[::-1]

    def _cells(self, rows: int, columns: int) -> Iterator[tuple[int, int]]:
        """The cells near the diagonal, in order, without the first."""
        band = BAND + abs(rows - columns)
        for row in range(rows + 1):
            middle = row * columns // max(rows, 1)
            for column in range(max(0, middle - band), min(columns, middle + band) + 1):
                if row or column:
                    yield row, column

    def _reach(
        self, best: dict[tuple[int, int], tuple[float, Bead | None]], row: int, column: int
    ) -> None:
        for down, right in SHAPES:
            before = best.get((row - down, column - right))
            if before is None:
                continue
            bead = Bead(range(row - down, row), range(column - right, column))
            total = before[0] + self.cost(bead.nl, bead.fr)
            if (row, column) not in best or total < best[row, column][0]:
                best[row, column] = total, bead


def _path(
    best: dict[tuple[int, int], tuple[float, Bead | None]], row: int, column: int
) -> Iterator[Bead]:
    while (bead := best[row, column][1]) is not None:
        yield bead
        row, column = bead.nl.start, bead.fr.start
