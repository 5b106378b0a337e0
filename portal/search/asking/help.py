"""What to try when a question finds nothing: fewer filters, no quotes, broader or telling words."""

from dataclasses import dataclass

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language, current_language
from portal.search.asking.inquiry import Inquiry
from portal.search.engine import Results
from portal.search.engines.question import QUOTES
from portal.search.index.facets import BY_NAME, Facet
from portal.search.words.analysis import MAX_WORD, stem, words
from portal.text import one_line

MOST_TERMS = 6


@dataclass(frozen=True)
class Droppable:
    """A filter, and how many records the question finds without it."""

    facet: Facet
    values: frozenset[str]
    count: int


@dataclass(frozen=True)
class Instead:
    """What finds something where the question finds nothing, and how many records.

    ``unfiltered`` is the count without any filter, told if no single one helps; ``unquoted`` and
    ``broader`` are other questions.
    """

    droppable: list[Droppable]
    unfiltered: int
    unquoted: list[tuple[str, int]]
    broader: list[tuple[str, int]]


def instead(asked: Inquiry) -> Instead:
    """What to ask instead, of which this person finds something."""
    single = droppable(asked)
    none = dict.fromkeys(asked.chosen, frozenset[str]())
    several = asked.text and len(none) > 1 and not single
    unquoted = one_line(asked.text.translate(QUOTES).replace('"', " "))
    return Instead(
        single,
        asked.part(limit=0, changed=none).total if several else 0,
        _finding(asked.asking(unquoted)) if unquoted != asked.text else [],
        [one for term in broader(asked.text) for one in _finding(asked.asking(term, {}))],
    )


def _finding(asked: Inquiry) -> list[tuple[str, int]]:
    """A question with how many records it finds, if any."""
    count = asked.part(limit=0).total
    return [(asked.text, count)] if count else []


def only_near(results: Results) -> bool:
    """Whether the best hit names nothing of the question, and only comes near."""
    reasons = [reason for hit in results.hits[:1] for reason in hit.reasons]
    return bool(reasons) and all(each.near for each in reasons)


def says_nothing(text: str, results: Results) -> bool:
    """Whether nothing was found for a text of signs, and words that are small in a language.

    A word too long to be read is neither.
    """
    small = (any(not stem(word.form, each) for each in Language) for word in words(text))
    long = any(len(each) > MAX_WORD and any(map(str.isalnum, each)) for each in text.split())
    return bool(text) and not results.total and not long and all(small)


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
