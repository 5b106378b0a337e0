"""Every quantity of a passage, in order."""

from dataclasses import replace
from fractions import Fraction

from portal.language.finding import Span
from portal.language.parity import amounts, dates
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.texts import Passage
from portal.language.parity.tokens import Token, tokens
from portal.language.parity.units import unit

_JOINERS = frozenset("tot en et a au of ou naar - – — ‑ / , x × ± +".split())
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
    if token.text.isalpha() or token.values or token.text[0].isdigit():
        for reader in (_code, dates.date, dates.clock, amounts.amount):
            found = reader(row, at, passage.language)
            if found:
                return found
    return None, at + 1


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
        unit(word.text) or word.folded in {"u", "h", "x", "e", "de", "ste", "er", "re", "eme", "ieme", "nd"}
        or word.folded.endswith("jarige") or len(word.text) > 3
        for word in words
    )


def _shared_units(found: list[tuple[Quantity, int, int]], row: list[Token]) -> list[Quantity]:
    """Numbers that share the unit of the next one: 2 à 3 mm, tussen 13 en 15 uur, 16-18 mei."""
    result = list[Quantity]()
    after: tuple[Quantity, int] | None = None
    for quantity, start, end in reversed(found):
        between = row[end : after[1]] if after else []
        if after and quantity.sort is Sort.NUMBER and _joins(between):
            quantity = quantity.also(*_borrowed(quantity, after[0]))
        result.append(quantity)
        after = (quantity, start)
    return result[::-1]


def _joins(between: list[Token]) -> bool:
    return 0 < len(between) <= 3 and all(
        token.folded in _JOINERS or token.folded in {"met", "aux", "le"} for token in between
    )


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


