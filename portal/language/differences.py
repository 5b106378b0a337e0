"""What differs between two texts, word by word. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\n|[^\s]+")
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


def compare(before: str, after: str) -> list[Piece]:
    """The two texts as pieces that stayed, were left out, replaced or added, in order.

    Spaces do not count, line ends do. One or two words that stayed between two changes belong to
    one change: people read a replaced phrase more easily than a puzzle.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    spans = _joined(list(_spans(old, new)))
    return [_piece(old[i:j], new[k:m]) for i, j, k, m in spans]


Span = tuple[int, int, int, int]


def _spans(old: list[str], new: list[str]) -> Iterator[tuple[bool, Span]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        bridge = tag == "equal" and j - i <= SHORT and i > 0 and j < len(old)
        yield tag != "equal" or (bridge and "\n" not in old[i:j]), (i, j, k, m)


def _joined(spans: list[tuple[bool, Span]]) -> list[Span]:
    """Changes that touch each other as one."""
    found: list[Span] = []
    before = False
    for changed, (i, j, k, m) in spans:
        if changed and before:
            first = found.pop()
            found.append((first[0], j, first[2], m))
        else:
            found.append((i, j, k, m))
        before = changed
    return found


def _piece(old: list[str], new: list[str]) -> Piece:
    before, after = _text(old), _text(new)
    if old == new:
        return Piece(Difference.SAME, before, after)
    if not old:
        return Piece(Difference.ADDED, after=after)
    if not new:
        return Piece(Difference.LEFT_OUT, before=before)
    return Piece(Difference.REPLACED, before, after)


def _text(words: list[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))
