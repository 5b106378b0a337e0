"""Every quantity of a passage, in order."""

from fractions import Fraction
from functools import lru_cache

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.parity import amounts, dates, hours, numerals, told_in_words
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.texts import Passage
from portal.language.parity.tokens import Token, tokens
from portal.language.parity.units import MONTHS, unit, weekday

_JOINERS = frozenset(
    [
        "tot",
        "en",
        "et",
        "a",
        "au",
        "of",
        "ou",
        "naar",
        "-",
        "–",
        "—",
        "\u2011",
        "/",
        ",",
        "x",
        "×",
        "±",
        "+",
    ]
)
_RANGE = frozenset(["tot", "a", "au", "-", "–", "—"])
_MOST = 20
_VERTEBRAE = frozenset({"d", "t", "th"})


def quantities(passage: Passage) -> list[Quantity]:
    """The numbers, measures, dates, hours, ranks and codes that stand in ``passage``."""
    row = tokens(passage)
    found, at = list[tuple[Quantity, int, int]](), 0
    while at < len(row):
        quantity, end = _read(row, at, passage)
        if quantity:
            found.append((quantity, at, end))
        at = end
    return _shared_units(found, row)


def _read(row: list[Token], at: int, passage: Passage) -> tuple[Quantity | None, int]:
    token = row[at]
    beside = (
        token.text.isalpha()
        and at + 1 < len(row)
        and not row[at + 1].gap
        and row[at + 1].text[0].isdigit()
    )
    if not _plain(token.folded, passage.language) or token.values or beside:
        for reader in (_code, dates.date, hours.clock, amounts.amount):
            found = reader(row, at, passage.language)
            if found:
                return found
    return None, at + 1


@lru_cache(maxsize=8192)
def _plain(word: str, language: Language) -> bool:
    """Whether no quantity begins with a word or sign, as with nearly all of them."""
    if word[:1].isdigit():
        return False
    if not word.isalpha():
        return True
    ordinal, around = (
        (numerals.dutch_ordinal, numerals.dutch_round)
        if language is Language.NL
        else (numerals.french_ordinal, numerals.french_round)
    )
    known = (
        word in MONTHS
        or word in hours.FIRST
        or word in told_in_words.FIRST
        or word.startswith(told_in_words.DOUBLED)
    )
    return not (known or ordinal(word) or around(word) or weekday(word) is not None)


def _code(row: list[Token], at: int, _language: object) -> tuple[Quantity, int] | None:
    """Letters and digits without space between them: L5, 3D, Th12; also versions, 4.0.12."""
    end = at + 1
    while end < len(row) and not row[end].gap and _alphanumeric(row[end]):
        end += 1
    parts = row[at:end]
    if len(parts) == 1:
        if row[at].values or not row[at].text[0].isdigit() or row[at].text.count(".") == 2:
            return None
    elif _measure(parts):
        return None
    text = "".join(part.folded for part in parts)
    head = parts[0].folded
    if head in _VERTEBRAE:
        text = "t" + text.removeprefix(head)
    span = Span(row[at].start, row[end - 1].end)
    return Quantity(Sort.CODE, frozenset({("code", text)}), span, Weight.CONFIRM), end


def _alphanumeric(token: Token) -> bool:
    return token.text.isalpha() or token.text[0].isdigit()


def _measure(parts: list[Token]) -> bool:
    """Whether these are numbers and units after all: 6MV, 15u42, 2e, 20min, 5x."""
    words = [part for part in parts if not part.values]
    if parts[0].folded == "rex":
        return True
    if not parts[0].values or parts[0].in_words:
        return all(part.in_words or not part.values for part in parts)
    return all(
        unit(word.text)
        or word.folded in {"u", "h", "x", "e", "de", "ste", "er", "re", "eme", "ieme", "nd"}
        or word.folded.endswith("jarige")
        or len(word.text) > 3
        for word in words
    )


def _shared_units(found: list[tuple[Quantity, int, int]], row: list[Token]) -> list[Quantity]:
    """Numbers that share the unit of the next one: 2 à 3 mm, tussen 13 en 15 uur, 16-18 mei."""
    result = list[Quantity]()
    after: tuple[Quantity, int] | None = None
    for quantity, start, end in reversed(found):
        between = row[end : after[1]] if after else []
        if after and quantity.sort is Sort.NUMBER and _joins(between):
            result += _between(quantity, after[0]) if between[0].folded in _RANGE else []
            result.append(quantity.also(*_borrowed(quantity, after[0])))
        else:
            result.append(quantity)
        after = (quantity, start)
    return result[::-1]


def _joins(between: list[Token]) -> bool:
    return 0 < len(between) <= 3 and all(
        token.folded in _JOINERS or token.folded in {"met", "aux", "le"} for token in between
    )


def _between(first: Quantity, last: Quantity) -> list[Quantity]:
    """The whole numbers inside a range, that the other language may write one by one."""
    if first.number is None or last.number is None or not 1 < last.number - first.number <= _MOST:
        return []
    return [
        Quantity(Sort.NUMBER, frozenset({("", Fraction(n))}), first.span, Weight.NOTHING)
        for n in range(int(first.number) + 1, int(last.number))
    ]


def _borrowed(quantity: Quantity, of: Quantity) -> list[Reading]:
    if quantity.number is None:
        return []
    number, readings = quantity.number, list[Reading]()
    for reading in of.readings:
        worth = reading[1] if len(reading) > 1 else None
        if reading[0] == "day" and number.denominator == 1:
            readings.append((*reading[:2], int(number), *reading[3:]))
        elif reading[0] == "clock" and number <= 24:
            readings.append(("clock", int(number * 60)))
        elif of.number and isinstance(worth, Fraction) and reading[0]:
            readings.append((reading[0], number * worth / of.number))
    return readings
