"""The parity of whole texts and of the rows of a bulletin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Span
from portal.language.parity import (
    lengths,
    modality,
    negation,
    numbers,
    opposites,
    persons,
    proper_names,
    sections,
    sentences,
    sides,
    status,
    swapped,
    terms,
)
from portal.language.parity.stretch import Stretch, paragraph
from portal.language.parity.terms import Glossary
from portal.language.parity.texts import Pair, Passage, joined, passages
from portal.language.segments import Kind


@dataclass(frozen=True)
class Row:
    """A paragraph or bullet of a bulletin in both languages, and the section in which it stands."""

    section: str
    kind: Kind
    text: Translated


class Context:
    """What is known of two whole texts: their terms, and the words that they have anywhere."""

    def __init__(self, nl: str, fr: str, glossary: Glossary) -> None:
        self.found = {
            language: glossary.find(text, language)
            for language, text in ((Language.NL, nl), (Language.FR, fr))
        }
        self.terms = {
            language: [hit for hit in self.found[language] if hit.term.countable]
            for language in Language
        }
        self.known = {
            language: {
                at for hit in self.found[language] for at in range(hit.span.start, hit.span.end)
            }
            for language in Language
        }
        self.starts = {
            Language.NL: proper_names.starts(_all(nl, Language.NL)),
            Language.FR: proper_names.starts(_all(fr, Language.FR)),
        }


def _all(text: str, language: Language) -> Passage:
    return Passage(text, language, Span(0, len(text)))


def compare(nl: str, fr: str, glossary: Glossary) -> list[PairFinding]:
    """Where the Dutch and the French text do not say the same, in order of the Dutch text.

    Paragraphs and bullets are read as :func:`portal.language.segments.split` reads them; places
    are characters of each text.
    """
    context = Context(nl, fr, glossary)
    here, there = passages(nl, Language.NL), passages(fr, Language.FR)
    found = [
        finding
        for name, own, other in sections.together(here, there)
        for finding in _section(name, own, other, context)
    ]
    return sorted(found, key=_place)


def _place(finding: PairFinding) -> tuple[int, int]:
    nl, fr = finding.nl, finding.fr
    return (nl.start if nl else 10**9, fr.start if fr else 10**9)


def _section(
    name: str, nl: list[Passage], fr: list[Passage], context: Context
) -> Iterator[PairFinding]:
    """The paragraphs and bullets of one section, laid beside each other."""
    here, there = [paragraph(each) for each in nl], [paragraph(each) for each in fr]
    found = sentences.match(here, there)
    lone = [(a.passage if a else None, b.passage if b else None) for a, b in found.alone]
    uneven = list(sections.counts(nl, fr, lone))
    yield from uneven
    if uneven:
        found.alone = []
    yield from sentences.findings(found, here, there)
    for one, other in found.together:
        yield from _paragraph(_one(one), _one(other), context, name)
    for first, second in found.moved:
        yield from _paragraph(first, second, context, name)


def _one(stretches: list[Stretch]) -> Stretch:
    """Paragraphs that belong together as one."""
    if len(stretches) == 1:
        return stretches[0]
    whole = joined([each.passage for each in stretches])
    return Stretch(whole, [part for each in stretches for part in each.parts])


def _paragraph(nl: Stretch, fr: Stretch, context: Context, section: str) -> Iterator[PairFinding]:
    """All that may differ between two paragraphs that belong together."""
    found = sentences.match(list(nl.parts), list(fr.parts))
    alone = list(sentences.findings(found, list(nl.parts), list(fr.parts)))
    yield from alone
    pairs, whole = list(found.pairs()), Pair(nl.passage, fr.passage)
    yield from numbers.check(whole, *found.quantities())
    for one, other in found.beside():
        yield from swapped.check(one, other, context.found)
    yield from terms.check(pairs, context.terms)
    for pair in pairs:
        yield from sides.check(pair)
        yield from persons.check(pair)
        yield from opposites.check(pair)
        yield from negation.check(pair)
        yield from status.check(pair, deeds=section == sections.ACTIONS)
        yield from modality.check(pair)
        yield from proper_names.check(pair, context.starts, context.known)
    if not alone:
        yield from lengths.check(whole)


def compare_rows(rows: Sequence[Row], glossary: Glossary) -> list[tuple[int | None, PairFinding]]:
    """The same of a bulletin whose paragraphs are paired already.

    Each finding comes with the index of its row, and its places are characters of that row's
    texts. A row with one language empty is a paragraph or bullet that the other language lacks.
    """
    found: list[tuple[int | None, PairFinding]] = []
    filled = [(_filled(row, Language.NL), _filled(row, Language.FR)) for row in rows]
    for number, (row, (nl, fr)) in enumerate(zip(rows, filled, strict=True)):
        if nl and fr:
            context = Context(row.text.nl, row.text.fr, glossary)
            found += [(number, each) for each in _paragraph(nl, fr, context, row.section)]
    return found + list(_uneven(rows)) + list(_moved(rows, filled))


def _filled(row: Row, language: Language) -> Stretch | None:
    text = row.text[language]
    parts = passages(text, language)
    if not parts:
        return None
    whole = Span(parts[0].span.start, parts[-1].span.end)
    return paragraph(Passage(text, language, whole, row.kind))


def _uneven(rows: Sequence[Row]) -> Iterator[tuple[int | None, PairFinding]]:
    """Sections with rows that are empty in one language."""
    for section, kind in dict.fromkeys((row.section, row.kind) for row in rows):
        own = [n for n, row in enumerate(rows) if (row.section, row.kind) == (section, kind)]
        nl, fr = ({n: _written(rows[n], language) for n in own} for language in Language)
        lone = [(nl[n], fr[n]) for n in own if (nl[n] is None) is not (fr[n] is None)]
        filled = [[each for each in side.values() if each] for side in (nl, fr)]
        for finding in sections.counts(filled[0], filled[1], lone):
            more = nl if finding.nl else fr
            less = fr if finding.nl else nl
            yield next(n for n in own if more[n] and not less[n]), finding


def _moved(
    rows: Sequence[Row], filled: Sequence[tuple[Stretch | None, Stretch | None]]
) -> Iterator[tuple[int | None, PairFinding]]:
    """Rows of one section of which the French texts changed places."""
    for section in dict.fromkeys(row.section for row in rows):
        whole = [
            (n, nl, fr)
            for n, (nl, fr) in enumerate(filled)
            if rows[n].section == section and nl and fr
        ]
        for first, second in sentences.exchanged(
            [nl for _n, nl, _fr in whole], [fr for _n, _nl, fr in whole]
        ):
            yield whole[first][0], sentences.in_other_order(whole[first][1], whole[second][2])


def _written(row: Row, language: Language) -> Passage | None:
    text = row.text[language]
    return Passage(text, language, Span(0, len(text)), row.kind) if text.strip() else None
