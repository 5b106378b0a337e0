"""Words, digits and signs of a passage, each with its place, ready to be read as quantities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stdnum.be import bis, nn

from portal.i18n import Language
from portal.language.parity import numerals
from portal.language.parity.texts import Passage, fold

_LEXEMES = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:[ \u00a0\u202f\u2009.]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[^\w\s])"
)
_IDENTITY = re.compile(r"\d\d(?:[ .\-–/]{0,2}\d){9}(?!\d)")
_ENUMERATOR = re.compile(r"(?:(?<=\n)|\A)[ \t]*\(?\d{1,2}(?:[.)]|°\))(?=\s)")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009.]\d{3})+(?:,\d+)?\Z")
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3),
           "⅔": Fraction(2, 3)}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word, a sign or a number. ``values`` are what it may be worth: 1.234 may be two numbers.

    ``text`` is as written, ``folded`` in lower case without accents; ``in_words`` tells whether a
    number is written in letters, ``gap`` whether white space stands before it.
    """

    text: str
    folded: str
    start: int
    end: int
    gap: bool
    values: tuple[Fraction, ...] = ()
    in_words: bool = False

    @property
    def value(self) -> Fraction | None:
        """What the number is worth as it is usually read; nothing for words and signs."""
        return self.values[0] if self.values else None


def tokens(passage: Passage) -> list[Token]:
    """What ``passage`` is made of; places count from the start of the whole text."""
    hidden = [match.span() for match in _hidden(passage.words)]
    found = [token for token in _lexemes(passage) if not _inside(token, hidden, passage)]
    return list(_numbers(found, passage.language))


def _hidden(words: str) -> Iterator[re.Match[str]]:
    """Numbers that are not compared: those of a list, and national numbers, a matter of privacy."""
    yield from _ENUMERATOR.finditer(words)
    for match in _IDENTITY.finditer(words):
        digits = re.sub(r"\D", "", match[0])
        if nn.is_valid(digits) or bis.is_valid(digits):
            yield match


def _inside(token: Token, spans: list[tuple[int, int]], passage: Passage) -> bool:
    at = token.start - passage.span.start
    return any(start <= at < end for start, end in spans)


def _lexemes(passage: Passage) -> Iterator[Token]:
    before = passage.span.start
    for match in _LEXEMES.finditer(passage.text, passage.span.start, passage.span.end):
        text, gap = match[0], match.start() > before
        before = match.end()
        values = _values(text) if match["digits"] else ()
        values = (_VULGAR[text],) if text in _VULGAR else values
        yield Token(text, fold(text), match.start(), match.end(), gap, values)


def _values(digits: str) -> tuple[Fraction, ...]:
    """What digits may be worth; nothing when they are no number, as in the version 4.0.12."""
    bare = re.sub(r"[ \u00a0\u202f\u2009]", "", digits)
    if _GROUPED.match(digits):
        grouped = Fraction(bare.replace(".", "").replace(",", "."))
        single = re.fullmatch(r"\d{1,3}\.\d{3}", bare)
        return (grouped, Fraction(bare)) if single else (grouped,)
    if len(re.findall(r"[.,]", bare)) > 1 or len(bare) > 30:
        return ()
    return (Fraction(bare.replace(",", ".")),)


def _numbers(found: list[Token], language: Language) -> Iterator[Token]:
    """The same tokens, number words read as numbers."""
    index = 0
    while index < len(found):
        token, used = found[index], 1
        if token.folded.isalpha() and not token.values:
            value, used = _worded(found, index, language)
            if used:
                token = _merged(found[index : index + used], value)
        index += max(used, 1)
        yield token


def _worded(found: list[Token], index: int, language: Language) -> tuple[int, int]:
    if language is Language.NL:
        value = numerals.dutch(found[index].folded)
        return (value, 1) if value is not None else (0, 0)
    if numerals.french_word(found[index].folded) is None:
        return 0, 0
    words, places = list[str](), list[int]()
    for place in range(index, min(index + 24, len(found))):
        if found[place].folded.isalpha():
            words.append(found[place].folded)
            places.append(place)
        elif found[place].text not in "-\u2011":
            break
    value, used = numerals.french(words)
    return value, places[used - 1] - index + 1 if used else 0


def _merged(parts: list[Token], value: int) -> Token:
    first, last = parts[0], parts[-1]
    text = "".join((" " if part.gap else "") + part.text for part in parts).strip()
    return Token(
        text, fold(text), first.start, last.end, first.gap, (Fraction(value),), in_words=True
    )
