"""The passages of a text that show best why it was found, with the found words marked."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.i18n import Language
from portal.search.asking.finding import found_in
from portal.search.engine import Expression
from portal.search.words.analysis import Token

WIDTH = 160
LEAD = 40
SNAP = 24
LOOSE = " \u00a0\u202f\t\r\n.,;:!?)"
JOINER = "\u200d"


class Piece(NamedTuple):
    """A stretch of the original text; a template prints <mark> around the marked ones."""

    text: str
    marked: bool = False


class Fragment(NamedTuple):
    """A passage; ``cut_before`` and ``cut_after`` say on which side the text goes on."""

    language: Language
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool

    @property
    def marked(self) -> bool:
        """Whether a word of the question stands in it."""
        return any(piece.marked for piece in self.pieces)


def fragments(
    text: str,
    language: Language,
    terms: frozenset[Expression],
    *,
    limit: int = 2,
    width: int = WIDTH,
) -> list[Fragment]:
    """The ``limit`` best passages in the order of the text, or its start when no term occurs.

    ``terms`` are those of ``Results.terms`` in the language of the text. An empty text has none.
    """
    found = found_in(text, language, terms)
    passages = _best_passages(found, len(text), limit, width) or [(0, min(width, len(text)))]
    cuts = [(_start(text, first), _end(text, last)) for first, last in sorted(passages)]
    return [
        Fragment(
            language,
            _pieces(text, found, first, last),
            cut_before=bool(text[:first].strip()),
            cut_after=bool(text[last:].strip()),
        )
        for first, last in cuts
        if text[first:last].strip()
    ]


def mark(text: str, language: Language, terms: frozenset[Expression]) -> tuple[Piece, ...]:
    """The whole of a short text, such as a title, with the found words marked."""
    return _pieces(text, found_in(text, language, terms), 0, len(text))


def _best_passages(
    found: Sequence[Token], length: int, limit: int, width: int
) -> list[tuple[int, int]]:
    """Passages without overlap, best first: most different stems, then most words, then first."""
    passages: list[tuple[int, int]] = []
    candidates = list(_candidates(found, length, width))
    while candidates and len(passages) < limit:
        _stems, _words, negative = max(candidates)
        first, last = -negative, min(length, width - negative)
        passages.append((first, last))
        candidates = [one for one in candidates if -one[2] >= last or width - one[2] <= first]
    return passages


def _candidates(found: Sequence[Token], length: int, width: int) -> Iterator[tuple[int, int, int]]:
    """For a passage around each word: how many stems and words it has, and minus its start."""
    inside: dict[str, int] = {}
    end = 0
    for index, token in enumerate(found):
        start = max(0, min(token.start - LEAD, length - width))
        while end < len(found) and found[end].end <= start + width:
            stem = found[end].stem
            inside[stem] = inside.get(stem, 0) + 1
            end += 1
        yield len(inside), end - index, -start
        if inside.get(token.stem, 0) > 1:
            inside[token.stem] -= 1
        else:
            inside.pop(token.stem, None)


def _pieces(text: str, found: Sequence[Token], first: int, last: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    done = first
    for start, end in _spans(found, first, last):
        pieces += [Piece(text[done:start]), Piece(text[start:end], marked=True)]
        done = end
    pieces.append(Piece(text[done:last]))
    return tuple(piece for piece in pieces if piece.text)


def _spans(found: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Where the found words stand between ``first`` and ``last``; a compound and its parts once."""
    spans: list[tuple[int, int]] = []
    for token in found:
        start, end = max(token.start, first), min(token.end, last)
        if start >= end:
            continue
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    return spans


def _start(text: str, at: int) -> int:
    """Move ``at`` on to the start of a word if that is near, and never into a character."""
    space = text.find(" ", at - 1, at + SNAP) if at else -1
    if 0 <= space < len(text) - 1 and text[space + 1].isalnum():
        return space + 1
    for near in range(at, min(at + SNAP, len(text))):
        if text[near] not in LOOSE and not _inside_word(text, near):
            return near
    return _character(text, at)


def _end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - SNAP), at + 1) if at < len(text) else -1
    if space > 0 and text[space - 1].isalnum():
        return space
    for near in range(at, max(at - SNAP, 0), -1):
        if not text[near - 1].isspace() and not _inside_word(text, near):
            return near
    return _character(text, at)


def _inside_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (before.isalnum() and after.isalnum()) or (
        not (before.isascii() and after.isascii()) and _inside_character(text, at)
    )


def _character(text: str, at: int) -> int:
    """The nearest place before ``at`` that does not part a letter from its accents."""
    near = (one for one in range(at, max(at - SNAP, 0), -1) if not _inside_character(text, one))
    return next(near, at)


def _inside_character(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    return (
        unicodedata.category(text[at]).startswith("M")
        or "\udc00" <= text[at] <= "\udfff"
        or JOINER in text[at - 1 : at + 1]
    )
