"""How much events say in common: of two by the words of both, of many at once by arithmetic."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import log, sqrt
from typing import Protocol

import numpy as np
import numpy.typing as npt

FEW = 8  # events that are compared faster two by two
SELDOM = 1 / 50  # of the events: what fewer of them say is counted for them alone
AT_ONCE = 512  # notions
DIGITS = 6  # that do not depend on the order in which a machine adds up

Shares = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]


class Told(Protocol):
    """An event, and its notions each with a word for it."""

    @property
    def id(self) -> int:
        """By which it is known."""

    @property
    def words(self) -> Mapping[str, str]:
        """By notion."""


class Likeness:
    """How much two events say in common: the cosine of their notions, where rare ones tell most.

    Of two events in different languages only the notions that both could have are looked at. What
    kind a notion is of, such as a language, stands before its colon.
    """

    def __init__(self, events: Sequence[Told]) -> None:
        self._notions = {event.id: event.words.keys() for event in events}
        having = Counter(notion for each in self._notions.values() for notion in each)
        self._weights = {notion: log(len(events) / count) ** 2 for notion, count in having.items()}
        self._sizes = {id_: self._by_kind(notions) for id_, notions in self._notions.items()}

    def _by_kind(self, notions: Iterable[str]) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for notion in notions:
            found[notion.partition(":")[0]] += self._weights[notion]
        return dict(found)

    def among(self, ids: Sequence[int]) -> Shares:
        """From 0 to 1, of each with each, in the order of ``ids``."""
        return self._two_by_two(ids) if len(ids) <= FEW else self._at_once(ids)

    def _two_by_two(self, ids: Sequence[int]) -> Shares:
        found: Shares = np.zeros((len(ids), len(ids)), np.float32)
        for (row, one), (column, other) in combinations(enumerate(ids), 2):
            found[row, column] = found[column, row] = self._of(one, other)
        return found

    def _of(self, one: int, other: int) -> float:
        sizes, others = self._sizes[one], self._sizes[other]
        kinds = sizes.keys() & others.keys()
        whole = sqrt(sum(sizes[each] for each in kinds) * sum(others[each] for each in kinds))
        common = self._notions[one] & self._notions[other]
        return round(sum(self._weights[each] for each in common) / whole, DIGITS) if whole else 0.0

    def _at_once(self, ids: Sequence[int]) -> Shares:
        common = self._common(ids)
        sizes: Shares = np.zeros((len(ids), len(self._kinds)), np.float32)
        for row, id_ in enumerate(ids):
            for kind, size in self._sizes[id_].items():
                sizes[row, self._kinds[kind]] = size
        having = np.asarray(
            [[kind in self._sizes[id_] for kind in self._kinds] for id_ in ids], np.float32
        )
        of_both = sizes @ having.T  # of what the one says, as far as the other could
        whole = np.sqrt(of_both * of_both.T)
        np.divide(common, whole, out=common, where=whole > 0)
        np.fill_diagonal(common, 0)
        return np.round(common, DIGITS, out=common)

    @cached_property
    def _kinds(self) -> dict[str, int]:
        kinds = sorted({kind for each in self._sizes.values() for kind in each})
        return {kind: number for number, kind in enumerate(kinds)}

    def _common(self, ids: Sequence[int]) -> Shares:
        """What the notions weigh that both have."""
        by_notion: defaultdict[str, list[int]] = defaultdict(list)
        for row, id_ in enumerate(ids):
            for notion in self._notions[id_]:
                by_notion[notion].append(row)
        found: Shares = np.zeros((len(ids), len(ids)), np.float32)
        often = []
        for notion in sorted(by_notion):
            rows = by_notion[notion]
            if len(rows) > SELDOM * len(ids):
                often.append((rows, self._weights[notion]))
            elif len(rows) > 1:
                found[np.ix_(rows, rows)] += np.float32(self._weights[notion])
        for start in range(0, len(often), AT_ONCE):
            some = often[start : start + AT_ONCE]
            table: Shares = np.zeros((len(ids), len(some)), np.float32)
            for column, (rows, weight) in enumerate(some):
                table[rows, column] = sqrt(weight)
            found += table @ table.T
        return found

    def words(self, events: Sequence[Told], said_by: float) -> Iterator[tuple[str, str]]:
        """What so large a part of ``events`` speaks of, each notion with a word for it.

        First what all speak of.
        """
        counts = Counter(notion for event in events for notion in event.words)
        common = [each for each, count in counts.items() if count >= said_by * len(events)]
        most = sorted(common, key=lambda each: (-counts[each], -self._weights[each], each))
        for notion in most:
            yield notion, next(each.words[notion] for each in events if notion in each.words)
