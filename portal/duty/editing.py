"""What is done to rules: one that follows another, and the few words that may change in place."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.duty.models import DutyRule
from portal.i18n import today
from portal.workflow import Problem, Refused


def follow(session: Session, rule: DutyRule, *, valid_from: date, **values: Any) -> DutyRule:
    """Write the rule that follows ``rule`` from that day on; Refused where it cannot.

    It starts after ``rule`` did: each day has one rule, and what counted in the past stays.
    """
    if rule.valid_to is not None:
        raise Refused([Problem(_("Another rule follows this one already: change that one"))])
    if valid_from < today():
        raise Refused([Problem(_("A rule starts today or later"), "valid_from")])
    if valid_from <= rule.valid_from:
        message = _("A rule starts after the day on which the one before it started")
        raise Refused([Problem(message, "valid_from")])
    kept = {name: getattr(rule, name) for name in ("code", "regime", "modality", "criterion")}
    new = DutyRule(**kept, **values, valid_from=valid_from)
    rule.valid_to = valid_from
    session.add(new)
    session.flush()
    return new


def set_telephone(session: Session, telephone: str) -> int:
    """Write the number to call on every rule that counts today or later; how many these are."""
    query = select(DutyRule).where(or_(DutyRule.valid_to.is_(None), DutyRule.valid_to > today()))
    rules = session.scalars(query).all()
    for rule in rules:
        rule.telephone = telephone
    return len(rules)
