"""Words that look mistyped, and the nearest ones in what may be seen."""

from collections import defaultdict

from portal.search.engine import Suggestion
from portal.search.engines.columns_made import plain
from portal.search.engines.ranking import Match
from portal.search.engines.view import View

SHORTEST = 4
LONG = 8
MOST_SUGGESTIONS = 5


def suggestions(view: View, matches: list[Match]) -> tuple[Suggestion, ...]:
    """A near word for each required word that nothing stands for in what may be seen."""
    found = []
    for match in matches:
        clause = match.clause
        looked_for = clause.required and not clause.exact and not match.by
        if looked_for and (near := nearest(view, clause.typed)):
            found.append(Suggestion(clause.start, clause.end, near))
    return tuple(found[:MOST_SUGGESTIONS])


def nearest(view: View, typed: str) -> str:
    """The closest word that stands in what may be seen: same first letter, then most frequent."""
    word = plain(typed.lower())
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    found = _within(view, word, 1)
    return found or (_within(view, word, 2) if len(word) >= LONG else "")


def _within(view: View, word: str, reach: int) -> str:
    best: defaultdict[tuple[int, bool, str], int] = defaultdict(int)
    for number, form in view.forms_like(word, reach):
        distance = edits(word, plain(form), reach)
        if 0 < distance <= reach and (documents := view.written(number)):
            best[distance, plain(form)[0] != word[0], form] += documents
    ranked = ((distance, other, -count, form) for (distance, other, form), count in best.items())
    return min(ranked, default=(0, False, 0, ""))[3]


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
