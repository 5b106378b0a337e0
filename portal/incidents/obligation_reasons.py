"""Why a duty check gave its answer: what each rule said, and what is missing, in words."""

import json
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.db import db
from portal.duty.facts import State
from portal.duty.models import Criterion, DutyRule
from portal.duty.numbers import write_exact
from portal.i18n import Translated
from portal.incidents.exposure import ExposureFields
from portal.incidents.parts import DutyCheck


@dataclass(frozen=True)
class Reason:
    """What one rule said, in the words of the page."""

    rule: DutyRule
    state: State
    missing: list[str]
    measured: str
    close: bool


def rules_of(check: DutyCheck) -> dict[int, DutyRule]:
    """The rules under which the answer was given, by id."""
    ids = [each["rule"] for each in json.loads(check.results)]
    rules = db.session.scalars(select(DutyRule).where(DutyRule.id.in_(ids)))
    return {rule.id: rule for rule in rules}


def _labels() -> dict[str, str]:
    return {field.name: str(field.label.text) for field in ExposureFields()}


def missing_of(check: DutyCheck) -> list[str]:
    """The answers that are missing, each once, in the order in which the page asks them."""
    names = {name for each in json.loads(check.results) for name in each["missing"]}
    return [label for name, label in _labels().items() if name in names]


def reasons_of(check: DutyCheck, rules: dict[int, DutyRule]) -> list[Reason]:
    """What each rule said, those with the same words together."""
    labels = _labels()
    found: dict[tuple[Translated, State], Reason] = {}
    for each in json.loads(check.results):
        rule = rules[each["rule"]]
        measured = "" if each["measured"] is None else _measured(rule, Fraction(each["measured"]))
        missing = [labels[name] for name in each["missing"]]
        reason = Reason(rule, State(each["state"]), missing, measured, each["close"])
        found.setdefault((rule.text, reason.state), reason)
    order = [State.MET, State.CALL, State.UNKNOWN, State.NOT_MET]
    return sorted(found.values(), key=lambda each: (order.index(each.state), each.rule.id))


def _measured(rule: DutyRule, number: Fraction) -> str:
    match rule.criterion:
        case Criterion.SYSTEMATIC:
            return ngettext("%(num)d patient", "%(num)d patients", int(number))
        case Criterion.UNBORN_CHILD:
            return _("Dose: %(number)s", number=f"{write_exact(number)}\N{NO-BREAK SPACE}mSv")
    return _("Deviation: %(number)s", number=f"{write_exact(number)}\N{NO-BREAK SPACE}%")
