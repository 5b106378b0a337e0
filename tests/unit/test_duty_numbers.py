"""Numbers as people type them, read exactly and written the way people write here."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.duty.numbers import parse_number, write_exact, write_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        (" +7,50 ", "7.5"),
        ("-12", "-12"),
        ("−12", "-12"),
        ("- 3", "-3"),
        ("0", "0"),
        ("-0,0", "0"),
        ("100000", "100000"),
    ],
)
def test_a_number_is_read_exactly(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "een", "1e3", "NaN", "inf", "1,2,3", "1 000", "7,", ",5", "1234567", "٣", "½"]
)
def test_anything_else_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(typed)


@given(st.decimals(-999999, 999999, places=6, allow_nan=False))
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert parse_number(write_number(number)) == number


@given(st.fractions(0, 1000))
def test_a_number_is_never_shown_as_more_than_it_is(number: Fraction) -> None:
    assert Fraction(parse_number(write_exact(number))) <= number


def test_just_below_ten_is_not_written_as_ten() -> None:
    assert write_exact(Fraction(9999, 1000)) == "9,99"
    assert write_exact(Fraction(-10)) == "−10"
