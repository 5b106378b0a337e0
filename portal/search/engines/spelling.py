"""Words that look mistyped, and the nearest ones in what may be seen."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice

from portal.i18n import Language
from portal.search.engine import Suggestion
from portal.search.engines.columns_made import letters, plain
from portal.search.engines.matching import Match
from portal.search.engines.view import View
from portal.search.engines.weights import TEXT
from portal.search.query import Source
from portal.search.words.analysis import stem, tokens
from portal.search.words.known import SHORTEST, joined_words, known_words
from portal.search.words.ordinary import is_said

LONG = 8  # letters of a word that may have two slips
LONGEST_REACH = 2
SURE = 6  # letters of a word whose first may be a slip
HALF = 4  # letters of a part of a compound, of which the other one is mended if it has more
MOST_SUGGESTIONS = 5
_PART = re.compile("[^-]+")


def suggestions(view: View, matches: list[Match]) -> tuple[Suggestion, ...]:
    """A near word for each required word that nothing stands for in what may be seen."""
    found = (
        Suggestion(start, start + len(word), near)
        for match in matches
        if match.clause.required and not match.clause.exact
        for start, word in _unknown(view, match)
        if (near := nearest(view, word))
    )
    return tuple(islice(found, MOST_SUGGESTIONS))


def _unknown(view: View, match: Match) -> Iterator[tuple[int, str]]:
    """The word if nothing stands for it, of apui-tête the part that stands nowhere."""
    clause = match.clause
    parts = list(_PART.finditer(clause.typed))
    if len(parts) == 1 and not match.by:
        yield clause.start, clause.typed
    elif len(parts) > 1 and not any(one.source is Source.TYPED for one, _ in match.by):
        for part in parts:
            if not any(_has(view, part[0].lower(), language) for language in Language):
                yield clause.start + part.start(), part[0]


def _has(view: View, word: str, language: Language) -> bool:
    return len(view.word(TEXT[language], stem(word, language)).documents) > 0


def nearest(view: View, typed: str) -> str:
    """The closest word: same first letter, then most frequent.

    Of two as close, one that stands in what may be seen goes before one of the glossary or the
    everyday list, which finds what means the same. A word of these is not mistyped itself, nor is
    one that people say all day. A blank may be missing: "verkeerdepatient" is an expression,
    "vande" and "lepatient" are two words.
    """
    word = plain(typed.lower())
    if len(word) < SHORTEST or not word.isalpha() or word in _spelled() or is_said(typed.lower()):
        return ""
    if expression := joined_words().get(word):
        return expression
    if (two := _cut(view, word)) and _says_nothing(two):
        return two
    near = _within(view, word, 1) or _known(word, 1) or two
    if near or len(word) < LONG:
        return near
    near = _within(view, word, LONGEST_REACH) or _known(word, LONGEST_REACH)
    return near or _half(view, word)


def _half(view: View, word: str) -> str:
    """The words of a Dutch compound of which one is mistyped: water lekkage for waterlekkaje."""
    for at in range(len(word) - HALF, HALF - 1, -1):
        first, second = word[:at], word[at:]
        if _whole(view, first) and (near := _near(view, second)):
            return f"{first} {near}"
        if _whole(view, second) and (near := _near(view, first)):
            return f"{near} {second}"
    return ""


def _near(view: View, part: str) -> str:
    return (_within(view, part, 1) or _known(part, 1)) if len(part) > HALF else ""


def _whole(view: View, part: str) -> bool:
    return part in _spelled() or _has(view, part, Language.NL)


def _cut(view: View, word: str) -> str:
    """Two words of a language that stand in what may be seen, or say nothing, without a blank."""
    cuts = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    found = [
        parts
        for parts in cuts
        for language in Language
        if all(_stands(view, part, language) for part in parts)
    ]
    return " ".join(max(found, key=lambda parts: min(map(len, parts)), default=()))


def _says_nothing(text: str) -> bool:
    return any(not any(tokens(text, language)) for language in Language)


def _stands(view: View, part: str, language: Language) -> bool:
    return not stem(part, language) or (len(part) >= SHORTEST and _has(view, part, language))


def _within(view: View, word: str, reach: int) -> str:
    best: defaultdict[tuple[int, bool, str], int] = defaultdict(int)
    for number, form in view.forms_like(word, reach):
        distance = edits(word, plain(form), reach)
        if 0 < distance <= reach and (documents := view.written(number)):
            best[distance, plain(form)[0] != word[0], form] += documents
    ranked = ((distance, other, -count, form) for (distance, other, form), count in best.items())
    return min(ranked, default=(0, False, 0, ""))[3]


def _known(word: str, reach: int) -> str:
    """The nearest one of the lists; a short word begins as it does, for "back" is not "hack"."""
    bits = letters(word)
    near = [
        (distance, folded[:1] != word[:1], form)
        for length in range(len(word) - reach, len(word) + reach + 1)
        for folded, form, has in _by_length().get(length, ())
        if (has ^ bits).bit_count() <= 2 * reach
        if len(word) >= SURE or folded[:1] == word[:1]
        if (distance := edits(word, folded, reach)) <= reach
    ]
    return min(near, default=(0, False, ""))[2]


@cache
def _spelled() -> dict[str, str]:
    """The known words by how their spelling is compared."""
    return {plain(form): form for form in known_words()}


@cache
def _by_length() -> dict[int, list[tuple[str, str, int]]]:
    """The same by how long they are, with the letters that each has."""
    found: defaultdict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for folded, form in _spelled().items():
        found[len(folded)].append((folded, form, letters(folded)))
    return dict(found)


def edits(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with the next, up to ``most``+1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, row, earlier = row, [at], before
        for to, against in enumerate(other, 1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (letter != against))
            if at > 1 and to > 1 and (letter, one[at - 2]) == (other[to - 2], against):
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = last
    return row[-1]
