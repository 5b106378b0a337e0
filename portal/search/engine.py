"""What the portal gives a search engine, whichever it is, and what that answers.

An engine knows keys, texts and facet values; what they stand for is the caller's business.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from typing import Protocol

from portal.i18n import Language, Translated
from portal.search.query import Likeness, Query, Source

Expression = tuple[str, ...]  # stems in their places, "" where any one word may stand
_NOTHING = Translated()


class IndexUnavailable(Exception):
    """The index is missing, damaged or made by another version: answer without it, rebuild it."""


class IndexBusy(Exception):
    """Another process is writing the index: try again later."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What can be found, under an opaque ``key`` such as "rex:2020/3".

    ``facets`` holds the values that people filter by, such as {"year": ("2020",), "step":
    ("delivery",)}; ``kind`` is one of them without being repeated there. ``order`` sorts by date,
    newest first, and compares as numbers: (2020, 10) comes before (2020, 9).
    """

    key: str
    kind: str
    title: Translated = _NOTHING
    essence: Translated = _NOTHING
    course: Translated = _NOTHING
    causes: Translated = _NOTHING
    actions: Translated = _NOTHING
    recommendation: Translated = _NOTHING
    systems: Translated = _NOTHING
    codes: Translated = _NOTHING
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """What tells this document from an older or newer one under the same key."""
        every = [(one.name, getattr(self, one.name)) for one in fields(self)]
        content = repr([(name, value) for name, value in every if name != "facets"])
        facets = repr(sorted(self.facets.items()))
        return blake2b(f"{content} {facets}".encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Reason:
    """Why a document was found: the ``typed`` words stand in it as ``words``, which may be near."""

    typed: str
    language: Language
    words: str
    source: Source
    near: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A word of a question that no allowed document has, and a near one.

    Some allowed document has it, or else the glossary or the list of everyday words.
    """

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Hit:
    """A document found, once, with the languages of the texts in which it was found.

    ``shared`` are the features that it has in common with a likeness, as (facet, value).
    """

    key: str
    kind: str
    score: float
    languages: tuple[Language, ...]
    reasons: tuple[Reason, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Results:
    """The asked page of hits, and what is true of all of them.

    ``total`` is exact. ``facets`` counts per facet and value, each facet as if it were not
    filtered itself. ``widened`` says that few documents had all the words, so that those with
    some of them follow. ``understood`` are the words as typed, ``terms`` what to highlight for
    them: words, and expressions only where their words stand together. ``near_terms`` only come
    near, and explain what has none of ``terms``.
    ``suggestions`` correct what looks mistyped; nothing is searched by them unless nothing else
    is found, and then the reasons say so.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    widened: bool
    understood: tuple[str, ...]
    terms: Mapping[Language, frozenset[Expression]]
    near_terms: Mapping[Language, frozenset[Expression]] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class State:
    """Which analysis made the index, how far it has followed the outbox, how much it holds.

    ``epoch`` is that of the database from which it was made.
    """

    schema: str
    position: int
    count: int
    epoch: str = ""


class Engine(Protocol):
    """An index of documents. Every method but ``healthy`` may raise IndexUnavailable."""

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str], position: int) -> None:
        """Add or replace, and delete, in one step; doing it twice changes nothing.

        Both iterables are read under the writer's lock, ``upserts`` first: load the rows lazily
        and an older version can never overwrite a newer one. Raise IndexBusy if the lock is held.
        """

    def rebuild(self, documents: Iterable[Document], position: int, epoch: str = "") -> None:
        """Make the index anew, read under the writer's lock; searches go on in the old one.

        Raise ValueError on a repeated key; whatever goes wrong, the old index stays.
        """

    def search(self, query: Query) -> Results:
        """Answer any text whatever; nothing that can be typed is an error."""

    def similar(self, likeness: Likeness) -> Results:
        """The documents most like a text or a document, the closest first."""

    def count(self, likenesses: Sequence[Likeness]) -> list[int]:
        """How many documents are like each: the total that ``similar`` would tell."""

    def state(self) -> State:
        """Tell what the index was made from."""

    def digests(self) -> Mapping[str, str]:
        """The key and the digest of each document."""

    def healthy(self) -> bool:
        """Whether the index can be read and was made by this version; if not, rebuild."""

    def close(self) -> None:
        """Let go of files and connections; the next question opens them again."""
