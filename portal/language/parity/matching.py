"""Which quantities of two passages have no counterpart, and which stand in another one's place."""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

from portal.language.parity.quantity import Quantity, Reading, Sort, Weight

Side = list[Quantity]
Couple = tuple[Quantity | None, Quantity | None]
ENOUGH = 16


def differences(nl: Side, fr: Side) -> list[Couple]:
    """Couples of which the two halves differ, and quantities that stand alone.

    Whatever is worth nothing alone is not told, nor what the other language says as well but
    less often, when it says it in words.
    """
    left, right = list(nl), list(fr)
    for same in (_plain, _shared, _same_day):
        _cancel(left, right, same)
    left, right = _unsaid(left, fr), _unsaid(right, nl)
    couples = list(_couples(left, right))
    return [couple for couple in couples if _tells(couple)]


def _cancel(left: Side, right: Side, same: Callable[[Quantity, Quantity], bool]) -> None:
    """Take away from both sides what has its counterpart, the most alike first."""
    waiting = _by_meaning(right)
    gone: tuple[set[int], set[int]] = (set(), set())
    order = sorted(
        range(len(left)), key=lambda n: (-left[n].weight, len(left[n].readings), left[n].span.start)
    )
    for number in order:
        first = left[number]
        others = [n for n in _candidates(first, waiting, gone[1]) if same(first, right[n])]
        if others:
            gone[0].add(number)
            gone[1].add(max(others, key=lambda n: (_alike(first, right[n]), -n)))
    left[:] = [each for n, each in enumerate(left) if n not in gone[0]]
    right[:] = [each for n, each in enumerate(right) if n not in gone[1]]


def _meanings(quantity: Quantity) -> Iterator[Reading]:
    """What a quantity may be looked up by; a day also without its year."""
    for reading in quantity.readings:
        yield reading[:3] if reading[0] == "day" else reading


def _by_meaning(side: Side) -> dict[Reading, deque[int]]:
    found: dict[Reading, deque[int]] = {}
    for number, quantity in enumerate(side):
        for meaning in set(_meanings(quantity)):
            found.setdefault(meaning, deque()).append(number)
    return found


def _candidates(
    first: Quantity, waiting: dict[Reading, deque[int]], gone: set[int]
) -> Iterator[int]:
    """The next few that may be meant by the same, those not taken yet."""
    for meaning in _meanings(first):
        row = waiting.get(meaning, deque())
        while row and row[0] in gone:
            row.popleft()
        yield from (n for n in islice(row, ENOUGH) if n not in gone)


def _alike(first: Quantity, second: Quantity) -> tuple[int, int]:
    return len(first.readings & second.readings), second.weight


def _plain(first: Quantity, second: Quantity) -> bool:
    weighty = min(first.weight, second.weight) >= Weight.CLASH
    return weighty and first.sort is second.sort and _shared(first, second)


def _shared(first: Quantity, second: Quantity) -> bool:
    return not first.readings.isdisjoint(second.readings)


def _same_day(first: Quantity, second: Quantity) -> bool:
    """16 november is 16 november 2020, when one of them leaves the year out."""
    days = [[r for r in each.readings if r[0] == "day"] for each in (first, second)]
    return any(
        a[1:3] == b[1:3] and (a[3] is None or b[3] is None) for a in days[0] for b in days[1]
    )


def _unsaid(left: Side, other: Side) -> Side:
    """What the other language does not say at all, or says less often in digits."""
    said = {reading for quantity in other for reading in quantity.readings}
    for reading in [reading for reading in said if reading[0] == "date"]:
        said |= {("month name", reading[2]), ("", reading[1])}
    return [
        quantity
        for quantity in left
        if quantity.weight
        and not (said & quantity.readings and (quantity.in_words or quantity.weight < Weight.BLOCK))
    ]


def _couples(left: Side, right: Side) -> Iterator[Couple]:
    """Put beside each other what seems to stand for the same thing."""
    rest = list(right)
    for first in left:
        second = next((other for other in rest if _rival(first, other)), None)
        if second:
            rest.remove(second)
        yield first, second
    for second in rest:
        yield None, second


def _rival(first: Quantity, second: Quantity) -> bool:
    if first.number is not None and first.number == second.number:
        return True
    same = first.sort is second.sort or {first.sort, second.sort} == {Sort.TIME, Sort.MEASURE}
    if first.sort is Sort.DATE:
        return same and not first.dimensions().isdisjoint(second.dimensions())
    return same


def _tells(couple: Couple) -> bool:
    first, second = couple
    if first and second:
        return first.weight + second.weight > Weight.CLASH * 2 or first.sort is Sort.RANK
    lone = first or second
    return lone is not None and lone.weight >= Weight.CONFIRM
