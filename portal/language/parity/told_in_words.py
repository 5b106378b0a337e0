"""Quantities that a word tells: halves, dozens, doubles, ranks, periods."""

from fractions import Fraction

from portal.i18n import Language
from portal.language.parity import numerals
from portal.language.parity.quantity import Reading, Sort, Weight
from portal.language.parity.row import (
    APOSTROPHES,
    DASHES,
    Found,
    Row,
    idiom,
    quantity,
    ranked,
    unit_at,
    word_at,
)

PARTS = {"kwart": 4, "quart": 4, "quarts": 4, "tiers": 3, "derde": 3, "derden": 3, "helft": 2,
          "moitie": 2, "half": 2, "halve": 2, "demi": 2, "demie": 2}  # fmt: skip
_BOTH = frozenset(["beide", "beiden", "paar", "couple", "koppel", "tweevoud", "allebei"])
_HALVED = {"anderhalf": Fraction(3, 2), "anderhalve": Fraction(3, 2)} | {
    f"{word}enhal{end}": value + Fraction(1, 2)
    for end in ("f", "ve")
    for word in ["twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"]
    if (value := numerals.dutch(word))
}
_SHORT_HOURS = {"tweeen": 2, "drieen": 3, "vijven": 5, "zessen": 6, "zevenen": 7, "negenen": 9,
                "tienen": 10, "elven": 11, "twaalven": 12}  # fmt: skip
_PERIODS = {
    "halfuur": ("min", 30), "halfuurtje": ("min", 30), "halfjaar": ("month", 6),
    "halfjaarlijks": ("month", 6), "halfjaarlijkse": ("month", 6), "semestriel": ("month", 6),
    "semestrielle": ("month", 6), "semestre": ("month", 6),
    "semester": ("month", 6), "trimestre": ("month", 3),
    "kwartaal": ("month", 3), "tweewekelijks": ("min", 20160), "tweewekelijkse": ("min", 20160),
    "bimensuel": ("min", 20160), "tweejaarlijks": ("month", 24), "bisannuel": ("month", 24),
    "driemaandelijks": ("month", 3), "driemaandelijkse": ("month", 3), "trimestriel": ("month", 3),
    "trimestrielle": ("month", 3), "tweemaandelijks": ("month", 2), "bimestriel": ("month", 2),
}  # fmt: skip
_TIMES = {"tweemaal": 2, "driemaal": 3, "viermaal": 4, "vijfmaal": 5, "tienmaal": 10}
_TWICE, _THRICE = ("dubbel", "verdubbel", "doubl"), ("drievoud", "verdrievoud", "tripl")
DOUBLED = _TWICE + _THRICE
FIRST = frozenset(
    {
        *PARTS,
        *_BOTH,
        *_HALVED,
        *_PERIODS,
        *_TIMES,
        *_SHORT_HOURS,
        "driekwart",
        "kwartier",
        "honderden",
        "duizenden",
    }
)


def told(row: Row, at: int, language: Language) -> Found:
    """A quantity that a word tells at token ``at``, and the token after it."""
    return _period(row, at) or _half(row, at) or _word(row, at, language)


def _period(row: Row, at: int) -> Found:
    """A period or a number of times in one word: halfjaarlijks, tweemaal; « quinzaine »."""
    word = row[at].folded
    if word in _PERIODS:
        dimension, worth = _PERIODS[word]
        readings: set[Reading] = {(dimension, Fraction(worth))}
        return quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1
    times = _TIMES.get(word)
    if times:
        return quantity(row, at, at + 1, {("", Fraction(times))}), at + 1
    if word == "driekwart":
        return quantity(row, at, at + 1, {("part", Fraction(3, 4))}), at + 1
    hour = _SHORT_HOURS.get(word)
    if hour:
        readings = {("", Fraction(hour)), ("clock", hour * 60), ("clock", hour * 60 + 720)}
        return quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1
    if word in _HALVED:
        return _measured_word(row, at, _HALVED[word])
    return None


def _measured_word(row: Row, at: int, value: Fraction) -> Found:
    measure, end = unit_at(row, at + 1)
    if measure is None:
        return quantity(row, at, at + 1, {("", value)}, number=value), at + 1
    readings: set[Reading] = {(measure[0], value * measure[1])}
    if measure[0] == "min":
        readings |= {("clock", int(value * measure[1])), ("clock", int(value * measure[1]) + 720)}
    return quantity(row, at, end, readings, sort=Sort.MEASURE, number=value), end


def _half(row: Row, at: int) -> Found:
    """Half uur, demi-journée, kwartier, quart d'heure, de helft, un tiers."""
    word = row[at].folded
    part = PARTS.get(word)
    if word == "kwartier":
        return quantity(row, at, at + 1, {("min", Fraction(15))}, weight=Weight.CONFIRM), at + 1
    if part is None:
        return None
    end = at + 1 + (word_at(row, at + 1) in DASHES | {"d"})
    end += word_at(row, end) in APOSTROPHES
    measure, after = unit_at(row, end)
    if measure and measure[0] != "part":
        readings: set[Reading] = {(measure[0], measure[1] / part)}
        return quantity(row, at, after, readings, sort=Sort.MEASURE), after
    readings = {("part", Fraction(1, part))}
    if part == 3:
        readings |= {("rank", 3), ("", Fraction(3))}
    return quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1


def _word(row: Row, at: int, language: Language) -> Found:
    """Ranks, dozens, doubles and both."""
    word = row[at].folded
    dutch = language is Language.NL
    rank = (numerals.dutch_ordinal if dutch else numerals.french_ordinal)(word)
    if rank:
        return ranked(row, at, at + 1, rank)
    around = (numerals.dutch_round if dutch else numerals.french_round)(word)
    if around:
        return _around(row, at, around, plural=word.endswith(("talen", "tallen") if dutch else "s"))
    if dutch and word in {"honderden", "duizenden"}:
        return _around(row, at, 100 if word == "honderden" else 1000, plural=True)
    return _doubled(row, at, word)


def _around(row: Row, at: int, value: int, *, plural: bool) -> Found:
    if plural:
        return quantity(row, at, at + 1, {("about", value)}, weight=Weight.CONFIRM), at + 1
    end = at + 1 + (word_at(row, at + 1) in {"de", "d"})
    end += word_at(row, end) in APOSTROPHES
    measure, after = unit_at(row, end)
    if measure:
        worth = value * measure[1]
        readings: set[Reading] = {(measure[0], worth)} | idiom(measure[0], worth)
        return quantity(row, at, after, readings, sort=Sort.MEASURE), after
    readings = {("", Fraction(value))}
    if value in {8, 15}:
        readings.add(("min", Fraction(1440 * (value - 1))))
    return quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1


def _doubled(row: Row, at: int, word: str) -> Found:
    two = {("", Fraction(2)), ("rank", 2)}
    if word in _BOTH:
        return quantity(row, at, at + 1, {*two}, weight=Weight.NOTHING), at + 1
    if word.startswith(_TWICE) and not word.startswith("doublon"):
        return quantity(row, at, at + 1, {*two}, weight=Weight.CLASH), at + 1
    if word.startswith(_THRICE):
        three: set[Reading] = {("", Fraction(3)), ("rank", 3)}
        return quantity(row, at, at + 1, three, weight=Weight.CONFIRM), at + 1
    return None
