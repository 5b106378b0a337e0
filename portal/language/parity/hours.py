"""Hours of the clock in a row of tokens."""

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.parity.quantity import Quantity, Reading, Sort, Weight
from portal.language.parity.row import Found, Row, word_at
from portal.language.parity.units import unit

_DAYTIME = frozenset(
    ["middags", "namiddag", "namiddags", "avonds", "avond", "midi", "soir", "soiree"]
)
_HOURS = frozenset(["u", "h", "uur", "heure", "heures", "uren"])
_PAST, _TO = frozenset(["over", "na"]), frozenset(["voor"])
_ABOUT = frozenset(
    ["om", "rond", "tegen", "vanaf", "tot", "omstreeks", "omtrent", "rondom", "na", "van", "om"]
)
FIRST = frozenset(["half", "kwart", "midi", "minuit", "middag", "middernacht"])


def clock(row: Row, at: int, language: Language) -> Found:
    """An hour of the clock that begins at token ``at``, and the token after it."""
    found = _digital(row, at)
    if found is None and language is Language.NL:
        found = _dutch(row, at)
    if found is None and language is Language.FR:
        found = _french(row, at)
    return found or _named(row, at)


def _hour(row: Row, at: int, end: int, readings: set[Reading], weight: Weight) -> Found:
    span = Span(row[at].start, row[end - 1].end)
    later = {
        ("clock", int(str(r[1])) + 720)
        for r in readings
        if r[0] == "clock" and int(str(r[1])) < 720
    }
    if any(token.folded in _DAYTIME for token in row[end : end + 5]):
        readings = readings | later
    return Quantity(Sort.TIME, frozenset(readings), span, weight), end


def _digital(row: Row, at: int) -> Found:
    """15u42, 15 h 42, 15:42, 15.42 uur, 15 uur, 15 heures 30."""
    token = row[at]
    if token.in_words or not token.values:
        return None
    hour, dot, minute = token.text.partition(".")
    if dot and len(minute) == 2 and word_at(row, at + 1) in _HOURS and _clock(hour, minute):
        readings: set[Reading] = {
            ("clock", _clock(hour, minute) - 1),
            ("min", token.values[0] * 60),
        }
        return _hour(row, at, at + 2, readings, Weight.BLOCK)
    mark = word_at(row, at + 1)
    if mark not in _HOURS | {":"} or not token.text.isdecimal():
        return None
    minute = row[at + 2].text if at + 2 < len(row) else ""
    value = _clock(token.text, minute) if len(minute) == 2 or mark == "h" else 0
    if value and not (mark != ":" and unit(word_at(row, at + 3)) and word_at(row, at + 3) != "min"):
        end = at + 3 + (mark != ":" and word_at(row, at + 3) in {"min", "minutes", "minuten"})
        end += mark == ":" and word_at(row, end) in _HOURS
        return _hour(row, at, end, {("clock", value - 1), ("min", value - 1)}, Weight.BLOCK)
    value = _clock(token.text, "00")
    if mark == ":" or not value:
        return None
    return _hour(row, at, at + 2, {("clock", value - 1), ("min", value - 1)}, Weight.BLOCK)


def _clock(hour: str, minute: str) -> int:
    """Minutes since midnight, plus one; 0 when this is no hour."""
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) < 3 and len(minute) < 3):
        return 0
    return int(hour) * 60 + int(minute) + 1 if int(hour) < 25 and int(minute) < 60 else 0


def _small(row: Row, at: int, most: int) -> int | None:
    value = row[at].value if at < len(row) else None
    return int(value) if value is not None and value.denominator == 1 and value <= most else None


def _either(minutes: int) -> set[Reading]:
    """A spoken hour is one of the morning or one of the afternoon."""
    return {("clock", minutes % 720), ("clock", minutes % 720 + 720)}


