"""Terms of the trade in both languages, and where they stand in a text. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.i18n import Language
from portal.language.finding import Span


@dataclass(frozen=True)
class Term:
    """One concept; of each language the first word is preferred."""

    key: str
    nl: tuple[str, ...]
    fr: tuple[str, ...]

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        words: tuple[str, ...] = getattr(self, language.value)
        return words


@dataclass(frozen=True)
class TermHit:
    """A term, and where it stands."""

    term: Term
    span: Span


class Glossary:
    """Terms that are looked for together."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)

    def find(self, text: str, language: Language) -> list[TermHit]:
        """Each term in ``text``, in order."""
        found = [
            TermHit(term, Span(match.start(), match.end()))
            for term in self.terms
            for word in term[language]
            for match in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
        ]
        return sorted(found, key=lambda hit: hit.span.start)


def shipped() -> Glossary:
    """The terms that come with the portal."""
    return Glossary(
        (
            Term("department", ("dienst radiotherapie",), ("service de radiothérapie",)),
            Term("fraction", ("fractie", "fracties"), ("fraction", "fractions")),
            Term("backup", ("back-up",), ("sauvegarde",)),
        )
    )
