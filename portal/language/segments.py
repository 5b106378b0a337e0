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


def trimmed(text: str) -> str:
    """The text without white space, seen or unseen, at its ends."""
    return text.strip(BLANKS)


def split(text: str) -> list[Segment]:
    """Read what people type or paste, whatever its line ends, dashes and stray spaces.

    A line break inside a paragraph is a space. A line below a bullet belongs to the bullet when it
    is indented, as in wrapped text; otherwise it starts a paragraph.
    """
    return [segment for segment in _segments(text.splitlines()) if segment.text]


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


def _segments(lines: list[str]) -> Iterator[Segment]:
    kind, words = Kind.PARAGRAPH, list[str]()
    for line in lines:
        content = trimmed(line)
        marker = MARKER.match(content)
        if marker or not content or (kind is Kind.BULLET and not _indented(line)):
            yield Segment(kind, " ".join(filter(None, words)))
            kind, words = Kind.BULLET if marker else Kind.PARAGRAPH, []
        words += [content[marker.end() :]] if marker else [content]
    yield Segment(kind, " ".join(filter(None, words)))


def _indented(line: str) -> bool:
    return line[:1].isspace()
