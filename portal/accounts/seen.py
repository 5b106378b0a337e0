"""When somebody was last seen, to the second: only their own browser keeps it, in a signed cookie.

The database does not: the moment would tell when somebody was here who sent a report unnamed.
"""

from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from portal.config import IDLE_LIMIT
from portal.i18n import now


class _Signer(TimestampSigner):
    """A signer that knows the time of the portal."""

    def get_timestamp(self) -> int:
        return int(now().timestamp())


def stamp(session_id: str) -> str:
    """What the cookie holds from now on; it is worth something with this session only."""
    signed = _signer().sign(session_id).decode()
    return signed.removeprefix(f"{session_id}.")


def left(session_id: str, cookie: str) -> timedelta:
    """How long the session stays open from now on; nothing where the cookie is none of ours."""
    try:
        _id, seen = _signer().unsign(f"{session_id}.{cookie}", return_timestamp=True)
    except BadSignature:
        return timedelta(0)
    return max(timedelta(0), seen + IDLE_LIMIT - _whole(now()))


def _whole(moment: datetime) -> datetime:
    return datetime.fromtimestamp(int(moment.timestamp()), UTC)


def _signer() -> _Signer:
    return _Signer(current_app.config["SECRET_KEY"], salt="last-seen")
