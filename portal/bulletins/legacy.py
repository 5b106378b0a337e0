"""A bulletin that was published before the portal: stored with its own number, and frozen."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import numbering, trail
from portal.bulletins import archive
from portal.bulletins.importing import Source
from portal.bulletins.models import Block, Bulletin, Section
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
    nl: Source,
    fr: Source,
    *,
    title: Translated,
    essence: Translated,
    published_at: datetime | None = None,
) -> Bulletin:
    """Store a pair as a published REX; what ``title`` or ``essence`` lack is taken from the text.

    Raise Exists, having changed nothing, when there is a REX of that year and number.
    """
    bulletin = _written(nl, fr, title=title, essence=essence)
    moment = published_at or now().replace(microsecond=0)
    rendered = archive.render(replace(record_of(bulletin), number=nl.number, published_at=moment))
    trail.act_as(session, ACTOR)
    numbering.raise_to(session, SERIES, nl.year, nl.number)
    same = select(Bulletin.id).where(Bulletin.year == nl.year, Bulletin.number == nl.number)
    if session.scalar(same):
        raise Exists(f"{rendered.record.label} is in the portal already.")
    session.add(bulletin)
    session.flush()
    approve_all(bulletin)
    for verb in ("finish", "publish"):
        BULLETIN.advance(Importer(), bulletin, verb)
    bulletin.number = nl.number
    bulletin.published_at = moment
    bulletin.published_by = ACTOR
    freeze(bulletin, rendered)
    session.flush()
    return bulletin


def _written(nl: Source, fr: Source, *, title: Translated, essence: Translated) -> Bulletin:
    bulletin = Bulletin(
        year=nl.year,
        language=nl.language,
        systems="",
        cause_families="",
        edited_at=now(),
        last_editor_id=0,
    )
    for section in Section:
        opposite = zip(nl.pieces[section], fr.pieces[section], strict=True)
        texts = (
            (one.segment.kind, Translated(clean(one.segment.text), clean(other.segment.text)))
            for one, other in opposite
        )
        place(bulletin, section, [Block(kind=kind, text=text) for kind, text in texts])
    for recommendation in bulletin.recommendations:
        recommendation.addressed_to = ""  # what was printed does not say it
    opening = bulletin.section(Section.COURSE)[0].text
    label = f"REX {nl.number} – {nl.year}"
    bulletin.title = Translated(title.nl or label, title.fr or label)
    bulletin.essence = Translated(
        essence.nl or _first_sentence(opening.nl), essence.fr or _first_sentence(opening.fr)
    )
    return bulletin


def _first_sentence(text: str) -> str:
    return SENTENCE_END.split(text, maxsplit=1)[0]
