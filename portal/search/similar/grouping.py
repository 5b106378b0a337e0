"""Events that belong together: same step, same system, same cause, and words in common.

Nothing is learned and nothing is left to chance: the same events always give the same groups,
and each group says what its events share.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from portal.search.similar.wording import Likeness, Longs, Shares

FLOOR = 0.15  # how much two events must say in common, from 0 to 1
SAID_BY = 2 / 3  # of the events of a group
MOST = 2_000  # events of one step, system and cause that are compared: the newest
SLICE = 1_024  # pairs


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
    likeness = Likeness(events)
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
            tuple(likeness.words([by_id[each] for each in sorted(members)], SAID_BY)),
        )
        for members, found in _outermost(shared)
    ]


def _alike(events: Iterable[Event]) -> dict[tuple[str, str, str], list[int]]:
    """The ids of the events with each step, system and cause."""
    found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for event in events:
        for system in event.systems:
            for cause in event.causes:
                found[event.step, system, cause].append(event.id)
    return found


def _together(ids: Sequence[int], likeness: Likeness, floor: float) -> Iterator[frozenset[int]]:
    """Sets of ids that say enough in common: the likest first, and on average with each joined."""
    newest = sorted(ids)[-MOST:]
    alike = likeness.among(newest)
    if alike.max() < floor:
        return
    members: dict[int, list[int]] = {}
    for at, first in enumerate(_joined(alike, floor)):
        members.setdefault(first, []).append(newest[at])
    yield from (frozenset(each) for each in members.values() if len(each) > 1)


def _joined(alike: Shares, floor: float) -> list[int]:
    """For each event one that stands for those it is together with; ``alike`` is used up.

    Of two sets joined into one, ``alike`` holds the sums of both in the row of the first.
    """
    ones, others = _near(alike, floor)
    of = np.arange(len(alike))
    many = np.ones(len(alike), np.float32)
    at = 0
    while at < len(ones):
        some, more = of[ones[at : at + SLICE]], of[others[at : at + SLICE]]
        fit = (some != more) & (alike[some, more] >= np.float32(floor) * many[some] * many[more])
        passed = int(fit.argmax())
        if fit[passed]:
            first, second = some[passed], more[passed]
            alike[first] += alike[second]
            alike[:, first] += alike[:, second]
            many[first] += many[second]
            of[of == second] = first
        at += passed + 1 if fit[passed] else SLICE
    return of.tolist()


def _near(alike: Shares, floor: float) -> tuple[Longs, Longs]:
    """The pairs of events that are alike enough, the likest first, else in their order."""
    ones, others = np.nonzero(np.triu(alike >= np.float32(floor), 1))
    order = np.argsort(-alike[ones, others], kind="stable")
    return ones[order], others[order]


def _outermost(
    shared: Mapping[frozenset[int], _Shared],
) -> Iterator[tuple[frozenset[int], _Shared]]:
    """The largest first, without those that are within another."""
    kept: defaultdict[int, list[frozenset[int]]] = defaultdict(list)  # by each member
    for members in sorted(shared, key=lambda each: (-len(each), sorted(each))):
        if not any(members < other for other in kept[min(members)]):
            for each in members:
                kept[each].append(members)
            yield members, shared[members]
