"""Words that look mistyped, and the nearest ones in what may be seen."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from portal.i18n import Language
from portal.search.engine import Suggestion
from portal.search.engines.columns import Columns
from portal.search.engines.columns_made import letters, plain
from portal.search.engines.ranking import Match
from portal.search.engines.view import View
from portal.search.engines.weights import TEXT, term_of

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
    best: defaultdict[tuple[int, bool, str], int] = defaultdict(int)
    for columns, base in zip(view.segments, view.bases, strict=True):
        for number, form, distance in _near(columns, word):
            if documents := _documents(view, columns, base, number):
                best[distance, plain(form)[0] != word[0], form] += documents
    ranked = ((distance, other, -count, form) for (distance, other, form), count in best.items())
    return min(ranked, default=(0, False, 0, ""))[3]


def _near(columns: Columns, word: str) -> Iterator[tuple[int, str, int]]:
    """The numbers of the forms within reach, each with its distance; letters sift them first."""
    reach = 2 if len(word) >= LONG else 1
    lengths = columns["form_length"].astype(np.int16)
    differing = np.bitwise_count(columns["form_letters"] ^ np.uint32(letters(word)))
    close = (abs(lengths - len(word)) <= reach) & (differing <= 2 * reach)
    for number in np.flatnonzero(close):
        form = columns.form(int(number))
        distance = edits(word, plain(form), reach)
        if 0 < distance <= reach:
            yield int(number), form, distance


def _documents(view: View, columns: Columns, base: int, number: int) -> int:
    """How many documents that may be seen have this form of its stem, as written in a text."""
    term = int(columns["form_term"][number])
    if columns.term(term)[:1] not in _TEXTS:
        return 0
    first, last = columns.extent(term)
    having = columns["codes"][first:last] == columns["form_code"][number]
    return int(np.count_nonzero(view.visible[columns["documents"][first:last][having] + base]))


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


_TEXTS = {term_of(TEXT[language], b"") for language in Language}
