"""What the portal asks of a search engine, whichever it is.

An engine knows keys, texts and facet values; what they stand for is the caller's business.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple, Protocol

from portal.i18n import Language, Translated

MOST_DIGITS = 18


class AllBut(NamedTuple):
    """Every document of a kind but for some keys; of keys "kind:12", none above ``newest``.

    With ``newest`` a document made after the question was asked of the policy is not seen.
    """

    kind: str
    keys: frozenset[str] = frozenset()
    newest: int | None = None


@dataclass(frozen=True)
class Seen:
    """What somebody may see, told shortly: some keys, and of some kinds nearly everything.

    It is also a question: ``seen("rex:2020/3")``. A key begins with its kind and a colon.
    """

    keys: frozenset[str] = frozenset()
    all_but: tuple[AllBut, ...] = ()

    def __call__(self, key: str) -> bool:
        """Whether the document of ``key`` may be seen."""
        kind = key.partition(":")[0]
        return key in self.keys or any(
            kind == each.kind
            and key not in each.keys
            and (each.newest is None or 0 <= number_of(key) <= each.newest)
            for each in self.all_but
        )


def number_of(key: str) -> int:
    """The number in a key such as "incident:12", or -1."""
    number = key.partition(":")[2]
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else -1


Allowed = frozenset[str] | Seen | Callable[[str], bool] | None

Expression = tuple[str, ...]  # stems in their places, "" where any one word may stand
_NOTHING = Translated()


class IndexUnavailable(Exception):
    """The index is missing, damaged or made by another version: answer without it, rebuild it."""


class IndexBusy(Exception):
    """Another process is writing the index: try again later."""


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


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


class Source(StrEnum):
    """How a word of a question came to stand for a word of a document."""

    TYPED = "typed"
    PART = "part"
    SPELLING = "spelling"
    GLOSSARY = "glossary"
    EVERYDAY = "everyday"
    NARROWER = "narrower"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Rendering:
    """Other words that mean what stands between ``start`` and ``end`` of a question.

    ``weight`` is what they count for beside the typed word, more than 0 and at most 1.
    """

    start: int
    end: int
    language: Language
    words: str
    weight: float = 1.0
    source: Source = Source.GLOSSARY


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question, and what the person who asks may see.

    ``allowed`` has no default on purpose: None, which hides nothing, must be written. It is
    applied before anything is counted or weighed, so that what is hidden changes no total, no
    facet, no score and no order. An empty ``text`` finds every document. A filter keeps the
    documents that have one of its values. ``language`` is only a hint: it is named first. A word
    is found by its ``renderings`` too, but not in a quoted phrase.
    """

    text: str
    allowed: Allowed
    language: Language | None = None
    renderings: tuple[Rendering, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A text or a document to find others like it.

    ``text`` is read as a question of many words of which none is required, the most telling
    ones count; ``facets`` are features that count beside the words, such as {"step": {"ct"}}.
    The document ``besides`` is left out. ``allowed`` is as in ``Query``. What scores below
    ``floor``, as a share of what a document would score against itself, is not shown.
    """

    text: Translated
    allowed: Allowed
    renderings: Mapping[Language, tuple[Rendering, ...]] = field(default_factory=dict)
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    besides: str = ""
    floor: float = 0.0
    limit: int = 5


@dataclass(frozen=True)
class Reason:
    """Why a document was found: the ``typed`` words stand in it as ``words``."""

    typed: str
    language: Language
    words: str
    source: Source


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
    them: words, and expressions only where their words stand together.
    ``suggestions`` correct what looks mistyped; nothing is searched by them unless nothing else
    is found, and then the reasons say so.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    widened: bool
    understood: tuple[str, ...]
    terms: Mapping[Language, frozenset[Expression]]
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
