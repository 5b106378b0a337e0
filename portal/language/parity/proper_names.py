"""Names of systems, makers, places and institutions that only one language has."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.texts import Pair, Passage, fold
from portal.language.parity.units import unit
from portal.language.parity.words import keys_of

_SYSTEMS = frozenset(
    """accuray acuros alignrt aria axesse brainlab catalyst citrix clinac compass cosmic cyberknife
    dolphin eclipse edge elekta ethos exactrac gammapod halcyon harmony hyperarc identify infinity
    iplan iview iviewgt leksell linac matrixx mim mobius monaco mosaiq mridian myqa novalis
    oncentra oracle osirix perfraction philips pinnacle portalvision predator proknow prosoma
    proton quickcheck radcalc radixact rapidarc rayplan raysearch raystation rpm scandidos sentinel
    siemens smartadapt somatom sql synergy syngo tomotherapy trilogy truebeam unity unix varian
    varis velocity versa verisoft viewray vero vision visionrt vmware windows xvi zeiss""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[&’'\-][^\W_]+)*")
_NOT_FIRST = re.compile(r"[^.!?:;…«»“”\"‘(\-–—•*\s][\"»”’)]*\s+\Z|[^.!?\s][’']\Z")
_SAME = (
    "fanc afcn|fagg afmps|insz niss|riziv inami|fod spf|kb ar|arbis rgpri|mu um|dvh hdv|hu uh"
    "|epd dpi dmi|ict tic it|qa aq|mri nmr mr irm rmn|ct tdm|brussel bruxelles|luik liege"
    "|antwerpen anvers|gent gand|leuven louvain|mechelen malines|brugge bruges|bergen mons"
    "|namen namur|doornik tournai|kortrijk courtrai|belgie belgique|vlaanderen flandre"
    "|wallonie wallonie|frankrijk france|duitsland allemagne|nederland pays-bas|europa europe"
    "|pasen paques|kerstmis noel|aalst alost|ieper ypres|oostende ostende|hasselt hasselt"
)
_TWINS = {word: number for number, line in enumerate(_SAME.split("|")) for word in line.split()}
_DUTCH_ADJECTIVES = re.compile(
    r"(?:belgisch|europe|frans|nederlands|duits|engels|vlaams|waals|amerikaans|brussels)\w*\Z"
)
_START = 4


def names(passage: Passage, known: Collection[int] = ()) -> dict[str, Span]:
    """The names in ``passage`` in a form that both languages share, where each stands first.

    ``known`` are places of words that the glossary translates: these are no names.
    """
    found: dict[str, Span] = {}
    for match in _WORD.finditer(passage.text, passage.span.start, passage.span.end):
        if match[0][0].islower() and not re.search(r"[a-z][A-Z]", match[0]):
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
    if re.search(r"[a-z][A-Z]", word) or (word.isupper() and len(word) > 1):
        return True
    before = passage.text[max(passage.span.start, start - 4) : start]
    ordinary = any(isinstance(key, int) for key in keys_of(word, passage.language))
    capital = word[0].isupper() and len(word) > 2 and _NOT_FIRST.search(before) is not None
    return capital and not ordinary and not _DUTCH_ADJECTIVES.match(folded)


def _key(word: str) -> str:
    folded = fold(word)
    return f"={_TWINS[folded]}" if folded in _TWINS else folded


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
    lost = [key for key in nl if key not in fr and key[:_START] not in near[Language.FR]]
    added = [key for key in fr if key not in nl and key[:_START] not in near[Language.NL]]
    if lost and added and _alike(nl[lost[0]].of(pair.nl.text), fr[added[0]].of(pair.fr.text)):
        yield _finding(pair, nl[lost[0]], fr[added[0]])
        return
    for key in lost:
        if _lone(key, nl[key].of(pair.nl.text), whole[Language.FR]):
            yield _finding(pair, nl[key], None)
    for key in added:
        if _lone(key, fr[key].of(pair.fr.text), whole[Language.NL]):
            yield _finding(pair, None, fr[key])


def _alike(nl: str, fr: str) -> bool:
    """Two names of one sort: abbreviations, or capitalised words."""
    return nl.isupper() == fr.isupper() or (is_system(fold(nl)) and is_system(fold(fr)))


def _lone(key: str, word: str, whole: Starts) -> bool:
    """Whether the absence of a name tells: abbreviations are often written out in full."""
    return (is_system(key) or not word.isupper()) and key[:_START] not in whole


def _finding(pair: Pair, nl: Span | None, fr: Span | None) -> PairFinding:
    return PairFinding("parity.name", nl, fr, Severity.CONFIRM, _message(pair, nl, fr))


def _message(pair: Pair, nl: Span | None, fr: Span | None) -> Translated:
    if nl and fr:
        here, there = nl.of(pair.nl.text), fr.of(pair.fr.text)
        return Translated(
            f"De naam {here} staat enkel in het Nederlands, {there} enkel in het Frans",
            f"Le nom {here} ne figure que dans le texte néerlandais,"
            f" {there} que dans le texte français",
        )
    if nl:
        word = nl.of(pair.nl.text)
        where = Translated("Nederlands", "néerlandais")
    else:
        word = fr.of(pair.fr.text) if fr else ""
        where = Translated("Frans", "français")
    return Translated(
        f"De naam {word} staat enkel in het {where.nl}",
        f"Le nom {word} ne figure que dans le texte {where.fr}",
    )
