"""Terms of the glossary that one language has and the other lost."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import difference
from portal.language.parity.texts import Pair, Passage
from portal.language.parity.words import keys


class Term(Protocol):
    """A pair of the glossary; only a countable one is counted."""

    @property
    def key(self) -> str: ...
    @property
    def nl(self) -> tuple[str, ...]: ...
    @property
    def fr(self) -> tuple[str, ...]: ...
    @property
    def countable(self) -> bool: ...


class TermHit(Protocol):
    """A term where it stands in a text."""

    @property
    def term(self) -> Term: ...
    @property
    def span(self) -> Span: ...


class Glossary(Protocol):
    """What knows the terms."""

    def find(self, text: str, language: Language) -> Sequence[TermHit]: ...


Hits = Mapping[Language, Sequence[TermHit]]


def within(found: Sequence[TermHit], passage: Passage) -> list[TermHit]:
    """The terms that stand in ``passage``; ``found`` is in order."""
    first = bisect_left(found, passage.span.start, key=lambda hit: hit.span.start)
    last = bisect_left(found, passage.span.end, key=lambda hit: hit.span.start)
    return list(found[first:last])


def check(pairs: Sequence[Pair], found: Hits) -> Iterator[PairFinding]:
    """A term that the sentences of one paragraph have in one language only.

    What was named before in both languages may become a pronoun; a synonym is no loss either.
    """
    totals = {language: Counter(hit.term.key for hit in found[language]) for language in Language}
    named: dict[Language, set[str]] = {language: set() for language in Language}
    for pair in pairs:
        here = {language: within(found[language], pair[language]) for language in Language}
        lost = {
            language: _lost(pair, here, totals, named, language, other)
            for language, other in ((Language.NL, Language.FR), (Language.FR, Language.NL))
        }
        if lost[Language.NL] or lost[Language.FR]:
            yield _finding(lost, totals)
        for language in Language:
            named[language] |= {hit.term.key for hit in here[language]}


def _lost(
    pair: Pair,
    here: dict[Language, list[TermHit]],
    totals: dict[Language, Counter[str]],
    named: dict[Language, set[str]],
    language: Language,
    other: Language,
) -> TermHit | None:
    """The first term of a pair of sentences that the other language does not have in any guise."""
    known = named[other] | {hit.term.key for hit in here[other]}
    for hit in here[language]:
        key = hit.term.key
        if key in known or totals[language][key] <= totals[other][key]:
            continue
        words = pair[language].part(hit.span)
        if keys(words).isdisjoint(keys(pair[other])):
            return hit
    return None


def _finding(
    lost: dict[Language, TermHit | None], totals: dict[Language, Counter[str]]
) -> PairFinding:
    nl, fr = lost[Language.NL], lost[Language.FR]
    term = next(hit.term for hit in (nl, fr) if hit)
    counts = [totals[language][term.key] for language in Language]
    return difference(
        "parity.term",
        nl,
        fr,
        Severity.CONFIRM,
        Translated(
            f"‘{term.nl[0]}’ staat {counts[0]} keer in het Nederlands,"
            f" ‘{term.fr[0]}’ {counts[1]} keer in het Frans",
            f"«\u00a0{term.nl[0]}\u00a0» figure {counts[0]} fois en néerlandais,"
            f" «\u00a0{term.fr[0]}\u00a0» {counts[1]} fois en français",
        ),
    )
