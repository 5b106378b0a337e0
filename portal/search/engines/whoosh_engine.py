"""The embedded engine: Whoosh keeps the words, a question opens them, one writer adds to them."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from whoosh import versionstring

from portal.search.engine import Document, IndexUnavailable, Results, State
from portal.search.engines import (
    columns,
    columns_made,
    generations,
    whoosh_files,
    whoosh_library,
    whoosh_writing,
)
from portal.search.engines.answering import alike, answer, by_viewer, counted
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.generations import Generations, Stamp, read_stamp, stamp
from portal.search.engines.origin import unrepeated, written_by
from portal.search.engines.soundness import Sums, Suspicion
from portal.search.engines.whoosh_files import Segments
from portal.search.query import Likeness, Query

SOURCES = (columns, columns_made, generations, whoosh_files, whoosh_library, whoosh_writing)
ATTEMPTS = 5
PAUSE = 0.01
SETTLED = 100_000_000  # nanoseconds after which a folder that looks unchanged is unchanged
Answer = TypeVar("Answer")


def fingerprint() -> str:
    """What an index depends on: it is stale when this differs from what it was made with."""
    return written_by(versionstring(), *SOURCES)


class WhooshEngine:
    """An engine in a directory of its own; ``patience`` is how long a writer waits, in seconds.

    One object serves all threads of a process: what they share is never changed after it is made.
    """

    def __init__(self, root: Path, *, patience: float = 30.0) -> None:
        self._generations = Generations(root, patience)
        self._schema = fingerprint()
        self._opening = Lock()
        self._last: tuple[Path, int, Catalogue] | None = None
        self._suspicion = Suspicion()
        self._sums = Sums()

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str], position: int) -> None:
        """Add or replace, and delete, in one commit. The position never goes back.

        What was written is found before segments are merged, which may take longer.
        """
        with self._generations.writing():
            folder = self._generations.current()
            before = read_stamp(folder)
            if before.schema != self._schema:
                raise IndexUnavailable("the index was made by another version")
            documents = {document.key: document for document in upserts}
            with self._reading() as catalogue:
                numbers = catalogue.numbers({*documents, *deletes})
            if documents or len(numbers):
                whoosh_writing.write(folder, documents.values(), map(int, numbers))
            position = max(position, before.position)
            stamp(folder, replace(before, position=position))
            if whoosh_writing.merge(folder):
                stamp(folder, read_stamp(folder))

    def rebuild(self, documents: Iterable[Document], position: int, epoch: str = "") -> None:
        """Make a new generation and let searches open it."""
        with self._generations.writing():
            folder = self._generations.begin()
            try:
                whoosh_writing.create(folder, unrepeated(documents))
                stamp(folder, Stamp(self._schema, position, epoch))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._generations.swap(folder)

    def search(self, query: Query) -> Results:
        """Answer from the words of the allowed documents only."""
        with self._reading() as catalogue:
            return answer(catalogue, catalogue.view(query.allowed), query)

    def similar(self, likeness: Likeness) -> Results:
        """Compare the most telling words with those of the allowed documents only."""
        with self._reading() as catalogue:
            return alike(catalogue, catalogue.view(likeness.allowed), likeness)

    def count(self, likenesses: Sequence[Likeness]) -> list[int]:
        """Count with one mask for all, and find once what several have in common."""
        with self._reading() as catalogue:
            return [
                each
                for allowed, some in by_viewer(likenesses)
                for each in counted(catalogue, catalogue.view(allowed), some)
            ]

    def state(self) -> State:
        """Tell what the index was made from; the count is of what can be found now."""
        found = read_stamp(self._generations.current())
        with self._reading() as catalogue:
            return State(found.schema, found.position, int(catalogue.live.sum()), found.epoch)

    def digests(self) -> Mapping[str, str]:
        """The key and the digest of each document."""
        with self._reading() as catalogue:
            return catalogue.digests

    def healthy(self) -> bool:
        """Read a little of everything, and all of what is new since the last time."""
        try:
            self._catalogue()
            return _settled(self._checked)
        except (IndexUnavailable, OSError):
            return False

    def close(self) -> None:
        """Let go of the files."""
        self._last = None

    @contextmanager
    def _reading(self) -> Iterator[Catalogue]:
        """What is there now; whatever goes wrong with it is IndexUnavailable."""
        with self._suspicion.watching(lambda: self._generations.current().name):
            yield self._catalogue()

    def _checked(self) -> bool:
        """Raise FileNotFoundError when a writer has just replaced a file."""
        folder = self._generations.current()
        with Segments(folder) as segments:
            segments.check()
        found = read_stamp(folder)
        sound = found.schema == self._schema and not self._suspicion.of(folder.name)
        return sound and self._sums.agree(folder, found.sums)

    def _catalogue(self) -> Catalogue:
        """What is there now; a folder in which nothing was added or replaced is not read again."""
        return _settled(self._current)

    def _current(self) -> Catalogue:
        """Raise FileNotFoundError when a writer has just replaced a file."""
        folder = self._generations.current()
        changed = folder.stat().st_mtime_ns
        last = self._last
        if last and last[:2] == (folder, changed):
            return last[2]
        with self._opening:
            before = self._last[2] if self._last else None
            with Segments(folder) as segments:
                catalogue = segments.catalogue(before)
            settled = time.time_ns() - changed > SETTLED
            self._last = folder, changed if settled else 0, catalogue
        return catalogue


def _settled(read: Callable[[], Answer]) -> Answer:
    """What ``read`` gives, tried again when a writer has just replaced what it reads."""
    for _attempt in range(ATTEMPTS):
        with suppress(FileNotFoundError):
            return read()
        time.sleep(PAUSE)
    raise IndexUnavailable("files of the index are missing")
