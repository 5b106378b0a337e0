"""What is asked of a search engine: a question or something to be like, and what may be seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

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


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class Source(StrEnum):
    """How a word of a question came to stand for a word of a document."""

    TYPED = "typed"
    PART = "part"
    SPELLING = "spelling"
    GLOSSARY = "glossary"
    EVERYDAY = "everyday"
    NARROWER = "narrower"
    BROADER = "broader"
    LEARNED = "learned"

    @property
    def is_near(self) -> bool:
        """Whether the word means less or more: it tells of a topic, or is a part of a compound."""
        return self in {Source.NARROWER, Source.BROADER}


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
