"""Events that belong together: same step, same system, same cause, and words in common.

Nothing is learned and nothing is left to chance: the same events always give the same groups,
and each group says what its events share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log, sqrt

FLOOR = 0.15  # how much two events must say in common, from 0 to 1
MOST_WORDS = 6
SAID_BY = 2 / 3  # of the events of a group


@dataclass(frozen=True)
class Event:
    """What an event is grouped by; ``words`` has each notion with a word for it."""

    id: int
    step: str
    systems: frozenset[str]
    causes: frozenset[str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Events by their ids, and what every one of them shares; ``words`` most of them share."""

    members: tuple[int, ...]
    step: str
    systems: tuple[str, ...]
    causes: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


@dataclass
class _Shared:
    step: str
    systems: set[str] = field(default_factory=set)
    causes: set[str] = field(default_factory=set)


def grouped(events: Sequence[Event], floor: float = FLOOR) -> list[Group]:
    """The groups of at least two events, the largest first; none within another."""
    by_id = {event.id: event for event in events}
    likeness = _Likeness(events)
    shared: dict[frozenset[int], _Shared] = {}
    for (step, system, cause), ids in _alike(events).items():
        for members in _connected(ids, likeness, floor):
            found = shared.setdefault(members, _Shared(step))
            found.systems.add(system)
            found.causes.add(cause)
    return [
        Group(
            tuple(sorted(members)),
            found.step,
            tuple(sorted(found.systems)),
            tuple(sorted(found.causes)),
            tuple(likeness.words([by_id[each] for each in sorted(members)])),
        )
        for members, found in _outermost(shared)
    ]


class _Likeness:
    """How much two events say in common: the cosine of their notions, the rare ones telling most."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._notions = {event.id: event.words.keys() for event in events}
        having = Counter(notion for each in self._notions.values() for notion in each)
        self._weights = {
            notion: log(len(events) / count) ** 2 for notion, count in having.items()
        }
        self._norms = {
            id_: sqrt(sum(self._weights[each] for each in notions)) or 1.0
            for id_, notions in self._notions.items()
        }

    def of(self, one: int, other: int) -> float:
        """From 0 to 1."""
        common = self._notions[one] & self._notions[other]
        weight = sum(self._weights[each] for each in common)
        return weight / (self._norms[one] * self._norms[other])

    def words(self, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
        """The most telling notions that most of ``events`` speak of, each with a word for it."""
        counts = Counter(notion for event in events for notion in event.words)
        common = [each for each, count in counts.items() if count >= SAID_BY * len(events)]
        for notion in sorted(common, key=lambda each: (-self._weights[each], each))[:MOST_WORDS]:
            yield notion, next(each.words[notion] for each in events if notion in each.words)


def _alike(events: Iterable[Event]) -> dict[tuple[str, str, str], list[int]]:
    """The ids of the events with each step, system and cause."""
    found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for event in events:
        for system in event.systems:
            for cause in event.causes:
                found[event.step, system, cause].append(event.id)
    return found


def _connected(ids: Sequence[int], likeness: _Likeness, floor: float) -> Iterator[frozenset[int]]:
    """The sets of ids in which each leads to each other by pairs that say enough in common."""
    of = {each: {each} for each in ids}
    for one, other in combinations(ids, 2):
        if of[one] is not of[other] and likeness.of(one, other) >= floor:
            of[one] |= of[other]
            for each in of[other]:
                of[each] = of[one]
    for members in {min(each): each for each in of.values()}.values():
        if len(members) > 1:
            yield frozenset(members)


def _outermost(
    shared: Mapping[frozenset[int], _Shared],
) -> Iterator[tuple[frozenset[int], _Shared]]:
    """The largest first, without those that are within another."""
    kept: list[frozenset[int]] = []
    for members in sorted(shared, key=lambda each: (-len(each), sorted(each))):
        if not any(members < other for other in kept):
            kept.append(members)
            yield members, shared[members]
