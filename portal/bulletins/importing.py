"""Bulletins from before the portal: their text files, read as they are or refused."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from portal.bulletins.models import Section
from portal.bulletins.printed import LABELS, PRINTED, folded
from portal.i18n import Language
from portal.language.segments import MARKER, Kind, Segment, split, trimmed

MOST_BYTES = 1024 * 1024
TITLE = re.compile(r"REX\s*([0-9]{1,4})\s*[-\u2010-\u2015\u2212]\s*([0-9]{4})", re.IGNORECASE)
LINE_END = re.compile(r"\r\n?|\n")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
LABEL_LENGTH = 60


class Malformed(Exception):
    """A file cannot be read as a bulletin, or two do not belong together: where, and why."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}: {reason}")
        self.line = line


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number, and its text with and without its indentation."""

    number: int
    raw: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A paragraph or a bullet, and the line on which it begins."""

    line: int
    segment: Segment


@dataclass
class Source:
    """One file: which REX, in which language, and what stands in each section."""

    name: str
    title_line: int
    year: int
    number: int
    language: Language = Language.NL
    labels: dict[Section, int] = field(default_factory=dict)
    pieces: dict[Section, list[Piece]] = field(default_factory=dict)


def read(name: str, content: bytes) -> Source:
    """Read one file, called ``name`` in messages; raise Malformed at the first thing wrong."""
    lines = list(_lines(name, content))
    written = (line for line in lines if line.text)
    source = _titled(name, next(written, None))
    heading = next(written, None)
    if heading is None or folded(heading.text) != "incident":
        raise Malformed(name, heading.number if heading else len(lines), "expected “Incident” here")
    _read_sections(source, lines[heading.number :])
    for section, pieces in source.pieces.items():
        if not pieces:
            raise Malformed(name, source.labels[section], "nothing stands below this label")
    return source


def pair(one: Source, other: Source) -> tuple[Source, Source]:
    """The same two files, Dutch first; raise Malformed when they are not one bulletin."""
    if one.language is other.language:
        reason = f"this file is in the same language as {one.name}"
        raise Malformed(other.name, other.labels[Section.COURSE], reason)
    if (one.year, one.number) != (other.year, other.number):
        reason = f"this is not the REX of {one.name}, which is REX {one.number} – {one.year}"
        raise Malformed(other.name, other.title_line, reason)
    for section in Section:
        _compare(one, other, section)
    nl, fr = sorted((one, other), key=lambda source: source.language is Language.FR)
    return nl, fr


def _lines(name: str, content: bytes) -> Iterator[Line]:
    if len(content) > MOST_BYTES:
        raise Malformed(name, 1, "the file is larger than 1 MB, which no bulletin is")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Malformed(name, line, "this is not UTF-8 text; save the file as UTF-8") from None
    for number, raw in enumerate(LINE_END.split(text), 1):
        if CONTROL.search(raw):
            raise Malformed(name, number, "a control character stands in this line")
        yield Line(number, raw, trimmed(raw))


def _titled(name: str, line: Line | None) -> Source:
    if line is None:
        raise Malformed(name, 1, "the file is empty")
    title = TITLE.fullmatch(line.text)
    if title is None or int(title[1]) == 0:
        raise Malformed(name, line.number, "expected a title such as “REX 3 – 2020” here")
    return Source(name, line.number, year=int(title[2]), number=int(title[1]))


def _read_sections(source: Source, lines: list[Line]) -> None:
    starts = [index for index, line in enumerate(lines) if folded(line.text) in LABELS]
    before = next((line for line in lines[: starts[0] if starts else None] if line.text), None)
    if before or not starts:
        expected = " or ".join(f"“{labels[Section.COURSE]}”" for labels in PRINTED.values())
        number = before.number if before else source.title_line
        raise Malformed(source.name, number, f"expected the label {expected} here")
    source.language = LABELS[folded(lines[starts[0]].text)][0]
    wanted = list(Section)
    for start, end in pairwise([*starts, len(lines)]):
        language, section = LABELS[folded(lines[start].text)]
        _check_label(source, lines[start].number, language, section, wanted)
        wanted.remove(section)
        source.labels[section] = lines[start].number
        source.pieces[section] = list(_pieces(source.name, lines[start + 1 : end]))
        _refuse_unknown_labels(source, source.pieces[section])
    if wanted:
        missing = PRINTED[source.language][wanted[0]]
        last = max(line.number for line in lines if line.text)
        raise Malformed(source.name, last, f"the section “{missing}” is missing")


def _check_label(
    source: Source, line: int, language: Language, section: Section, wanted: list[Section]
) -> None:
    if section in source.labels:
        first = source.labels[section]
        raise Malformed(source.name, line, f"this label stood on line {first} already")
    if language is not source.language:
        raise Malformed(source.name, line, "this label is in the other language")
    if section is not wanted[0]:
        missing = PRINTED[language][wanted[0]]
        raise Malformed(source.name, line, f"the section “{missing}” should come before this one")


def _pieces(name: str, lines: Iterable[Line]) -> Iterator[Piece]:
    """The paragraphs and bullets of a section; see :mod:`portal.language.segments`."""
    held: list[Line] = []
    for line in [*lines, Line(0, "", "")]:
        marked = MARKER.match(line.text)
        loose = held and MARKER.match(held[0].text) and not line.raw[:1].isspace()
        if held and (not line.text or marked or loose):
            yield _piece(name, held)
            held = []
        if line.text:
            held.append(line)


def _piece(name: str, lines: list[Line]) -> Piece:
    segments = split("\n".join(line.raw for line in lines).strip())
    if not segments:
        raise Malformed(name, lines[0].number, "a bullet without text")
    return Piece(lines[0].number, segments[0])


def _refuse_unknown_labels(source: Source, pieces: list[Piece]) -> None:
    for piece, following in zip_longest(pieces, pieces[1:]):
        if _looks_like_label(piece.segment, following.segment if following else None):
            reason = f"unknown label “{piece.segment.text}”"
            raise Malformed(source.name, piece.line, reason)


def _looks_like_label(segment: Segment, following: Segment | None) -> bool:
    """Whether a paragraph is too short and bare for a sentence, or announces no list."""
    text, words = segment.text, len(segment.text.split())
    if segment.kind is Kind.BULLET or len(text) > LABEL_LENGTH or re.search(r"[.!?;]", text):
        return False
    if text.endswith(":"):
        return words <= 3 or following is None or following.kind is not Kind.BULLET
    return following is not None and words <= 6 and text[-1].isalnum()


def _compare(one: Source, other: Source, section: Section) -> None:
    """Refuse sections whose paragraphs and bullets do not stand opposite each other."""
    for here, there in zip_longest(one.pieces[section], other.pieces[section]):
        if here and there and here.segment.kind is there.segment.kind:
            continue
        source, piece, opposite = (other, there, one) if there else (one, here, other)
        counts = f"{len(source.pieces[section])} here, {len(opposite.pieces[section])} there"
        if here and there:
            problem = f"a {there.segment.kind}, but a {here.segment.kind} on line {here.line}"
        else:
            problem = f"a {piece.segment.kind} that has no counterpart"
        raise Malformed(source.name, piece.line, f"{problem} in {opposite.name} ({counts})")
