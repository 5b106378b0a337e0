"""Which documents answer a question and how well: BM25F over the documents that may be seen.

A clause is one idea, whatever words stand for it: it is as rare as the documents that have any
of them, those with a word that counts for less only in part. In a document the best word counts,
and a share of the others in that language. So a translation that happens to be rare does not
weigh more than the word that was typed, and a text in both languages no more than one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from portal.i18n import Language
from portal.search.engine import Reason, Source
from portal.search.engines.columns import Floats, Ints, Longs
from portal.search.engines.question import Clause, Question, Variant
from portal.search.engines.view import Found, View
from portal.search.engines.weights import COMPLETE, OPTIONAL, OTHERS, PARTS, TEXT, WIDEN_BELOW

MOST_REASONS = 5
TOLD_TOGETHER = 2.0  # how much more than other words those that tell of a topic add to each other
FEW = 16  # times as many documents as are found, when sorting these is quicker
_NONE: Ints = np.empty(0, np.int32)
_BEFORE: Ints = np.full(1, -1, np.int32)


class Explanation(NamedTuple):
    """Why a document was found, and in which languages."""

    reasons: tuple[Reason, ...]
    languages: set[Language]


@dataclass(frozen=True)
class Match:
    """The documents that have a clause, what it weighs in each, and by which of its variants."""

    clause: Clause
    found: Found
    rarity: float
    by: Sequence[tuple[Variant, Found]]


class Matcher:
    """Finds clauses in what may be seen; ``weights`` below 1 count less."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._best = np.zeros(view.size, np.float32)
        self._sum = np.zeros(view.size, np.float32)
        self._seen = np.zeros(view.size, bool)

    def match(self, clause: Clause) -> Match:
        """The documents with any variant of ``clause``."""
        by = [(variant, self._variant(variant)) for variant in clause.variants]
        by = [one for one in by if len(one[1].documents)]
        found = by[0][1] if len(by) == 1 else self._weighed(by)
        return Match(clause, found, self._view.rarity(self._having(by)), by)

    def _having(self, by: Sequence[tuple[Variant, Found]]) -> int:
        """How many documents have a variant, one that counts for less only in part."""
        if len(by) == 1 and by[0][0].weight == 1.0:
            return len(by[0][1].documents)
        own = [one for one in by if one[0].source is not Source.NARROWER] or by
        having = 0.0
        for variant, (documents, _) in sorted(own, key=lambda one: -one[0].weight):
            fresh = len(documents) - np.count_nonzero(self._seen[documents])
            having += variant.weight * int(fresh)
            self._seen[documents] = True
        self._seen.fill(False)
        return round(having)

    def _weighed(self, by: Sequence[tuple[Variant, Found]]) -> Found:
        """The better language counts: there the best variant, and a share of the other words."""
        if sum(len(found.documents) for _, found in by) * FEW > len(self._best):
            return self._all_weighed(by)
        every = []
        for language in Language:
            own, words = _of_language(by, language)
            best = self._best_of(own) if len(own) != 1 else own[0]
            every.append(self._with_others(best, words) if len(words) > 1 else best)
        return self._best_of(every)

    def _all_weighed(self, by: Sequence[tuple[Variant, Found]]) -> Found:
        """The same, quicker where many documents have the clause: all are looked at."""
        better = np.zeros_like(self._best)
        for language in Language:
            own, words = _of_language(by, language)
            for documents, impacts in own:
                self._best[documents] = np.maximum(self._best[documents], impacts)
            if len(words) > 1:
                for documents, impacts in words:
                    self._sum[documents] += impacts
                others = np.maximum(self._sum - self._best, 0)
                self._best += others * np.float32(OTHERS)
                self._sum.fill(0)
            np.maximum(better, self._best, out=better)
            self._best.fill(0)
        found = np.flatnonzero(better > 0).astype(np.int32)
        return Found(found, better[found])

    def _with_others(self, best: Found, words: Sequence[Found]) -> Found:
        """``best`` with a share of what more ``words`` for the same idea weigh."""
        documents, impacts = best
        for found in words:
            self._sum[found.documents] += found.impacts
        others = np.maximum(self._sum[documents] - impacts, 0)
        self._sum[documents] = 0
        return Found(documents, impacts + others * np.float32(OTHERS))

    def _best_of(self, every: Sequence[Found]) -> Found:
        best = self._best
        for documents, impacts in every:
            best[documents] = np.maximum(best[documents], impacts)
        found = self._any_of([one.documents for one in every])
        impacts = best[found]
        best[found] = 0
        return Found(found, impacts)

    def _any_of(self, every: Sequence[Ints]) -> Ints:
        """What is in any of ``every``: few are sorted, for many all documents are looked at."""
        if sum(map(len, every)) * FEW > len(self._best):
            return np.flatnonzero(self._best > 0).astype(np.int32)
        merged = np.concatenate([_BEFORE, *every])
        merged.sort()
        return merged[1:][merged[1:] > merged[:-1]]

    def _variant(self, variant: Variant) -> Found:
        words = [self._word(variant, step.stem) for step in variant.steps]
        found = words[0]
        if len(words) > 1:
            found = self._together(variant, words)
        if variant.weight == 1.0:
            return found
        return Found(found.documents, found.impacts * np.float32(variant.weight))

    def _word(self, variant: Variant, stem: str) -> Found:
        """A part of what was typed may stand alone; what was typed whole may be a part."""
        if variant.source is not Source.PART:
            return self._view.word(TEXT[variant.language], stem)
        part = self._view.word(PARTS, stem)
        if len(variant.steps) == 1:
            return part
        return self._best_of([self._view.word(TEXT[variant.language], stem), part])

    def _together(self, variant: Variant, words: Sequence[Found]) -> Found:
        """All steps, each of which counts for its share, so that a phrase weighs as one word."""
        rarest = sorted((one.documents for one in words), key=len)
        documents = reduce(_intersection, rarest)
        if variant.source is not Source.PART and len(documents):
            steps = [(step.stem, step.offset) for step in variant.steps]
            documents = self._view.in_a_row(TEXT[variant.language], steps, documents)
        shares = [one.impacts[np.searchsorted(one.documents, documents)] for one in words]
        return Found(documents, np.add.reduce(shares) / np.float32(len(shares)))


