"""What to try when a question finds nothing: fewer filters, broader terms."""

from dataclasses import dataclass

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language, current_language
from portal.language.glossary import Glossary, Term
from portal.search.asking import Asked
from portal.search.facets import BY_NAME, Facet

MOST_TERMS = 6


@dataclass(frozen=True)
class Droppable:
    """A filter, and how many records the question finds without it."""

    facet: Facet
    values: frozenset[str]
    count: int


def droppable(asked: Asked) -> list[Droppable]:
    """The filters without which something is found, the one that hides most first."""
    found = [
        Droppable(BY_NAME[name], values, asked.part(limit=0, **{name: None}).total)
        for name, values in asked.chosen.items()
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def broader(text: str) -> list[str]:
    """Terms of the glossary that are part of a term or of a compound in ``text``.

    In the language of the page; for "bestralingssessie" those are "bestraling" and "sessie".
    """
    glossary, language = current(db.session), current_language()
    whole = {hit.term for read_as in Language for hit in glossary.find(text, read_as)}
    parts = [
        part
        for term in whole
        for said in Language
        for words in term[said]
        for part in _within(glossary, words, said, term)
    ]
    named = [part[language][0] for part in dict.fromkeys([*_whole_only(whole, text), *parts])]
    return [each for each in dict.fromkeys(named) if each.casefold() != text.casefold()][
        :MOST_TERMS
    ]


def _whole_only(whole: set[Term], text: str) -> list[Term]:
    """The terms themselves, where the question holds more than one of them."""
    return sorted(whole, key=lambda term: term.key) if len(text.split()) > 1 else []


def _within(glossary: Glossary, words: str, language: Language, term: Term) -> list[Term]:
    return [
        hit.term
        for word in words.split()
        for hit in glossary.find(word, language)
        if hit.term != term
    ]
