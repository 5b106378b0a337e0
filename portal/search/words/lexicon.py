"""Which Dutch and French words stand for each other, learned from texts that say the same twice.

IBM model 1 (Brown and others, 1993) in both directions; a pair is as likely as the less sure of
both holds it, so that of "mis en œuvre" neither word alone is uitgevoerd. Pure: texts in, pairs
out, and the same texts always give the same pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from portal.i18n import Language, Translated
from portal.search.words.analysis import tokens

ROUNDS = 8
LEAST_SEGMENTS = 2
LEAST_PROBABILITY = 0.5
LEAST_OVERLAP = 0.5  # Dice: in how many of the sentences that have either word both stand
MOST_PER_WORD = 3
SHORTEST = 3

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Aligned:
    """A sentence in both languages, and what it was taken from, such as "2020/3"."""

    text: Translated
    source: str


@dataclass(frozen=True)
class Learned:
    """Two words held to mean the same, with how sure that is (0 to 1) and where it was seen.

    The words are the forms that are most frequent; the stems are what is compared.
    """

    words: Translated
    stems: Translated
    probability: float
    segments: int
    sources: tuple[str, ...]


def learn(aligned: Iterable[Aligned]) -> list[Learned]:
    """The pairs that ``aligned`` teaches, the most likely first."""
    every, sources = _distinct(aligned)
    sides = {language: _Side(every, language) for language in Language}
    nl, fr = sides[Language.NL], sides[Language.FR]
    both = [
        (segment, n, f) for segment in range(len(every)) for n in nl[segment] for f in fr[segment]
    ]
    if not both:
        return []
    segments, dutch, french = np.array(both, dtype=np.int64).T
    pairs, of = np.unique(dutch * len(fr.stems) + french, return_inverse=True)
    n, f = np.divmod(pairs, len(fr.stems))
    forth = _model(segments * len(fr.stems) + french, of, n)
    back = _model(segments * len(nl.stems) + dutch, of, f)
    likely = np.minimum(forth, back)
    seen = np.bincount(of)
    overlap = 2 * seen / (nl.counts[n] + fr.counts[f])
    enough = (seen >= LEAST_SEGMENTS) & (overlap >= LEAST_OVERLAP)
    kept = np.flatnonzero((likely >= LEAST_PROBABILITY) & enough)
    where = _where(of, segments, kept)
    found = [
        Learned(
            Translated(nl.form(int(n[at])), fr.form(int(f[at]))),
            Translated(nl.stems[int(n[at])], fr.stems[int(f[at])]),
            round(float(likely[at]), 4),
            int(seen[at]),
            tuple(dict.fromkeys(chain.from_iterable(sources[one] for one in where[int(at)]))),
        )
        for at in kept
    ]
    return _best(found)


def _distinct(aligned: Iterable[Aligned]) -> tuple[list[Translated], list[list[str]]]:
    """The sentences, each once because a set phrase teaches no more for its repetition."""
    found: dict[Translated, list[str]] = {}
    for one in aligned:
        if one.text.nl and one.text.fr:
            found.setdefault(one.text, []).append(one.source)
    return list(found), list(found.values())


class _Side:
    """The words of one language, numbered, with the numbers that each segment has."""

    def __init__(self, every: Sequence[Translated], language: Language) -> None:
        self.stems: list[str] = []
        self._numbers: dict[str, int] = {}
        self._forms: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._segments = [self._read(one[language], language) for one in every]
        numbers = [number for each in self._segments for number in each]
        self.counts = np.bincount(np.array(numbers, np.int64), minlength=len(self.stems))

    def __getitem__(self, segment: int) -> list[int]:
        return self._segments[segment]

    def form(self, number: int) -> str:
        """The form in which the word is written most."""
        forms = self._forms[number]
        return min(forms, key=lambda form: (-forms[form], form))

    def _read(self, text: str, language: Language) -> list[int]:
        """The words of a sentence, of back-up only the whole."""
        found: dict[int, None] = {}
        last = -1
        for token in tokens(text, language):
            part, last = token.position == last, token.position
            if part:
                continue
            if len(token.stem) >= SHORTEST and token.stem.isalpha():
                number = self._numbers.setdefault(token.stem, len(self.stems))
                if number == len(self.stems):
                    self.stems.append(token.stem)
                self._forms[number][text[token.start : token.end].lower()] += 1
                found[number] = None
        return list(found)


def _model(places: Ints, of: Ints, given: Ints) -> Floats:
    """How likely each pair is, given one of its words, after some rounds of expectation.

    ``places`` says which word of which segment is to be explained, per occurrence of a pair;
    ``of`` the pair, and ``given`` the explaining word of each pair.
    """
    _, place = np.unique(places, return_inverse=True)
    likely: Floats = np.ones(len(given))
    for _round in range(ROUNDS):
        share = likely[of] / np.bincount(place, likely[of])[place]
        counted = np.bincount(of, share)
        likely = counted / np.bincount(given, counted)[given]
    return likely


def _where(of: Ints, segments: Ints, kept: Ints) -> dict[int, list[int]]:
    wanted = set(kept.tolist())
    found: dict[int, list[int]] = {at: [] for at in wanted}
    for pair, segment in zip(of.tolist(), segments.tolist(), strict=True):
        if pair in wanted:
            found[pair].append(segment)
    return found


def _best(found: Iterable[Learned]) -> list[Learned]:
    """The pairs that are among the best of both words; those written alike teach nothing."""
    taken: Counter[tuple[Language, str]] = Counter()
    best = []
    for pair in sorted(found, key=lambda one: (-one.probability, -one.segments, one.words.nl)):
        sides = [(language, pair.stems[language]) for language in Language]
        if pair.stems.nl != pair.stems.fr and all(taken[side] < MOST_PER_WORD for side in sides):
            best.append(pair)
            taken.update(sides)
    return best
