"""From facts and rules to one of four answers. Pure functions: no page and no database.

Numbers stay exact, so that 9.9 %, 10.0 % and 10.1 % are three different answers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.duty.deadlines import due, final_report_due, first_report_due
from portal.duty.facts import Facts, Result, Rule, State
from portal.duty.judges import judge
from portal.duty.models import Outcome

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Decision:
    """The answer, what each rule says, and the rule and the dates that follow from it.

    ``due_on`` is for the first notification; ``final_on``, known once somebody called, for the
    final report.
    """

    outcome: Outcome
    results: tuple[Result, ...]
    rule: Rule | None = None
    due_on: date | None = None
    final_on: date | None = None

    @property
    def missing(self) -> list[str]:
        """The facts that are missing, each once."""
        return list(dict.fromkeys(name for each in self.results for name in each.missing))


def in_force(rules: Iterable[R], day: date) -> list[R]:
    """The rules that count on ``day``."""
    return [
        rule
        for rule in rules
        if rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)
    ]


def decide(facts: Facts, rules: Iterable[Rule], *, established_on: date | None) -> Decision:
    """The answer for ``facts`` under ``rules``: one met rule is enough, whatever is still open.

    Pass the rules that are in force on the day of the check, also for an older event: whoever
    asks today gets the answer of today's rules, and an answer once given keeps its own.
    """
    concerned = [rule for rule in rules if _concerns(rule, facts)]
    results = tuple(judge(rule, facts) for rule in sorted(concerned, key=_by_code))
    outcome = _outcome(results)
    rule = _deciding(outcome, results, established_on)
    call = _deciding(Outcome.UNDETERMINED, results, established_on)
    days = (
        due(rule, established_on) if outcome is Outcome.MUST else None,
        first_report_due(call, facts.called_at),
    )
    due_on = min(filter(None, days), default=None)
    return Decision(outcome, results, rule, due_on, final_report_due(call, facts.called_at))


def _by_code(rule: Rule) -> tuple[str, date]:
    return rule.code, rule.valid_from


def _concerns(rule: Rule, facts: Facts) -> bool:
    return rule.modality is None or facts.modality in {None, rule.modality}


def _outcome(results: Sequence[Result]) -> Outcome:
    states = {each.state for each in results}
    if State.MET in states:
        return Outcome.MUST
    if states & {State.UNKNOWN, State.CALL}:
        return Outcome.UNDETERMINED
    if any(each.close for each in results):
        return Outcome.PROBABLY_NOT
    return Outcome.VOLUNTARY


def _deciding(
    outcome: Outcome, results: Sequence[Result], established_on: date | None
) -> Rule | None:
    """The rule with the earliest date, the one to call about, or the one that was nearly met."""
    wanted: dict[Outcome, Callable[[Result], bool]] = {
        Outcome.MUST: lambda each: each.state is State.MET,
        Outcome.UNDETERMINED: lambda each: each.state is State.CALL,
        Outcome.PROBABLY_NOT: lambda each: each.close,
    }
    if outcome not in wanted:
        return None
    chosen = [each.rule for each in results if wanted[outcome](each)]
    return min(
        chosen,
        key=lambda rule: (due(rule, established_on) or date.max, *_by_code(rule)),
        default=None,
    )
