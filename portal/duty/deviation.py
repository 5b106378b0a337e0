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

    Where no total is given it is the dose per fraction times the number of fractions. Perhaps
    only one fraction deviated: then the number of fractions alone counts, if that is worse.
    """
    planned, delivered = exact(facts.total_planned), exact(facts.total_delivered)
    found = _largest(exact(facts.total_deviation), deviation(planned, delivered))
    if found is None:
        each, number = exact(facts.fraction_planned), exact(facts.fractions_delivered)
        whole = _times(each, exact(facts.fractions_planned)) if planned is None else planned
        given = _times(exact(facts.fraction_delivered), number) if delivered is None else delivered
        usual = _times(each, number) if delivered is None and given is not None else None
        found = _largest(deviation(whole, given), deviation(whole, usual))
    return Fraction(0) if found is None and facts.same_dose else found


def _times(dose: Fraction | None, number: Fraction | None) -> Fraction | None:
    return None if dose is None or number is None else dose * number
