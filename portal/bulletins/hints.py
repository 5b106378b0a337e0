"""What a writer is told of a text while writing: personal details, terms, earlier translations."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.bulletins.models import Block
from portal.bulletins.translating import Row
from portal.conflicts import fingerprint
from portal.i18n import Language, current_language
from portal.language import parity, privacy, wording
from portal.language.finding import Severity
from portal.language.glossary import Glossary
from portal.language.memory import Match, Memory
from portal.language.privacy import Known
from portal.language.segments import Kind
from portal.language.skeleton import skeleton

MOST_TERMS = 12
MOST_ASKED = 3


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


def asked(texts: Iterable[tuple[str, Language]], glossary: Glossary, known: Known) -> list[str]:
    """What privacy and wording ask to mend or to confirm in these texts: the gravest, in words.

    What only several texts together tell, and what is for information, waits for the checks.
    """
    found = [
        (finding, finding.span.of(text))
        for text, language in texts
        for check in (
            privacy.check(text, language, known),
            wording.check(text, language, glossary),
        )
        for finding in check
        if finding.severity is not Severity.INFO
    ]
    found.sort(key=lambda each: list(Severity).index(each[0].severity))
    told = (f"{words} – {finding.message[current_language()]}" for finding, words in found)
    return list(dict.fromkeys(told))[:MOST_ASKED]


def parity_of(row: Row, glossary: Glossary) -> list[str]:
    """In what the two languages of one text differ, in the language of the page."""
    section, kind = "", Kind.PARAGRAPH
    if isinstance(row.row, Block):
        section, kind = row.row.section.value, row.row.kind
    found = parity.compare_rows([parity.Row(section, kind, row.both)], glossary)
    return [
        finding.message[current_language()]
        for _index, finding in found
        if finding.severity is not Severity.INFO
    ]


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


def is_untouched(mark: str, text: str, opened_with: str, *, saved: bool) -> bool:
    """Whether a field that was ``opened_with`` nothing stored still holds its proposal.

    One that can stand as it is counts once it is ``saved``.
    """
    whole, _colon, digest = mark.partition(":")
    proposed = digest == fingerprint(text) and opened_with == fingerprint("")
    return proposed and not (saved and whole == "whole")
