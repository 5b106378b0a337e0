"""Names of systems, makers, places and institutions that only one language has."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import instead, only_in
from portal.language.parity.texts import Pair, Passage, fold
from portal.language.parity.units import unit
from portal.language.parity.words import keys_of

_HERE = Path(__file__).parent
_SYSTEMS = frozenset(_HERE.joinpath("system_names.txt").read_text(encoding="utf-8").split())
_TWINS = {
    name: line
    for line in _HERE.joinpath("twin_names.txt").read_text(encoding="utf-8").splitlines()
    for name in line.split()
}
_WORD = re.compile(r"[^\W_]+(?:[&’'\-][^\W_]+)*")
_SIGNS = "\u200d\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"  # arrows, ticks, faces: no words
_NOT_FIRST = re.compile(rf"[^.!?:;…«»“”\"‘(\-–—•*\s{_SIGNS}][\"»”’)]*\s+\Z|[^.!?\s][’']\Z")
_DUTCH_ADJECTIVES = re.compile(
    r"(?:belgisch|europe|frans|nederlands|duits|engels|vlaams|waals|amerikaans|brussels)\w*\Z"
)
_INNER = re.compile(r"[a-z][A-Z]")
_START = 4
_NAME = Translated("De naam", "Le nom")


def names(passage: Passage, known: Collection[int] = ()) -> dict[str, Span]:
    """The names in ``passage`` in a form that both languages share, where each stands first.

    ``known`` are places of words that the glossary translates: these are no names.
    """
    found: dict[str, Span] = {}
    for match in _WORD.finditer(passage.text, passage.span.start, passage.span.end):
        if match[0].islower():
            continue
        for part in _parts(match):
            word = passage.text[part.start : part.end]
            if part.start not in known and _is_name(word, passage, part.start):
                found.setdefault(_key(word), part)
    return found


def _parts(match: re.Match[str]) -> Iterator[Span]:
    """The word itself, or both halves when a hyphen or an elision joins a name: ARIA-server."""
    at = match.start()
    for piece in re.split(r"([’'\-])", match[0]):
        if len(piece) > 1:
            yield Span(at, at + len(piece))
        at += len(piece)


def _is_name(word: str, passage: Passage, start: int) -> bool:
    folded = fold(word)
    if folded in _SYSTEMS:
        return True
    if unit(word) or not word[0].isalpha() or any(sign.isdigit() for sign in word):
        return False
    if _INNER.search(word) or (word.isupper() and len(word) > 1 and not passage.words.isupper()):
        return True
    before = passage.text[max(passage.span.start, start - 4) : start]
    ordinary = any(isinstance(key, int) for key in keys_of(word, passage.language))
    capital = word[0].isupper() and len(word) > 2 and _NOT_FIRST.search(before) is not None
    return capital and not ordinary and not _DUTCH_ADJECTIVES.match(folded)


def _key(word: str) -> str:
    folded = fold(word)
    return _TWINS.get(folded, folded)


@lru_cache(maxsize=4096)
def is_system(key: str) -> bool:
    """Whether a name is that of a system or a maker that we know."""
    return key in _SYSTEMS


Starts = frozenset[str]


def starts(passage: Passage) -> Starts:
    """How the words of ``passage`` begin, to find a name in another form: a plural, a cognate."""
    words = {fold(match[0]) for match in _WORD.finditer(passage.words)}
    parts = {part for word in words for part in re.split(r"[’'\-]", word)}
    return frozenset(word[:length] for word in words | parts for length in range(1, _START + 1))


def check(
    pair: Pair, whole: dict[Language, Starts], known: dict[Language, set[int]]
) -> Iterator[PairFinding]:
    """A name of ``pair`` that the other language has not at all, or another one in its place.

    ``whole`` is how the words of both whole texts begin.
    """
    nl, fr = names(pair.nl, known[Language.NL]), names(pair.fr, known[Language.FR])
    near = {language: starts(pair[language]) for language in Language} if nl or fr else whole
    lost = [key for key in nl if key not in fr and not _occurs(key, near[Language.FR])]
    added = [key for key in fr if key not in nl and not _occurs(key, near[Language.NL])]
    if lost and added and _alike(nl[lost[0]].of(pair.nl.text), fr[added[0]].of(pair.fr.text)):
        yield _finding(pair, nl[lost[0]], fr[added[0]])
        return
    for key in lost:
        if _lone(key, nl[key].of(pair.nl.text), whole[Language.FR]):
            yield _finding(pair, nl[key], None)
    for key in added:
        if _lone(key, fr[key].of(pair.fr.text), whole[Language.NL]):
            yield _finding(pair, None, fr[key])


def _occurs(key: str, words: Starts) -> bool:
    return any(name[:_START] in words for name in key.split())


def _alike(nl: str, fr: str) -> bool:
    """Two names of one sort: abbreviations, or capitalised words."""
    return nl.isupper() == fr.isupper() or (is_system(fold(nl)) and is_system(fold(fr)))


def _lone(key: str, word: str, whole: Starts) -> bool:
    """Whether the absence of a name tells: abbreviations are often written out in full."""
    return (is_system(key) or not word.isupper()) and not _occurs(key, whole)


def _finding(pair: Pair, nl: Span | None, fr: Span | None) -> PairFinding:
    here, there = (nl.of(pair.nl.text) if nl else ""), (fr.of(pair.fr.text) if fr else "")
    if nl and fr:
        message = instead(_NAME, here, there)
    else:
        lone = Translated(f"{_NAME.nl} {here}{there}", f"{_NAME.fr} {here}{there}")
        message = only_in(Language.NL if nl else Language.FR, lone)
    return PairFinding("parity.name", nl, fr, Severity.CONFIRM, message)
