"""Numbers, measures and fractions in a row of tokens."""

import re
from fractions import Fraction

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.parity import numerals, told_in_words
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.row import (
    APOSTROPHES,
    DASHES,
    Found,
    Row,
    and_a_half,
    idiom,
    quantity,
    ranked,
    unit_at,
    word_at,
)
from portal.language.parity.tokens import Token
from portal.language.parity.told_in_words import PARTS
from portal.language.parity.units import Unit

_ARTICLES = frozenset(["een", "un", "une"])
_HALF = frozenset(["half", "halve", "demi", "demie"])
_RANK_ENDS = frozenset(["e", "de", "ste", "er", "ere", "re", "eme", "ieme", "nd", "nde"])
_MINUS = frozenset(["min", "minus", "moins"])
_IN_NAMES = frozenset({"V", "eV", "B"})
_PERIOD_ADJECTIVE = re.compile(
    r"voorbije|laatste|volgende|(?:voor|op)?(?:gaande|eenvolgende)|volle|afgelopen|komende|vorige"
    r"|eerste|derni(?:ere?|er)s?|prochaine?s?|premi(?:er|ere)s|long(?:ue)?s|bon(?:ne)?s"
)


def amount(row: Row, at: int, language: Language) -> Found:
    """A number with or without unit that begins at token ``at``, and the token after it."""
    if row[at].values:
        return _counted(row, at, language)
    return told_in_words.told(row, at, language)


def _counted(row: Row, at: int, language: Language) -> Found:
    """A number, and all that its following words make of it."""
    token = row[at]
    values, end = token.values, at + 1
    if token.folded in _ARTICLES and token.in_words:
        return _article(row, at)
    fraction = _composite(row, at)
    if fraction:
        return fraction
    large = numerals.LARGE[language].get(word_at(row, end))
    if large:
        values, end = tuple(value * large for value in values), end + 1
        end += word_at(row, end) == "d" and word_at(row, end + 1) in APOSTROPHES
    if word_at(row, end) == "½" and row[end].values:
        values, end = tuple(value + row[end].values[0] for value in values), end + 1
    added, end = and_a_half(row, end)
    rank = not token.in_words and word_at(row, end) in _RANK_ENDS and not row[end].gap
    if rank:
        return ranked(row, at, end + 1, int(values[0]))
    if _negative(row, at):
        values = tuple(-value for value in values)
    return _measured(row, at, end, tuple(value + added for value in values))


def _negative(row: Row, at: int) -> bool:
    if at and row[at - 1].folded in _MINUS:
        return word_at(row, at - 2) not in {"au", "du", "de", "le", "pas", "of", "ou"}
    lone = at and row[at - 1].text in {"-", "−", "–"} and not row[at].gap
    return bool(lone and (row[at - 1].gap or at == 1 or row[at - 2].text in "([,;:"))


def _unit_of(row: Row, at: int) -> tuple[Unit | None, int]:
    """The unit of a number, after a hyphen or an adjective too."""
    measure, after = unit_at(row, at)
    if measure is None and word_at(row, at) in DASHES and not row[at].gap:
        measure, after = unit_at(row, at + 1)
    return (measure, after) if measure else _spaced_unit(row, at)


def _spaced_unit(row: Row, at: int) -> tuple[Unit | None, int]:
    """A period with one adjective before it: drie voorgaande maanden, deux dernières années."""
    if _PERIOD_ADJECTIVE.fullmatch(word_at(row, at)):
        measure, end = unit_at(row, at + 1)
        if measure and measure[0] in {"min", "month"}:
            return measure, end
    return None, at


def _measured(row: Row, at: int, end: int, values: tuple[Fraction, ...]) -> Found:
    first = row[at]
    measure, after = _unit_of(row, end)
    if measure is None or measure[0] == "times":
        return _bare(row, at, end, values)
    half, after = and_a_half(row, after)
    dimension, worth = measure
    readings: set[Reading] = {(dimension, (value + half) * worth) for value in values}
    readings |= idiom(dimension, values[0] * worth)
    if first.in_words and dimension in _IN_NAMES:
        readings.add(("", values[0]))
    return quantity(row, at, after, readings, sort=Sort.MEASURE, number=values[0]), after


def _bare(row: Row, at: int, end: int, values: tuple[Fraction, ...]) -> Found:
    """A number without unit, or a year."""
    readings: set[Reading] = {("", value) for value in values}
    sort, weight = Sort.NUMBER, _weight(row, at, values[0])
    if _is_year(row[at]):
        sort, readings = Sort.DATE, readings | {("year", values[0])}
    return quantity(row, at, end, readings, weight=weight, sort=sort, number=values[0]), end


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal() and token.text[:2] in {"19", "20"}


def _weight(row: Row, at: int, value: Fraction) -> Weight:
    token = row[at]
    if value == 1:
        return Weight.NOTHING if token.in_words else Weight.CONFIRM
    if token.folded == "neuf" and not word_at(row, at + 1).endswith(("s", "x")):
        return Weight.NOTHING
    if token.folded == "acht" and word_at(row, at - 1) in {"in", "de"}:
        return Weight.NOTHING
    return Weight.CONFIRM if value == 0 and token.in_words else Weight.BLOCK


def _article(row: Row, at: int) -> Found:
    """One of something: told by an article or by a number, so that it counts only with a unit."""
    token, following = row[at], word_at(row, at + 1)
    if following in _HALF or following in PARTS or following == "et":
        return None
    one = Fraction(1)
    measure, end = unit_at(row, at + 1)
    if measure is None or measure[0] == "times":
        return quantity(row, at, at + 1, {("", one)}, weight=Weight.NOTHING, number=one), at + 1
    half, end = and_a_half(row, end)
    readings: set[Reading] = {(measure[0], (one + half) * measure[1])} | idiom(*measure)
    weight = Weight.BLOCK if half else Weight.CLASH
    span = Span(token.start, row[end - 1].end)
    return Quantity(Sort.MEASURE, frozenset(readings), span, weight, one, in_words=True), end


def _composite(row: Row, at: int) -> Found:
    """Drie kwart, deux tiers, 3/4, drie op vier."""
    token, following = row[at], word_at(row, at + 1)
    top = token.value
    if top is None or top.denominator != 1:
        return None
    if following == "/" and at + 2 < len(row) and not row[at + 1].gap:
        bottom = row[at + 2].value
        if bottom and bottom.denominator == 1 and not row[at + 2].in_words:
            return _share(row, at, at + 3, top, bottom)
    bottom_word = PARTS.get(following) or _rank(following)
    if bottom_word and bottom_word > 2 and 1 < top < bottom_word:
        if (word_at(row, at + 2), word_at(row, at + 4)) == ("d", "heure"):
            return quantity(row, at, at + 5, {("min", top * 15)}, sort=Sort.MEASURE), at + 5
        return quantity(row, at, at + 2, {("part", top / bottom_word)}), at + 2
    return None


def _rank(word: str) -> int | None:
    return numerals.dutch_ordinal(word) or numerals.french_ordinal(word)


def _share(row: Row, at: int, end: int, top: Fraction, bottom: Fraction) -> Found:
    readings: set[Reading] = {("share", top, bottom), ("part", top / bottom)}
    if top <= 31 and 1 <= bottom <= 12:
        readings.add(("day", int(bottom), int(top), None))
    return quantity(row, at, end, readings, number=top), end
