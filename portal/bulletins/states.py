"""How far the translation of each text of a bulletin is."""

from collections.abc import Iterator

from portal.bulletins.models import Block, Bulletin
from portal.bulletins.working import Segment, SegmentState


def texts_of(bulletin: Bulletin) -> Iterator[tuple[Bulletin | Block, str]]:
    """Every row that holds a text, with the name of that text."""
    yield bulletin, "title"
    yield bulletin, "essence"
    yield from ((block, "text") for block in bulletin.blocks)


def segment_of(row: Bulletin | Block, attribute: str) -> Segment | None:
    """The work on a translation, if there was any."""
    if isinstance(row, Block):
        return row.segment
    return next((each for each in row.segments if each.name == attribute), None)


def state_of(row: Bulletin | Block, attribute: str) -> SegmentState:
    """How far it is; a translation that came along with its source is to be read over.

    A sentence of the phrase bank is approved in both languages already.
    """
    if getattr(row, attribute).missing:
        return SegmentState.TO_TRANSLATE
    segment = segment_of(row, attribute)
    if segment:
        return segment.state
    advice = row.recommendation if isinstance(row, Block) else None
    approved = advice is not None and advice.approved_phrase is not None
    return SegmentState.APPROVED if approved else SegmentState.TO_READ


def begun(row: Bulletin | Block, attribute: str, state: SegmentState) -> Segment:
    """The work on a translation, begun in ``state`` if there was none."""
    segment = segment_of(row, attribute)
    if segment is None:
        segment = Segment(name=attribute, state=state, writer_id=0, source="", note="")
        if isinstance(row, Block):
            row.segment = segment
        else:
            row.segments.append(segment)
    return segment


def progress(bulletin: Bulletin) -> tuple[int, int]:
    """How many translations are approved, of how many."""
    states = [state_of(row, attribute) for row, attribute in texts_of(bulletin)]
    return states.count(SegmentState.APPROVED), len(states)


def approve_all(bulletin: Bulletin) -> None:
    """Say that every translation is approved: of a bulletin that was ready before it came here."""
    for row, attribute in texts_of(bulletin):
        if getattr(row, attribute).missing:
            continue
        segment = begun(row, attribute, SegmentState.APPROVED)
        segment.state, segment.approver_id = SegmentState.APPROVED, segment.approver_id or 0
        segment.source = getattr(row, attribute)[bulletin.language]
