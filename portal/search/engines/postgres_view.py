"""The words of a PostgreSQL index through the eyes of somebody: what they may see, no more."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from portal.search.engines.catalogue import Catalogue
from portal.search.engines.columns import Columns, Ints, Longs
from portal.search.engines.columns_made import Facts, Maker, letters, of_facts
from portal.search.engines.postgres_tables import Current, Link
from portal.search.engines.view import NOTHING, Found, View
from portal.search.engines.weights import TEXT

MOST_CHANGED = 1000  # documents that are kept apart from the others before all are read again
FACTS = "number, key, kind, ordering, facets, digest"
POSTINGS = """
SELECT term.term,
  string_agg(int4send(document), ''::bytea), string_agg(float4send(impact), ''::bytea)
FROM term JOIN posting ON posting.term = term.id
WHERE term.term = ANY(:terms) GROUP BY term.term
"""
IN_A_ROW = """
SELECT string_agg(int4send(number), ''::bytea) FROM document
WHERE {column} @@ CAST(:phrase AS tsquery)
"""
FORMS_LIKE = """
SELECT id, form FROM form WHERE length BETWEEN :shortest AND :longest
AND bit_count((letters & ~CAST(:letters AS bigint))::bit(64)) <= :reach
AND bit_count((~letters & CAST(:letters AS bigint))::bit(64)) <= :reach ORDER BY id
"""
WRITTEN = """
SELECT string_agg(int4send(document), ''::bytea) FROM posting JOIN form ON form.term = posting.term
WHERE form.id = :form AND posting.form = :form
"""


class Shelf(NamedTuple):
    """The documents at one moment, and the place of each number in their catalogue, or -1."""

    current: Current
    catalogue: Catalogue
    places: Longs


class Library:
    """What is known of the documents; only what has changed is read again."""

    def __init__(self) -> None:
        self._base: tuple[Current, Longs, Columns] | None = None
        self._last: Shelf | None = None

    def shelf(self, link: Link, current: Current) -> Shelf:
        """The documents of ``current``, which ``link`` reads."""
        last = self._last
        if last and _same(last.current, current) and last.current.version == current.version:
            return last
        base = self._base
        if base is None or not _same(base[0], current) or base[0].version > current.version:
            base = self._base = current, *_read(link, -1)
        numbers, changed = _read(link, base[0].version)
        touched = link.rows("SELECT number FROM document WHERE version > :v", v=base[0].version)
        if len(touched) > MOST_CHANGED:
            base = self._base = current, *_read(link, -1)
            numbers, changed, touched = _NUMBERS, _EMPTY, []
        gone = np.flatnonzero(np.isin(base[1], [number for (number,) in touched]))
        name = f"{current.generation}/{current.version}"
        segments = {"base": base[2], "changed": changed}
        catalogue = Catalogue.of(name, segments, [gone.tolist(), []])
        self._last = Shelf(current, catalogue, _places(base[1], gone, numbers))
        return self._last


class PostgresView(View):
    """A view whose words are in the database that ``link`` reads."""

    def __init__(self, link: Link, shelf: Shelf, seen: View) -> None:
        super().__init__(seen.segments, seen.visible)
        self._link = link
        self._shelf = shelf
        self._fetched: dict[bytes, Found] = {}

    def fetch(self, terms: Collection[bytes]) -> None:
        """Read the postings of many terms at once."""
        self._fetched |= dict.fromkeys(terms, NOTHING)
        for term, documents, impacts in self._link.rows(POSTINGS, terms=[*terms]):
            found = self._seen(documents)
            weights = np.frombuffer(impacts, ">f4").astype(np.float32)
            order = np.argsort(found, kind="stable")
            order = order[np.searchsorted(found[order], 0) :]
            self._fetched[bytes(term)] = Found(found[order], weights[order])

    def having(self, name: str, stem: str) -> int:
        """How many documents have a stem in an index field."""
        return len(self.word(name, stem).documents)

    def in_a_row(self, name: str, steps: Sequence[tuple[str, int]], documents: Ints) -> Ints:
        """Those of ``documents`` in which each stem stands so many places after one place."""
        phrase = f"'{steps[0][0]}'"
        for (_, before), (stem, offset) in pairwise(steps):
            phrase += f" <{offset - before}> '{stem}'"
        column = next(one for one in TEXT.values() if one == name)
        found = self._link.rows(IN_A_ROW.format(column=column), phrase=phrase)
        both: Ints = np.intersect1d(self._seen(found[0][0]), documents)
        return both

    def forms_like(self, word: str, reach: int) -> Iterator[tuple[int, str]]:
        """Words as written that may be within ``reach`` edits of a folded one, with their number.

        They may stand in hidden documents only.
        """
        shortest, longest = len(word) - reach, len(word) + reach
        sizes = {"shortest": shortest, "longest": longest, "reach": reach}
        for number, form in self._link.rows(FORMS_LIKE, letters=letters(word), **sizes):
            yield number, str(form)

    def written(self, form: int) -> int:
        """How many documents that may be seen have the form of that number in a text."""
        found = self._link.rows(WRITTEN, form=form)
        return int(np.count_nonzero(self._seen(found[0][0]) >= 0))

    def _read(self, term: bytes) -> Found:
        if term not in self._fetched:
            self.fetch([term])
        return self._fetched[term]

    def _seen(self, numbers: bytes | None) -> Ints:
        """The places of documents in the catalogue, -1 for those that may not be seen."""
        places = self._shelf.places[np.frombuffer(numbers or b"", ">i4")]
        seen: Ints = np.where(self.visible[places], places, -1).astype(np.int32)
        return seen


def _same(one: Current, other: Current) -> bool:
    return one.generation == other.generation


def _read(link: Link, version: int) -> tuple[Longs, Columns]:
    """The live documents changed after a version: their numbers, and what is known of them."""
    rows = link.rows(
        f"SELECT {FACTS} FROM document"  # noqa: S608 - names of ours
        " WHERE version > :version AND kind IS NOT NULL ORDER BY number",
        version=version,
    )
    every = [
        Facts(key, kind, tuple(order), {name: tuple(some) for name, some in facets.items()}, digest)
        for _number, key, kind, order, facets, digest in rows
    ]
    values, arrays = of_facts(every)
    columns = Columns({"values": values}, arrays | Maker().arrays())
    return np.asarray([number for number, *_ in rows], np.int64), columns


def _places(base: Longs, gone: Longs, changed: Longs) -> Longs:
    """Where the documents of each number are: first those of ``base``, then the changed ones."""
    last = max(base.max(initial=-1), changed.max(initial=-1))
    places = np.full(last + 1, -1, np.int64)
    places[base] = np.arange(len(base))
    places[base[gone]] = -1
    places[changed] = len(base) + np.arange(len(changed))
    return places


_NUMBERS = np.empty(0, np.int64)
_EMPTY = Columns({"values": {}}, of_facts([])[1] | Maker().arrays())
