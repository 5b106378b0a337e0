"""What the source sheet shows: the paragraphs of the dossiers, those of the REX beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.bulletins.hints import personal
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.sheet_page import Row, sections
from portal.bulletins.states import state_of
from portal.bulletins.taking import Found, found
from portal.bulletins.working import SegmentState


@dataclass(frozen=True)
class Line:
    """A paragraph of a dossier, a text of the REX, or the one beside the other that came of it.

    ``personal`` are the details in the text of the REX that may tell who somebody is.
    """

    found: Found | None = None
    row: Row | None = None
    state: SegmentState | None = None
    personal: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A section of the sheet; ``open`` counts the paragraphs of which nothing was decided."""

    section: Section
    label: str
    lines: list[Line]
    open: int


def parts(bulletin: Bulletin, form: Any) -> list[Part]:
    """Every section, in the order of print."""
    return [
        Part(
            section,
            label,
            list(_lines(bulletin, form, offered := found(bulletin, section), rows)),
            sum(each.passage is None for each in offered),
        )
        for section, label, rows in sections(bulletin, form)
    ]


def _lines(bulletin: Bulletin, form: Any, offered: list[Found], rows: list[Row]) -> Iterator[Line]:
    blocks = {block.id: block for block in bulletin.blocks}
    origin = {each.block: each for each in offered if each.block}
    waiting = list(offered)
    for row in rows:
        block = None if row.gone else blocks.get(row.id)
        here = origin.get(block) if block else None
        if here:
            before = waiting[: waiting.index(here)] if here in waiting else []
            yield from (Line(each) for each in before if not each.block)
            waiting = [each for each in waiting if each is not here and each not in before]
        yield _line(bulletin, form, here, row, block)
    yield from (Line(each) for each in waiting if not each.block)


def _line(bulletin: Bulletin, form: Any, here: Found | None, row: Row, block: Block | None) -> Line:
    if block is None:
        return Line(here, row)
    language = bulletin.language
    field = form[f"block_{block.id}_{language.value}"]
    details = [] if field.errors else personal(field.data or "", language)
    return Line(here, row, state_of(block, "text"), details)
