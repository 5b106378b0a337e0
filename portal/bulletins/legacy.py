"""A bulletin that was published before the portal: stored with its own number, and frozen."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import numbering, trail
from portal.bulletins import archive
from portal.bulletins.importing import Piece, Source
from portal.bulletins.models import Audience, Block, Bulletin, Section
from portal.bulletins.operations import SERIES, freeze, record_of
from portal.bulletins.states import approve_all
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.writing import place
from portal.i18n import Language, Translated, now
from portal.permissions import Role
from portal.text import clean

ACTOR = "import"
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W_]|[«“‘\"(])")


class Importer:
    """Who stores what was published before: the command, which may finish and publish."""

    id = None
    department_id = None
    language = Language.NL
    role_set = frozenset({Role.ANALYST, Role.PUBLISHER})
    is_authenticated = True


class Exists(Exception):
    """The REX is in the portal already."""


def store(
    session: Session,
    sources: Sequence[Source],
    *,
    title: Translated,
    essence: Translated,
    published_at: datetime | None = None,
) -> Bulletin:
    """Store a pair as a published REX; what ``title`` or ``essence`` lack is taken from the text.

    A single source was printed in one language, and stays so. Raise Exists, having changed
    nothing, when there is a REX of that year and number.
    """
    bulletin = _written(sources, title=title, essence=essence)
    moment, [year, number] = published_at or now().replace(microsecond=0), _number(sources)
    rendered = archive.render(record_of(bulletin, number=number, moment=moment))
    trail.act_as(session, ACTOR)
    numbering.raise_to(session, SERIES, year, number)
    same = select(Bulletin.id).where(Bulletin.year == year, Bulletin.number == number)
    if session.scalar(same):
        raise Exists(f"{rendered.record.label} is in the portal already.")
    session.add(bulletin)
    session.flush()
    approve_all(bulletin)
    with session.no_autoflush:
        for verb in ("finish", "import"):
            BULLETIN.advance(Importer(), bulletin, verb)
        bulletin.number = number
        freeze(bulletin, ACTOR, moment, rendered)
    session.flush()
    return bulletin


def _number(sources: Sequence[Source]) -> tuple[int, int]:
    """Its year and its number there, the same in each source."""
    return sources[0].year, sources[0].number


def _written(sources: Sequence[Source], *, title: Translated, essence: Translated) -> Bulletin:
    year, number = _number(sources)
    bulletin = Bulletin(
        year=year,
        language=sources[0].language,
        systems="",
        cause_families="",
        edited_at=now(),
        last_editor_id=0,
    )
    bulletin.audience = Audience.PUBLIC
    bulletin.only_language = sources[0].language if len(sources) == 1 else None
    for section in Section:
        opposite = zip(*(source.pieces[section] for source in sources), strict=True)
        place(bulletin, section, [_block(sources, pieces) for pieces in opposite])
    for recommendation in bulletin.recommendations:
        recommendation.addressed_to = ""  # what was printed does not say it
    opening = bulletin.section(Section.COURSE)[0].text
    label = f"REX {number} – {year}"
    for source in sources:
        own = source.language
        first = _first_sentence(opening[own])
        bulletin.title = bulletin.title.replace(own, title[own] or label)
        bulletin.essence = bulletin.essence.replace(own, essence[own] or first)
    return bulletin


def _block(sources: Sequence[Source], pieces: Sequence[Piece]) -> Block:
    """A paragraph or bullet with the text of each source."""
    text = Translated()
    for source, piece in zip(sources, pieces, strict=True):
        text = text.replace(source.language, clean(piece.segment.text))
    return Block(kind=pieces[0].segment.kind, text=text)


def _first_sentence(text: str) -> str:
    return SENTENCE_END.split(text, maxsplit=1)[0]
