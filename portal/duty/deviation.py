"""How far what was delivered is off from what was prescribed, in exact percents."""

from decimal import Decimal
from fractions import Fraction

from portal.duty.facts import Facts


def deviation(planned: Fraction | None, delivered: Fraction | None) -> Fraction | None:
    """In percent of what was planned."""
    if planned is None or delivered is None or planned <= 0:
        return None
    return (delivered - planned) / planned * 100


def exact(number: Decimal | int | None) -> Fraction | None:
    """The same number, to compute with."""
    return None if number is None else Fraction(number)


def _largest(*deviations: Fraction | None) -> Fraction | None:
    known = [each for each in deviations if each is not None]
    return max(known, key=lambda each: (abs(each), each), default=None)


def fraction_deviation(facts: Facts) -> Fraction | None:
    """How much a fraction deviates: as typed or computed, the larger where both are known."""
    found = _largest(
        exact(facts.fraction_deviation),
        deviation(exact(facts.fraction_planned), exact(facts.fraction_delivered)),
    )
    return Fraction(0) if found is None and facts.same_dose else found


def total_deviation(facts: Facts) -> Fraction | None:
    """How much the whole treatment deviates: as typed or computed, the larger where both are known.

    Where no total is given it follows from the number of fractions: perhaps only one of them had
    another dose, so that each but a single one counts as prescribed.
    """
    planned, delivered = exact(facts.total_planned), exact(facts.total_delivered)
    found = _largest(exact(facts.total_deviation), deviation(planned, delivered))
    if found is None and delivered is not None:
        found = deviation(_whole(facts), delivered)
    if found is None and facts.fraction_delivered is not None:
        single = facts.fractions_delivered == 1
        each = facts.fraction_delivered if single else facts.fraction_planned
        found = deviation(_whole(facts), _times(exact(each), exact(facts.fractions_delivered)))
    return Fraction(0) if found is None and facts.same_dose else found


def total_if_all_deviated(facts: Facts) -> Fraction | None:
    """What it would be if each fraction had the dose of the one told; None where a total is."""
    if facts.total_deviation is not None or facts.total_delivered is not None:
        return None
    number = exact(facts.fractions_delivered)
    return deviation(_whole(facts), _times(exact(facts.fraction_delivered), number))


def _whole(facts: Facts) -> Fraction | None:
    planned = exact(facts.total_planned)
    times = _times(exact(facts.fraction_planned), exact(facts.fractions_planned))
    return times if planned is None else planned


def _times(dose: Fraction | None, number: Fraction | None) -> Fraction | None:
    return None if dose is None or number is None else dose * number
