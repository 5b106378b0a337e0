"""Documents as rows: their words weighed once, their places for phrases, their facts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from portal.search.engine import Document
from portal.search.engines.columns_made import impacts, letters, plain
from portal.search.engines.postgres_tables import Link
from portal.search.engines.weights import TEXT, Postings, term_of, weigh

BATCH = 500
FURTHEST = 100  # places from one word to the next: no phrase is as long
LAST_PLACE = 16_383  # of a tsvector
MOST_BYTES = 1_000_000  # of a tsvector
FORGET = "DELETE FROM posting WHERE document = :number AND term = ANY(CAST(:terms AS int[]))"

Name = TypeVar("Name")
Form = tuple[int, str]
Weighed = Mapping[str, Postings]


class Numbers(Generic[Name]):
    """A number for each name: known ones, and new ones after them."""

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self._known: dict[Name, int] = {}
        self._fresh: list[tuple[int, Name]] = []

    def learn(self, known: Iterable[tuple[int, Name]]) -> None:
        """Remember numbers that were given before."""
        self._known.update((name, number) for number, name in known)

    def of(self, name: Name) -> int:
        """The number of ``name``."""
        if name not in self._known:
            self._last += 1
            self._known[name] = self._last
            self._fresh.append((self._last, name))
        return self._known[name]

    def fresh(self) -> list[tuple[int, Name]]:
        """The numbers given since this was asked last."""
        found, self._fresh = self._fresh, []
        return found


class Writer:
    """Adds documents to the tables to which ``link`` is turned, which may be ``empty`` before."""

    def __init__(self, link: Link, version: int, *, empty: bool) -> None:
        self._link = link
        self._version = version
        self._empty = empty
        self._terms = Numbers[bytes](0 if empty else _last(link, "term", "id"))
        self._forms = Numbers[Form](0 if empty else _last(link, "form", "id"))
        self._last = -1 if empty else _last(link, "document", "number", -1)

    def replace(self, documents: Mapping[str, Document], deletes: Iterable[str]) -> None:
        """Put ``documents`` in the place of those with their keys, and take others away."""
        gone = sorted({*documents, *deletes})
        known = self._link.rows(
            "DELETE FROM document WHERE key = ANY(:gone) RETURNING number, key, terms", gone=gone
        )
        for number, _key, terms in known:
            self._link.run(FORGET, number=number, terms=terms)
        numbers = {key: number for number, key, _terms in known}
        self._link.copy(
            "document",
            [
                (number, key, None, [], "{}", "", self._version, [], None, None)
                for key, number in numbers.items()
                if key not in documents
            ],
        )
        self.add(documents.values(), numbers)

    def add(self, documents: Iterable[Document], numbers: Mapping[str, int]) -> None:
        """Add new documents, those of a known key under its number."""
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            if len(batch) == BATCH:
                self._add(batch, numbers)
                batch = []
        self._add(batch, numbers)

    def _add(self, documents: Sequence[Document], numbers: Mapping[str, int]) -> None:
        weighed = [weigh(document) for document in documents]
        if not self._empty:
            self._recall(weighed)
        rows: list[Sequence[Any]] = []
        postings: list[Sequence[Any]] = []
        for document, fields in zip(documents, weighed, strict=True):
            number = numbers.get(document.key)
            if number is None:
                number = self._last = self._last + 1
            found = self._postings(number, fields)
            postings += found
            rows.append(self._row(number, document, fields, [term for term, *_ in found]))
        self._link.copy("term", self._terms.fresh())
        self._link.copy("form", [_form(number, *form) for number, form in self._forms.fresh()])
        self._link.copy("document", rows)
        self._link.copy("posting", postings)

    def _recall(self, weighed: Sequence[Weighed]) -> None:
        terms = {
            term_of(name, stem.encode())
            for fields in weighed
            for name, postings in fields.items()
            for stem in postings
        }
        known = self._link.rows(
            "SELECT id, term FROM term WHERE term = ANY(:terms)", terms=[*terms]
        )
        self._terms.learn((number, bytes(term)) for number, term in known)
        forms = self._link.rows(
            "SELECT id, term, form FROM form WHERE term = ANY(CAST(:terms AS int[]))",
            terms=[number for number, _term in known],
        )
        self._forms.learn((number, (term, form)) for number, term, form in forms)

    def _postings(self, document: int, fields: Weighed) -> list[tuple[int, int, float, int | None]]:
        found = []
        for name, postings in fields.items():
            weights = np.asarray([one.weight for one in postings.values()], np.float32)
            worth = impacts(weights).tolist()
            for (stem, one), impact in zip(postings.items(), worth, strict=True):
                term = self._terms.of(term_of(name, stem.encode()))
                form = self._forms.of((term, one.form)) if name in TEXT.values() else None
                found.append((term, document, impact, form))
        return found

    def _row(
        self, number: int, document: Document, fields: Weighed, terms: list[int]
    ) -> Sequence[Any]:
        facets = {name: list(values) for name, values in document.facets.items()}
        return (
            number,
            document.key,
            document.kind,
            list(document.order),
            json.dumps(facets),
            document.digest,
            self._version,
            terms,
            *(vector(fields.get(name, {})) for name in TEXT.values()),
        )


def vector(postings: Postings) -> str:
    """The stems in their places, as a tsvector: what is far apart comes nearer to fit in."""
    every = sorted({place for one in postings.values() for place in one.places})
    near: dict[int, int] = {}
    at, before = 1, every[0] if every else 0
    for place in every:
        at += min(place - before, FURTHEST)
        before = place
        near[place] = at
    found, size = [], 0
    for stem, one in postings.items():
        places = [near[place] for place in one.places if near[place] <= LAST_PLACE]
        size += 4 * len(stem) + 4 * len(places)
        if places and size < MOST_BYTES:
            found.append(f"'{stem}':{','.join(map(str, places))}")
    return " ".join(found)


def _form(number: int, term: int, form: str) -> tuple[int, int, str, int, int]:
    folded = plain(form)
    return number, term, form, min(len(folded), 255), letters(folded)


def _last(link: Link, table: str, column: str, otherwise: int = 0) -> int:
    (found,) = link.rows(f"SELECT max({column}) FROM {table}")  # noqa: S608 - names of ours
    return otherwise if found[0] is None else int(found[0])
