"""What the translation sheet shows: each text beside its translation, with all that may help."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale

from portal import glossary
from portal.bulletins import hints, translating
from portal.bulletins.hints import Proposal, TermPair
from portal.bulletins.memory import memory_of
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.sheet import Gone, gone
from portal.bulletins.sheet_page import Row as Place
from portal.bulletins.sheet_page import rows_in, sent_of
from portal.bulletins.texts import section_label
from portal.bulletins.translating import Row, Step
from portal.db import db
from portal.i18n import Language
from portal.language.differences import Piece, compare
from portal.language.glossary import Glossary
from portal.language.memory import Match
from portal.permissions import User


@dataclass(frozen=True)
class Line:
    """One row of the sheet: a text, its place, its buttons, and what helps to translate it."""

    row: Row
    place: Place | None
    steps: dict[str, Step]
    own: bool
    changes: list[Piece]
    differences: list[str]
    terms: list[TermPair]
    similar: list[Match]
    proposal: Proposal | None


@dataclass(frozen=True)
class Part:
    """A section with its label in both languages; none for title and essence."""

    section: Section | None
    labels: dict[Language, str]
    lines: list[Line]


def parts(user: User, bulletin: Bulletin, *, helped: bool = True) -> Iterator[Part]:
    """Title and essence, then every section; ``helped`` with terms, memory and proposals."""
    rows = translating.rows(bulletin)
    terms = glossary.current(db.session)

    def line(row: Row, place: Place | None = None) -> Line:
        return _line(user, row, place, terms, helped=helped)

    own = [line(row) for row in rows if not isinstance(row.row, Block)]
    yield Part(None, {}, own)
    by_key = {row.key: row for row in rows}
    for section in Section:
        places = list(rows_in(bulletin, section))
        lines = [line(by_key[f"block_{place.id}"], place) for place in places]
        yield Part(section, labels(section), lines)


def labels(section: Section) -> dict[Language, str]:
    """What a section is called in each language."""
    found = {}
    for language in Language:
        with force_locale(language.value):
            found[language] = section_label(section)
    return found


def _line(user: User, row: Row, place: Place | None, terms: Glossary, *, helped: bool) -> Line:
    similar = hints.similar(memory_of(db.session), row) if helped else []
    return Line(
        row,
        place,
        translating.open_steps(user, row),
        translating.is_writer(user, row),
        compare(row.before, row.source) if row.before else [],
        hints.parity_of(row, terms),
        hints.terms(terms, row.source, row.bulletin.language) if helped else [],
        [each for each in similar if not (row.target and each.identical)],
        hints.proposal(row, similar) if helped else None,
    )


def lost(bulletin: Bulletin, form: Any) -> list[Gone]:
    """Translations that came back from a form although somebody removed their text meanwhile."""
    return [each for each in gone(bulletin, sent_of(bulletin, form)) if each.written]


def shown(form: Any, line: Line) -> str:
    """What stands in the field of a row: what is written, else what is proposed."""
    written: str = form[line.row.field].data or ""
    return written or (line.proposal.text if line.proposal else "")
