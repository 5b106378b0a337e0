"""A clock that a test moves, for what comes with time."""

from datetime import datetime, timedelta

import pytest

from portal.i18n import now


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
