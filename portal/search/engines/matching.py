"""Which documents have an idea of a question, and what it weighs in each: BM25F.

A clause is one idea, whatever words stand for it: it is as rare as the documents that have any
of them, those with a word that counts for less only in part. In a document the best word counts,
and a share of the others in that language. So a translation that happens to be rare does not
weigh more than the word that was typed, and a text in both languages no more than one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from portal.i18n import Language
from portal.search.engines.columns import Ints
from portal.search.engines.question import Clause, Variant
from portal.search.engines.view import Found, View
from portal.search.engines.weights import ORDINARY, OTHERS, PARTS, TEXT
from portal.search.query import Source

TOLD_TOGETHER = 2.0  # how much more than other words those that only come near add to each other
FEW = 16  # times as many documents as are found, when sorting these is quicker
SEVERAL = 4  # variants, of which many have so many documents that it is quicker to look at all
_BEFORE: Ints = np.full(1, -1, np.int32)


@dataclass(frozen=True)
class Match:
    """The documents that have a clause, what it weighs in each, and by which of its variants."""

    clause: Clause
    found: Found
    rarity: float
    by: Sequence[tuple[Variant, Found]]


class Matcher:
    """Finds clauses in what may be seen; a variant whose weight is below 1 counts for less."""

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
        rarity = self._view.rarity(self._having(by)) * (ORDINARY if clause.is_ordinary else 1.0)
        return Match(clause, found, rarity, by)

    def _having(self, by: Sequence[tuple[Variant, Found]]) -> int:
        """How many documents have a variant, one that counts for less only in part."""
        if len(by) == 1 and by[0][0].weight == 1.0:
            return len(by[0][1].documents)
        own = [one for one in by if not one[0].near] or by
        having = 0.0
        for variant, (documents, _) in sorted(own, key=lambda one: -one[0].weight):
            fresh = len(documents) - np.count_nonzero(self._seen[documents])
            having += variant.weight * int(fresh)
            self._seen[documents] = True
        self._seen.fill(False)
        return round(having)

    def _weighed(self, by: Sequence[tuple[Variant, Found]]) -> Found:
        """The better language counts: there the best variant, and a share of the other words."""
        many = sum(len(found.documents) for _, found in by) * FEW > len(self._best)
        if many and len(by) > SEVERAL:
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
        if variant.source is not Source.PART or variant.language is not Language.NL:
            return self._view.word(TEXT[variant.language], stem)
        if len(variant.steps) == 1:
            return self._view.word(PARTS, stem)
        return self._view.either(TEXT[variant.language], PARTS, stem)

    def _together(self, variant: Variant, words: Sequence[Found]) -> Found:
        """All steps, each of which counts for its share, so that a phrase weighs as one word."""
        rarest, *others = sorted(words, key=lambda one: len(one.documents))
        common = reduce(self._common, others, Found(rarest.documents, rarest.impacts))
        if variant.source is not Source.PART and len(common.documents):
            steps = [(step.stem, step.offset) for step in variant.steps]
            row = self._view.in_a_row(TEXT[variant.language], steps, common.documents)
            common = Found(row, common.impacts[np.searchsorted(common.documents, row)])
        return Found(common.documents, common.impacts / np.float32(len(words)))

    def _common(self, first: Found, second: Found) -> Found:
        """What is in both, the first no longer than the second, and the sum of what it weighs."""
        if not len(first.documents):
            return first
        if len(first.documents) * FEW < len(second.documents):
            at = np.minimum(
                second.documents.searchsorted(first.documents), len(second.documents) - 1
            )
            kept = second.documents[at] == first.documents
            impacts = first.impacts[kept] + second.impacts[at[kept]]
            return Found(first.documents[kept], impacts)
        self._sum[second.documents] = second.impacts
        weighed = self._sum[first.documents]
        self._sum[second.documents] = 0
        kept = weighed > 0
        return Found(first.documents[kept], first.impacts[kept] + weighed[kept])


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
    if not variant.near:
        return found
    return Found(found.documents, found.impacts * np.float32(TOLD_TOGETHER))
