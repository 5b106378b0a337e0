"""The headings of a bulletin, and how many paragraphs and bullets stand below each."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from portal.i18n import Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.texts import Passage, fold
from portal.language.segments import Kind

COURSE, ACTIONS, RECOMMENDATION = "course", "actions", "recommendation"
_HEADINGS = (
    (COURSE, re.compile(r"(?:verloop|deroulement)\b.{0,60}")),
    (ACTIONS, re.compile(
        r"(?:door de dienst .{0,40}acties|(?:correctieve|corrigerende|genomen) acties.{0,30}"
        r"|actions correct(?:rices|ives).{0,60})"
    )),
    (RECOMMENDATION, re.compile(
        r"(?:aanbeveling(?:en)? (?:van|door) .{0,20}|aanbeveling(?:en)?"
        r"|recommandations? d[eu] ?(?:l['’])?.{0,20}|recommandations?)"
    )),
)  # fmt: skip
_LONGEST_HEADING = 100
Row = tuple[str, list[Passage]]
Lone = Sequence[tuple[Passage | None, Passage | None]]


def heading(passage: Passage) -> str:
    """The section that begins here; nothing for any other text."""
    if passage.kind is Kind.BULLET or len(passage.words) > _LONGEST_HEADING:
        return ""
    words = fold(" ".join(passage.words.split())).rstrip(" :")
    if words.endswith("."):
        return ""
    return next((name for name, pattern in _HEADINGS if pattern.fullmatch(words)), "")


def sections(passages: Sequence[Passage]) -> list[Row]:
    """The paragraphs and bullets below each heading; what stands before the first has no name."""
    found: list[Row] = [("", [])]
    for passage in passages:
        name = heading(passage)
        if name:
            found.append((name, []))
        else:
            found[-1][1].append(passage)
    return found


def together(
    nl: Sequence[Passage], fr: Sequence[Passage]
) -> Iterator[tuple[str, list[Passage], list[Passage]]]:
    """Sections side by side.

    When the headings of both languages are not the same, all is one section: with its headings
    when both have as many passages, without when one of them leaves headings out.
    """
    here, there = sections(nl), sections(fr)
    if [name for name, _rest in here] == [name for name, _rest in there]:
        for (name, own), (_name, other) in zip(here, there, strict=True):
            yield name, own, other
    elif len(nl) == len(fr):
        yield "", list(nl), list(fr)
    else:
        yield "", _below(here), _below(there)


def _below(rows: list[Row]) -> list[Passage]:
    return [passage for _name, rest in rows for passage in rest]


def counts(
    nl: Sequence[Passage],
    fr: Sequence[Passage],
    lone: Lone,
) -> Iterator[PairFinding]:
    """A section with more paragraphs or bullets in one language; ``lone`` stand alone."""
    for kind in Kind:
        sizes = _sizes(nl, fr, kind)
        if sizes:
            yield _uneven(kind, sizes, _where(nl, fr, lone, kind, more_dutch=sizes[0] > sizes[1]))


def _sizes(nl: Sequence[Passage], fr: Sequence[Passage], kind: Kind) -> tuple[int, int] | None:
    """How many there are in both languages, in the first list that differs; nothing when equal."""
    runs = [
        [
            len(list(run))
            for each, run in groupby(side, lambda passage: passage.kind)
            if each is kind
        ]
        for side in (nl, fr)
    ]
    if kind is Kind.PARAGRAPH or len(runs[0]) != len(runs[1]):
        runs = [[sum(side)] for side in runs]
    uneven = [sizes for sizes in zip(*runs, strict=True) if sizes[0] != sizes[1]]
    return uneven[0] if uneven and sum(runs[0]) != sum(runs[1]) else None


def _where(
    nl: Sequence[Passage],
    fr: Sequence[Passage],
    lone: Lone,
    kind: Kind,
    *,
    more_dutch: bool,
) -> tuple[Span | None, Span | None]:
    """The paragraph that stands alone, or else all of them in the language that has more."""
    for here, there in lone:
        one = here if more_dutch else there
        if one and one.kind is kind:
            return (one.span, None) if more_dutch else (None, one.span)
    every = [passage for passage in (nl if more_dutch else fr) if passage.kind is kind]
    whole = Span(every[0].span.start, every[-1].span.end)
    return (whole, None) if more_dutch else (None, whole)


def _uneven(
    kind: Kind, sizes: tuple[int, int], where: tuple[Span | None, Span | None]
) -> PairFinding:
    nl, fr = sizes
    if kind is Kind.BULLET:
        rule, what = "parity.bullets", Translated("De opsomming telt", "La liste compte")
        units = (("punt", "punten"), ("point", "points"))
    else:
        rule, what = "parity.paragraphs", Translated("De tekst telt", "Le texte compte")
        units = (("alinea", "alinea’s"), ("alinéa", "alinéas"))
    dutch, french = (one if nl == 1 else many for one, many in units)
    message = Translated(
        f"{what.nl} {nl} {dutch} in het Nederlands en {fr} in het Frans",
        f"{what.fr} {nl} {french} en néerlandais et {fr} en français",
    )
    return PairFinding(rule, *where, Severity.BLOCK, message)
