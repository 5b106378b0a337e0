"""Keeps the index in step with the database: after each commit, and anew when it is lost."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask, Response, after_this_request, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import reading_engine
from portal.outbox import Outbox, OutboxItem, Task, do_after, last_id
from portal.search.engine import Engine, IndexBusy, IndexUnavailable
from portal.search.index.comparing import Comparison
from portal.search.index.documents import all_documents, documents, keys_touched
from portal.search.index.standing import KIND, epoch, of, standing

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)
_recovering = threading.Lock()


def init_app(app: Flask) -> None:
    """Follow every change of what can be found; look now and then whether all of it came."""
    outbox: Outbox = app.extensions["outbox"]
    outbox.watch(KIND, keys_touched)
    outbox.handle(KIND, follow)
    comparison = Comparison()

    def keep() -> None:
        recover()
        comparison.step(engine())

    outbox.before(keep)


def engine() -> Engine:
    """The search engine of the application."""
    found: Engine = current_app.extensions["search"]
    return found


def follow(tasks: Sequence[Task]) -> None:
    """Bring the documents of ``tasks`` up to date, or make the whole index if there is none."""
    keys = list(dict.fromkeys(task.ref for task in tasks))
    try:
        with Session(reading_engine()) as session:
            if of(session, engine().state()):
                engine().apply(documents(session, keys), keys, tasks[-1].id)
                return
    except IndexUnavailable:
        log.info("search: there is no index that can follow")
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
        position, name = last_id(session), epoch(session)
        engine().rebuild(all_documents(session), position, name)
    return engine().state().count


def recover_later() -> None:
    """Look after the index once the page that could not ask it has been sent."""

    @after_this_request
    def schedule(response: Response) -> Response:
        do_after(response, recover)
        return response


def from_sound(ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` finds, for a command that can wait: a damaged index is made again first."""
    recover()
    try:
        return ask()
    except IndexUnavailable:
        rebuild()
        return ask()


def recover() -> None:
    """Make an index again that is missing, damaged or of another database, unless somebody does."""
    if in_step():
        return
    if not _recovering.acquire(blocking=False):
        return
    try:
        log.warning("search: the index is missing, damaged or of another database: made again")
        rebuild()
    except IndexBusy:
        log.info("search: the index is being made already")
    except IndexUnavailable:
        log.warning("search: the index cannot be made now; it is tried again")
    finally:
        _recovering.release()


def in_step() -> bool:
    """Whether the index is sound and of this database."""
    with Session(reading_engine()) as session:
        return standing(session, engine()).in_step
