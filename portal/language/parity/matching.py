"""Which quantities of two passages have no counterpart, and which stand in another one's place."""

from collections.abc import Callable, Iterator

from portal.language.parity.quantity import Quantity, Sort, Weight

Side = list[Quantity]
Couple = tuple[Quantity | None, Quantity | None]
_YEARS = range(1900, 2100)


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
    for first in sorted(left, key=lambda quantity: (-quantity.weight, len(quantity.readings))):
        others = [second for second in right if same(first, second)]
        if others:
            second = max(
                others, key=lambda other: (len(first.readings & other.readings), other.weight)
            )
            left.remove(first)
            right.remove(second)


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
