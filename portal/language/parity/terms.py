"""Terms of the glossary that one language has and the other lost."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import difference
from portal.language.parity.texts import Pair, Passage, fold
from portal.language.parity.words import keys

STEM = 4  # letters of a word by which a compound is known
_WORD = re.compile(r"[^\W\d_]+")
_ADJECTIVE = re.compile(
    r"(?<!\w)[^\W\d_]{3,}(?:ique|aire|al|ale|aux|ien|ienne|eux|euse|in|ine|oïde)s?(?!\w)"
)


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
        if keys(words).isdisjoint(keys(pair[other])) and not _is_in_guise(hit, pair, here):
            return hit
    return None


def _is_in_guise(hit: TermHit, pair: Pair, here: dict[Language, list[TermHit]]) -> bool:
    """Whether a Dutch compound and a French adjective may stand for each other.

    Longtumor is « tumeur bronchique », « remplissage vésical » is blaasvulling.
    """
    text = pair.nl.text
    if pair.nl.span.start <= hit.span.start and hit in here[Language.NL]:
        before, after = text[max(0, hit.span.start - 1) : hit.span.start], text[hit.span.end :][:1]
        return (before.isalpha() or after.isalpha()) and _has_other_adjective(pair.fr, here)
    stems = tuple(fold(name) for name in hit.term.nl if name.isalpha() and len(name) >= STEM)
    return bool(stems) and any(
        fold(word).startswith(stems) for word in _WORD.findall(pair.nl.words)
    )


def _has_other_adjective(passage: Passage, here: dict[Language, list[TermHit]]) -> bool:
    """Whether a French adjective stands there that the glossary does not know."""
    return any(
        not any(hit.span.start <= word.start() < hit.span.end for hit in here[Language.FR])
        for word in _ADJECTIVE.finditer(passage.text, passage.span.start, passage.span.end)
    )


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
