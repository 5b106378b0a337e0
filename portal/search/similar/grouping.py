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


def accompanied(events: Sequence[Event]) -> list[Event]:
    """Those that share step, system and cause with another one, whatever their words."""
    ids = {each for every in _alike(events).values() if len(every) > 1 for each in every}
    return [event for event in events if event.id in ids]


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
        for members in _together(ids, likeness, floor):
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
    """How much two events say in common: the cosine of their notions, where rare ones tell most.

    Of two events in different languages only the notions that both could have are looked at. What
    kind a notion is of, such as a language, stands before its colon.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self._notions = {event.id: event.words.keys() for event in events}
        having = Counter(notion for each in self._notions.values() for notion in each)
        self._weights = {notion: log(len(events) / count) ** 2 for notion, count in having.items()}
        self._sizes = {id_: self._by_kind(notions) for id_, notions in self._notions.items()}

    def of(self, one: int, other: int) -> float:
        """From 0 to 1."""
        sizes, others = self._sizes[one], self._sizes[other]
        kinds = sizes.keys() & others.keys()
        whole = sqrt(sum(sizes[each] for each in kinds) * sum(others[each] for each in kinds))
        common = self._notions[one] & self._notions[other]
        return sum(self._weights[each] for each in common) / whole if whole else 0.0

    def _by_kind(self, notions: Iterable[str]) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for notion in notions:
            found[notion.partition(":")[0]] += self._weights[notion]
        return dict(found)

    def words(self, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
        """What most of ``events`` speak of, first what all do, each notion with a word for it."""
        counts = Counter(notion for event in events for notion in event.words)
        common = [each for each, count in counts.items() if count >= SAID_BY * len(events)]
        most = sorted(common, key=lambda each: (-counts[each], -self._weights[each], each))
        for notion in most:
            yield notion, next(each.words[notion] for each in events if notion in each.words)


def _alike(events: Iterable[Event]) -> dict[tuple[str, str, str], list[int]]:
    """The ids of the events with each step, system and cause."""
    found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for event in events:
        for system in event.systems:
            for cause in event.causes:
                found[event.step, system, cause].append(event.id)
    return found


def _together(ids: Sequence[int], likeness: _Likeness, floor: float) -> Iterator[frozenset[int]]:
    """Sets of ids that say enough in common: the likest first, and on average with each joined."""
    pairs = {each: likeness.of(*each) for each in combinations(sorted(ids), 2)}
    of = {each: frozenset([each]) for each in ids}
    near = [(-alike, pair) for pair, alike in pairs.items() if alike >= floor]
    for _less, (one, other) in sorted(near):
        if of[one] is not of[other] and _mean(pairs, of[one], of[other]) >= floor:
            joined = of[one] | of[other]
            of |= dict.fromkeys(joined, joined)
    yield from {members for members in of.values() if len(members) > 1}


def _mean(
    pairs: Mapping[tuple[int, int], float], some: frozenset[int], others: frozenset[int]
) -> float:
    """How much each of ``some`` says in common with each of ``others``, on average."""
    every = [pairs[min(one, other), max(one, other)] for one in some for other in others]
    return sum(every) / len(every)


def _outermost(
    shared: Mapping[frozenset[int], _Shared],
) -> Iterator[tuple[frozenset[int], _Shared]]:
    """The largest first, without those that are within another."""
    kept: list[frozenset[int]] = []
    for members in sorted(shared, key=lambda each: (-len(each), sorted(each))):
        if not any(members < other for other in kept):
            kept.append(members)
            yield members, shared[members]
