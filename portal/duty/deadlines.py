"""By when: calendar days, hours that pass. Pure functions."""

from datetime import date, datetime, timedelta

from portal.duty.facts import Rule


def due(rule: Rule | None, established_on: date | None) -> date | None:
    """The last day to notify: calendar days after the day on which it was established."""
    if rule is None or rule.deadline_days is None or established_on is None:
        return None
    return _shift(established_on, rule.deadline_days)


def report_by(called_at: datetime, hours: int) -> datetime:
    """The last moment for the first report: hours that pass after the call, not on a clock."""
    return called_at + timedelta(hours=hours)


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
