"""The engine for several machines: PostgreSQL keeps the words, each question reads some of them.

What a question means, weighs and finds is the embedded engine's own code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import psycopg
from sqlalchemy import URL

from portal.i18n import Language
from portal.search.engine import Document, IndexUnavailable, Results, State
from portal.search.engines import columns_made, postgres_tables, postgres_view, postgres_writing
from portal.search.engines.answering import alike, answer, by_viewer, counted
from portal.search.engines.origin import unrepeated, written_by
from portal.search.engines.postgres_tables import Current, Link, Tables
from portal.search.engines.postgres_view import Library, PostgresView, Shelf
from portal.search.engines.postgres_writing import Writer
from portal.search.engines.question import Step, Variant, in_parts, others, parse
from portal.search.engines.soundness import Suspicion
from portal.search.engines.weights import PARTS, TEXT, term_of
from portal.search.query import Likeness, Query
from portal.search.words.analysis import tokens

ATTEMPTS = 2
SOURCES = (columns_made, postgres_tables, postgres_view, postgres_writing)
Answer = TypeVar("Answer")


class PostgresEngine:
    """An engine in a database; ``replica`` is where it is read, by default in the same place.

    ``patience`` is how long a writer waits, in seconds. One object serves all threads.
    """

    def __init__(
        self,
        url: URL,
        replica: URL | None = None,
        *,
        root: str = "rex_search",
        patience: float = 30.0,
    ) -> None:
        self._tables = Tables(url, replica or url, root, patience)
        self._schema = fingerprint()
        self._library = Library()
        self._suspicion = Suspicion()

    def close(self) -> None:
        """Let go of the connections."""
        self._tables.close()

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str], position: int) -> None:
        """Add or replace, and delete, in one transaction. The position never goes back."""
        with self._tables.writing() as link:
            current = self._tables.enter(link)
            if current.schema != self._schema:
                raise IndexUnavailable("the index was made by another version")
            documents = {document.key: document for document in upserts}
            version = current.version + 1
            Writer(link, version, empty=False).replace(documents, deletes)
            self._tables.move(link, max(position, current.position), version)

    def rebuild(self, documents: Iterable[Document], position: int, epoch: str = "") -> None:
        """Make a new generation in one transaction; then remove those that nobody reads."""
        with self._tables.writing() as link:
            generation = self._tables.begin(link)
            Writer(link, 1, empty=True).add(unrepeated(documents), {})
            self._tables.swap(link, Current(generation, self._schema, position, epoch, 1))
        self._tables.clear()

    def search(self, query: Query) -> Results:
        """Answer from the words of the allowed documents only."""

        def found(link: Link, shelf: Shelf) -> Results:
            view = PostgresView(link, shelf, shelf.catalogue.view(query.allowed))
            clauses = parse(query.text, query.renderings).clauses
            view.fetch(_of(variant for clause in clauses for variant in clause.variants))
            return answer(shelf.catalogue, view, query)

        return self._read(found)

    def similar(self, likeness: Likeness) -> Results:
        """Compare the most telling words with those of the allowed documents only."""

        def found(link: Link, shelf: Shelf) -> Results:
            view = PostgresView(link, shelf, shelf.catalogue.view(likeness.allowed))
            view.fetch(_words(likeness))
            return alike(shelf.catalogue, view, likeness)

        return self._read(found)

    def count(self, likenesses: Sequence[Likeness]) -> list[int]:
        """Count with one mask for all, and read the words of all at once."""

        def found(link: Link, shelf: Shelf) -> Iterator[int]:
            for allowed, some in by_viewer(likenesses):
                view = PostgresView(link, shelf, shelf.catalogue.view(allowed))
                view.fetch(set[bytes]().union(*map(_words, some)))
                yield from counted(shelf.catalogue, view, some)

        return self._read(lambda link, shelf: [*found(link, shelf)])

    def state(self) -> State:
        """Tell what the index was made from, where it is written; the count is of what is live."""
        with self._tables.reading(written=True) as (link, current):
            (count,) = link.rows("SELECT count(*) FROM document WHERE kind IS NOT NULL")
            return State(current.schema, current.position, int(count[0]), current.epoch)

    def digests(self) -> Mapping[str, str]:
        """The key and the digest of each document."""
        with self._tables.reading(written=True) as (link, _current):
            return dict(link.rows("SELECT key, digest FROM document WHERE kind IS NOT NULL"))

    def healthy(self) -> bool:
        """Whether all tables are there, were made by this version and could answer."""
        try:
            with self._tables.reading(written=True) as (_link, current):
                sound = not self._suspicion.of(current.generation)
                return sound and current.schema == self._schema
        except IndexUnavailable:
            return False

    def _read(self, question: Callable[[Link, Shelf], Answer]) -> Answer:
        """Ask a second time when a standby broke the first off, or a generation went meanwhile."""
        for _attempt in range(ATTEMPTS - 1):
            try:
                return self._once(question)
            except IndexUnavailable:
                pass
        return self._once(question)

    def _once(self, question: Callable[[Link, Shelf], Answer]) -> Answer:
        with (
            self._tables.reading() as (link, current),
            self._suspicion.watching(lambda: current.generation),
        ):
            return question(link, self._library.shelf(link, current))


def fingerprint() -> str:
    """What an index depends on: it is stale when this differs from what it was made with."""
    return written_by(psycopg.__version__, *SOURCES)


def _of(variants: Iterable[Variant]) -> set[bytes]:
    """The terms that are looked up for ``variants``."""
    names = {
        language: [TEXT[language], *([PARTS] * (language is Language.NL))] for language in Language
    }
    return {
        term_of(name, step.stem.encode("utf-8", "replace"))
        for variant in variants
        for step in variant.steps
        for name in names[variant.language]
    }


def _words(likeness: Likeness) -> set[bytes]:
    """Everything that a likeness may look up."""
    every: set[bytes] = set()
    for language in Language:
        text = likeness.text[language]
        own = [
            Variant(language, (Step(token.stem),), words=text[token.start : token.end])
            for token in tokens(text, language)
        ]
        parts = [part for one in own for part in in_parts(one)]
        renderings = likeness.renderings.get(language, ())
        every |= _of([*own, *parts, *others(0, len(text), renderings, [])])
    return every
