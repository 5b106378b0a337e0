"""Sessions kept on the server: the cookie holds a random id, the row only the hash of it."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, session
from flask.json.tag import TaggedJSONSerializer
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from portal.accounts import page_owner, seen
from portal.accounts.models import SignedInSession
from portal.config import IDLE_LIMIT, SESSION_LIMIT, Settings
from portal.db import reading_engine, writing_engine
from portal.i18n import now

QUARTER = timedelta(minutes=15)
VISITOR_LIMIT = timedelta(hours=1)
codec = TaggedJSONSerializer()


class StoredSession(ServerSideSession):  # type: ignore[misc] # it carries no types
    """What is kept of one browser. Its times are whole quarters of an hour.

    An exact time would tell when somebody was here, also who sent a report without a name.
    ``expires_at`` is as stored, None while there is no row. ``retired`` are ids to forget.
    ``closed_person`` is whose session it was, if the cookie names one that closed by itself.
    ``left`` is how long it stays open without another request. ``at_rest`` says that this
    request does not show that somebody is there.
    """

    expires_at: datetime | None = None
    retired: tuple[str, ...] = ()
    closed_person: int | None = None
    left: timedelta = IDLE_LIMIT
    at_rest: bool = False

    def begin(self, person_id: int) -> None:
        """Belong to somebody from now on; nothing of the visitor's session is kept."""
        for key in set(self) - {"_user_id"}:
            del self[key]
        self["person"] = person_id
        self["csrf_token"] = page_owner.token_for(person_id)
        self["started"] = _quarter_after(now()).timestamp()

    @property
    def of_visitor(self) -> bool:
        """Whether nobody has signed in."""
        return "person" not in self

    @property
    def is_due(self) -> bool:
        """Whether there is something to store: a change, or that somebody is still there."""
        if self.expires_at is None:
            return bool(self.modified)
        return bool(self.modified) or (not self.at_rest and self.due() > self.expires_at)

    def due(self) -> datetime:
        """When this session closes, if nothing more is heard of its browser."""
        moment = now()
        if self.of_visitor:
            return _quarter_after(moment + VISITOR_LIMIT)
        started = datetime.fromtimestamp(self["started"], UTC)
        return min(_quarter_after(moment + IDLE_LIMIT), started + SESSION_LIMIT)


class DatabaseSessions(ServerSideSessionInterface):  # type: ignore[misc] # it carries no types
    """Reads and writes sessions apart from the request's transaction, and after it has ended.

    SQLite has one writer: a write while the request writes would wait for itself. So nothing is
    written before ``save_session``, which Flask calls after the commit.
    """

    session_class = StoredSession

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        """The session that the cookie names, or a new one."""
        sid = request.cookies.get(self.get_cookie_name(app), "")
        fresh = StoredSession(sid=self._generate_sid(self.sid_length))
        if not sid or request.path.startswith(f"{app.static_url_path}/"):
            return fresh
        content, expires_at = self._retrieve_session_data(_hash(sid)) or ({}, None)
        session = StoredSession(content, sid=sid)
        if not session.of_visitor:
            session.left = seen.left(_hash(sid), request.cookies.get(_seen_name(app), ""))
        if expires_at is None or expires_at <= now() or not session.left:
            fresh.closed_person = content.get("person")
            return fresh
        session.expires_at = expires_at
        return session

    def save_session(self, app: Flask, session: StoredSession, response: Response) -> None:
        """Store what changed, and each quarter of an hour that somebody is still there."""
        if session.accessed:
            response.vary.add("Cookie")
        is_new = session.expires_at is None
        dead = list(session.retired)
        if not session and not is_new:
            dead.append(session.sid)
        for sid in dead:
            self._delete_session(_hash(sid))
        if session and session.is_due:
            self._upsert_session(SESSION_LIMIT, session, _hash(session.sid))
        self._send_cookie(app, session, response, is_new=is_new, dead=bool(dead))

    def regenerate(self, session: StoredSession) -> None:
        """Go on under a new id; the old one is forgotten when the session is saved."""
        if session.expires_at is not None:
            session.retired += (session.sid,)
        session.sid = self._generate_sid(self.sid_length)
        session.expires_at = None
        session.modified = True

    def _send_cookie(
        self, app: Flask, session: StoredSession, response: Response, *, is_new: bool, dead: bool
    ) -> None:
        options: dict[str, Any] = {
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }
        if session and is_new:
            response.set_cookie(self.get_cookie_name(app), session.sid, **options)
        elif not session and dead:
            response.delete_cookie(self.get_cookie_name(app), **options)
            response.delete_cookie(_seen_name(app), **options)
        if not session.of_visitor and not session.at_rest:
            response.set_cookie(_seen_name(app), seen.stamp(_hash(session.sid)), **options)

    def _retrieve_session_data(self, store_id: str) -> tuple[dict[str, Any], datetime] | None:
        query = select(SignedInSession.content, SignedInSession.expires_at)
        with reading_engine().connect() as connection:
            row = connection.execute(query.where(SignedInSession.id == store_id)).one_or_none()
        return None if row is None else (codec.loads(row.content.decode()), row.expires_at)

    def _delete_session(self, store_id: str) -> None:
        with writing_engine().begin() as connection:
            connection.execute(delete(SignedInSession).where(SignedInSession.id == store_id))

    def _upsert_session(self, _lifetime: timedelta, session: StoredSession, store_id: str) -> None:
        """A stored session is only updated: if it ended meanwhile, it does not come back."""
        values = {"content": codec.dumps(dict(session)).encode(), "expires_at": session.due()}
        with writing_engine().begin() as connection:
            if session.expires_at is not None:
                stored = update(SignedInSession).where(SignedInSession.id == store_id)
                connection.execute(stored.values(values))
                return
            kept = insert(SignedInSession).values(id=store_id, of_visitor=session.of_visitor)
            connection.execute(kept.values(values))
            _forget_closed(connection)


def init_app(app: Flask, settings: Settings) -> None:
    """Keep the sessions of ``app`` in its database."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-rex" if settings.secure else "rex",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.jinja_env.globals["idle_seconds"] = IDLE_LIMIT // timedelta(seconds=1)
    app.session_interface = DatabaseSessions(app, permanent=False)


def here() -> StoredSession:
    """The session of this request."""
    proxy = cast(Any, session)
    return cast(StoredSession, proxy._get_current_object())  # noqa: SLF001 - Werkzeug's way


def renew() -> None:
    """Go on under a new id and, for forms, with a new token; the old id is worth nothing."""
    interface: Any = current_app.session_interface
    interface.regenerate(session)
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _seen_name(app: Flask) -> str:
    """The cookie beside the one of the session; this one tells when somebody was last seen."""
    return f"{app.config['SESSION_COOKIE_NAME']}-seen"


def _hash(sid: str) -> str:
    return hashlib.sha256(sid.encode(errors="replace")).hexdigest()


def _quarter_after(moment: datetime) -> datetime:
    """``moment`` if it is a whole quarter of an hour, else the next one."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + -((hour - moment) // QUARTER) * QUARTER


def _forget_closed(connection: Connection) -> None:
    """Remove visitors' sessions that closed, and people's that closed long ago.

    Until then these tell that a session closed by itself. Two at once share the work.
    """
    moment, closes = now(), SignedInSession.expires_at
    closed = or_(
        closes <= moment - SESSION_LIMIT, and_(closes <= moment, SignedInSession.of_visitor)
    )
    free = select(SignedInSession.id).where(closed).with_for_update(skip_locked=True)
    connection.execute(delete(SignedInSession).where(SignedInSession.id.in_(free)))
