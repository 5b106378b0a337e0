"""The Dutch and French terms of the trade, and where they stand in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.glossary_file import read
from portal.language.glossary_index import Index
from portal.language.terms import Kind, Term
from portal.language.words import Word, content

__all__ = ["Glossary", "Term", "TermHit", "shipped"]
SHIPPED = Path(__file__).with_name("glossary.csv")


@dataclass(frozen=True)
class TermHit:
    """A term, and where it stands in the text; within a compound its part of the word."""

    term: Term
    span: Span


class Glossary:
    """Terms, and how to find them in a text. Never changed once it is made."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def find(self, text: str, language: Language) -> list[TermHit]:
        """Where terms stand in ``text``, in order, the longest that fits at each place.

        Inside a term that is not countable, a countable one is told as well if every way to say
        the longer one holds it: who counts fractions counts the one of "nombre de fractions" too.
        """
        return list(self._hits(text, content(text, language), language))

    @cached_property
    def _indexes(self) -> dict[Language, Index[Term]]:
        return {language: Index(self._surfaces(language), language) for language in Language}

    def _surfaces(self, language: Language) -> Iterator[tuple[str, Term, bool]]:
        for term in self:
            for text in term[language] + term.forms(language):
                yield text, term, term.kind is Kind.NOUN

    def _hits(self, text: str, found: list[Word], language: Language) -> Iterator[TermHit]:
        at, index = 0, self._indexes[language]
        while at < len(found):
            end, term = max(index.starting_at(found, at, text), key=_end, default=(at, None))
            if term is None:
                yield from (TermHit(part, Span(*place)) for *place, part in index.parts(found[at]))
                at += 1
                continue
            yield TermHit(term, Span(found[at].start, found[end - 1].end))
            kept = self._held(term)
            if kept:
                inner = _inside(text, found[at:end], index)
                yield from (each for each in inner if each.term in kept)
            at = end

    def _held(self, term: Term) -> frozenset[Term]:
        """The countable terms that every surface of ``term``, itself not countable, holds."""
        if term.countable:
            return frozenset()
        if term.key not in self._holding:
            surfaces = [(text, language) for language in Language for text in term[language]]
            held = (
                {
                    hit.term
                    for hit in _inside(text, content(text, language), self._indexes[language])
                }
                for text, language in surfaces
            )
            self._holding[term.key] = frozenset.intersection(*map(frozenset, held))
        return self._holding[term.key]

    @cached_property
    def _holding(self) -> dict[str, frozenset[Term]]:
        return {}


@cache
def shipped() -> Glossary:
    """The terms that come with the portal."""
    return Glossary(read(SHIPPED.read_text(encoding="utf-8")))


def _end(hit: tuple[int, Term]) -> int:
    return hit[0]


def _inside(text: str, found: list[Word], index: Index[Term]) -> Iterator[TermHit]:
    """The countable terms within some words, the longest first."""
    at = 0
    while at < len(found):
        hits = [hit for hit in index.starting_at(found, at, text) if hit[1].countable]
        if hits:
            end, term = max(hits, key=_end)
            yield TermHit(term, Span(found[at].start, found[end - 1].end))
            at = end
            continue
        for start, stop, part in index.parts(found[at], apart=True):
            if part.countable:
                yield TermHit(part, Span(start, stop))
        at += 1
