"""Words of which one language has the opposite: before and after, high and low, all and some."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.i18n import Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.negation import denial
from portal.language.parity.telling import versus
from portal.language.parity.texts import Pair, Passage

_BEFORE = (
    r"vóór|voor|voordat|alvorens|vooraf|voordien|eerder|vroeger",
    r"na|nadat|nadien|daarna|later|achteraf|vervolgens|hierna|waarna|afloop|toen|volgende?",
    r"avant|auparavant|préalable\w*|précédemment|antérieur\w*|plus tôt",
    r"après|ensuite|puis|ultérieur\w*|plus tard|à la suite|à l['’]issue",
)
_HIGH = (
    r"te ho(?:og|ge)|hoger|verho(?:og|gen|ging)\w*|gestegen|steeg|toegenomen|te veel|overdos\w+",
    (
        r"te la(?:ag|ge)|lager|verla(?:ag|gen|ging)\w*|gedaald|daalde|afgenomen|onderdoser\w*"
        r"|te weinig|minder|onder"
    ),
    (
        r"trop (?!faible|bas|peu)|plus (?:élevée?|haute?)s?|supérieure?s?|augment\w+|surdos\w+"
        r"|excé\w+|en trop|élevée?s?"
    ),
    (
        r"trop (?:faibles?|bas|basses?|peu)|plus (?:faibles?|bas|basses?)|inférieure?s?|diminu\w+"
        r"|réduit\w*|sous-dos\w+|moins"
    ),
)
_ALL = (
    r"alle|allemaal|elke?|iedere?|iedereen|telkens|allen|volledig\w*",
    r"sommige|enkele|bepaalde|een deel|een aantal|soms|verscheidene",
    r"tou(?:s|te|tes|t)|chaque|chacun\w*|ensemble|intégral\w*|entier\w*",
    r"certaine?s?|quelques(?:-une?s)?|une partie|parfois|plusieurs",
)
_AT_ONCE = (
    r"meteen|onmiddellijk|dadelijk|direct",
    r"later|achteraf|nadien",
    r"immédiat\w*|aussitôt|directement|tout de suite|sur-le-champ|d['’]emblée",
    r"plus tard|ultérieur\w*|par la suite|tardiv\w*",
)
_HEADWARD = (r"craniaa?l\w*", r"caudaa?l\w*", r"cr[aâ]nia\w+", r"cauda\w+")
_FRONT = (
    r"anterieure?|ventraa?l\w*",
    r"posterieure?|dorsaa?l\w*",
    r"antérieure?s?|ventra\w+",
    r"postérieure?s?|dorsa\w+",
)
# Of each: one of two opposites in Dutch, the other; the same in French.
_PAIRS = (_BEFORE, _HIGH, _ALL, _AT_ONCE, _HEADWARD, _FRONT)
_PATTERNS = [
    tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in row) for row in _PAIRS
]
_DIFFERS = Translated("Het tegendeel staat er", "C’est le contraire")


@dataclass(frozen=True)
class Told:
    """Where one of two opposites stands, and whether it is the second one."""

    span: Span
    second: bool


def check(pair: Pair) -> Iterator[PairFinding]:
    """One opposite in Dutch and only the other one in French, where both deny as often."""
    opposed = [
        (nl, fr)
        for row in _PATTERNS
        if (nl := _told(row[:2], pair.nl))
        and (fr := _told(row[2:], pair.fr))
        and nl.second is not fr.second
    ]
    if opposed and denial(pair.nl).hard == denial(pair.fr).hard:
        nl, fr = opposed[0]
        words = nl.span.of(pair.nl.text), fr.span.of(pair.fr.text)
        here, there = (Translated(word, word) for word in words)
        message = versus(_DIFFERS, here, there)
        yield PairFinding("parity.opposite", nl.span, fr.span, Severity.CONFIRM, message)


def _told(patterns: tuple[re.Pattern[str], ...], passage: Passage) -> Told | None:
    """Which of two opposites stands in the passage; nothing when both do, or none."""
    text, within = passage.text, passage.span
    first, second = (pattern.search(text, within.start, within.end) for pattern in patterns)
    if bool(first) is bool(second):
        return None
    match = first or second
    return Told(Span(*match.span()), match is second) if match else None
