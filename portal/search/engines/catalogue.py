"""What is known of all documents of an index at one moment, by document number."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Self

import numpy as np

from portal.search.engines.columns import Array, Columns, Flags, Ints, Longs
from portal.search.engines.facets import Facet, of_segments
from portal.search.engines.view import View
from portal.search.query import AllBut, Allowed, Seen

MAX_VIEWS = 8
AGES = 31  # bits
OLDEST = (1 << AGES) - 1


@dataclass(frozen=True)
class Catalogue:
    """The documents by number; deleted ones are not ``live``.

    A row of ``codes`` holds the values of all facets of a document.
    ``ages`` counts from the newest (0); ``by_age`` is the other way round; ``by_key`` has the live
    ones only.
    """

    name: str
    segments: Mapping[str, Columns]
    keys: Array
    live: Flags
    codes: Ints
    facets: Mapping[str, Facet]
    ages: Longs
    by_age: Longs
    by_key: Longs
    _views: OrderedDict[Allowed, View] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(
        cls, name: str, segments: Mapping[str, Columns], deleted: Sequence[Sequence[int]]
    ) -> Self:
        """Put the segments one after the other."""
        columns = list(segments.values())
        keys = np.concatenate([np.empty(0, "S1"), *(one["keys"] for one in columns)])
        live = np.ones(len(keys), bool)
        base = 0
        for one, gone in zip(columns, deleted, strict=True):
            live[base + np.asarray(gone, np.int64)] = False
            base += one.size
        every = np.argsort(keys, kind="stable")
        by_age = _newest_first(every, columns)
        ages = np.empty(len(keys), np.int64)
        ages[by_age] = np.arange(len(keys))
        codes, facets = of_segments(columns)
        return cls(name, segments, keys, live, codes, facets, ages, by_age, every[live[every]])

    def kind(self, number: int) -> str:
        """The kind of a document."""
        kinds = self.facets["kind"]
        return kinds.values[int(kinds.column[number, 0]) - kinds.first]

    def key(self, number: int) -> str:
        """The key of a document."""
        key: bytes = self.keys[number]
        return key.decode()

    def numbers(self, keys: Iterable[str]) -> Longs:
        """The numbers of the live documents with ``keys``."""
        wanted = np.asarray([key.encode() for key in keys] or np.empty(0, "S1"))
        if not len(wanted) or not len(self.by_key):
            return np.empty(0, np.int64)
        at = np.searchsorted(self.keys[self.by_key], wanted)
        found = self.by_key[at.clip(max=len(self.by_key) - 1)]
        numbers: Longs = found[self.keys[found] == wanted]
        return numbers

    @property
    def digests(self) -> dict[str, str]:
        """The key and the digest of each live document."""
        every = np.concatenate(
            [np.empty(0, "S1"), *(one["digests"] for one in self.segments.values())]
        )
        return {self.key(number): every[number].decode() for number in map(int, self.by_key)}

    def view(self, allowed: Allowed) -> View:
        """What may be seen; the last few answers are remembered."""
        if callable(allowed) and not isinstance(allowed, Seen):
            return View(list(self.segments.values()), self._visible(allowed))
        with self._lock:
            if allowed in self._views:
                self._views.move_to_end(allowed)
                return self._views[allowed]
        view = View(list(self.segments.values()), self._visible(allowed))
        with self._lock:
            self._views[allowed] = view
            while len(self._views) > MAX_VIEWS:
                self._views.popitem(last=False)
        return view

    def sift(
        self, documents: Ints, filters: Mapping[str, frozenset[str]]
    ) -> tuple[Ints, dict[str, dict[str, int]]]:
        """Those of ``documents`` that pass every filter, and how many have each value.

        A facet is counted over the documents that pass the filters on the other facets.
        """
        passes = self._passes(documents, filters)
        failed = np.zeros(len(documents), np.int8)
        for one in passes.values():
            failed += ~one
        kept = documents[failed == 0]
        every = self._counts(kept)
        counts = {}
        for name, facet in self.facets.items():
            own = every
            if name in passes:
                own = self._counts(documents[failed == ~passes[name]])
            if found := facet.told(own):
                counts[name] = found
        return kept, counts

    def passing(self, documents: Ints, filters: Mapping[str, frozenset[str]]) -> int:
        """How many of ``documents`` pass every filter."""
        every = [np.ones(len(documents), bool), *self._passes(documents, filters).values()]
        return int(np.count_nonzero(np.logical_and.reduce(every)))

    def page(self, documents: Ints, ranks: Longs, first: int, last: int) -> list[int]:
        """The documents from place ``first`` to ``last``, highest rank first, then newest.

        Only these are sorted: a rank and an age together are one number, different for each.
        """
        last = min(last, len(documents))
        if first >= last:
            return []
        order = (ranks << AGES) | (OLDEST - self.ages[documents])
        low, high = len(order) - last, len(order) - 1 - first
        chosen = np.partition(order, (low, high))[low : high + 1]
        chosen.sort()
        return [int(number) for number in self.by_age[OLDEST - (chosen[::-1] & OLDEST)]]

    def _passes(self, documents: Ints, filters: Mapping[str, frozenset[str]]) -> dict[str, Flags]:
        """By facet that is filtered, which of ``documents`` pass; nothing has an unknown one."""
        return {
            name: self.facets[name].having(wanted, documents)
            if name in self.facets
            else np.zeros(len(documents), bool)
            for name, wanted in filters.items()
            if wanted
        }

    def _counts(self, documents: Ints) -> Longs:
        """How many of ``documents`` have each value, by number."""
        found: Longs = np.bincount(self.codes.take(documents, axis=0).ravel())
        return found

    def _visible(self, allowed: Allowed) -> Flags:
        if allowed is None:
            return self.live
        visible = np.zeros(len(self.keys), bool)
        if isinstance(allowed, Seen):
            visible[self.numbers(allowed.keys)] = True
            for each in allowed.all_but:
                visible |= self._all_but(each)
        elif callable(allowed):
            numbers = np.flatnonzero(self.live)
            visible[[number for number in numbers if allowed(self.key(int(number)))]] = True
        else:
            visible[self.numbers(allowed)] = True
        return visible

    def _all_but(self, told: AllBut) -> Flags:
        kinds = self.facets.get("kind")
        if kinds is None or told.kind not in kinds.values:
            return np.zeros(len(self.keys), bool)
        visible: Flags = (
            kinds.column[:, 0] - kinds.first == kinds.values.index(told.kind)
        ) & self.live
        if told.newest is not None:
            numbers = np.concatenate([one["numbers"] for one in self.segments.values()])
            visible &= (numbers >= 0) & (numbers <= told.newest)
        visible[self.numbers(told.keys)] = False
        return visible


def _newest_first(by_key: Longs, segments: Sequence[Columns]) -> Longs:
    width = max((one["orders"].shape[1] for one in segments), default=0)
    orders = np.full((len(by_key), width), np.iinfo(np.int64).min, np.int64)
    base = 0
    for one in segments:
        found = one["orders"]
        orders[base : base + len(found), : found.shape[1]] = found
        base += len(found)
    columns = [~orders[by_key, column] for column in reversed(range(width))]
    if not columns:
        return by_key
    newest: Longs = by_key[np.lexsort(columns)]
    return newest
