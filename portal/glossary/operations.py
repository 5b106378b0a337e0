"""The glossary as it stands: what was delivered, and over it what people added or changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.glossary.models import GlossaryTerm, values_of
from portal.i18n import Language, Translated
from portal.language.glossary import Glossary, shipped
from portal.language.glossary_file import BETWEEN
from portal.language.terms import Status, Term
from portal.text import sort_key

RESERVED = {"new"}


def entries(session: Session) -> dict[str, Term]:
    """Every term by its key, proposed and retired ones too."""
    return {term.key: term for term in shipped()} | {row.key: row.term for row in _rows(session)}


def current(session: Session) -> Glossary:
    """The approved terms. Made once, until somebody changes a term."""
    return _built(tuple(row.term for row in _rows(session)))


def _rows(session: Session) -> Iterable[GlossaryTerm]:
    return session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.key))


@lru_cache(maxsize=4)
def _built(changed: tuple[Term, ...]) -> Glossary:
    terms = {term.key: term for term in (*shipped(), *changed)}
    return Glossary(term for term in terms.values() if term.status is Status.APPROVED)


def held(session: Session, term: Term) -> GlossaryTerm:
    """The row of ``term``, held until the end of the transaction; one as it stands if none was."""
    insert = (postgresql if session.connection().dialect.name == "postgresql" else sqlite).insert
    copy = insert(GlossaryTerm.__table__).values(values_of(term))
    session.execute(copy.on_conflict_do_nothing(index_elements=["key"]))
    query = select(GlossaryTerm).where(GlossaryTerm.key == term.key).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def write(row: GlossaryTerm, term: Term) -> None:
    """Have ``row`` say what ``term`` says; the trail keeps what it said before."""
    row.domain, row.kind, row.gender = term.domain, term.kind, term.gender
    row.preferred = Translated(term.nl[0], term.fr[0])
    row.synonyms = Translated(BETWEEN.join(term.nl[1:]), BETWEEN.join(term.fr[1:]))
    row.forms = Translated(BETWEEN.join(term.nl_forms), BETWEEN.join(term.fr_forms))
    row.note = term.note
    row.false_friend, row.countable, row.status = term.false_friend, term.countable, term.status


def add(session: Session, term: Term) -> GlossaryTerm:
    """A term with a key that no other has."""
    row = GlossaryTerm(key=term.key)
    write(row, term)
    session.add(row)
    session.flush()
    return row


def store(session: Session, terms: Iterable[Term]) -> None:
    """Add what is new of ``terms`` and change what differs; the others stay as they are."""
    known = entries(session)
    for term in terms:
        before = known.get(term.key)
        if before is None:
            add(session, term)
        elif before != term:
            write(held(session, before), term)


@dataclass(frozen=True)
class Clash:
    """A word that stands with another term already."""

    language: Language
    word: str
    term: Term


def clashes(terms: Iterable[Term], term: Term) -> list[Clash]:
    """What ``term`` says that another one says already: a word stands in one pair only."""
    said = {
        (language, sort_key(text)): each
        for each in terms
        if each.key != term.key and each.status is not Status.RETIRED
        for language in Language
        for text in each[language]
    }
    return [
        Clash(language, text, said[language, sort_key(text)])
        for language in Language
        for text in term[language]
        if (language, sort_key(text)) in said
    ]


def new_key(session: Session, text: str) -> str:
    """A key for a new term, from its French words, that no other has."""
    wanted = re.sub(r"[^a-z0-9]+", "-", sort_key(text)).strip("-")[:60] or "term"
    wanted = wanted if wanted[0].isalpha() else f"t-{wanted}"
    known = entries(session)
    tried = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(key for key in tried if key not in known and key not in RESERVED)
