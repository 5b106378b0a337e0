"""Which documents answer a question and how well: BM25F over the documents that may be seen.

Weights are counted over the allowed documents only, so that a hidden one changes no score and
an index that grew piece by piece ranks exactly as one made at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import log
from typing import Protocol

from portal.i18n import Language
from portal.search.engines.question import Clause, Question, Step, Variant

BOOSTS = {"title": 2.0, "essence": 1.5, "body": 1.0}
K1 = 1.2
B = 0.75
WIDEN_BELOW = 5

Scores = dict[int, float]


class Postings(Protocol):
    """Where stems stand, by document number and field, such as "title_nl"."""

    def counts(self, field: str, stem: str) -> Iterable[tuple[int, float]]:
        """Each document with the stem, and how often it is there."""

    def places(self, field: str, stem: str, documents: Sequence[int]) -> Mapping[int, list[int]]:
        """The positions of the stem in those of ``documents`` (ascending) that have it."""


@dataclass(frozen=True)
class View:
    """The documents that may be seen, and per field all lengths and the mean of theirs."""

    documents: frozenset[int]
    lengths: Mapping[str, Sequence[int]]
    means: Mapping[str, float]

    @classmethod
    def of(cls, documents: frozenset[int], lengths: Mapping[str, Sequence[int]]) -> "View":
        """The view on ``documents``."""
        means = {
            field: sum(map(every.__getitem__, documents)) / max(1, len(documents))
            for field, every in lengths.items()
        }
        return cls(documents, lengths, means)


def field_name(name: str, language: Language) -> str:
    """The index field of one text in one language."""
    return f"{name}_{language.value}"


class Ranking:
    """The documents that match a question, each with its score."""

    def __init__(self, postings: Postings, view: View, question: Question) -> None:
        self._postings = postings
        self._view = view
        self._words: dict[tuple[Language, str], Scores] = {}
        self._found: list[tuple[Variant, Scores]] = []
        required = [self._clause(one) for one in question.clauses if one.required]
        optional = [self._clause(one) for one in question.clauses if not one.required]
        exact = [one.exact for one in question.clauses if one.required]
        self.complete = _in_all(required)
        self.widened = len(self.complete) < WIDEN_BELOW and not all(exact)
        candidates = self.complete
        if self.widened:
            loose = [scores for scores, kept in zip(required, exact, strict=True) if not kept]
            candidates = _in_any(loose) & (
                _in_all([scores for scores, kept in zip(required, exact, strict=True) if kept])
                if any(exact)
                else _in_any(loose)
            )
        self.scores = {
            document: sum(one.get(document, 0.0) for one in (*required, *optional))
            for document in candidates
        }

    def languages(self, document: int) -> set[Language]:
        """The languages in which a word of the question stands in ``document``."""
        return {variant.language for variant, scores in self._found if document in scores}
