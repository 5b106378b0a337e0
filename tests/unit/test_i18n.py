"""Dates, hours and texts in both languages."""

import calendar
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import (
    Language,
    Translated,
    format_date,
    format_long_date,
    format_moment,
    format_time,
    months_after,
)

SEED_MOMENT = datetime(2020, 11, 16, 14, 42, tzinfo=UTC)


def test_hours_are_written_as_in_the_bulletins() -> None:
    assert format_time(SEED_MOMENT, Language.NL) == "15u42"
    assert format_time(SEED_MOMENT, Language.FR) == "15h42"


def test_moments_are_those_of_brussels_in_winter_and_in_summer() -> None:
    assert format_moment(SEED_MOMENT, Language.NL) == "16/11/2020 om 15u42"
    summer = datetime(2026, 7, 31, 22, 5, tzinfo=UTC)
    assert format_moment(summer, Language.FR) == "01/08/2026 à 0h05"


@pytest.mark.parametrize(
    ("day", "dutch", "french"),
    [
        (date(2020, 11, 16), "maandag 16 november 2020", "lundi 16 novembre 2020"),
        (date(2026, 3, 1), "zondag 1 maart 2026", "dimanche 1er mars 2026"),
    ],
)
def test_long_dates(day: date, dutch: str, french: str) -> None:
    assert format_long_date(day, Language.NL) == dutch
    assert format_long_date(day, Language.FR) == french


def test_short_dates_have_four_digits_of_year_in_both() -> None:
    assert format_date(date(2020, 11, 16)) == "16/11/2020"


def test_a_text_says_where_it_is_missing() -> None:
    text = Translated(nl="één fractie")
    assert text.missing == [Language.FR]
    assert text.best(Language.FR) == (Language.NL, "één fractie")
    assert text.replace(Language.FR, "une fraction") == Translated("één fractie", "une fraction")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 21), 3, date(2027, 2, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 9, 15), 3, date(2026, 12, 15)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 11, 21), 2, date(2027, 1, 21)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 7, 31), 2, date(2026, 9, 30)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(min_value=0, max_value=60))
def test_months_later_is_the_same_day_or_the_last(called: date, months: int) -> None:
    found = months_after(called, months)
    assert (found.year - called.year) * 12 + found.month - called.month == months
    assert found.day == min(called.day, calendar.monthrange(found.year, found.month)[1])
