"""What is asked of every engine: the same words, by the same stems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from benchmarks.search.records import ranks, words
from benchmarks.search.store import Store
from portal.i18n import Language, Translated
from portal.search.engines.question import parse
from portal.search.query import Rendering, Source
from portal.search.words.analysis import tokens

KINDS = ("1 word", "3 words, all", "3 words, any", "phrase", "filter", "similar", "widened")
TIMES = 40
NOTHING = Translated()
Group = tuple[tuple[Language, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Question:
    """A question as the portal gets it, and as groups of stems of which one must be there.

    Of "3 words, any" and "similar" one group is enough. Stems between brackets are a phrase.
    """

    kind: str
    typed: str = ""
    text: Translated = NOTHING
    renderings: tuple[Rendering, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def groups(self) -> list[Group]:
        """The stems, per word that was typed."""
        if self.text:
            return [
                ((language, (stem,)),)
                for language in Language
                for stem in sorted(_telling(self.text[language], language))
            ]
        return [
            tuple(
                (one.language, tuple(step.stem for step in one.steps))
                for one in clause.variants
                if one.source is not Source.PART
            )
            for clause in parse(self.typed, self.renderings).clauses
        ]

    @property
    def any_is_enough(self) -> bool:
        """Whether one of the groups is enough."""
        return self.kind in {"3 words, any", "similar"}


def questions(store: Store) -> Iterator[Question]:
    """``TIMES`` questions of each kind, always the same."""
    dice = np.random.default_rng(7)
    for kind in KINDS:
        for _ in range(TIMES):
            yield _question(kind, store, dice)


def _question(kind: str, store: Store, dice: np.random.Generator) -> Question:
    text = store.text(int(dice.integers(store.count)))
    language = text.languages[0]
    if kind == "similar":
        return Question(kind, text=Translated.only(language, " ".join(_new(language, dice))))
    if kind == "1 word":
        return Question(kind, _some(language, dice, 30, 3000))
    if kind == "3 words, all":
        return Question(kind, " ".join(_frequent(text[language], language, dice, 3)))
    if kind == "3 words, any":
        return Question(kind, " ".join(_some(language, dice, 500, 5000) for _ in range(3)))
    if kind == "phrase":
        every = text[language].split()
        at = int(dice.integers(len(every) - 1))
        return Question(kind, f'"{every[at]} {every[at + 1]}"')
    if kind == "filter":
        years = frozenset({"2020", "2021"})
        return Question(kind, _some(language, dice, 30, 300), filters={"year": years})
    typed = [_some(language, dice, 30, 1000) for _ in range(4)]
    starts = np.cumsum([0, *(len(one) + 1 for one in typed)])
    renderings = tuple(
        Rendering(int(start), int(start) + len(one), other, _some(other, dice, 100, 5000))
        for start, one in zip(starts, typed, strict=False)
        for other in Language
        for _ in range(4)
    )
    return Question(kind, " ".join(typed), renderings=renderings)


def _some(language: Language, dice: np.random.Generator, first: int, last: int) -> str:
    """A word of such a rank, the frequent ones no likelier than the others."""
    rank = int(np.exp(dice.uniform(np.log(first), np.log(last))))
    return words(language)[rank]


def _frequent(text: str, language: Language, dice: np.random.Generator, count: int) -> list[str]:
    usual = set(words(language)[5:300])
    every = sorted(set(text.split()) & usual)
    return [every[int(one)] for one in dice.permutation(len(every))[:count]]


def _new(language: Language, dice: np.random.Generator) -> list[str]:
    """A text of 200 words that no record has."""
    return [words(language)[rank] for rank in ranks(dice, 200)]


def _telling(text: str, language: Language) -> list[str]:
    """Forty stems; the rarest are the last in the list of words."""
    order = {word: rank for rank, word in enumerate(words(language))}
    found = {one.stem: order[text[one.start : one.end]] for one in tokens(text, language)}
    return sorted(found, key=lambda stem: -found[stem])[:40]
