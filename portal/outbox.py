"""What must happen after commit (index, mail): rows written in the transaction that causes it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, has_request_context
from sqlalchemy import ColumnElement, and_, delete, event, func, insert, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from portal.background import Background
from portal.db import Model, db, reading_engine, writing_engine
from portal.i18n import now, this_minute
from portal.log import without_values

LEASE = timedelta(minutes=2)
LONGEST_LEASE = timedelta(days=1)
MOST_TRIES = 20  # about ten days
SECONDS = 30.0
BATCH = 200
_LAST_ID = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'",
    "postgresql": "SELECT last_value FROM outbox_id_seq WHERE is_called",
}
log = logging.getLogger(__name__)


class OutboxItem(Model):
    """Something still to be done. It is removed once done; a lease keeps others off meanwhile.

    After ``MOST_TRIES`` nobody tries again: the row stays, for the operator to see.
    """

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form
    trailed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    ref: Mapped[str]
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Task:
    """An item as its handler sees it: ``ref`` names what it is about, never its content."""

    id: int
    ref: str


Handler = Callable[[Sequence[Task]], None]
Refs = Callable[[Model], Iterator[str]]


class Outbox:
    """Which changes lead to which work, and who does it. Effects must be idempotent."""

    def __init__(self) -> None:
        self._handlers: dict[str, tuple[Handler, int]] = {}
        self._watched: list[tuple[str, Refs]] = []
        self._before: list[Callable[[], object]] = []
        self._background: Background | None = None

    def init_app(self, app: Flask) -> None:
        """Drain beside the requests, woken by those that queued something; in tests, after each.

        Call it before ``db.init_app``'s commit is registered: Flask runs the functions that
        follow a request in reverse order, and the drain has to come after the commit.
        """
        app.extensions["outbox"] = self
        if app.testing:
            app.after_request(self._drain_after)
            return

        def drain() -> None:
            with app.app_context():
                self.prepare()
                self.drain()

        background = self._background = Background(drain, SECONDS)

        def wake(response: Response) -> Response:
            background.start()
            if g.pop("outbox_due", False):
                background.wake()
            return response

        app.after_request(wake)

    def start(self) -> None:
        """Begin to work beside the requests before the first one comes."""
        if self._background is not None:
            self._background.start()

    def listen(self, app: Flask) -> None:
        """Start to watch the sessions of the application's database."""
        with app.app_context():
            event.listen(db.sessionmaker, "after_flush", self._note)
            event.listen(db.sessionmaker, "after_commit", _committed)
            event.listen(db.sessionmaker, "after_rollback", _forget)

    def _drain_after(self, response: Response) -> Response:
        if g.pop("outbox_due", False):
            do_after(response, self.drain)
        return response

    def before(self, work: Callable[[], object]) -> None:
        """Do ``work`` too, each time before draining beside the requests, which it cannot stop."""
        self._before.append(work)

    def prepare(self) -> None:
        """Do what comes before draining."""
        for work in self._before:
            try:
                work()
            except Exception as error:
                log.exception("outbox: what comes before failed", exc_info=without_values(error))

    def handle(self, kind: str, handler: Handler, batch: int = BATCH) -> None:
        """Let ``handler`` do the items of ``kind``, ``batch`` at a time.

        It raises to have all items of the batch tried again.
        """
        self._handlers[kind] = handler, batch

    def watch(self, kind: str, refs: Refs) -> None:
        """Write an item of ``kind`` for each ref that ``refs`` gives for a changed row."""
        self._watched.append((kind, refs))

    def _note(self, session: Session, _context: UOWTransaction) -> None:
        wanted = {
            (kind, ref): None
            for row in (*session.new, *session.dirty, *session.deleted)
            for kind, refs in self._watched
            for ref in refs(row)
        }
        add(session, *wanted)

    def drain(self) -> int:
        """Do what is waiting; return how many items were done. Failures stay for a later try."""
        done = 0
        due = _due()
        for kind, (handler, batch) in self._handlers.items():
            while kind in due and (tasks := _claim(kind, batch)):
                try:
                    handler(tasks)
                except Exception as error:
                    log.exception("outbox: %s failed", kind, exc_info=without_values(error))
                    _postpone(tasks, error)
                    break
                _finish(tasks)
                done += len(tasks)
        return done


