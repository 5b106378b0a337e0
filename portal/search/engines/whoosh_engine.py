"""The embedded engine: Whoosh keeps the words, a question opens them, one writer adds to them."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

import numpy as np

from portal.i18n import Language
from portal.search.engine import (
    Document,
    Hit,
    IndexUnavailable,
    Likeness,
    Query,
    Results,
    Sort,
    State,
)
from portal.search.engines import whoosh_files
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.generations import Generations, Stamp, read_stamp, stamp
from portal.search.engines.likeness import Resemblance
from portal.search.engines.question import parse, respelled
from portal.search.engines.ranking import Ranking
from portal.search.engines.spelling import suggestions
from portal.search.engines.whoosh_files import Segments

ATTEMPTS = 5
PAUSE = 0.01
SETTLED = 100_000_000  # nanoseconds after which a folder that looks unchanged is unchanged


class WhooshEngine:
    """An engine in a directory of its own; ``patience`` is how long a writer waits, in seconds.

    One object serves all threads of a process: what they share is never changed after it is made.
    """

    def __init__(self, root: Path, *, patience: float = 30.0) -> None:
        self._generations = Generations(root, patience)
        self._schema = whoosh_files.fingerprint()
        self._opening = Lock()
        self._last: tuple[Path, int, Catalogue] | None = None

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str], position: int) -> None:
        """Add or replace, and delete, in one commit. The position never goes back."""
        with self._generations.writing():
            folder = self._generations.current()
            before = read_stamp(folder)
            if before.schema != self._schema:
                raise IndexUnavailable("the index was made by another version")
            durable = set(folder.iterdir())
            documents = {document.key: document for document in upserts}
            numbers = self._catalogue().numbers({*documents, *deletes})
            if documents or len(numbers):
                whoosh_files.write(folder, documents.values(), map(int, numbers))
            position = max(position, before.position)
            stamp(folder, Stamp(self._schema, position), durable=durable)

    def rebuild(self, documents: Iterable[Document], position: int) -> None:
        """Make a new generation and let searches open it; raise ValueError on a repeated key."""
        with self._generations.writing():
            folder = self._generations.begin()
            try:
                whoosh_files.create(folder, _unrepeated(documents))
                stamp(folder, Stamp(self._schema, position))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._generations.swap(folder)

    def search(self, query: Query) -> Results:
        """Answer from the words of the allowed documents only."""
        catalogue = self._catalogue()
        view = catalogue.view(query.allowed)
        question = parse(query.text, query.renderings)
        ranking = Ranking(view, question)
        near = suggestions(view, ranking.matches)
        if near and not len(ranking.documents):
            question = respelled(question, near)
            ranking = Ranking(view, question)
        documents = ranking.documents
        if question.blank:
            documents = np.flatnonzero(view.visible).astype(np.int32)
        kept, facets = catalogue.sift(documents, query.filters)
        ranks = ranking.ranks(kept) * (query.sort is not Sort.NEWEST)
        first = max(0, query.offset)
        page = catalogue.page(kept, ranks, first, first + max(0, query.limit))
        return Results(
            hits=tuple(
                Hit(
                    catalogue.key(number),
                    catalogue.kind(number),
                    float(score),
                    _hint_first(why.languages, query.language),
                    why.reasons,
                )
                for number, score, why in zip(
                    page, ranking.scores(page), ranking.explained(page), strict=True
                )
            ),
            total=len(kept),
            facets=facets,
            widened=ranking.widened,
            understood=question.understood,
            terms=question.terms,
            suggestions=near,
        )

    def similar(self, likeness: Likeness) -> Results:
        """Compare the most telling words with those of the allowed documents only."""
        catalogue = self._catalogue()
        view = catalogue.view(likeness.allowed)
        found = Resemblance(catalogue, view, likeness)
        kept, facets = catalogue.sift(found.documents, likeness.filters)
        ranks = found.scores(kept).view(np.int32).astype(np.int64)
        page = catalogue.page(kept, ranks, 0, max(0, likeness.limit))
        return Results(
            hits=tuple(
                Hit(
                    catalogue.key(number),
                    catalogue.kind(number),
                    float(score),
                    _hint_first(why.languages, None),
                    why.reasons,
                    found.shared(number),
                )
                for number, score, why in zip(
                    page, found.scores(page), found.explained(page), strict=True
                )
            ),
            total=len(kept),
            facets=facets,
            widened=False,
            understood=found.understood,
            terms=found.terms,
        )

    def state(self) -> State:
        """Tell what the index was made from; the count is of what can be found now."""
        found = read_stamp(self._generations.current())
        return State(found.schema, found.position, int(self._catalogue().live.sum()))

    def healthy(self) -> bool:
        """Read a little of everything."""
        try:
            self._catalogue()
            with Segments(self._generations.current()) as segments:
                segments.check()
            return read_stamp(self._generations.current()).schema == self._schema
        except (IndexUnavailable, FileNotFoundError):
            return False

    def _catalogue(self) -> Catalogue:
        """What is there now; a folder in which nothing was added or replaced is not read again."""
        for _attempt in range(ATTEMPTS):
            with suppress(FileNotFoundError):
                return self._current()
            time.sleep(PAUSE)
        raise IndexUnavailable("files of the index are missing")

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


def _unrepeated(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"{document.key} comes twice")
        seen.add(document.key)
        yield document


def _hint_first(languages: set[Language], hint: Language | None) -> tuple[Language, ...]:
    return tuple(sorted(languages, key=lambda language: (language is not hint, language)))
