"""What differs between two texts, word by word. Pure functions."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate, pairwise

_WORDS = re.compile(r"\n|[^\s]+")
_ENDS = ".!?…"
END = "\n"
SHORT = 2


class Difference(StrEnum):
    """What became of some words."""

    SAME = "same"
    LEFT_OUT = "left_out"
    REPLACED = "replaced"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words that stand together: what they were before, and what stands there after."""

    difference: Difference
    before: str = ""
    after: str = ""


Span = tuple[int, int, int, int]
Words = Sequence[str]


def compare(before: str, after: str) -> list[Piece]:
    """The two texts as pieces that stayed, were left out, replaced or added, in order.

    Spaces do not count, line ends do. One or two words that stayed between two changes belong to
    one change: people read a replaced phrase more easily than a puzzle. For the same reason whole
    sentences are compared where more than half of the words of a paragraph changed, and no change
    runs over the end of a line.
    """
    old, new = ([*_WORDS.findall(text), END] for text in (before, after))
    parts: list[tuple[bool, Span]] = []
    for span in _differing(_lines(old), _lines(new)):
        parts += _joined(_finer(span, old, new))
    pieces = [_piece(old[i:j], new[k:m]) for i, j, k, m in _in_order(parts)]
    return _without_last_end(pieces)


def _lines(words: Words) -> list[Words]:
    return _cut(words, lambda word, _next: word == END)


def _sentences(words: Words) -> list[Words]:
    return _cut(words, lambda word, next_: END in (word, next_) or word[-1] in _ENDS)


def _cut(words: Words, ends: Callable[[str, str], bool]) -> list[Words]:
    """The words in groups, each up to the word at which it ``ends``, seen with the next one."""
    pieces: list[list[str]] = [[]]
    for word, next_ in pairwise([*words, ""]):
        pieces[-1].append(word)
        if ends(word, next_):
            pieces.append([])
    return [tuple(piece) for piece in pieces if piece]


def _differing(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[bool, Span]]:
    """Which groups of words changed: one beside one, and what is left over by itself."""
    before, after = (list(accumulate(map(len, each), initial=0)) for each in (old, new))
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(max(j - i, m - k)):
            a, b = (min(i + step + more, j) for more in (0, 1))
            c, d = (min(k + step + more, m) for more in (0, 1))
            yield tag != "equal", (before[a], before[b], after[c], after[d])


def _finer(whole: tuple[bool, Span], old: Words, new: Words) -> Iterator[tuple[bool, Span]]:
    """The words that changed in a line; its sentences where those words are most of it."""
    changed, (i, j, k, m) = whole
    if not changed or i == j or k == m:
        yield whole
        return
    mine, theirs = old[i:j], new[k:m]
    found = list(_by_words(mine, theirs))
    moved = sum(b - a + d - c for different, (a, b, c, d) in found if different)
    if 2 * moved > len(mine) + len(theirs):
        found = list(_differing(_sentences(mine), _sentences(theirs)))
    for different, (a, b, c, d) in found:
        yield different, (i + a, i + b, k + c, k + d)


def _by_words(old: Words, new: Words) -> Iterator[tuple[bool, Span]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        bridge = tag == "equal" and j - i <= SHORT and i > 0 and j < len(old)
        yield tag != "equal" or (bridge and END not in old[i:j]), (i, j, k, m)


def _joined(spans: Iterable[tuple[bool, Span]]) -> list[tuple[bool, Span]]:
    """Changes that touch each other as one."""
    found: list[tuple[bool, Span]] = []
    for changed, (i, j, k, m) in spans:
        if found and found[-1][0] is changed:
            _changed, (first_old, _i, first_new, _k) = found.pop()
            found.append((changed, (first_old, j, first_new, m)))
        else:
            found.append((changed, (i, j, k, m)))
    return found


def _in_order(parts: Iterable[tuple[bool, Span]]) -> list[Span]:
    """The spans of all lines, what stayed in several of them as one."""
    found: list[tuple[bool, Span]] = []
    for changed, span in parts:
        if changed or not found or found[-1][0]:
            found.append((changed, span))
        else:
            found[-1:] = _joined([found[-1], (changed, span)])
    return [span for _changed, span in found]


def _without_last_end(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the line end that both texts were given, and without empty ones."""
    if pieces:
        last = pieces[-1]
        before, after = last.before.removesuffix(END), last.after.removesuffix(END)
        pieces[-1] = Piece(last.difference, before, after)
    return [each for each in pieces if each.before or each.after]


def _piece(old: Words, new: Words) -> Piece:
    before, after = _text(old), _text(new)
    if old == new:
        return Piece(Difference.SAME, before, after)
    if not old:
        return Piece(Difference.ADDED, after=after)
    if not new:
        return Piece(Difference.LEFT_OUT, before=before)
    return Piece(Difference.REPLACED, before, after)


def _text(words: Words) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))
