"""What readers of quantities look for in a row of tokens."""

from fractions import Fraction

from portal.language.finding import Span
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.tokens import Token
from portal.language.parity.units import Unit, unit

Row = list[Token]
Found = tuple[Quantity, int] | None
DASHES = frozenset("-\u2011")
APOSTROPHES = frozenset("'’")
_MONITOR_UNITS = {("unité", "moniteur"), ("unités", "moniteur"), ("monitor", "unit")}


def word_at(row: Row, at: int) -> str:
    """The folded word at token ``at``; nothing beyond the ends."""
    return row[at].folded if 0 <= at < len(row) else ""


def quantity(
    row: Row,
    at: int,
    end: int,
    readings: set[Reading],
    *,
    weight: Weight = Weight.BLOCK,
    sort: Sort = Sort.NUMBER,
    number: Fraction | None = None,
) -> Quantity:
    """What the tokens from ``at`` up to ``end`` may mean."""
    span = Span(row[at].start, row[end - 1].end)
    return Quantity(sort, frozenset(readings), span, weight, number, in_words=row[at].in_words)


def unit_at(row: Row, at: int) -> tuple[Unit | None, int]:
    """The unit that stands at token ``at``, and the token after it: also « pour cent », °C, m/s."""
    if at >= len(row):
        return None, at
    first, second = row[at].text, word_at(row, at + 1)
    if first == "pour" and second == "cent":
        return ("part", Fraction(1, 100)), at + 2
    if (first, second.rstrip("s")) in _MONITOR_UNITS:
        return ("mu", Fraction(1)), at + 2
    if first == "°" and second == "c" and not row[at + 1].gap:
        return ("celsius", Fraction(1)), at + 2
    if first == "'" or (len(first) == 1 and first.isalpha() and second in APOSTROPHES):
        return None, at
    found = unit(first)
    return found, at + 1 if found else at


def and_a_half(row: Row, at: int) -> tuple[Fraction, int]:
    """« et demi(e) », « en een half »."""
    words = [word_at(row, at + n) for n in range(3)]
    if words[0] == "et" and words[1] in {"demi", "demie"}:
        return Fraction(1, 2), at + 2
    if words[0] == "en" and words[1] == "een" and words[2] in {"half", "halve"}:
        return Fraction(1, 2), at + 3
    return Fraction(0), at


def idiom(dimension: str, worth: Fraction) -> set[Reading]:
    """A fortnight is « quinze jours », a week « huit jours »."""
    days = {15: 14, 8: 7}.get(int(worth / 1440)) if dimension == "min" else None
    exact = days is not None and worth % 1440 == 0
    return {(dimension, Fraction(days * 1440))} if days and exact else set()


def ranked(row: Row, at: int, end: int, rank: int) -> Found:
    """The rank that the tokens from ``at`` up to ``end`` tell."""
    readings: set[Reading] = {("rank", rank), ("", Fraction(rank))}
    if rank > 2:
        readings.add(("part", Fraction(1, rank)))
    weight = Weight.CLASH if rank == 1 else Weight.CONFIRM
    return quantity(row, at, end, readings, weight=weight, sort=Sort.RANK), end
