"""Medians, half years and pauses: figures that can be checked by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions.medians import LONGEST_PAUSE, half_year, middle, worked

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 10_000).map(lambda n: START + timedelta(seconds=n)), max_size=20)


def at(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        ((), 0),
        ((0,), 0),
        ((0, 4, 10), 10),
        ((10, 0, 4), 10),
        ((0, 15), 15),
        ((0, 15.01), 0),
        ((0, 5, 65, 70), 10),
        ((0, 0, 3, 3), 3),
    ],
)
def test_a_long_pause_is_not_counted(minutes: tuple[float, ...], told: int) -> None:
    assert worked(at(*minutes)) == timedelta(minutes=told)


@given(MOMENTS)
def test_work_is_never_more_than_the_time_that_passed(moments: list[datetime]) -> None:
    passed = max(moments) - min(moments) if moments else timedelta()
    assert timedelta() <= worked(moments) <= passed
    assert worked(moments + moments) == worked(moments)
    assert worked(moments, longest_pause=timedelta(days=1)) == passed
    assert worked(moments) <= max(len(moments) - 1, 0) * LONGEST_PAUSE


@pytest.mark.parametrize(
    ("seconds", "told"),
    [([], None), ([1, 2], None), ([3, 1, 2], 2), ([1, 2, 3, 10], 2), ([100, 200, 300, 401], 250)],
)
def test_a_median_is_told_of_three_or_more(seconds: list[float], told: int | None) -> None:
    assert middle(seconds) == told


@pytest.mark.parametrize(
    ("moment", "half"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), (2026, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), (2026, 1)),
        (datetime(2026, 6, 30, 22, tzinfo=UTC), (2026, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), (2026, 2)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), (2027, 1)),
    ],
)
def test_half_a_year_ends_at_midnight_in_belgium(moment: datetime, half: tuple[int, int]) -> None:
    assert half_year(moment) == half
