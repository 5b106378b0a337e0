"""Where in a text the words and expressions stand by which it was found."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from portal.i18n import Language
from portal.search.asking.beginnings import beginnings
from portal.search.engine import Expression
from portal.search.engines.weights import dutch_parts
from portal.search.words.analysis import (
    MAX_TEXT,
    MAX_WORD,
    Token,
    spelled_otherwise,
    tokens,
    words,
)
from portal.search.words.analysis import stem as stem_of

NEAR = 32  # characters between two words of an expression, and as many for each other word there
_STRETCH = re.compile(
    r"\S+(?:(?:\s(?=&)|(?<=&)\s)\S+|\s{1,2}(?i:veel|weinig|peu)\S*)*"
)  # nothing outside it changes how its words are read
_TOO = re.compile(r"\b(?i:te|trop)\s{1,2}\Z")  # makes one word with what may follow
_BEHIND = ".,;:!?)"
_MUCH = re.compile("(?i:veel|weinig|peu)")


class _Wanted(NamedTuple):
    """Stems that are marked wherever they stand, and expressions by their first stem.

    ``likely`` has how the words with any of all stems begin.
    """

    stems: frozenset[str]
    alone: frozenset[str]
    together: Mapping[str, Sequence[Expression]]
    likely: frozenset[str]


def found_in(text: str, language: Language, terms: frozenset[Expression]) -> list[Token]:
    """In their order the words that count wherever they stand, and expressions in one piece."""
    wanted = _wanted(terms, language)
    every = _every(text, language, wanted)
    if not wanted.together:
        return every
    found = [each for each in every if each.stem in wanted.alone]
    found += _expressions(text, every, wanted.together)
    return sorted(found, key=lambda each: each.start)


def in_compounds(text: str, asked: Iterable[str]) -> frozenset[Expression]:
    """The words of a Dutch text that have one of ``asked`` as a part, or are or have its parts."""
    stems: set[str] = set()
    parts: set[str] = set()
    for each in asked:
        stems |= set(dutch_parts(each.lower()))
        parts |= {token.stem for token in tokens(each, Language.NL)}
    return frozenset(
        (token.stem,)
        for token in tokens(text, Language.NL)
        if token.stem in stems
        or not (stems | parts).isdisjoint(dutch_parts(text[token.start : token.end].lower()))
    )


@lru_cache(maxsize=256)
def _wanted(terms: frozenset[Expression], language: Language) -> _Wanted:
    stems = frozenset(stem for each in terms for stem in each if stem)
    together: defaultdict[str, list[Expression]] = defaultdict(list)
    for each in sorted(terms):
        if len(each) > 1:
            together[each[0]].append(each)
    alone = frozenset(each[0] for each in terms if len(each) == 1)
    return _Wanted(stems, alone, together, stems | spelled_otherwise(stems, language))


def _expressions(
    text: str, every: Sequence[Token], together: Mapping[str, Sequence[Expression]]
) -> Iterator[Token]:
    for at, token in enumerate(every):
        for expression in together.get(token.stem, ()):
            last = _last(text, every, at, expression)
            if last is not None:
                yield token._replace(stem=" ".join(expression), end=last.end)


def _last(text: str, every: Sequence[Token], at: int, expression: Expression) -> Token | None:
    """The last word of an expression that begins with the word ``at``, if all of it is there."""
    others = 0
    for stem in expression[1:]:
        if stem:
            following = _next(text, every, at, stem, others)
            if following is None:
                return None
            at, others = following, 0
        else:
            others += 1
    return every[at]


def _next(text: str, every: Sequence[Token], at: int, stem: str, others: int) -> int | None:
    """Where the next word with ``stem`` is, if no more than so many ``others`` stand before it."""
    start, end = every[at].start, every[at].end
    for index in range(at + 1, len(every)):
        token = every[index]
        if token.start - end > NEAR * (others + 1):
            break
        if token.stem == stem and token.start > start:
            between = {each.position for each in words(text[end : token.start])}
            return index if len(between) <= others else None
    return None


def _every(text: str, language: Language, wanted: _Wanted) -> list[Token]:
    """The words with a wanted stem; only what begins like one of them is read at all."""
    text = text[:MAX_TEXT]
    found: list[Token] = []
    done = 0
    for likely in beginnings(text, wanted.likely):
        if likely >= done:
            start = _beginning(text, likely, done)
            stretch = _STRETCH.match(text, start)
            done = stretch.end() if stretch else start
            found += _read(text[start:done], start, language, wanted.stems)
    return found


def _beginning(text: str, at: int, done: int) -> int:
    """Where the stretch begins that goes on at ``at``, not before ``done``."""
    while at > done and not text[at - 1].isspace():
        at -= 1
    if _MUCH.match(text, at) and (too := _TOO.search(text, max(done, at - len("trop  ")), at)):
        return _beginning(text, too.start(), done)
    return at


def _read(stretch: str, start: int, language: Language, stems: Collection[str]) -> list[Token]:
    """Those with one of ``stems`` of the words at ``start``: nearly always one word is there."""
    word = stretch.rstrip(_BEHIND)
    if word.isalpha() and len(word) <= MAX_WORD:
        stem = stem_of(word.lower(), language)
        return [Token(stem, start, start + len(word), 0)] if stem in stems else []
    return [
        Token(each.stem, start + each.start, start + each.end, each.position)
        for each in _tokens(stretch, language)
        if each.stem in stems
    ]


@lru_cache(maxsize=1 << 13)
def _tokens(stretch: str, language: Language) -> tuple[Token, ...]:
    return tuple(tokens(stretch, language))
