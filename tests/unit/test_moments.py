"""Dates and hours are read as people write them, and nothing else is guessed."""

from datetime import date

import pytest

from portal.i18n import Language
from portal.incidents.moments import parse_date, parse_day, parse_hour, write_hour

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16/11/2020", date(2020, 11, 16)),
        ("  16/11/2020 ", date(2020, 11, 16)),
        ("1/2/2026", date(2026, 2, 1)),
        ("01-02-2026", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("1 2 2026", date(2026, 2, 1)),
        ("16 / 11 / 2020", date(2020, 11, 16)),
        ("29/2/2024", date(2024, 2, 29)),
        ("16/11/26", date(2026, 11, 16)),
        ("16/11/27", date(1927, 11, 16)),
        ("17/11/2026", date(2026, 11, 17)),
    ],
)
def test_a_date_is_read(text: str, expected: date) -> None:
    assert parse_date(text, today=TODAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/2/2026",
        "29/2/2026",
        "32/1/2026",
        "0/1/2026",
        "11/16/2026",
        "16/11",
        "16/11/226",
        "16/11/0026",
        "16/11/20266",
        "16112026",
        "gisteren",
        "16 november 2026",
        "\u0661\u0666/\u0661\u0661/2026",
        "16/11/2026\u200f",
        "9" * 10_000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not recognised|out of range|must be in"):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("choice", "text", "expected"),
    [
        ("today", "", date(2026, 11, 16)),
        ("today", "31/2/2026", date(2026, 11, 16)),
        ("yesterday", "", date(2026, 11, 15)),
        ("other", "1/3/2026", date(2026, 3, 1)),
    ],
)
def test_a_day_is_read(choice: str, text: str, expected: date) -> None:
    assert parse_day(choice, text, today=TODAY) == expected


def test_yesterday_crosses_the_year() -> None:
    assert parse_day("yesterday", "", today=date(2027, 1, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15u42", "15:42"),
        ("15h42", "15:42"),
        ("15:42", "15:42"),
        ("15.42", "15:42"),
        ("1542", "15:42"),
        ("15U42", "15:42"),
        ("15 h 42", "15:42"),
        (" 15u42 ", "15:42"),
        ("15u", "15:00"),
        ("15h", "15:00"),
        ("15 uur", "15:00"),
        ("15 heures", "15:00"),
        ("15", "15:00"),
        ("9u05", "09:05"),
        ("905", "09:05"),
        ("0:00", "00:00"),
        ("1 heure", "01:00"),
        ("23:59", "23:59"),
    ],
)
def test_an_hour_is_read(text: str, expected: str) -> None:
    assert parse_hour(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25:99",
        "24:00",
        "15:60",
        "15u4",
        "15:42:10",
        "u42",
        "half vier",
        "15h42m",
        "-1:00",
        "\u0663",
    ],
)
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not recognised|no such hour"):
        parse_hour(text)


@pytest.mark.parametrize(
    ("stored", "dutch", "french"),
    [
        ("15:42", "15u42", "15h42"),
        ("09:05", "9u05", "9h05"),
        ("00:00", "0u00", "0h00"),
        ("", "", ""),
    ],
)
def test_an_hour_is_written(stored: str, dutch: str, french: str) -> None:
    assert (write_hour(stored, Language.NL), write_hour(stored, Language.FR)) == (dutch, french)
