"""The answers of the duty to notify: boundaries, what is missing, and what always holds."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.duty.deadlines import due, report_by
from portal.duty.decide import decide, in_force
from portal.duty.facts import Facts
from portal.duty.models import Criterion, Modality, Outcome, YesNo
from portal.i18n import BRUSSELS

DAY = date(2026, 11, 18)
SINCE = date(2020, 7, 30)


@dataclass(frozen=True)
class Rule:
    """A rule that stands in no database."""

    criterion: Criterion
    threshold: Decimal | None = None
    doubt_from: Decimal | None = None
    code: str = ""
    modality: Modality | None = None
    exclusive: bool = False
    deadline_days: int | None = 7
    deadline_hours: int | None = None
    final_months: int | None = None
    valid_from: date = SINCE
    valid_to: date | None = None


TOTAL = Rule(Criterion.TOTAL_DOSE, Decimal(10), Decimal(8), "total")
FRACTION = Rule(Criterion.FRACTION_DOSE, Decimal(20), Decimal(16), "fraction")
SYSTEMATIC = Rule(Criterion.SYSTEMATIC, Decimal(10), Decimal(8), "systematic")
IDENTITY = Rule(Criterion.IDENTITY, code="identity")
UNBORN = Rule(Criterion.UNBORN_CHILD, Decimal(1), Decimal("0.5"), "unborn", exclusive=True)
ACTIVITY = Rule(Criterion.ACTIVITY, Decimal(10), Decimal(8), "activity", modality=Modality.UNSEALED)
EFFECTS = Rule(Criterion.EFFECTS, code="effects")
BEYOND = Rule(
    Criterion.ESTABLISHMENT,
    code="beyond",
    deadline_days=None,
    deadline_hours=48,
    final_months=2,
)
RULES = [TOTAL, FRACTION, SYSTEMATIC, IDENTITY, UNBORN, ACTIVITY, EFFECTS, BEYOND]
QUIET = Facts(
    reached=YesNo.YES,
    modality=Modality.EXTERNAL,
    total_deviation=Decimal(1),
    fraction_deviation=Decimal(5),
    patients_least=1,
    patients_most=1,
    wrong_identity=YesNo.NO,
    unborn_child=YesNo.NO,
    unforeseen_effects=YesNo.NO,
    beyond_patients=YesNo.NO,
)


def but(facts: Facts, **known: Any) -> Facts:
    """The same facts, except for what is named."""
    return replace(facts, **known)


def outcome(facts: Facts, rules: list[Any] = RULES) -> Outcome:
    """The answer alone."""
    return decide(facts, rules, established_on=DAY).outcome


def given_that(**known: Any) -> Outcome:
    """The answer when all is quiet except what is named; numbers may be written as text."""
    exact = {
        name: Decimal(value) if isinstance(value, str) and value[-1].isdigit() else value
        for name, value in known.items()
    }
    return outcome(but(QUIET, **exact))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"total_deviation": "7.99"}, Outcome.VOLUNTARY),
        ({"total_deviation": "8"}, Outcome.PROBABLY_NOT),
        ({"total_deviation": "9.9"}, Outcome.PROBABLY_NOT),
        ({"total_deviation": "10.0"}, Outcome.MUST),
        ({"total_deviation": "-10.0"}, Outcome.MUST),
        ({"total_deviation": "10.1"}, Outcome.MUST),
        ({"fraction_deviation": "19.9"}, Outcome.PROBABLY_NOT),
        ({"fraction_deviation": "-19.9"}, Outcome.PROBABLY_NOT),
        ({"fraction_deviation": "20"}, Outcome.MUST),
        ({"fraction_deviation": "20.1"}, Outcome.MUST),
        ({"fraction_deviation": "-22"}, Outcome.MUST),
        ({"unborn_child": YesNo.YES, "unborn_dose": "0.4"}, Outcome.VOLUNTARY),
        ({"unborn_child": YesNo.YES, "unborn_dose": "1"}, Outcome.PROBABLY_NOT),
        ({"unborn_child": YesNo.YES, "unborn_dose": "1.000001"}, Outcome.MUST),
        ({"wrong_identity": YesNo.YES}, Outcome.MUST),
        ({"unforeseen_effects": YesNo.YES}, Outcome.MUST),
        ({"beyond_patients": YesNo.YES}, Outcome.UNDETERMINED),
        ({}, Outcome.VOLUNTARY),
    ],
)
def test_boundaries_are_exact(known: dict[str, Any], expected: Outcome) -> None:
    assert given_that(**known) is expected


@pytest.mark.parametrize(
    ("patients", "systematic", "expected"),
    [
        (7, YesNo.YES, Outcome.VOLUNTARY),
        (9, YesNo.YES, Outcome.PROBABLY_NOT),
        (10, YesNo.YES, Outcome.MUST),
        (10, YesNo.NO, Outcome.VOLUNTARY),
        (10, YesNo.UNKNOWN, Outcome.UNDETERMINED),
        (1, None, Outcome.VOLUNTARY),
    ],
)
def test_nine_patients_are_not_ten(patients: int, systematic: YesNo, expected: Outcome) -> None:
    facts = {"patients_least": patients, "patients_most": patients, "systematic": systematic}
    assert given_that(**facts) is expected


def test_a_number_of_patients_known_in_part_counts_as_far_as_it_goes() -> None:
    many = {"patients_least": 10, "patients_most": None}
    few = {"patients_least": 2, "patients_most": 9}
    nobody_knows = {"patients_least": None, "patients_most": None}
    assert given_that(systematic=YesNo.YES, **many) is Outcome.MUST
    assert given_that(systematic=YesNo.YES, **few) is Outcome.PROBABLY_NOT
    assert given_that(systematic=YesNo.YES, **nobody_knows) is Outcome.UNDETERMINED


@pytest.mark.parametrize(
    ("planned", "delivered", "expected"),
    [
        ("50", "54.9", Outcome.PROBABLY_NOT),
        ("50", "55", Outcome.MUST),
        ("50", "45", Outcome.MUST),
        ("50", "45.1", Outcome.PROBABLY_NOT),
        ("3", "3.3", Outcome.MUST),
        ("0", "3.3", Outcome.UNDETERMINED),
    ],
)
def test_a_deviation_is_computed_exactly(planned: str, delivered: str, expected: Outcome) -> None:
    known = {"total_planned": planned, "total_delivered": delivered}
    assert given_that(total_deviation=None, **known) is expected


def test_without_a_total_the_fractions_make_it() -> None:
    quiet = {"total_deviation": None, "fraction_deviation": None, "fraction_planned": "2"}
    twenty = {**quiet, "fractions_planned": 20, "fraction_delivered": "2"}
    assert given_that(**twenty, fractions_delivered=21) is Outcome.VOLUNTARY
    assert given_that(**twenty, fractions_delivered=22) is Outcome.MUST
    assert given_that(**twenty) is Outcome.UNDETERMINED
    every = {**twenty, "fraction_delivered": "2.2", "fractions_delivered": 20}
    assert given_that(**every) is Outcome.UNDETERMINED, "perhaps only one fraction deviated"
    assert given_that(**{**every, "fraction_delivered": "2.18"}) is Outcome.PROBABLY_NOT
    assert given_that(**{**every, "total_delivered": "44"}) is Outcome.MUST
    one = {**every, "fractions_planned": 1, "fractions_delivered": 1}
    assert given_that(**one) is Outcome.MUST, "then the fraction is the treatment"
    hidden = {**twenty, "fraction_delivered": "2.222", "fractions_delivered": 18}
    assert given_that(**hidden) is Outcome.MUST, "a larger dose does not hide a missing fraction"
    assert given_that(**{**every, "total_planned": "40", "total_delivered": "40.2"}) is (
        Outcome.VOLUNTARY
    ), "a total that is given counts, not the fractions"


def test_of_two_numbers_that_disagree_the_larger_counts() -> None:
    assert given_that(total_planned="50", total_delivered="56") is Outcome.MUST


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("total_deviation", ["total_planned", "total_delivered"]),
        ("fraction_deviation", ["fraction_planned", "fraction_delivered"]),
        ("wrong_identity", ["wrong_identity"]),
        ("unforeseen_effects", ["unforeseen_effects"]),
        ("unborn_child", ["unborn_child"]),
        ("beyond_patients", ["beyond_patients"]),
    ],
)
def test_an_open_answer_is_named(name: str, missing: list[str]) -> None:
    decision = decide(but(QUIET, **{name: None}), RULES, established_on=DAY)
    assert (decision.outcome, decision.missing) == (Outcome.UNDETERMINED, missing)
    met = but(QUIET, **{name: None, "wrong_identity": YesNo.YES})
    assert name == "wrong_identity" or outcome(met) is Outcome.MUST


def test_an_unknown_modality_is_named_and_an_unsealed_product_has_rules_of_its_own() -> None:
    decision = decide(but(QUIET, modality=None), RULES, established_on=DAY)
    assert decision.missing == ["modality", "activity_planned", "activity_delivered"]
    unsealed = replace(
        QUIET,
        modality=Modality.UNSEALED,
        activity_planned=Decimal(100),
        activity_delivered=Decimal(90),
    )
    assert outcome(unsealed) is Outcome.MUST
    assert outcome(but(unsealed, modality=Modality.EXTERNAL)) is Outcome.VOLUNTARY


def test_without_a_patient_no_dose_is_asked_for() -> None:
    caught = Facts(reached=YesNo.NO)
    assert outcome(caught) is Outcome.VOLUNTARY
    assert outcome(but(caught, beyond_patients=YesNo.YES)) is Outcome.UNDETERMINED
    assert outcome(but(caught, beyond_patients=YesNo.UNKNOWN)) is Outcome.UNDETERMINED
    assert outcome(but(caught, unborn_dose=Decimal(2))) is Outcome.MUST
    assert outcome(but(caught, unborn_child=YesNo.UNKNOWN)) is Outcome.UNDETERMINED


def test_the_same_dose_as_prescribed_is_no_deviation() -> None:
    silent = but(QUIET, total_deviation=None, fraction_deviation=None)
    assert outcome(silent) is Outcome.UNDETERMINED
    assert outcome(but(silent, same_dose=True)) is Outcome.VOLUNTARY


def test_the_earliest_date_decides() -> None:
    soon = replace(EFFECTS, deadline_days=2)
    facts = but(QUIET, total_deviation=Decimal(12), unforeseen_effects=YesNo.YES)
    decision = decide(facts, [TOTAL, soon, BEYOND], established_on=DAY)
    assert (decision.rule, decision.due_on) == (soon, date(2026, 11, 20))
    assert decide(facts, [TOTAL], established_on=None).due_on is None


def test_only_the_rules_of_that_day_are_in_force() -> None:
    today = date(2026, 11, 21)
    old, new = replace(FRACTION, valid_to=today), replace(FRACTION, valid_from=today)
    coming = replace(FRACTION, valid_from=today + timedelta(days=1))
    assert in_force([old, new, coming], today) == [new]
    assert in_force([old, new, coming], today - timedelta(days=1)) == [old]


def test_a_higher_threshold_turns_must_into_doubt() -> None:
    facts = but(QUIET, fraction_deviation=Decimal(22))
    assert outcome(facts) is Outcome.MUST
    softer = replace(FRACTION, threshold=Decimal(25), doubt_from=Decimal(20))
    assert outcome(facts, [TOTAL, softer]) is Outcome.PROBABLY_NOT


@pytest.mark.parametrize(
    ("established", "expected"),
    [
        (date(2026, 11, 18), date(2026, 11, 25)),
        (date(2026, 2, 25), date(2026, 3, 4)),
        (date(2028, 2, 25), date(2028, 3, 3)),
        (date(2026, 12, 28), date(2027, 1, 4)),
        (date(2026, 3, 25), date(2026, 4, 1)),
        (date(2026, 10, 22), date(2026, 10, 29)),
        (date.max, None),
    ],
)
def test_seven_calendar_days(established: date, expected: date | None) -> None:
    assert due(TOTAL, established) == expected


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ((2026, 3, 28, 12), (2026, 3, 30, 13)),
        ((2026, 10, 24, 12), (2026, 10, 26, 11)),
        ((2026, 6, 1, 12), (2026, 6, 3, 12)),
    ],
)
def test_forty_eight_hours_pass_whatever_the_clock_does(
    called: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    moment = datetime(*called, tzinfo=BRUSSELS).astimezone(UTC)
    found = report_by(moment, 48).astimezone(BRUSSELS)
    assert (found.year, found.month, found.day, found.hour) == expected


@pytest.mark.parametrize(
    ("called", "first", "final"),
    [
        ((2026, 11, 18, 9), date(2026, 11, 20), date(2027, 1, 18)),
        ((2026, 12, 31, 23), date(2027, 1, 2), date(2027, 2, 28)),
        ((2027, 12, 30, 12), date(2028, 1, 1), date(2028, 2, 29)),
        ((2026, 3, 27, 23), date(2026, 3, 30), date(2026, 5, 27)),
        ((2026, 10, 24, 0), date(2026, 10, 25), date(2026, 12, 24)),
    ],
)
def test_after_the_call_the_reports_are_due(
    called: tuple[int, int, int, int], first: date, final: date
) -> None:
    moment = datetime(*called, tzinfo=BRUSSELS).astimezone(UTC)
    facts = but(QUIET, beyond_patients=YesNo.YES, called_at=moment)
    decision = decide(facts, RULES, established_on=DAY)
    assert (decision.outcome, decision.rule) == (Outcome.UNDETERMINED, BEYOND)
    assert (decision.due_on, decision.final_on) == (first, final)
    for quiet in (but(facts, beyond_patients=YesNo.NO), but(facts, called_at=None)):
        decision = decide(quiet, RULES, established_on=DAY)
        assert (decision.due_on, decision.final_on) == (None, None)


def test_what_is_due_first_after_call_and_criterion() -> None:
    called = datetime(2026, 11, 18, 9, tzinfo=BRUSSELS)
    facts = but(QUIET, total_deviation=Decimal(12), beyond_patients=YesNo.YES, called_at=called)
    decision = decide(facts, RULES, established_on=DAY)
    assert (decision.outcome, decision.rule) == (Outcome.MUST, TOTAL)
    assert (decision.due_on, decision.final_on) == (date(2026, 11, 20), date(2027, 1, 18))
    later = but(facts, called_at=called + timedelta(days=9))
    assert decide(later, RULES, established_on=DAY).due_on == date(2026, 11, 25)


numbers = st.none() | st.decimals(-1000, 1000, places=3, allow_nan=False)
answers = st.none() | st.sampled_from(list(YesNo))
counts = st.none() | st.integers(0, 1000)
KINDS: dict[str, Any] = {
    **dict.fromkeys(("reached", "systematic", "wrong_identity", "unborn_child"), answers),
    **dict.fromkeys(("unforeseen_effects", "beyond_patients"), answers),
    **dict.fromkeys(("fractions_planned", "fractions_delivered"), counts),
    **dict.fromkeys(("patients_least", "patients_most"), counts),
    **{
        name: numbers
        for name, kind in Facts.__annotations__.items()
        if name.endswith(("_deviation", "_dose")) or (kind == Decimal | None)
        if name != "same_dose"
    },
    "same_dose": st.booleans(),
    "modality": st.none() | st.sampled_from(list(Modality)),
}
anything = st.builds(Facts, **KINDS)
some_rules = st.lists(st.sampled_from(RULES), unique=True)
percents = st.decimals(-300, 300, places=2, allow_nan=False)
GRADES = [Outcome.VOLUNTARY, Outcome.PROBABLY_NOT, Outcome.UNDETERMINED, Outcome.MUST]


@given(anything, some_rules, st.none() | st.dates())
def test_there_is_always_one_of_four_answers(
    facts: Facts, rules: list[Rule], day: date | None
) -> None:
    decision = decide(facts, rules, established_on=day)
    assert decision.outcome in GRADES
    assert (decision.due_on is None) or decision.outcome is Outcome.MUST
    assert bool(decision.missing) <= (decision.outcome in {Outcome.UNDETERMINED, Outcome.MUST})


@given(anything, some_rules.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_the_rules_does_not_matter(
    facts: Facts, orders: tuple[list[Rule], list[Rule]]
) -> None:
    first, second = (decide(facts, rules, established_on=DAY) for rules in orders)
    assert first == second


@given(anything, percents, percents, st.sampled_from(["total_deviation", "fraction_deviation"]))
def test_a_larger_deviation_never_takes_the_duty_away(
    facts: Facts, one: Decimal, other: Decimal, name: str
) -> None:
    smaller, larger = sorted((one, other), key=abs)
    before, after = (outcome(but(facts, **{name: each})) for each in (smaller, larger))
    assert GRADES.index(before) <= GRADES.index(after)


@given(percents, percents)
def test_too_much_and_too_little_are_alike(total: Decimal, fraction: Decimal) -> None:
    found = {
        outcome(but(QUIET, total_deviation=sign * total, fraction_deviation=other * fraction))
        for sign in (1, -1)
        for other in (1, -1)
    }
    assert len(found) == 1


@given(
    st.decimals("0.001", 1000, places=3, allow_nan=False),
    st.decimals(0, 2000, places=3, allow_nan=False),
)
def test_doses_and_their_deviation_give_one_answer(planned: Decimal, delivered: Decimal) -> None:
    found = outcome(
        but(QUIET, total_deviation=None, total_planned=planned, total_delivered=delivered)
    )
    reached = abs(delivered - planned) * 100 >= 10 * planned
    assert (found is Outcome.MUST) == reached


@given(anything, some_rules, st.sampled_from(["wrong_identity", "unforeseen_effects"]))
def test_one_more_yes_never_takes_the_duty_away(facts: Facts, rules: list[Rule], name: str) -> None:
    if outcome(facts, rules) is Outcome.MUST:
        assert outcome(but(facts, **{name: YesNo.YES}), rules) is Outcome.MUST
