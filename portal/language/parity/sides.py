"""Left and right, and other opposites that must not change places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import difference, only_in, quoted, versus
from portal.language.parity.texts import Pair, Passage

_PATTERNS = {
    Language.NL: re.compile(
        r"\b(?:(?P<left>links\b(?!\s+naar\b)|linkse\b|linker\w*|linkszijdige?\b|linksom|li\.)"
        r"|(?P<right>rechts\b|rechtse\b|rechter(?!s?\b[^\w]*(?:oordeel|vonn|besl)|lijk)\w*"
        r"|rechtszijdige?\b|rechtsom|re\.))",
        re.IGNORECASE,
    ),
    Language.FR: re.compile(
        r"\b(?:(?P<left>gauches?\b)"
        r"|(?P<right>droites?\b(?<!ligne\sdroite)(?<!lignes\sdroites)"
        r"|(?<!\ble\s)(?<!\bde\s)(?<!\bdu\s)(?<!\bun\s)(?<!\bau\s)(?<!\ben\s)(?<!tout\s)(?<!plein\s)"
        r"(?<!\bson\s)(?<!leur\s)(?<!ayant\s)(?<!\bce\s)(?<!angle\s)(?<!ont\s)(?<!a\s)(?<!avoir\s)"
        r"(?<!avait\s)(?<!ayants\s)(?<!donne\s)(?<!devant\s)"
        r"droits?\b(?!\s+(?:de\s+(?!l[a'’])|d['’]|à|au|belge|humain|privé|public|social|européen))))",
        re.IGNORECASE,
    ),
}
_BESIDE_LEFT = re.compile(r"\b(?:(?P<left>gauches?)|(?P<right>droite?s?))\b", re.IGNORECASE)
_INSTEAD = re.compile(
    r"(?:in plaats van|eerder dan|i\.p\.v\.|en niet|maar niet|au lieu d|plutôt qu|et non|et pas)"
    r"[^.;,:]{0,40}\Z",
    re.IGNORECASE,
)
_AND = re.compile(r".{0,25}\b(?:en|et|of|ou|als|que|noch|ni)\b.{0,25}", re.IGNORECASE | re.DOTALL)
_DIFFERS = Translated("De zijde verschilt", "Le côté diffère")
_NAMES = {
    "left": Translated("links", "gauche"),
    "right": Translated("rechts", "droite"),
}


@dataclass(frozen=True)
class Side:
    """Left or right, where it stands, and whether the text says that it was the wrong one."""

    name: str
    span: Span
    instead: bool


def sides(passage: Passage) -> list[Side]:
    """Each left and right of ``passage``, in order."""
    text, within = passage.text, passage.span
    found = list(_PATTERNS[passage.language].finditer(text, within.start, within.end))
    if passage.language is Language.FR and any(match["left"] for match in found):
        found = list(_BESIDE_LEFT.finditer(text, within.start, within.end))
    return [
        Side(
            str(match.lastgroup),
            Span(*match.span()),
            _INSTEAD.search(text, within.start, match.start()) is not None,
        )
        for match in found
    ]


def check(pair: Pair) -> Iterator[PairFinding]:
    """A side that only one language has, or that stands in the other's place."""
    nl, fr = sides(pair.nl), sides(pair.fr)
    roles = [{(side.name, side.instead) for side in each} for each in (nl, fr)]
    names = [{side.name for side in each} for each in (nl, fr)]
    if names[0] != names[1]:
        yield _lacking(nl, fr)
    elif roles[0] != roles[1] and _crossed(roles[0], roles[1]):
        yield _finding(nl[0], fr[0], Severity.BLOCK)
    elif len(nl) == len(fr) and [s.name for s in nl] != [s.name for s in fr]:
        yield from _reordered(pair, nl, fr)


def _crossed(nl: set[tuple[str, bool]], fr: set[tuple[str, bool]]) -> bool:
    """Whether what one language calls the wrong side is the right one of the other."""
    wrong = [{name for name, instead in roles if instead} for roles in (nl, fr)]
    return bool(wrong[0] and wrong[1] and wrong[0] != wrong[1])


def _lacking(nl: list[Side], fr: list[Side]) -> PairFinding:
    missing = {side.name for side in nl} ^ {side.name for side in fr}
    first = next((side for side in nl if side.name in missing), None)
    second = next((side for side in fr if side.name in missing), None)
    return _finding(first, second, Severity.BLOCK)


def _reordered(pair: Pair, nl: list[Side], fr: list[Side]) -> Iterator[PairFinding]:
    """The same sides in another order; « left and right » may be turned round."""
    if any(side.instead for side in nl + fr) or (
        _coordinated(pair.nl, nl) or _coordinated(pair.fr, fr)
    ):
        return
    first, second = next(two for two in zip(nl, fr, strict=True) if two[0].name != two[1].name)
    yield _finding(first, second, Severity.CONFIRM)


def _coordinated(passage: Passage, found: list[Side]) -> bool:
    between = (
        passage.text[first.span.end : second.span.start] for first, second in pairwise(found)
    )
    return any(_AND.fullmatch(words) for words in between)


def _finding(nl: Side | None, fr: Side | None, severity: Severity) -> PairFinding:
    if nl and fr:
        message = versus(_DIFFERS, _NAMES[nl.name], _NAMES[fr.name])
    else:
        language = Language.NL if nl else Language.FR
        name = next(_NAMES[side.name] for side in (nl, fr) if side)
        message = only_in(language, Translated(quoted(name.nl).nl, quoted(name.fr).fr))
    return difference("parity.side", nl, fr, severity, message)