def add(session: Session, *items: tuple[str, str]) -> None:
    """Write items (kind, ref) into the transaction of ``session``."""
    noted: set[tuple[str, str]] = session.info.setdefault("outbox", set())
    fresh = [item for item in items if item not in noted]
    if fresh:
        noted.update(fresh)
        rows = [{"kind": kind, "ref": ref, "created_at": this_minute()} for kind, ref in fresh]
        session.connection().execute(insert(OutboxItem), rows)


def do_after(response: Response, work: Callable[[], object]) -> None:
    """Do ``work`` once ``response`` has been sent, in an application context of its own."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001

    def do() -> None:
        with app.app_context():
            work()

    response.call_on_close(do)


def commit_and_drain() -> None:
    """End a command: commit its transaction, then do at once what follows from it."""
    db.session.commit()
    outbox: Outbox = current_app.extensions["outbox"]
    outbox.drain()


def waiting(session: Session, kind: str) -> int:
    """How many items of ``kind`` are not done yet."""
    query = select(func.count()).select_from(OutboxItem).where(OutboxItem.kind == kind)
    return session.scalar(query) or 0


def lag(session: Session, kind: str) -> timedelta:
    """How long the oldest item of ``kind`` has been waiting, to the minute."""
    oldest = select(func.min(OutboxItem.created_at)).where(OutboxItem.kind == kind)
    since = session.scalar(oldest)
    return max(now() - since, timedelta()) if since else timedelta()


def last_id(session: Session) -> int:
    """The highest id that any item ever had: those that are done are gone, and none comes twice."""
    query = _LAST_ID[session.connection().dialect.name]
    return session.scalar(text(query)) or 0


def _committed(session: Session) -> None:
    if session.info.pop("outbox", None) and has_request_context():
        g.outbox_due = True


def _forget(session: Session) -> None:
    session.info.pop("outbox", None)


def _free() -> ColumnElement[bool]:
    unleased = or_(OutboxItem.lease_until.is_(None), OutboxItem.lease_until < now())
    return and_(unleased, OutboxItem.tries < MOST_TRIES)


def _due() -> set[str]:
    """The kinds of which there is work, found without keeping writers waiting."""
    with reading_engine().connect() as connection:
        return set(connection.scalars(select(OutboxItem.kind).where(_free()).distinct()))


def _claim(kind: str, batch: int) -> list[Task]:
    candidates = (
        select(OutboxItem.id)
        .where(OutboxItem.kind == kind, _free())
        .order_by(OutboxItem.id)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    with writing_engine().begin() as connection:
        ids = connection.scalars(candidates).all()
        claimed = connection.execute(
            update(OutboxItem)
            .where(OutboxItem.id.in_(ids))
            .values(lease_until=now() + LEASE, tries=OutboxItem.tries + 1)
            .returning(OutboxItem.id, OutboxItem.ref)
        ).all()
    return sorted((Task(row.id, row.ref) for row in claimed), key=lambda task: task.id)


def _postpone(tasks: Sequence[Task], error: Exception) -> None:
    """Try again later: each time twice as late, and in the end no more."""
    these = OutboxItem.id.in_([task.id for task in tasks])
    with writing_engine().begin() as connection:
        for tries in connection.scalars(select(OutboxItem.tries).where(these).distinct()).all():
            connection.execute(
                update(OutboxItem)
                .where(these, OutboxItem.tries == tries)
                .values(
                    lease_until=now() + min(LEASE * 2 ** (tries - 1), LONGEST_LEASE),
                    last_error=type(error).__name__,
                )
            )
            if tries >= MOST_TRIES:
                log.error("outbox: tried %s times, and no more: %s", tries, type(error).__name__)


def _finish(tasks: Sequence[Task]) -> None:
    with writing_engine().begin() as connection:
        connection.execute(delete(OutboxItem).where(OutboxItem.id.in_([task.id for task in tasks])))
