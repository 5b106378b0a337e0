"""Dates in a row of tokens."""

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.parity import numerals
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.row import Found, Row
from portal.language.parity.tokens import Token
from portal.language.parity.units import LONG_MONTHS, MONTHS, weekday


def date(row: Row, at: int, language: Language) -> Found:
    """A date that begins at token ``at``, and the token after it."""
    token = row[at]
    if token.folded == "rex":
        return None
    found = _numeric(row, at) or _written(row, at, language)
    if found:
        return found
    day = weekday(token.folded)
    if day is not None:
        return _dated(row, at, at + 1, {("weekday", day)}, Weight.CONFIRM), at + 1
    if token.folded in LONG_MONTHS and len(token.text) > 2:
        return _dated(row, at, at + 1, {("month name", MONTHS[token.folded])}, Weight.CONFIRM), (
            at + 1
        )
    return None


def _dated(
    row: Row, at: int, end: int, readings: set[Reading], weight: Weight = Weight.BLOCK
) -> Quantity:
    span = Span(row[at].start, row[end - 1].end)
    return Quantity(Sort.DATE, frozenset(readings), span, weight)


def _whole(token: Token, digits: tuple[int, ...]) -> int | None:
    return int(token.text) if token.text.isdecimal() and len(token.text) in digits else None


def _numeric(row: Row, at: int) -> Found:
    """16/11/2020, 16-11-20, 16.11.2020 and 2020-11-16."""
    dotted = row[at].text.split(".")
    if len(dotted) == 3 and all(part.isdecimal() for part in dotted):
        return _checked(row, at, at + 1, *map(int, dotted))
    if at + 4 >= len(row) or row[at + 1].text not in "/-–." or row[at + 3].text != row[at + 1].text:
        return None
    if any(row[at + n].gap for n in range(1, 5)):
        return None
    year = _whole(row[at], (4,))
    parts = [
        _whole(row[at + n], (1, 2) if n in {2, 4 if year else 0} else (1, 2, 4)) for n in (0, 2, 4)
    ]
    numbers = [part for part in parts if part is not None]
    if len(numbers) < 3:
        return None
    day, month, last = reversed(numbers) if year else numbers
    return _checked(row, at, at + 5, day, month, last)


def _checked(row: Row, at: int, end: int, day: int, month: int, year: int) -> Found:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    return _dated(row, at, end, {("date", year, month, day), ("day", month, day, year)}), end


def _written(row: Row, at: int, language: Language) -> Found:
    """16 november 2020, 1er mars, le premier mars."""
    day, end = _day(row, at, language)
    if not day or end >= len(row) or row[end].folded not in MONTHS:
        return None
    month, end = MONTHS[row[end].folded], end + 1
    dot = end < len(row) and row[end].text == "."
    year = _whole(row[end + dot], (4,)) if end + dot < len(row) else None
    if year:
        return _checked(row, at, end + dot + 1, day, month, year)
    return _dated(row, at, end, {("day", month, day, None)}), end


def _day(row: Row, at: int, language: Language) -> tuple[int, int]:
    token = row[at]
    if token.value is not None and token.value.denominator == 1 and 1 <= token.value <= 31:
        suffix = at + 1 < len(row) and row[at + 1].folded in {"er", "e", "ste", "de"}
        return int(token.value), at + 1 + suffix
    ordinal = (numerals.dutch_ordinal if language is Language.NL else numerals.french_ordinal)(
        token.folded
    )
    return (ordinal or 0), at + 1
