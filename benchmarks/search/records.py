"""Made-up records whose words are as unevenly spread as those of a language (Zipf-Mandelbrot)."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from portal.i18n import Language, Translated
from portal.search.engine import Document
from portal.search.words.analysis import tokens

WORDS = 60_000
LENGTH = 250
SHIFT, STEEPNESS = 2.7, 1.07
ONLY = 0.45  # of the records, in each language; the others are in both
DUTCH = """
bo ge straal ver de kan toe stel lin woe zij mer bed hof raam vlo pig duk wen aap tis sno blok grij
lade ruk fon
"""
FRENCH = """
ra tion fai ce pa lou tre ment sou qui dé ble gri vo chan on eur mal tur li so bru ga né pleu zo
"""
SYLLABLES = {Language.NL: tuple(DUTCH.split()), Language.FR: tuple(FRENCH.split())}
STEPS = ("referral", "imaging", "contouring", "planning", "verification", "delivery", "follow_up")
FAMILIES = ("T", "O", "H", "P")


@dataclass(frozen=True)
class Record:
    """A record, and the stems of its running text in each language, as one string."""

    document: Document
    stems: Translated


def record(number: int) -> Record:
    """The record of a number, always the same."""
    dice = np.random.default_rng(number)
    draw = dice.random()
    lacking = Language.FR if draw < ONLY else Language.NL if draw < 2 * ONLY else None
    texts = {}
    for language in Language:
        if language is not lacking:
            length = max(40, int(dice.normal(LENGTH, LENGTH / 4)))
            texts[language.value] = " ".join(words(language)[rank] for rank in ranks(dice, length))
    text = Translated(**texts)
    year = 2015 + int(dice.integers(12))
    families = tuple(sorted({FAMILIES[int(dice.integers(4))] for _ in range(2)}))
    document = Document(
        key=f"incident:{number}",
        kind="incident",
        course=text,
        facets={
            "year": (str(year),),
            "step": (STEPS[int(dice.integers(len(STEPS)))],),
            "family": families,
        },
        order=(year, number),
    )
    return Record(document, stems_of(text))


def stems_of(text: Translated) -> Translated:
    """What every engine is given, so that none is judged by its stemmer."""
    return Translated(
        **{each.value: " ".join(one.stem for one in tokens(text[each], each)) for each in Language}
    )


def records(count: int) -> Iterator[Record]:
    """The first ``count`` records."""
    return map(record, range(count))


def ranks(dice: np.random.Generator, count: int) -> list[int]:
    """``count`` places in the list of words, the first ones far more often than the last."""
    return [bisect_left(_cumulated(), one) for one in dice.random(count)]


@cache
def words(language: Language) -> tuple[str, ...]:
    """Words that look a little like those of the language, the frequent ones shorter."""
    dice = np.random.default_rng(len(SYLLABLES[language]))
    syllables = SYLLABLES[language]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        length = 2 + (len(found) > WORDS // 200) + int(dice.integers(2))
        found["".join(syllables[one] for one in dice.integers(len(syllables), size=length))] = None
    return tuple(found)


@cache
def _cumulated() -> tuple[float, ...]:
    sums = np.cumsum(1 / (np.arange(1, WORDS + 1) + SHIFT) ** STEEPNESS)
    return tuple(float(one) for one in sums / sums[-1])
