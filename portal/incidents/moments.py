"""Dates and hours as people type them."""

import re
from datetime import date, datetime, time, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.i18n import BRUSSELS, Language, format_date, format_time

_DATE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*((?:19|20)?\d\d)", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})\s*(?:[uh:.]|uur|heures?)?\s*(\d\d)?", re.ASCII | re.IGNORECASE)


def parse_date(text: str, *, today: date) -> date:
    """Read day, month and year; raise ValueError where that is not a day of the calendar.

    A year of two digits is the latest such year that is not after this one.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError("day, month and year are not recognised")
    day, month, year = (int(part) for part in match.groups())
    if year < 100:
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    return date(year, month, day)


def why_no_date(text: str | None) -> LazyString:
    """What is wrong with a text that is no date: written otherwise, or not in the calendar."""
    if _DATE.fullmatch((text or "").strip()):
        return _("This date does not exist. Look at the day and the month again")
    return _("Write the date as day, month and year")


def parse_day(choice: str, text: str, *, today: date) -> date:
    """Read the answer "today", "yesterday" or, for anything else, the date in ``text``."""
    match choice:
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
        case _:
            return parse_date(text, today=today)


def parse_hour(text: str) -> str:
    """Read 15u42, 15h42, 15:42, 15.42, 1542, 15u or 15 as "15:42" or "15:00"; else ValueError."""
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        raise ValueError("the hour is not recognised")
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        raise ValueError("a day has no such hour")
    return f"{hour:02}:{minute:02}"


def parse_moment(text: str, *, today: date) -> datetime:
    """Read a day and an hour in Belgium, "16/11/2020 15u42"; else ValueError."""
    day, _space, hour = text.strip().rpartition(" ")
    clock = time.fromisoformat(parse_hour(hour))
    return datetime.combine(parse_date(day, today=today), clock, BRUSSELS)


def write_moment(moment: datetime) -> str:
    """As it is typed in both languages: 16/11/2020 15:42."""
    return f"{format_date(moment)} {moment.astimezone(BRUSSELS):%H:%M}"


def write_hour(stored: str, language: Language) -> str:
    """Write "15:42" as 15u42 in Dutch and as 15h42 in French."""
    return format_time(time.fromisoformat(stored), language) if stored else ""
