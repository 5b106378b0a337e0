"""Numbers, measures, fractions and ranks in a row of tokens."""

from fractions import Fraction

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.parity import numerals
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.tokens import Token
from portal.language.parity.units import Unit, unit

Found = tuple[Quantity, int] | None
_ARTICLES = frozenset("een un une".split())
_HALF = frozenset("half halve demi demie".split())
_PARTS = {"kwart": 4, "quart": 4, "quarts": 4, "tiers": 3, "derde": 3, "derden": 3, "helft": 2,
          "moitie": 2, "half": 2, "halve": 2, "demi": 2, "demie": 2}  # fmt: skip
_BOTH = frozenset("beide beiden paar couple koppel tweevoud".split())
_RANK_ENDS = frozenset("e de ste er ere re eme ieme nd nde".split())
_MINUS = frozenset("min minus moins".split())
_HALVED = {"anderhalf": Fraction(3, 2), "anderhalve": Fraction(3, 2)} | {
    f"{word}enhal{end}": value + Fraction(1, 2)
    for end in ("f", "ve")
    for word in "twee drie vier vijf zes zeven acht negen tien".split()
    if (value := numerals.dutch(word))
}
_SHORT_HOURS = {"tweeen": 2, "drieen": 3, "vijven": 5, "zessen": 6, "zevenen": 7, "negenen": 9,
                "tienen": 10, "elven": 11, "twaalven": 12}  # fmt: skip
_PERIODS = {
    "halfuur": ("min", 30), "halfuurtje": ("min", 30), "halfjaar": ("month", 6),
    "halfjaarlijks": ("month", 6), "halfjaarlijkse": ("month", 6), "semestriel": ("month", 6),
    "semestrielle": ("month", 6), "tweewekelijks": ("min", 20160), "tweewekelijkse": ("min", 20160),
    "bimensuel": ("min", 20160), "tweejaarlijks": ("month", 24), "bisannuel": ("month", 24),
    "driemaandelijks": ("month", 3), "driemaandelijkse": ("month", 3), "trimestriel": ("month", 3),
    "trimestrielle": ("month", 3), "tweemaandelijks": ("month", 2), "bimestriel": ("month", 2),
}  # fmt: skip
_PERIOD_ADJECTIVES = frozenset(
    """voorbije laatste volgende voorgaande opeenvolgende volle afgelopen komende vorige eerste
    dernier derniers derniere dernieres prochain prochains prochaine prochaines premiers premieres
    longs longues bons bonnes""".split()
)
_IN_NAMES = frozenset({"V", "eV", "B"})
_TIMES = {"tweemaal": 2, "driemaal": 3, "viermaal": 4, "vijfmaal": 5, "tienmaal": 10}
_TWICE, _THRICE = ("dubbel", "verdubbel", "doubl"), ("drievoud", "verdrievoud", "tripl")
DOUBLED = _TWICE + _THRICE
FIRST = frozenset(
    {*_PARTS, *_BOTH, *_HALVED, *_PERIODS, *_TIMES, *_SHORT_HOURS, "driekwart", "kwartier", "honderden", "duizenden"}
)


def amount(row: list[Token], at: int, language: Language) -> Found:
    """A number with or without unit that begins at token ``at``, and the token after it."""
    if row[at].values:
        return _counted(row, at, language)
    return _period(row, at) or _half(row, at) or _word(row, at, language)


def _quantity(
    row: list[Token],
    at: int,
    end: int,
    readings: set[Reading],
    *,
    weight: Weight = Weight.BLOCK,
    sort: Sort = Sort.NUMBER,
    number: Fraction | None = None,
) -> Quantity:
    span = Span(row[at].start, row[end - 1].end)
    return Quantity(sort, frozenset(readings), span, weight, number, in_words=row[at].in_words)


def _at(row: list[Token], at: int) -> str:
    return row[at].folded if 0 <= at < len(row) else ""


