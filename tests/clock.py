"""A clock that a test moves, for what the portal closes after a while."""

from datetime import datetime, timedelta

import pytest

from portal.i18n import now

READ_IN = ("portal.accounts.sessions.now", "portal.accounts.operations.now")


class Clock:
    """Stands still until it is moved on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = now()
        for name in READ_IN:
            monkeypatch.setattr(name, self.now)

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def forward(self, **time: float) -> None:
        """Move it on: hours=1, minutes=15."""
        self.moment += timedelta(**time)
