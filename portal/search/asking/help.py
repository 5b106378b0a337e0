"""What to try when a question finds nothing: fewer filters, broader terms, more telling words."""

from dataclasses import dataclass

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language, current_language
from portal.search.asking.inquiry import Inquiry
from portal.search.engine import Results
from portal.search.index.facets import BY_NAME, Facet
from portal.search.words.analysis import stem, words

MOST_TERMS = 6


@dataclass(frozen=True)
class Droppable:
    """A filter, and how many records the question finds without it."""

    facet: Facet
    values: frozenset[str]
    count: int


def says_nothing(text: str, results: Results) -> bool:
    """Whether nothing was found for a text of signs, and words that are small in a language."""
    small = (any(not stem(word.form, each) for each in Language) for word in words(text))
    return bool(text) and not results.total and all(small)


def droppable(asked: Inquiry) -> list[Droppable]:
    """The filters without which something is found, the one that hides most first."""
    found = [
        Droppable(BY_NAME[name], values, asked.part(limit=0, changed={name: frozenset()}).total)
        for name, values in asked.chosen.items()
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def broader(text: str) -> list[str]:
    """Terms of the glossary that are part of ``text``, or of a term in it.

    In the language of the page; for "bestralingssessie" those are "bestraling" and "sessie".
    """
    glossary, language = current(db.session), current_language()
    whole = [hit.term for read_as in Language for hit in glossary.find(text, read_as)]
    within = [
        hit.term
        for term in whole
        for said in Language
        for name in term[said]
        for word in name.split()
        for hit in glossary.find(word, said)
    ]
    names = dict.fromkeys(term[language][0] for term in (*whole, *within))
    return [name for name in names if name.casefold() != text.casefold()][:MOST_TERMS]
