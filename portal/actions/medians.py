"""Medians, half years, and time worked between moments. Pure functions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from portal.i18n import BRUSSELS

LONGEST_PAUSE = timedelta(minutes=15)
FEWEST = 3
HalfYear = tuple[int, int]


def worked(moments: Iterable[datetime], longest_pause: timedelta = LONGEST_PAUSE) -> timedelta:
    """The time between moments of work; a gap longer than a pause is not counted at all."""
    every = sorted(set(moments))
    gaps = (later - earlier for earlier, later in pairwise(every))
    return sum((gap for gap in gaps if gap <= longest_pause), timedelta())


def middle(seconds: Iterable[float]) -> int | None:
    """The median in whole seconds; None for so few that it would tell of one of them."""
    every = list(seconds)
    return round(median(every)) if len(every) >= FEWEST else None


def half_year(moment: datetime) -> HalfYear:
    """The year and the half of it, as in Belgium."""
    local = moment.astimezone(BRUSSELS)
    return local.year, 1 if local.month <= 6 else 2
