"""The hits as the page shows them: one card a record, with the passages that explain it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language, Translated, current_language
from portal.incidents.models import Incident
from portal.permissions import Permission, allowed
from portal.search.asking.finding import in_compounds
from portal.search.asking.highlight import Fragment, Piece, fragments, mark
from portal.search.asking.inquiry import Chosen
from portal.search.engine import Expression, Hit, Reason, Results
from portal.search.index.documents import (
    PUBLISHED,
    Found,
    document_of,
    rows_of,
    text_of,
    title_of,
)
from portal.search.index.facets import BY_NAME
from portal.search.index.systems import unbroken
from portal.search.query import Source
from portal.search.words.analysis import tokens
from portal.web import current_user

MOST = 20
Terms = Mapping[Language, frozenset[Expression]]


@dataclass(frozen=True)
class Card:
    """One hit: an incident or a bulletin, and in which languages it was found.

    ``lead`` is what a card shows of each, in ``language``: the title of an incident, the essence
    of a bulletin.
    """

    row: Found
    language: Language
    lead: tuple[Piece, ...]
    fragments: list[Fragment]
    languages: tuple[Language, ...]

    @property
    def is_rex(self) -> bool:
        """Whether the hit is a bulletin."""
        return isinstance(self.row, Bulletin)

    @property
    def features(self) -> list[str]:
        """Step, causes and systems of a bulletin in words."""
        if not isinstance(self.row, Bulletin):
            return []
        record = self.row.shown
        step = [BY_NAME["step"].label(record.step)] if record.step else []
        families = [BY_NAME["family"].label(each) for each in record.cause_families]
        return [*step, *families, *map(unbroken, record.systems)]

    @property
    def explained(self) -> bool:
        """Whether a word of the question stands in what is shown of the hit."""
        return bool(self.fragments) or any(piece.marked for piece in self.lead)

    @property
    def words(self) -> list[str]:
        """The words that were found, as they stand in the passages, each once."""
        pieces = [piece for fragment in self.fragments for piece in fragment.pieces]
        by_form = {piece.text.casefold(): piece.text for piece in reversed(pieces) if piece.marked}
        return list(reversed(by_form.values()))


def cards_of(results: Results) -> list[Card]:
    """The cards of a page of hits, in their order."""
    rows = rows_of(db.session, [hit.key for hit in results.hits])
    return [_card(rows[hit.key], hit, results) for hit in results.hits if hit.key in rows]


def _card(row: Found, hit: Hit, results: Results) -> Card:
    """What explains the hit: the words themselves, else those that have them as a part.

    Only if there are none of these, what comes near.
    """
    card = _explained(row, hit, results.terms)
    within = [each for each in hit.reasons if each.source is Source.PART]
    if within and not card.explained:
        card = _explained(row, hit, _parts(row, within))
    return card if card.explained else _explained(row, hit, results.near_terms)


def _parts(row: Found, within: Iterable[Reason]) -> Terms:
    """The compounds of ``within``, and the words of an expression, each by itself."""
    asked = {of: [each.words for each in within if each.language is of] for of in Language}
    texts = (text_of(row), *_headings(row))
    compounds = (in_compounds(text[Language.NL], asked[Language.NL]) for text in texts)
    words = (tokens(each, Language.FR) for each in asked[Language.FR])
    return {
        Language.NL: frozenset().union(*compounds),
        Language.FR: frozenset((each.stem,) for some in words for each in some),
    }


def _explained(row: Found, hit: Hit, terms: Terms) -> Card:
    """The text explains the hit, or else what the card does not show of it."""
    language, text = _lead(row)
    lead = mark(text, language, terms.get(language, frozenset()))
    card = Card(row, language, lead, _passages(text_of(row), hit, terms), hit.languages)
    if card.explained:
        return card
    every = (_passages(heading, hit, terms) for heading in _headings(row))
    return replace(card, fragments=next(filter(None, every), []))


def _lead(row: Found) -> tuple[Language, str]:
    if isinstance(row, Bulletin):
        language = row.shown.language(current_language())
        return language, row.shown.essence[language]
    return row.title.best(current_language())


def _headings(row: Found) -> Iterator[Translated]:
    if isinstance(row, Bulletin):
        yield row.shown.essence
    yield title_of(row)


def _passages(text: Translated, hit: Hit, terms: Terms) -> list[Fragment]:
    """The best passages where the words stand as they were typed, else in the page's language."""
    own = current_language()
    typed = {each.language for each in hit.reasons if each.source is Source.TYPED}
    for language in sorted(hit.languages, key=lambda each: (each not in typed, each is not own)):
        found = fragments(text[language], language, terms.get(language, frozenset()))
        if any(fragment.marked for fragment in found):
            return found
    return []


def plain_search(text: str, chosen: Chosen) -> list[Card]:
    """What the database finds by title alone and the filters let pass, while there is no index."""
    user = current_user()
    readable = allowed(user, Permission.INCIDENT_READ, Incident)
    rex = PUBLISHED, allowed(user, Permission.REX_READ, Bulletin)
    queries: tuple[Select[Any], ...] = (
        select(Bulletin).where(*rex, _contains(text, Bulletin, "title", "essence")),
        select(Incident).where(readable, _contains(text, Incident, "title")),
    )
    rows = [row for query in queries for row in db.session.scalars(query.limit(MOST))]
    return [_unexplained(row) for row in rows if _passes(row, chosen)][:MOST]


def _passes(row: Found, chosen: Chosen) -> bool:
    document = document_of(row)
    facets = {**document.facets, "kind": (document.kind,)}
    return all(values.intersection(facets.get(name, ())) for name, values in chosen.items())


def _unexplained(row: Found) -> Card:
    language, text = _lead(row)
    return Card(row, language, (Piece(text),) if text else (), [], ())


def _contains(text: str, model: type[Found], *names: str) -> ColumnElement[bool]:
    columns: list[InstrumentedAttribute[str]] = [
        getattr(model, f"{name}_{each.value}") for name in names for each in Language
    ]
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
