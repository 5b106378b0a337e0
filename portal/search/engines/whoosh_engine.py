"""The embedded engine: Whoosh keeps the words, a question opens them, one writer adds to them."""

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import nsmallest
from itertools import chain
from pathlib import Path

from portal.i18n import Language
from portal.search.engine import (
    Document,
    Hit,
    IndexUnavailable,
    Query,
    Results,
    Sort,
    State,
)
from portal.search.engines import whoosh_files
from portal.search.engines.catalogue import Catalogue, Entry
from portal.search.engines.generations import Generations, Stamp, read_stamp, stamp
from portal.search.engines.question import parse
from portal.search.engines.ranking import Ranking
from portal.search.engines.whoosh_files import Facts, Segments, Table

ATTEMPTS = 5
PAUSE = 0.01


class WhooshEngine:
    """An engine in a directory of its own; ``patience`` is how long a writer waits, in seconds.

    One object serves all threads of a process: each question opens the index for itself, and
    what they share is never changed after it is made.
    """

    def __init__(self, root: Path, *, patience: float = 30.0) -> None:
        self._generations = Generations(root, patience)
        self._schema = whoosh_files.fingerprint()
        self._tables: Mapping[str, Table] = {}
        self._last: Catalogue | None = None

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str], position: int) -> None:
        """Add or replace, and delete, in one commit. The position never goes back."""
        with self._generations.writing():
            folder = self._generations.current()
            before = read_stamp(folder)
            if before.schema != self._schema:
                raise IndexUnavailable("the index was made by another version")
            durable = set(folder.iterdir())
            documents = {document.key: document for document in upserts}
            with self._open() as segments:
                numbers = self._catalogue(segments).numbers({*documents, *deletes})
            if documents or numbers:
                whoosh_files.write(folder, documents.values(), numbers)
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
        question = parse(query.text, query.renderings)
        with self._open() as segments:
            catalogue = self._catalogue(segments)
            view = catalogue.view(query.allowed)
            ranking = Ranking(segments, view, question)
        scores = dict.fromkeys(view.documents, 0.0) if question.blank else ranking.scores
        kept, facets = catalogue.sift(scores, query.filters)

        def rank(number: int) -> tuple[bool, float, int]:
            age = catalogue.entries[number].age
            if query.sort is Sort.NEWEST:
                return False, 0.0, age
            return number not in ranking.complete, -scores[number], age

        first = max(0, query.offset)
        page = nsmallest(first + max(0, query.limit), kept, key=rank)[first:]
        return Results(
            hits=tuple(
                Hit(
                    catalogue.entries[number].key,
                    catalogue.entries[number].kind,
                    scores[number],
                    _hint_first(ranking.languages(number), query.language),
                )
                for number in page
            ),
            total=len(kept),
            facets=facets,
            widened=ranking.widened,
            understood=question.understood,
            terms=question.terms,
        )

    def state(self) -> State:
        """Tell what the index was made from; the count is of what can be found now."""
        found = read_stamp(self._generations.current())
        with self._open() as segments:
            return State(found.schema, found.position, len(self._catalogue(segments).live))

    def healthy(self) -> bool:
        """Read a little of everything."""
        try:
            with self._open() as segments:
                self._catalogue(segments)
                segments.check()
            return read_stamp(self._generations.current()).schema == self._schema
        except IndexUnavailable:
            return False

    @contextmanager
    def _open(self) -> Iterator[Segments]:
        with self._opened() as segments:
            yield segments

    def _opened(self) -> Segments:
        """Open the current generation, again if a writer replaces its files meanwhile."""
        for _attempt in range(ATTEMPTS):
            try:
                return Segments(self._generations.current())
            except FileNotFoundError:
                time.sleep(PAUSE)
        raise IndexUnavailable("files of the index are missing")

    def _catalogue(self, segments: Segments) -> Catalogue:
        last = self._last
        if last is None or last.name != segments.name:
            self._tables = tables = segments.tables(self._tables)
            self._last = last = _made(segments.name, tables, segments.deleted())
        return last


def _made(name: str, tables: Mapping[str, Table], deleted: set[int]) -> Catalogue:
    facts = [one for table in tables.values() for one in table.facts]
    live = [number for number in range(len(facts)) if number not in deleted]
    by_key = sorted(live, key=lambda number: facts[number].key)
    newest = sorted(by_key, key=lambda number: facts[number].order, reverse=True)
    ages = {number: age for age, number in enumerate(newest)}
    return Catalogue(
        name,
        [_entry(one, ages.get(number, -1)) for number, one in enumerate(facts)],
        frozenset(live),
        {
            field: list(chain.from_iterable(table.lengths[field] for table in tables.values()))
            for field in whoosh_files.TEXT_FIELDS
        },
    )


def _entry(facts: Facts, age: int) -> Entry:
    return Entry(facts.key, facts.kind, age, {**facts.facets, "kind": (facts.kind,)})


def _unrepeated(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"{document.key} comes twice")
        seen.add(document.key)
        yield document


def _hint_first(languages: set[Language], hint: Language | None) -> tuple[Language, ...]:
    return tuple(sorted(languages, key=lambda language: (language is not hint, language)))
