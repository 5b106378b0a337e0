"""Keeps the index in step with the database: after each commit, and anew when it is lost."""

import logging
import threading
from collections.abc import Sequence

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import reading_engine
from portal.outbox import Outbox, OutboxItem, Task
from portal.search.documents import all_documents, documents, keys_touched
from portal.search.engine import Engine, IndexBusy, IndexUnavailable

KIND = "index"
log = logging.getLogger(__name__)
_recovering = threading.Lock()


def init_app(app: Flask) -> None:
    """Follow every change of what can be found."""
    outbox: Outbox = app.extensions["outbox"]
    outbox.watch(KIND, keys_touched)
    outbox.handle(KIND, follow)


def engine() -> Engine:
    """The search engine of the application."""
    found: Engine = current_app.extensions["search"]
    return found


def follow(tasks: Sequence[Task]) -> None:
    """Bring the documents of ``tasks`` up to date, or make the whole index if there is none."""
    keys = list(dict.fromkeys(task.ref for task in tasks))
    try:
        with Session(reading_engine()) as session:
            engine().apply(documents(session, keys), keys, tasks[-1].id)
    except IndexUnavailable:
        rebuild()


def bring_in(session: Session, key: str) -> None:
    """Have a document in the index now, if the outbox still has to bring it there."""
    waits = select(OutboxItem.id).where(OutboxItem.kind == KIND, OutboxItem.ref == key)
    if session.scalar(waits.limit(1)) is None:
        return
    try:
        engine().apply(documents(session, [key]), [key], 0)
    except IndexUnavailable:
        rebuild()


def rebuild() -> int:
    """Make the index again from the database; return how many documents it holds."""
    with Session(reading_engine()) as session:
        position = session.scalar(select(func.max(OutboxItem.id))) or 0
        engine().rebuild(all_documents(session), position)
    return engine().state().count


def recover(*, failed: bool = False) -> None:
    """Make a missing or damaged index again, unless somebody is at it.

    ``failed`` says that a search could not be answered, whatever the index says of itself.
    """
    if not failed and engine().healthy():
        return
    if not _recovering.acquire(blocking=False):
        return
    try:
        log.warning("search: the index is missing or damaged and is made again")
        rebuild()
    except IndexBusy:
        log.info("search: the index is being made already")
    finally:
        _recovering.release()
