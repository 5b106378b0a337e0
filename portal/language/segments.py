"""The light text convention: paragraphs parted by blank lines, bullets that start with a dash."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

BLANK = r"[\s\u200b\ufeff]"
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
MARKER = re.compile(rf"[-–—•*·▪](?:{BLANK}+|$)")


class Kind(StrEnum):
    """How a piece of text stands on the page."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True)
class Segment:
    """One paragraph or one bullet; its text is a single line, not empty, without its marker."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Place:
    """Where a paragraph or bullet stands: its lines, as characters of the text, without marker."""

    kind: Kind
    lines: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """The first character."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.lines[-1][1]


def trimmed(text: str) -> str:
    """The text without white space, seen or unseen, at its ends."""
    return text.strip(BLANKS)


def split(text: str) -> list[Segment]:
    """Read what people type or paste, whatever its line ends, dashes and stray spaces.

    A line break inside a paragraph is a space. A line below a bullet belongs to the bullet when it
    is indented, as in wrapped text; otherwise it starts a paragraph.
    """
    return [
        Segment(place.kind, " ".join(text[start:end] for start, end in place.lines))
        for place in places(text)
    ]


def places(text: str) -> list[Place]:
    """Where the segments that :func:`split` reads stand in ``text``."""
    return [Place(kind, tuple(lines)) for kind, lines in _places(text) if lines]


def join(segments: Iterable[Segment]) -> str:
    """Write segments so that :func:`split` reads them back: a list is one run of lines."""
    text = ""
    before = None
    for segment in segments:
        bullet = segment.kind is Kind.BULLET
        gap = "\n" if bullet and before is Kind.BULLET else "\n\n"
        text += (gap if before else "") + ("- " if bullet else "") + segment.text
        before = segment.kind
    return text


def _places(text: str) -> Iterator[tuple[Kind, list[tuple[int, int]]]]:
    kind, lines, at = Kind.PARAGRAPH, list[tuple[int, int]](), 0
    for line in text.splitlines(keepends=True):
        content = trimmed(line)
        marker = MARKER.match(content)
        if marker or not content or (kind is Kind.BULLET and not _indented(line)):
            yield kind, lines
            kind, lines = Kind.BULLET if marker else Kind.PARAGRAPH, []
        start = at + len(line) - len(line.lstrip(BLANKS)) + (marker.end() if marker else 0)
        end = at + len(line.rstrip(BLANKS))
        lines += [(start, end)] if start < end else []
        at += len(line)
    yield kind, lines


def _indented(line: str) -> bool:
    return line[:1].isspace()