class Remembering(Matcher):
    """Finds for many likenesses at once, whose words are often the same, each of them once.

    Only what is found is as it should be: reasons have the words of whoever asked first.
    """

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._known: dict[tuple[Variant, ...], Match] = {}
        self._phrases: dict[Variant, Found] = {}

    def match(self, clause: Clause) -> Match:
        """The documents with any variant of ``clause``."""
        known = self._known.get(clause.variants)
        if known is None:
            known = self._known[clause.variants] = super().match(clause)
        return known

    def _together(self, variant: Variant, words: Sequence[Found]) -> Found:
        known = self._phrases.get(variant)
        if known is None:
            known = self._phrases[variant] = super()._together(variant, words)
        return known


def _of_language(
    by: Sequence[tuple[Variant, Found]], language: Language
) -> tuple[list[Found], list[Found]]:
    """The variants in a language, and of them the words that add to each other."""
    own = [one for one in by if one[0].language is language]
    words = [_share(*one) for one in own if one[0].source is not Source.PART]
    return [found for _, found in own], words


def _share(variant: Variant, found: Found) -> Found:
    """What a word adds to others for its idea: that several tell of a topic is telling."""
    if variant.source is not Source.NARROWER:
        return found
    return Found(found.documents, found.impacts * np.float32(TOLD_TOGETHER))


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

    def explained(self, page: Sequence[int]) -> list[Explanation]:
        """Why each document of a page was found."""
        return explained(self._required, page)

    def _with(self, matches: Sequence[Match], least: int) -> Ints:
        """The documents that have at least so many of ``matches``; none if there are none."""
        if len(matches) < 2:
            return matches[0].found.documents if matches else _NONE
        having = np.zeros(len(self._scores), np.uint8)
        for match in matches:
            having[match.found.documents] += 1
        return np.flatnonzero(having >= least).astype(np.int32)


def explained(
    matches: Iterable[Match], page: Sequence[int], *, most: int = MOST_REASONS, rarest: bool = False
) -> list[Explanation]:
    """Per document what stands there for each clause, the most telling first, and all languages.

    That is the word as it was typed if it stands there, else the variant that counts most. What
    counts most in the document goes first, or what is ``rarest`` in all of them.
    """
    reasons: list[list[tuple[float, Reason]]] = [[] for _ in page]
    languages: list[set[Language]] = [set() for _ in page]
    numbers = np.asarray(page, np.int32)
    for match in matches:
        best: list[tuple[bool, float, Variant | None]] = [(False, 0.0, None)] * len(page)
        for variant, found in match.by:
            for place, impact in _impacts(found, numbers):
                languages[place].add(variant.language)
                told = variant.source is Source.TYPED, impact
                if told > best[place][:2]:
                    best[place] = *told, variant
        for place, (_typed, impact, told_by) in enumerate(best):
            if told_by:
                why = Reason(match.clause.typed, told_by.language, told_by.words, told_by.source)
                reasons[place].append((match.rarity * (1.0 if rarest else impact), why))
    for every in reasons:
        every.sort(key=lambda one: -one[0])
    return [
        Explanation(tuple(dict.fromkeys(why for _, why in every))[:most], where)
        for every, where in zip(reasons, languages, strict=True)
    ]


def _impacts(found: Found, page: Ints) -> Iterator[tuple[int, float]]:
    """The places in the page of the documents that are found, with what it weighs in them."""
    at = np.minimum(found.documents.searchsorted(page), len(found.documents) - 1)
    places = np.flatnonzero(found.documents[at] == page)
    return zip(places.tolist(), found.impacts[at[places]].tolist(), strict=True)


def _intersection(first: Ints, second: Ints) -> Ints:
    """Both ascending and without repetition, the first no longer than the second."""
    if not len(second):
        return second
    at = np.minimum(np.searchsorted(second, first), len(second) - 1)
    both: Ints = first[second[at] == first]
    return both
