"""The terms of radiotherapy in both languages. Pure."""

from dataclasses import dataclass
from functools import cache

from portal.i18n import Language
from portal.language.finding import Span


@dataclass(frozen=True)
class Term:
    """One notion: its words in each language, the preferred one first."""

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
    """Terms, to be found in texts."""

    def find(self, text: str, language: Language) -> list[TermHit]:
        """Where terms stand in ``text``."""
        del text, language
        return []


@cache
def shipped() -> Glossary:
    """The glossary that comes with the portal."""
    return Glossary()
