"""Which documents are like a text: its most telling words, theirs, and what else they share."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from portal.i18n import Language
from portal.search.engine import Expression
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.columns import Floats, Ints
from portal.search.engines.matching import Match, Matcher
from portal.search.engines.question import Clause, Step, Variant, in_parts, others, terms_of
from portal.search.engines.ranking import Explanation, explained
from portal.search.engines.view import View
from portal.search.engines.weights import K1, TEXT, unit
from portal.search.query import Likeness, Rendering
from portal.search.words.analysis import is_filler, tokens

MOST_TERMS = 30
FACETS = {
    "code": 0.1,
    "system": 0.1,
    "step": 0.06,
    "technique": 0.03,
    "barrier": 0.04,
    "family": 0.03,
}
MOST_FOR_FACETS = 0.3
_says_little = lru_cache(maxsize=1 << 14)(is_filler)


@dataclass
class _Term:
    """A stem of the text: how often, and where it is first."""

    start: int
    end: int
    count: int = 0


class Resemblance:
    """What is like a text, as a share of what the text would score against itself.

    Each language of the text is a question of its own, and the better answer counts; of the one in
    which it says more it is a share, lest a few words in the other be all. Only what has words in
    common is looked at; shared features then add a little.
    """

    def __init__(
        self, catalogue: Catalogue, view: View, likeness: Likeness, matcher: Matcher | None = None
    ) -> None:
        matcher = matcher or Matcher(view)
        self._catalogue = catalogue
        self._likeness = likeness
        self._matches: list[Match] = []
        shares: Floats = np.zeros(view.size, np.float32)
        longest = 0.0
        for language in likeness.text.languages:
            matches = list(_matches(view, matcher, likeness, language))
            scores = np.zeros(view.size, np.float32)
            whole = 0.0
            for match, emphasis, most in matches:
                documents, impacts = match.found
                worth = match.rarity * emphasis
                scores[documents] += impacts * np.float32(worth)
                whole += most * worth
            np.maximum(shares, scores, out=shares)
            longest = max(longest, whole)
            self._matches += [match for match, _, _ in matches]
        shares /= np.float32(longest or 1)
        if likeness.besides:
            shares[catalogue.numbers([likeness.besides])] = 0
        found = np.flatnonzero(shares > 0).astype(np.int32)
        shares[found] += self._bonus(found)
        self._shares = shares
        self.documents: Ints = found[shares[found] >= likeness.floor]

    def scores(self, documents: Ints | Sequence[int]) -> Floats:
        """The share of each."""
        scores: Floats = self._shares[documents]
        return scores

    def explained(self, page: Sequence[int], hint: Language | None) -> list[Explanation]:
        """All words in common with each document of a page, the rarest first."""
        return explained(self._matches, page, hint=hint, most=len(self._matches), rarest=True)

    @property
    def understood(self) -> tuple[str, ...]:
        """The telling words as they were typed."""
        return tuple(match.clause.typed for match in self._matches)

    @property
    def terms(self) -> dict[Language, frozenset[Expression]]:
        """What to highlight, per language."""
        return terms_of(match.clause for match in self._matches)

    def shared(self, document: int) -> tuple[tuple[str, str], ...]:
        """The features that ``document`` has in common with the text."""
        return tuple(
            (name, value)
            for name, wanted in self._wanted().items()
            for value in self._catalogue.facets[name].of(document)
            if value in wanted
        )

    def _wanted(self) -> Mapping[str, frozenset[str]]:
        every = self._likeness.facets
        return {name: wanted for name, wanted in every.items() if name in self._catalogue.facets}

    def _bonus(self, documents: Ints) -> Floats:
        bonus = np.zeros(len(documents), np.float32)
        for name, wanted in self._wanted().items():
            having = self._catalogue.facets[name].having(wanted, documents)
            bonus += having * np.float32(FACETS.get(name, 0.0))
        return np.minimum(bonus, np.float32(MOST_FOR_FACETS))


def _matches(
    view: View, matcher: Matcher, likeness: Likeness, language: Language
) -> Iterator[tuple[Match, float, float]]:
    """Each telling word with its emphasis in the text and the most that it can weigh there."""
    text = likeness.text[language]
    terms, length = _terms(text, language)
    telling = _telling(view, terms, language)
    beside = _beside([terms[stem] for stem in telling], likeness.renderings.get(language, ()))
    for stem in telling:
        term = terms[stem]
        typed = text[term.start : term.end]
        own = Variant(language, (Step(stem),), words=typed)
        known = [own, *in_parts(own)]
        every = (*known, *others(term.start, term.end, beside[term.start], known))
        match = matcher.match(Clause(typed, every, True, False, term.start, term.end))
        weight = term.count * unit("course", length)
        yield match, 1 + log(term.count), weight * (K1 + 1) / (weight + K1)


def _terms(text: str, language: Language) -> tuple[dict[str, _Term], int]:
    """The stems, of back-up only the whole, without fillers; and how many words there are."""
    terms: dict[str, _Term] = {}
    length, last = 0, -1
    for token in tokens(text, language):
        length += 1
        if token.position != last and not _says_little(text[token.start : token.end].lower()):
            terms.setdefault(token.stem, _Term(token.start, token.end)).count += 1
        last = token.position
    return terms, length


def _beside(terms: Iterable[_Term], renderings: Sequence[Rendering]) -> dict[int, list[Rendering]]:
    """By where each term begins, the renderings of it or of a part; no two terms overlap."""
    places = sorted((term.start, term.end) for term in terms)
    ends = [end for _, end in places]
    found: dict[int, list[Rendering]] = {start: [] for start, _ in places}
    for each in renderings:
        at = bisect_right(ends, each.start)
        while at < len(places) and places[at][0] < each.end:
            found[places[at][0]].append(each)
            at += 1
    return found


def _telling(view: View, terms: Mapping[str, _Term], language: Language) -> list[str]:
    """The stems that tell most: often here, seldom elsewhere. A word of nobody else tells less."""
    worth = {}
    for stem, term in terms.items():
        having = view.having(TEXT[language], stem)
        worth[stem] = (1 + log(term.count)) * view.rarity(max(1, having))
    return sorted(worth, key=lambda stem: (-worth[stem], stem))[:MOST_TERMS]
