"""Compares the index with the database, whatever the outbox knew of, and mends what differs."""

import logging
import time
from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import reading_engine
from portal.outbox import OutboxItem
from portal.search.engine import Engine, IndexBusy, IndexUnavailable
from portal.search.index.documents import all_keys, documents
from portal.search.index.standing import KIND

SECONDS = 60.0
SLICE = 200
log = logging.getLogger(__name__)


class Comparison:
    """Goes round all documents, a slice at a time; which ones there are is compared each time."""

    def __init__(self) -> None:
        self._after = ""
        self._next = 0.0

    def step(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> int:
        """Compare the next slice if it is time; return how many documents were mended."""
        if clock() < self._next:
            return 0
        self._next = clock() + SECONDS
        try:
            with Session(reading_engine()) as session:
                keys = sorted(all_keys(session))
                asked = [key for key in keys if key > self._after][:SLICE]
                self._after = asked[-1] if len(asked) == SLICE else ""
                return mend(engine, differing(session, engine, keys, asked))
        except (IndexBusy, IndexUnavailable):
            return 0


def whole(engine: Engine) -> int:
    """Compare everything now; return how many documents were mended."""
    with Session(reading_engine()) as session:
        keys = sorted(all_keys(session))
        return mend(engine, differing(session, engine, keys, keys))


def astray(engine: Engine) -> int:
    """How many documents the index lacks or has too much; what waits in the outbox does not count.

    The portal goes on meanwhile, so that what looks so is looked at again.
    """
    found = _astray(engine)
    return len(found & _astray(engine)) if found else 0


def _astray(engine: Engine) -> set[str]:
    with Session(reading_engine()) as session:
        return set(differing(session, engine, all_keys(session), []))


def differing(
    session: Session, engine: Engine, keys: Iterable[str], asked: Iterable[str]
) -> list[str]:
    """Of ``keys`` what the index lacks or has too much, and of ``asked`` what it has otherwise.

    What the outbox is still to bring is left to it.
    """
    held = engine.digests()
    found = set(held) ^ set(keys)
    found |= {
        document.key
        for document in documents(session, asked)
        if held.get(document.key) != document.digest
    }
    if not found:
        return []
    queued = select(OutboxItem.ref).where(OutboxItem.kind == KIND)
    return sorted(found - set(session.scalars(queued)))


def mend(engine: Engine, keys: list[str]) -> int:
    """Bring the documents of ``keys`` into the index as they are now, or out of it."""
    for start in range(0, len(keys), SLICE):
        some = keys[start : start + SLICE]
        with Session(reading_engine()) as session:
            engine.apply(documents(session, some), some, 0)
    if keys:
        log.warning("search: %s documents differed from the database and were mended", len(keys))
    return len(keys)
