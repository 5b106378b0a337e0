"""By when: calendar days, hours that pass. Pure functions."""

from datetime import date, datetime, timedelta

from portal.duty.facts import Rule
from portal.i18n import BRUSSELS, months_after


def due(rule: Rule | None, established_on: date | None) -> date | None:
    """The last day to notify: calendar days after the day on which it was established."""
    if rule is None or rule.deadline_days is None or established_on is None:
        return None
    return _shift(established_on, rule.deadline_days)


def report_by(called_at: datetime, hours: int) -> datetime:
    """The last moment for the first report: hours that pass after the call, not on a clock."""
    return called_at + timedelta(hours=hours)


def first_report_due(rule: Rule | None, called_at: datetime | None) -> date | None:
    """The day in Belgium on which the time for the first report after the call ends."""
    if rule is None or rule.deadline_hours is None or called_at is None:
        return None
    return report_by(called_at, rule.deadline_hours).astimezone(BRUSSELS).date()


def final_report_due(rule: Rule | None, called_at: datetime | None) -> date | None:
    """The last day for the final report: calendar months after the day of the call."""
    if rule is None or rule.final_months is None or called_at is None:
        return None
    return months_after(called_at.astimezone(BRUSSELS).date(), rule.final_months)


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
