"""Serial numbers of paper forms: easy to copy by hand, and a slip of the pen is noticed."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I and O, which are read as 1 and 0
RANDOM = 8
MARK = "P"
_FIELD = 0b100101  # x⁵ + x² + 1: remainders form a field of 32 numbers, one for each character


def new() -> str:
    """A serial that nobody has seen before: P-7KQ2-M9XD-T."""
    return _written("".join(secrets.choice(ALPHABET) for _place in range(RANDOM)))


def read(text: str) -> str:
    """The serial in ``text``, typed with or without dashes and capitals; else ValueError."""
    typed = "".join(filter(str.isalnum, text.upper()))
    if len(typed) == len(MARK) + RANDOM + 1:
        typed = typed.removeprefix(MARK)
    body, last = typed[:RANDOM], typed[RANDOM:]
    if not set(typed) <= set(ALPHABET) or len(last) != 1 or check_character(body) != last:
        raise ValueError("no such serial")
    return _written(body)


def check_character(body: str) -> str:
    """What stands behind ``body``; it changes with any one character and with any two swapped.

    Each place weighs twice what the next one weighs, in a field where twice is never the same.
    """
    total = 0
    for character in body:
        total = _twice(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _twice(number: int) -> int:
    number <<= 1
    return number ^ _FIELD if number >= len(ALPHABET) else number


def _written(body: str) -> str:
    half = RANDOM // 2
    return f"{MARK}-{body[:half]}-{body[half:]}-{check_character(body)}"