def _unit(row: list[Token], at: int) -> tuple[Unit | None, int]:
    """The unit that stands at token ``at``, and the token after it: also « pour cent », °C, m/s."""
    if at >= len(row):
        return None, at
    first, second = row[at].text, _at(row, at + 1)
    if first == "pour" and second == "cent":
        return ("part", Fraction(1, 100)), at + 2
    if first == "°" and second == "c" and not row[at + 1].gap:
        return ("celsius", Fraction(1)), at + 2
    if first == "'" or (len(first) == 1 and first.isalpha() and second in {"'", "’"}):
        return None, at
    found = unit(first)
    return found, at + 1 if found else at


def _counted(row: list[Token], at: int, language: Language) -> Found:
    """A number, and all that its following words make of it."""
    token = row[at]
    values, end = token.values, at + 1
    if token.folded in _ARTICLES and token.in_words:
        return _article(row, at)
    fraction = _composite(row, at)
    if fraction:
        return fraction
    large = numerals.LARGE[language].get(_at(row, end))
    if large:
        values, end = tuple(value * large for value in values), end + 1
        end += _at(row, end) == "d" and _at(row, end + 1) in {"'", "’"}
    if _at(row, end) in {"½"} and row[end].values:
        values, end = tuple(value + row[end].values[0] for value in values), end + 1
    added, end = _and_a_half(row, end)
    rank = not token.in_words and _at(row, end) in _RANK_ENDS and not row[end].gap
    if rank:
        return _ranked(row, at, end + 1, int(values[0]))
    if _negative(row, at):
        values = tuple(-value for value in values)
    return _measured(row, at, end, tuple(value + added for value in values))


def _negative(row: list[Token], at: int) -> bool:
    if at and row[at - 1].folded in _MINUS:
        return _at(row, at - 2) not in {"au", "du", "de", "le", "pas", "of", "ou"}
    lone = at and row[at - 1].text in {"-", "−", "–"} and not row[at].gap
    return bool(lone and (row[at - 1].gap or at == 1 or row[at - 2].text in "([,;:"))


def _spaced_unit(row: list[Token], at: int) -> tuple[Unit | None, int]:
    """A period with one adjective before it: drie voorgaande maanden, deux dernières années."""
    if _at(row, at) in _PERIOD_ADJECTIVES:
        measure, end = _unit(row, at + 1)
        if measure and measure[0] in {"min", "month"}:
            return measure, end
    return None, at


def _measured(row: list[Token], at: int, end: int, values: tuple[Fraction, ...]) -> Found:
    first = row[at]
    measure, after = _unit(row, end)
    hyphen = _at(row, end) in {"-", "‑"} and not row[end].gap
    if measure is None and hyphen:
        measure, after = _unit(row, end + 1)
    if measure is None:
        measure, after = _spaced_unit(row, end)
    if measure is None or measure[0] == "times":
        readings: set[Reading] = {("", value) for value in values}
        if _is_year(first):
            readings.add(("year", values[0]))
            return _quantity(row, at, end, readings, sort=Sort.DATE, number=values[0]), end
        weight = _weight(row, at, values[0])
        return _quantity(row, at, end, readings, weight=weight, number=values[0]), end
    half, after = _and_a_half(row, after)
    dimension, worth = measure
    readings = {(dimension, (value + half) * worth) for value in values}
    readings |= _idiom(dimension, values[0] * worth)
    if first.in_words and dimension in _IN_NAMES:
        readings.add(("", values[0]))
    return (
        _quantity(row, at, after, readings, sort=Sort.MEASURE, number=values[0]),
        after,
    ) if first.values else None


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal() and token.text[:2] in {"19", "20"}


def _weight(row: list[Token], at: int, value: Fraction) -> Weight:
    token = row[at]
    if value == 1:
        return Weight.NOTHING if token.in_words else Weight.CONFIRM
    if token.folded == "neuf" and not _at(row, at + 1).endswith(("s", "x")):
        return Weight.NOTHING
    if token.folded == "acht" and _at(row, at - 1) in {"in", "de"}:
        return Weight.NOTHING
    return Weight.CONFIRM if value == 0 and token.in_words else Weight.BLOCK


