"""The clocks of the tests: one for all of them, and one that a test moves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from portal.i18n import now

START = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)


def steady() -> Callable[[], datetime]:
    """A clock that begins at ``START``, a Wednesday, and goes on by a millisecond at each look."""
    looks = count()
    return lambda: START + next(looks) * timedelta(milliseconds=1)


class Clock:
    """Stands still until it is moved on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, moment: datetime | None = None) -> None:
        self.moment = moment or now()
        monkeypatch.setattr("portal.i18n.clock", lambda: self.moment)

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def forward(self, **time: float) -> None:
        """Move it on: hours=1, minutes=15."""
        self.moment += timedelta(**time)


def standing_at(moment: datetime, *also: Callable[[pytest.MonkeyPatch], None]) -> Any:
    """A fixture: a clock that stands at ``moment``, with ``also`` put in its place."""

    @pytest.fixture
    def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
        for put in also:
            put(monkeypatch)
        return Clock(monkeypatch, moment)

    return clock
