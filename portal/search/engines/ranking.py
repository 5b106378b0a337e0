"""Which documents answer a question and how well: BM25F over the documents that may be seen.

Weights are counted over the allowed documents only, so that a hidden one changes no score and
an index that grew piece by piece ranks exactly as one made at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from portal.i18n import Language
from portal.search.engines.question import Clause, Question, Step, Variant

BOOSTS = {
    "title": 2.0,
    "essence": 1.5,
    "course": 1.0,
    "causes": 1.0,
    "actions": 1.0,
    "recommendation": 1.0,
    "systems": 1.0,
    "codes": 1.0,
}
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
    """The documents that match a question, each with its score.

    All required words must match; when too few documents have them all, one of them is enough,
    but a quoted phrase stays required. ``complete`` are the documents that have them all.
    """

    def __init__(self, postings: Postings, view: View, question: Question) -> None:
        self._postings = postings
        self._view = view
        self._words: dict[tuple[Language, str], Scores] = {}
        self._found: list[tuple[Language, Scores]] = []
        exact = [self._clause(one) for one in question.clauses if one.required and one.exact]
        loose = [self._clause(one) for one in question.clauses if one.required and not one.exact]
        found = len(self._found)
        optional = [self._clause(one) for one in question.clauses if not one.required]
        del self._found[found:]
        self.complete = _in_all([*exact, *loose])
        candidates = self.complete
        if len(candidates) < WIDEN_BELOW:
            candidates = _in_all(exact) if exact else set().union(*loose)
        self.scores = {
            document: sum(one.get(document, 0.0) for one in (*exact, *loose, *optional))
            for document in candidates
        }

    @property
    def widened(self) -> bool:
        """Whether there are documents that have not all of the words."""
        return len(self.scores) > len(self.complete)

    def languages(self, document: int) -> set[Language]:
        """The languages in which a required word stands in ``document``."""
        return {language for language, scores in self._found if document in scores}

    def _clause(self, clause: Clause) -> Scores:
        """The best variant counts, so that a text in both languages weighs no more than one."""
        best: Scores = {}
        for variant in clause.variants:
            scores = self._variant(variant)
            self._found.append((variant.language, scores))
            for document, score in scores.items():
                if score > best.get(document, 0.0):
                    best[document] = score
        return best

    def _variant(self, variant: Variant) -> Scores:
        scores = [self._word(variant.language, step.stem) for step in variant.steps]
        if len(scores) == 1:
            return scores[0]
        documents = sorted(_in_all(scores))
        return {
            document: sum(one[document] for one in scores)
            for document in self._in_their_places(variant, documents)
        }

    def _word(self, language: Language, stem: str) -> Scores:
        if (language, stem) not in self._words:
            self._words[language, stem] = self._weigh(language, stem)
        return self._words[language, stem]

    def _weigh(self, language: Language, stem: str) -> Scores:
        allowed = self._view.documents
        frequencies: Scores = {}
        for name, boost in BOOSTS.items():
            field = field_name(name, language)
            lengths, mean = self._view.lengths[field], self._view.means[field]
            for document, count in self._postings.counts(field, stem):
                if document in allowed:
                    weight = boost * count / (1 - B + B * lengths[document] / mean)
                    frequencies[document] = frequencies.get(document, 0.0) + weight
        having = len(frequencies)
        rarity = log(1 + (len(allowed) - having + 0.5) / (having + 0.5)) * (K1 + 1)
        return {document: rarity * tf / (tf + K1) for document, tf in frequencies.items()}

    def _in_their_places(self, variant: Variant, documents: Sequence[int]) -> set[int]:
        found: set[int] = set()
        for name in BOOSTS if documents else ():
            field = field_name(name, variant.language)
            starts = [self._starts(field, step, documents) for step in variant.steps]
            found |= {
                document
                for document in _in_all(starts)
                if set.intersection(*(one[document] for one in starts))
            }
        return found

    def _starts(self, field: str, step: Step, documents: Sequence[int]) -> dict[int, set[int]]:
        places = self._postings.places(field, step.stem, documents)
        return {
            document: {place - step.offset for place in found} for document, found in places.items()
        }


def _in_all(every: Sequence[Mapping[int, object]]) -> set[int]:
    """The documents that are in each of ``every``, and none if there is nothing to be in."""
    return set.intersection(*map(set, every)) if every else set()