def _idiom(dimension: str, worth: Fraction) -> set[Reading]:
    """A fortnight is « quinze jours », a week « huit jours »."""
    days = {15: 14, 8: 7}.get(int(worth / 1440)) if dimension == "min" else None
    return {(dimension, Fraction(days * 1440))} if days else set()


def _and_a_half(row: list[Token], at: int) -> tuple[Fraction, int]:
    """« et demi(e) », « en een half »."""
    words = [_at(row, at + n) for n in range(3)]
    if words[0] == "et" and words[1] in {"demi", "demie"}:
        return Fraction(1, 2), at + 2
    if words[0] == "en" and words[1] == "een" and words[2] in {"half", "halve"}:
        return Fraction(1, 2), at + 3
    return Fraction(0), at


def _article(row: list[Token], at: int) -> Found:
    """One of something: told by an article or by a number, so that it counts only with a unit."""
    token, after_token = row[at], _at(row, at + 1)
    if after_token in _HALF or after_token in _PARTS or after_token == "et":
        return None
    one = Fraction(1)
    measure, end = _unit(row, at + 1)
    if measure is None or measure[0] == "times":
        return _quantity(row, at, at + 1, {("", one)}, weight=Weight.NOTHING, number=one), at + 1
    half, end = _and_a_half(row, end)
    readings: set[Reading] = {(measure[0], (one + half) * measure[1])} | _idiom(*measure)
    weight = Weight.BLOCK if half else Weight.CLASH
    span = Span(token.start, row[end - 1].end)
    return Quantity(Sort.MEASURE, frozenset(readings), span, weight, one, in_words=True), end


def _composite(row: list[Token], at: int) -> Found:
    """Drie kwart, deux tiers, 3/4, drie op vier."""
    token, following = row[at], _at(row, at + 1)
    top = token.value
    if top is None or top.denominator != 1:
        return None
    if following == "/" and at + 2 < len(row) and not row[at + 1].gap:
        bottom = row[at + 2].value
        if bottom and bottom.denominator == 1 and not row[at + 2].in_words:
            return _share(row, at, at + 3, top, bottom)
    bottom_word = _PARTS.get(following) or _rank(following)
    if bottom_word and bottom_word > 2 and 1 < top < bottom_word:
        if (_at(row, at + 2), _at(row, at + 4)) == ("d", "heure"):
            return _quantity(row, at, at + 5, {("min", top * 15)}, sort=Sort.MEASURE), at + 5
        return _quantity(row, at, at + 2, {("part", top / bottom_word)}), at + 2
    return None


def _rank(word: str) -> int | None:
    return numerals.dutch_ordinal(word) or numerals.french_ordinal(word)


def _share(row: list[Token], at: int, end: int, top: Fraction, bottom: Fraction) -> Found:
    readings: set[Reading] = {("share", top, bottom), ("part", top / bottom)}
    if top <= 31 and 1 <= bottom <= 12:
        readings.add(("day", int(bottom), int(top), None))
    return _quantity(row, at, end, readings, number=top), end


def _ranked(row: list[Token], at: int, end: int, rank: int) -> Found:
    readings: set[Reading] = {("rank", rank), ("", Fraction(rank))}
    if rank > 2:
        readings.add(("part", Fraction(1, rank)))
    weight = Weight.CLASH if rank == 1 else Weight.CONFIRM
    return _quantity(row, at, end, readings, weight=weight, sort=Sort.RANK), end


def _period(row: list[Token], at: int) -> Found:
    """A period or a number of times in one word: halfjaarlijks, tweemaal; « quinzaine »."""
    word = row[at].folded
    if word in _PERIODS:
        dimension, worth = _PERIODS[word]
        readings: set[Reading] = {(dimension, Fraction(worth))}
        return _quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1
    times = _TIMES.get(word)
    if times:
        return _quantity(row, at, at + 1, {("", Fraction(times))}), at + 1
    if word == "driekwart":
        return _quantity(row, at, at + 1, {("part", Fraction(3, 4))}), at + 1
    hour = _SHORT_HOURS.get(word)
    if hour:
        readings = {("", Fraction(hour)), ("clock", hour * 60), ("clock", hour * 60 + 720)}
        return _quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1
    if word in _HALVED:
        return _measured_word(row, at, _HALVED[word])
    return None


