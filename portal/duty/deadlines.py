"""By when: calendar days, hours that pass, calendar months. Pure functions."""

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


def final_by(called_on: date, months: int) -> date:
    """The last day for the final report: the same day ``months`` later, or that month's last."""
    years, month = divmod(called_on.month - 1 + months, 12)
    first = date(called_on.year + years, month + 1, 1)
    last = _last_day(first)
    return first.replace(day=min(called_on.day, last.day))


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
