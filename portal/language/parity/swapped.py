"""Two numbers of one kind that changed places within a sentence: from 2 to 5, from 5 to 2."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.quantity import Quantity, Sort
from portal.language.parity.stretch import Stretch
from portal.language.parity.telling import difference
from portal.language.parity.terms import Hits, within
from portal.language.parity.texts import Passage, fold
from portal.language.parity.words import keys_of

ENOUGH = 2
MOST = 12  # quantities of a sentence; a longer row is left as it is
REACH = 3  # words back to the preposition
_WORD = re.compile(r"[^\W\d_]+(?:[\-'’][^\W\d_]+)*")
_CUT = re.compile(r"[,;:]|(?<=\s)(?:en|maar|terwijl|et|mais|tandis)(?=\s)")
_INSTEAD = re.compile(
    r"(?:in plaats van|i\.p\.v\.|ipv|eerder dan|au lieu d|plut[oô]t qu|à la place d)"
    r"\W*[^\d,;.:]{0,25}\Z",
    re.IGNORECASE,
)
_RULES = {Sort.DATE: "parity.date", Sort.TIME: "parity.time"}
_PREPOSITIONS = {
    Language.NL: {
        **dict.fromkeys(["van", "vanaf"], "from"),
        **dict.fromkeys(["naar", "tot"], "to"),
        "op": "on",
        "na": "after",
        "voor": "before",
        "met": "with",
        "zonder": "without",
        "onder": "under",
        "door": "by",
        "niet": "not",
    },
    Language.FR: {
        **dict.fromkeys(["de", "du", "des", "d", "depuis"], "from"),
        **dict.fromkeys(["a", "au", "aux", "vers", "jusqu'a", "jusqu'au"], "to"),
        "sur": "on",
        "apres": "after",
        "avant": "before",
        "avec": "with",
        "sans": "without",
        "sous": "under",
        "par": "by",
        "pas": "not",
        "non": "not",
    },
}
_MESSAGE = Translated(
    "{} en {} lijken van plaats gewisseld tussen beide talen",
    "{} et {} semblent avoir changé de place d’une langue à l’autre",
)


@dataclass(frozen=True)
class Placed:
    """A quantity with the words of its own clause, and in which part it stands there."""

    quantity: Quantity
    about: frozenset[object]
    role: str


def check(nl: Sequence[Stretch], fr: Sequence[Stretch], terms: Hits) -> Iterator[PairFinding]:
    """The first two numbers of sentences that belong together whose surroundings are crossed."""
    quantities = _quantities(nl), _quantities(fr)
    if max(map(len, quantities)) > MOST:
        return
    both = list(_both(*quantities))
    here = _placed(nl, [one for one, _other in both], terms)
    there = _placed(fr, [other for _one, other in both], terms)
    for first, second in combinations(range(len(both)), 2):
        if _are_alike(both[first][0], both[second][0]) and _crossed(
            (here[first], here[second]), (there[first], there[second])
        ):
            yield _finding(nl[0].passage.text, both[first][0], both[second])
            return


def _quantities(side: Sequence[Stretch]) -> list[Quantity]:
    return [each for stretch in side for each in stretch.quantities if each.weight]


def _both(nl: list[Quantity], fr: list[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """What stands once in each language, with its counterpart."""
    for one in nl:
        same = [[each for each in side if each.readings & one.readings] for side in (nl, fr)]
        if len(same[0]) == len(same[1]) == 1:
            yield one, same[1][0]


def _are_alike(one: Quantity, other: Quantity) -> bool:
    return one.sort is other.sort and not one.dimensions().isdisjoint(other.dimensions())


def _placed(side: Sequence[Stretch], chosen: list[Quantity], terms: Hits) -> list[Placed]:
    """The chosen quantities, in their order, with what stands around each."""
    passage = side[0].passage
    start, end = passage.span.start, side[-1].passage.span.end
    row = sorted(chosen, key=lambda each: each.span.start)
    found: dict[Quantity, Placed] = {}
    for at, each in enumerate(row):
        alike = [n for n in row[:at] if _are_alike(n, each)]
        later = [n for n in row[at + 1 :] if _are_alike(n, each)]
        first = _after_cut(passage.text, alike[-1].span.end, each.span.start) if alike else start
        last = _before_cut(passage.text, each.span.end, later[0].span.start) if later else end
        others = {r for n in row if first <= n.span.start < last for r in n.readings}
        own = Passage(passage.text, passage.language, Span(first, last))
        about = _about(own, terms) | (others - each.readings)
        found[each] = Placed(
            each, about, _role(passage.text[start : each.span.start], passage.language)
        )
    return [found[each] for each in chosen]


def _after_cut(text: str, start: int, end: int) -> int:
    """Where the clause of the second of two quantities begins; the word before it at least."""
    cuts = list(_CUT.finditer(text, start, end))
    if cuts:
        return cuts[-1].end()
    long = [word for word in _WORD.finditer(text, start, end) if len(word[0]) > REACH]
    return long[-1].start() if long else end


def _before_cut(text: str, start: int, end: int) -> int:
    cuts = list(_CUT.finditer(text, start, end))
    return cuts[-1].start() if cuts else _after_cut(text, start, end)


def _about(own: Passage, terms: Hits) -> frozenset[object]:
    words = _WORD.finditer(own.text, own.span.start, own.span.end)
    named = frozenset(("term", hit.term.key) for hit in within(terms[own.language], own))
    return named.union(*(keys_of(word[0], own.language) for word in words))


def _role(before: str, language: Language) -> str:
    """What the words before a quantity make of it: the one left, the one reached."""
    if _INSTEAD.search(before):
        return "instead"
    for word in re.findall(r"[^\W\d_]+|[.,;:]|\d", before)[: -REACH - 1 : -1]:
        role = _PREPOSITIONS[language].get(fold(word))
        if role or not word.isalpha():
            return role or ""
    return ""


def _crossed(nl: tuple[Placed, Placed], fr: tuple[Placed, Placed]) -> bool:
    """Whether each is spoken of as the other is in the other language, and neither as itself."""
    here, there = _own(nl), _own(fr)
    across = _alike(here[0], there[1]) + _alike(here[1], there[0])
    straight = _alike(here[0], there[0]) + _alike(here[1], there[1])
    roles = (nl[0].role, nl[1].role) == (fr[1].role, fr[0].role)
    if roles and nl[0].role != nl[1].role and (straight < ENOUGH):
        known = bool(nl[0].role and nl[1].role)
        return known or "instead" in {nl[0].role, nl[1].role}
    same = (nl[0].role, nl[1].role) == (fr[0].role, fr[1].role)
    settled = same and nl[0].role != nl[1].role
    return across >= ENOUGH and not straight and not settled


def _own(two: tuple[Placed, Placed]) -> tuple[frozenset[object], frozenset[object]]:
    """What is said of each and not of the other."""
    return two[0].about - two[1].about, two[1].about - two[0].about


def _alike(one: frozenset[object], other: frozenset[object]) -> int:
    return int(not one.isdisjoint(other))


def _finding(text: str, one: Quantity, other: tuple[Quantity, Quantity]) -> PairFinding:
    words = one.span.of(text), other[0].span.of(text)
    message = Translated(_MESSAGE.nl.format(*words), _MESSAGE.fr.format(*words))
    rule = _RULES.get(one.sort, "parity.number")
    return difference(rule, one, other[1], Severity.CONFIRM, message)