def _measured_word(row: list[Token], at: int, value: Fraction) -> Found:
    measure, end = _unit(row, at + 1)
    if measure is None:
        return _quantity(row, at, at + 1, {("", value)}, number=value), at + 1
    readings: set[Reading] = {(measure[0], value * measure[1])}
    if measure[0] == "min":
        readings |= {("clock", int(value * measure[1])), ("clock", int(value * measure[1]) + 720)}
    return _quantity(row, at, end, readings, sort=Sort.MEASURE, number=value), end


def _half(row: list[Token], at: int) -> Found:
    """Half uur, demi-journée, kwartier, quart d'heure, de helft, un tiers."""
    word = row[at].folded
    part = _PARTS.get(word)
    if word == "kwartier":
        return _quantity(row, at, at + 1, {("min", Fraction(15))}, weight=Weight.CONFIRM), at + 1
    if part is None:
        return None
    end = at + 1 + (_at(row, at + 1) in {"-", "‑", "d"})
    end += _at(row, end) in {"'", "’"}
    measure, after = _unit(row, end)
    if measure and measure[0] != "part":
        readings: set[Reading] = {(measure[0], measure[1] / part)}
        return _quantity(row, at, after, readings, sort=Sort.MEASURE), after
    readings = {("part", Fraction(1, part))}
    if part == 3:
        readings |= {("rank", 3), ("", Fraction(3))}
    return _quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1


def _word(row: list[Token], at: int, language: Language) -> Found:
    """Ranks, dozens, doubles and both."""
    word = row[at].folded
    dutch = language is Language.NL
    rank = (numerals.dutch_ordinal if dutch else numerals.french_ordinal)(word)
    if rank:
        return _ranked(row, at, at + 1, rank)
    around = (numerals.dutch_round if dutch else numerals.french_round)(word)
    if around:
        return _around(row, at, around, plural=word.endswith(("talen", "tallen") if dutch else "s"))
    if dutch and word in {"honderden", "duizenden"}:
        return _around(row, at, 100 if word == "honderden" else 1000, plural=True)
    return _doubled(row, at, word)


def _around(row: list[Token], at: int, value: int, *, plural: bool) -> Found:
    if plural:
        return _quantity(row, at, at + 1, {("about", value)}, weight=Weight.CONFIRM), at + 1
    end = at + 1 + (_at(row, at + 1) in {"de", "d"})
    end += _at(row, end) in {"'", "’"}
    measure, after = _unit(row, end)
    if measure:
        worth = value * measure[1]
        readings: set[Reading] = {(measure[0], worth)} | _idiom(measure[0], worth)
        return _quantity(row, at, after, readings, sort=Sort.MEASURE), after
    readings = {("", Fraction(value))}
    if value in {8, 15}:
        readings.add(("min", Fraction(1440 * (value - 1))))
    return _quantity(row, at, at + 1, readings, weight=Weight.CONFIRM), at + 1


def _doubled(row: list[Token], at: int, word: str) -> Found:
    two = {("", Fraction(2)), ("rank", 2)}
    if word in _BOTH:
        return _quantity(row, at, at + 1, {*two}, weight=Weight.NOTHING), at + 1
    if word.startswith(_TWICE) and not word.startswith("doublon"):
        return _quantity(row, at, at + 1, {*two}, weight=Weight.CLASH), at + 1
    if word.startswith(_THRICE):
        three: set[Reading] = {("", Fraction(3)), ("rank", 3)}
        return _quantity(row, at, at + 1, three, weight=Weight.CONFIRM), at + 1
    return None
