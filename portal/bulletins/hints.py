"""What a writer is told of a text while writing: personal details, terms, earlier translations."""

from dataclasses import dataclass

from portal.bulletins.translating import Row
from portal.conflicts import fingerprint
from portal.i18n import Language
from portal.language import privacy
from portal.language.glossary import Glossary
from portal.language.memory import Match, Memory
from portal.language.skeleton import skeleton

MOST_TERMS = 12


@dataclass(frozen=True)
class TermPair:
    """A term as it stands in the source, and the word that is preferred for it."""

    source: str
    target: str


@dataclass(frozen=True)
class Proposal:
    """What an empty translation begins with. ``whole``: it can stand as it is."""

    text: str
    whole: bool

    @property
    def mark(self) -> str:
        """What the form says of it, so that what nobody touched is not stored."""
        return f"{'whole' if self.whole else 'partly'}:{fingerprint(self.text)}"


def personal(text: str, language: Language) -> list[str]:
    """The details in a text that may tell who somebody is, each once."""
    found = (hit for hit in privacy.check(text, language) if hit.rule in privacy.PERSONAL)
    return list(dict.fromkeys(hit.span.of(text) for hit in found))


def terms(glossary: Glossary, text: str, language: Language) -> list[TermPair]:
    """The terms that stand in a text, each once, with their translation."""
    pairs = (
        TermPair(hit.span.of(text), getattr(hit.term, language.other.value)[0])
        for hit in glossary.find(text, language)
        if getattr(hit.term, language.other.value)
    )
    unique = {(pair.source.casefold(), pair.target): pair for pair in pairs}
    return list(unique.values())[:MOST_TERMS]


def proposal(row: Row, similar: list[Match]) -> Proposal | None:
    """What to offer for an empty translation: that of an identical text, else a skeleton."""
    if row.target or not row.source:
        return None
    language = row.bulletin.language
    if similar and similar[0].identical:
        return Proposal(similar[0].entry.text[language.other], whole=True)
    open_text = skeleton(row.source, language)
    return Proposal(open_text, whole=False) if open_text else None


def similar(memory: Memory, row: Row) -> list[Match]:
    """At most three earlier texts like this one."""
    return memory.similar(row.source, row.bulletin.language) if row.source else []


def is_untouched(mark: str, text: str, *, pressed: bool) -> bool:
    """Whether a field still holds its proposal; one that can stand is taken by its own button."""
    whole, _colon, digest = mark.partition(":")
    return digest == fingerprint(text) and not (pressed and whole == "whole")