def _dutch(row: Row, at: int) -> Found:
    """Half drie, kwart over zes, tien voor half vijf, drie uur."""
    token = row[at]
    if token.folded == "half":
        hour = _small(row, at + 1, 12)
        plain = hour and not unit(word_at(row, at + 2))
        return (
            _hour(row, at, at + 2, _either(hour * 60 - 30), Weight.BLOCK)
            if hour and plain
            else None
        )
    minutes = 15 if token.folded == "kwart" else _small(row, at, 29)
    if minutes and token.folded != "kwart" and not token.in_words:
        minutes = None
    turn = at + 1 + (word_at(row, at + 1) in {"minuten", "minuut"})
    if minutes and word_at(row, turn) in _PAST | _TO:
        half = word_at(row, turn + 1) == "half"
        hour = _small(row, turn + 1 + half, 12)
        spoken = token.folded == "kwart" or half or (at and row[at - 1].folded in _ABOUT)
        if (
            hour
            and spoken
            and (not unit(word_at(row, turn + 2 + half)) or word_at(row, turn + 2 + half) == "uur")
        ):
            total = hour * 60 - 30 * half + (minutes if word_at(row, turn) in _PAST else -minutes)
            end = turn + 2 + half + (word_at(row, turn + 2 + half) == "uur")
            return _hour(row, at, end, _either(total), Weight.BLOCK)
    return _spoken(row, at)


def _spoken(row: Row, at: int) -> Found:
    """Drie uur, trois heures: an hour of the clock, or three hours long."""
    hour = _small(row, at, 24)
    if not hour or not row[at].in_words or word_at(row, at + 1) not in _HOURS:
        return None
    weight = Weight.CLASH if hour == 1 else Weight.BLOCK
    return _hour(row, at, at + 2, {*_hours(hour), ("min", hour * 60)}, weight)


def _hours(hour: int) -> set[Reading]:
    return _either(hour * 60) if hour <= 12 else {("clock", hour * 60)}


def _french(row: Row, at: int) -> Found:
    """Six heures et quart, trois heures moins le quart, deux heures et demie, 14 heures 30."""
    noon = {"midi": 12, "minuit": 24}.get(word_at(row, at))
    hour = noon or _small(row, at, 24)
    end = at + 1 if noon else at + 2
    if not hour or (not noon and word_at(row, at + 1) not in _HOURS):
        return None
    minutes, used = _french_minutes(row, end)
    if not used:
        return None if noon else _spoken(row, at)
    total = hour * 60 + minutes
    readings: set[Reading] = {("min", total)}
    readings |= _either(total) if hour <= 12 else {("clock", total % 1440)}
    return _hour(row, at, end + used, readings, Weight.BLOCK)


def _french_minutes(row: Row, at: int) -> tuple[int, int]:
    words = [word_at(row, at + n) for n in range(3)]
    if words[:2] in (["et", "demie"], ["et", "demi"]):
        return 30, 2
    if words[:2] == ["et", "quart"] or words == ["et", "un", "quart"]:
        return 15, 2 + (words[1] == "un")
    if words[:2] == ["trois", "quarts"]:
        return 45, 2
    if words[0] == "moins" and words[1] in {"le", "un"} and words[2] == "quart":
        return -15, 3
    less = words[0] == "moins"
    value = _small(row, at + less, 59)
    following = word_at(row, at + less + 1)
    if (
        value
        and (not unit(following) or following in {"min", "minutes"})
        and (less or row[at].in_words)
    ):
        return (-value if less else value), 1 + less + (following in {"min", "minutes"})
    return 0, 0


def _named(row: Row, at: int) -> Found:
    """Midnight and noon; an afternoon is no noon."""
    word, before = row[at].folded, row[at - 1].folded if at else ""
    if word in {"middernacht", "minuit"}:
        return _hour(row, at, at + 1, {("clock", 0), ("clock", 1440)}, Weight.CONFIRM)
    if word in {"middag", "midi"} and before not in {"apres", "-", "na", "’", "'"}:
        return _hour(row, at, at + 1, {("clock", 720)}, Weight.CLASH)
    return None
