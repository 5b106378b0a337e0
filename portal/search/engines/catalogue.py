"""What is known of all documents of an index at one moment, by document number."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.search.engine import Allowed
from portal.search.engines.ranking import View

MAX_VIEWS = 8


@dataclass(frozen=True)
class Entry:
    """A document; ``facets`` includes its kind, ``age`` counts from the newest (0) in its index."""

    key: str
    kind: str
    age: int
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Catalogue:
    """The documents by number (deleted ones are not ``live``) and the lengths of their texts."""

    name: str
    entries: Sequence[Entry]
    live: frozenset[int]
    lengths: Mapping[str, Sequence[int]]
    _views: dict[frozenset[str] | None, View] = field(default_factory=dict)

    def numbers(self, keys: Iterable[str]) -> set[int]:
        """The numbers of the documents with ``keys``."""
        wanted = frozenset(keys)
        return {number for number in self.live if self.entries[number].key in wanted}

    def view(self, allowed: Allowed) -> View:
        """What may be seen; the last few sets of keys are remembered."""
        if callable(allowed):
            entries = self.entries
            return View.of(frozenset(n for n in self.live if allowed(entries[n].key)), self.lengths)
        view = self._views.get(allowed)
        if view is None:
            numbers = self.live if allowed is None else frozenset(self.numbers(allowed))
            view = View.of(numbers, self.lengths)
            if len(self._views) >= MAX_VIEWS:
                self._views.clear()
            self._views[allowed] = view
        return view

    def sift(
        self, numbers: Iterable[int], filters: Mapping[str, frozenset[str]]
    ) -> tuple[list[int], dict[str, Counter[str]]]:
        """Those of ``numbers`` that pass every filter, and how many have each value.

        A facet is counted over the documents that pass the filters on the other facets.
        """
        active = {name: wanted for name, wanted in filters.items() if wanted}
        kept: list[int] = []
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for number in numbers:
            facets = self.entries[number].facets
            failed = [name for name in active if active[name].isdisjoint(facets.get(name, ()))]
            if not failed:
                kept.append(number)
            if len(failed) <= 1:
                for name in failed or facets:
                    counts[name].update(facets.get(name, ()))
        return kept, counts
