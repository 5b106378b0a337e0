"""What each kind of rule says of the facts: met, not met, or what is missing."""

from collections.abc import Callable
from fractions import Fraction

from portal.duty.deviation import (
    deviation,
    exact,
    fraction_deviation,
    total_deviation,
    total_if_all_deviated,
)
from portal.duty.facts import Facts, Result, Rule, State
from portal.duty.models import Criterion, YesNo


def judge(rule: Rule, facts: Facts) -> Result:
    if facts.reached is YesNo.NO and rule.criterion not in WITHOUT_PATIENT:
        return Result(rule, State.NOT_MET)
    result = JUDGES[rule.criterion](rule, facts)
    if result.state is State.UNKNOWN and rule.modality and facts.modality is None:
        return Result(rule, State.UNKNOWN, ("modality", *result.missing))
    return result


def _compared(rule: Rule, measured: Fraction | None, missing: tuple[str, ...]) -> Result:
    """Whether ``measured``, whatever its sign, reaches the threshold of ``rule``."""
    if measured is None or rule.threshold is None:
        return Result(rule, State.UNKNOWN, missing)
    size, threshold = abs(measured), Fraction(rule.threshold)
    if size > threshold or (size == threshold and not rule.exclusive):
        return Result(rule, State.MET, measured=measured)
    close = rule.doubt_from is not None and size >= Fraction(rule.doubt_from)
    return Result(rule, State.NOT_MET, measured=measured, close=close)


def _total(rule: Rule, facts: Facts) -> Result:
    """What is known decides; where it depends on how many fractions deviated, the total must."""
    missing = ("total_planned", "total_delivered")
    known, all_ = total_deviation(facts), total_if_all_deviated(facts)
    result = _compared(rule, known, missing)
    if all_ is None or result.state is State.MET:
        return result
    if known is not None and abs(all_) <= abs(known):
        return result
    worst = _compared(rule, all_, missing)
    return Result(rule, State.UNKNOWN, missing) if worst.state is State.MET else worst


def _fraction(rule: Rule, facts: Facts) -> Result:
    return _compared(rule, fraction_deviation(facts), ("fraction_planned", "fraction_delivered"))


def _activity(rule: Rule, facts: Facts) -> Result:
    measured = deviation(exact(facts.activity_planned), exact(facts.activity_delivered))
    return _compared(rule, measured, ("activity_planned", "activity_delivered"))


def _systematic(rule: Rule, facts: Facts) -> Result:
    """One patient is not many, whether the deviation is systematic or not."""
    if facts.systematic is YesNo.NO:
        return Result(rule, State.NOT_MET)
    most = _compared(rule, exact(facts.patients_most), ("patients",))
    if most.state is State.NOT_MET:
        return most
    least = _compared(rule, exact(facts.patients_least), ("patients",))
    enough = least.state is State.MET
    if facts.systematic is not YesNo.YES:
        missing = ("systematic",) if enough else ("systematic", "patients")
        return Result(rule, State.UNKNOWN, missing, least.measured if enough else None)
    return least if enough else Result(rule, State.UNKNOWN, ("patients",))


def _unborn(rule: Rule, facts: Facts) -> Result:
    silent = facts.unborn_child is None and facts.unborn_dose is None
    if facts.unborn_child is YesNo.NO or (silent and facts.reached is YesNo.NO):
        return Result(rule, State.NOT_MET)
    if facts.unborn_child is YesNo.YES or facts.unborn_dose is not None:
        return _compared(rule, exact(facts.unborn_dose), ("unborn_dose",))
    return Result(rule, State.UNKNOWN, ("unborn_child",))


def _establishment(rule: Rule, facts: Facts) -> Result:
    match facts.beyond_patients:
        case YesNo.YES:
            return Result(rule, State.CALL)
        case YesNo.NO:
            return Result(rule, State.NOT_MET)
        case None if facts.reached is YesNo.NO:
            return Result(rule, State.NOT_MET)
    return Result(rule, State.UNKNOWN, ("beyond_patients",))


def _said(name: str) -> Callable[[Rule, Facts], Result]:
    """A rule that is met by yes alone."""

    def judge(rule: Rule, facts: Facts) -> Result:
        answer: YesNo | None = getattr(facts, name)
        if answer in {None, YesNo.UNKNOWN}:
            return Result(rule, State.UNKNOWN, (name,))
        return Result(rule, State.MET if answer is YesNo.YES else State.NOT_MET)

    return judge


JUDGES: dict[Criterion, Callable[[Rule, Facts], Result]] = {
    Criterion.TOTAL_DOSE: _total,
    Criterion.FRACTION_DOSE: _fraction,
    Criterion.SYSTEMATIC: _systematic,
    Criterion.IDENTITY: _said("wrong_identity"),
    Criterion.UNBORN_CHILD: _unborn,
    Criterion.ACTIVITY: _activity,
    Criterion.EFFECTS: _said("unforeseen_effects"),
    Criterion.ESTABLISHMENT: _establishment,
}
WITHOUT_PATIENT = {Criterion.UNBORN_CHILD, Criterion.ESTABLISHMENT}
