"""Which of the documents that may be seen answer a question, how well, and why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from portal.i18n import Language
from portal.search.engine import Reason
from portal.search.engines.columns import Flags, Floats, Ints, Longs
from portal.search.engines.matching import Match, Matcher
from portal.search.engines.question import Question, Variant
from portal.search.engines.view import Found, View
from portal.search.engines.weights import COMPLETE, NEAR, OPTIONAL, WIDEN_BELOW
from portal.search.query import Source

MOST_REASONS = 5
_NONE: Ints = np.empty(0, np.int32)


class Explanation(NamedTuple):
    """Why a document was found, and in which languages."""

    reasons: tuple[Reason, ...]
    languages: set[Language]


class Ranking:
    """The documents that match a question, each with its score.

    All required words must match; when too few documents have them all, one of them is enough,
    but a quoted phrase stays required.
    """

    def __init__(self, view: View, question: Question) -> None:
        matcher = Matcher(view)
        self.matches = [matcher.match(one) for one in question.clauses]
        self._required = [one for one in self.matches if one.clause.required]
        self._scores = np.zeros(view.size, np.float32)
        for match in self.matches:
            documents, impacts = match.found
            share = 1.0 if match.clause.required else OPTIONAL
            self._scores[documents] += impacts * np.float32(match.rarity * share)
        if any(variant.near for match in self._required for variant, _ in match.by):
            self._scores[~self._named()] *= np.float32(NEAR)
        self._complete = self._with(self._required, len(self._required))
        self.documents = self._complete
        if len(self._complete) < WIDEN_BELOW and len(self._required) > 1:
            exact = [one for one in self._required if one.clause.exact]
            self.documents = self._with(exact or self._required, max(1, len(exact)))
        self.widened = len(self.documents) > len(self._complete)

    def scores(self, documents: Ints | Sequence[int]) -> Floats:
        """The score of each."""
        scores: Floats = self._scores[documents]
        return scores

    def ranks(self, documents: Ints) -> Longs:
        """What sorts the documents: their scores, which count more if they have all words.

        So one that fits very well goes before one where remote words stand for all that were
        asked. The bits of a positive number of 32 bits sort as it does.
        """
        scores = self._scores[documents]
        if self.widened:
            scores[np.isin(documents, self._complete)] *= np.float32(COMPLETE)
        return scores.view(np.int32).astype(np.int64)

    def explained(self, page: Sequence[int], hint: Language | None) -> list[Explanation]:
        """Why each document of a page was found, in the language of ``hint`` if it can be."""
        return explained(self._required, page, hint=hint)

    def _named(self) -> Flags:
        """Which documents have a required word itself, or one that means the same."""
        named = np.zeros(len(self._scores), bool)
        for match in self._required:
            for variant, found in match.by:
                if not variant.near:
                    named[found.documents] = True
        return named

    def _with(self, matches: Sequence[Match], least: int) -> Ints:
        """The documents that have at least so many of ``matches``; none if there are none."""
        if len(matches) < 2:
            return matches[0].found.documents if matches else _NONE
        having = np.zeros(len(self._scores), np.uint8)
        for match in matches:
            having[match.found.documents] += 1
        return np.flatnonzero(having >= least).astype(np.int32)


def explained(
    matches: Iterable[Match],
    page: Sequence[int],
    *,
    hint: Language | None = None,
    most: int = MOST_REASONS,
    rarest: bool = False,
) -> list[Explanation]:
    """Per document what stands there for each clause, the most telling first, and all languages.

    That is the word as it was typed if it stands there, else the variant that counts most, those
    that only come near last; of a document that says it in both languages, in that of ``hint``.
    What counts most in the document goes first, or what is ``rarest`` in all of them.
    """
    reasons: list[list[tuple[float, Reason]]] = [[] for _ in page]
    languages: list[set[Language]] = [set() for _ in page]
    numbers = np.asarray(page, np.int32)
    for match in matches:
        best: list[tuple[bool, bool, bool, float, Variant | None]]
        best = [(False, False, False, 0.0, None)] * len(page)
        for variant, found in match.by:
            for place, impact in _impacts(found, numbers):
                languages[place].add(variant.language)
                own = variant.language is hint
                told = variant.source is Source.TYPED, not variant.near, own, impact
                if told > best[place][:4]:
                    best[place] = *told, variant
        for place, (_typed, _named, _own, impact, told_by) in enumerate(best):
            if told_by:
                why = _reason(match.clause.typed, told_by)
                reasons[place].append((match.rarity * (1.0 if rarest else impact), why))
    for every in reasons:
        every.sort(key=lambda one: -one[0])
    return [
        Explanation(tuple(dict.fromkeys(why for _, why in every))[:most], where)
        for every, where in zip(reasons, languages, strict=True)
    ]


def _reason(typed: str, by: Variant) -> Reason:
    return Reason(typed, by.language, by.words, by.source, by.near)


def _impacts(found: Found, page: Ints) -> Iterator[tuple[int, float]]:
    """The places in the page of the documents that are found, with what it weighs in them."""
    at = np.minimum(found.documents.searchsorted(page), len(found.documents) - 1)
    places = np.flatnonzero(found.documents[at] == page)
    return zip(places.tolist(), found.impacts[at[places]].tolist(), strict=True)
