"""The files of attachments under the SHA-256 of their content: never a row without its file.

Who writes a file holds a lock, shared with others who do, until the transaction with its row
ends. Who removes files without a row holds it alone.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from flask import Flask, current_app, g
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.attachments.models import Attachment
from portal.config import Settings
from portal.db import db, writing_engine
from portal.durable import older_than, write_durably
from portal.i18n import now
from portal.log import without_values

FOLDER = "attachments"
LOCK = 7266_2
LEFT_ALONE = timedelta(hours=1)
log = logging.getLogger(__name__)


class Lost(Exception):
    """A stored file is gone or damaged."""


def init_app(app: Flask) -> None:
    """Remove what a request leaves without a row: at its end, and once a day after a crash."""
    app.teardown_request(_remove_unused)
    app.extensions["schedule"].daily("attachments.sweep", sweep)


def write(session: Session, content: bytes) -> str:
    """Put ``content`` on the disk before the transaction commits; return its digest.

    Raise OSError when the disk refuses it.
    """
    digest = hashlib.sha256(content).hexdigest()
    _lock(session.connection(), shared=True)
    look_after(digest)
    write_durably(_path(digest), content)
    return digest


def look_after(digest: str) -> None:
    """At the end of this request, remove the file if no row names it."""
    g.setdefault("digests", set()).add(digest)


def read(attachment: Attachment) -> bytes:
    """The content as it was written; raise :class:`Lost` when that is not what lies there."""
    path = _path(attachment.digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != attachment.digest:
        log.error("%s is missing or damaged", path)
        raise Lost(str(path))
    return content


def sweep(session: Session, _day: date) -> None:
    """Remove the files, and what was half written, that no row has named for an hour."""
    _lock(session.connection(), shared=False)
    left = older_than(_root(), now() - LEFT_ALONE)
    _unlink_unused(session.connection(), left)


def _remove_unused(_error: BaseException | None) -> None:
    """Its failure is only logged: the sweep comes by."""
    digests: set[str] = g.pop("digests", set())
    if not digests:
        return
    try:
        db.session.rollback()  # also after an error that nobody answered
        with writing_engine().begin() as connection:
            _lock(connection, shared=False)
            _unlink_unused(connection, map(_path, sorted(digests)))
    except (OSError, SQLAlchemyError) as error:
        log.warning("attachments: not removed yet", exc_info=without_values(error))


def _unlink_unused(connection: Connection, paths: Iterable[Path]) -> None:
    for path in paths:
        named = select(Attachment.id).where(Attachment.digest == path.name).limit(1)
        if connection.scalar(named) is None:
            path.unlink(missing_ok=True)


def _lock(connection: Connection, *, shared: bool) -> None:
    """SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        kind = "_shared" if shared else ""
        connection.execute(text(f"SELECT pg_advisory_xact_lock{kind}(:key)"), {"key": LOCK})


def _path(digest: str) -> Path:
    return _root() / digest[:2] / digest


def _root() -> Path:
    settings: Settings = current_app.config["PORTAL"]
    return settings.data_dir / FOLDER
