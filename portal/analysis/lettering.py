"""How wide words are in a drawing, and where they break: the server has no font to ask."""

import re
import unicodedata
from collections.abc import Iterator

# Parts of the size of the letters, for our sans and a little more, so that a wider one fits too.
NARROW, USUAL, WIDE, FULL = 0.32, 0.56, 0.9, 1.2
_NARROW = frozenset("iljtfrI.,;:'’|()[]- \u00a0")
_WIDE = frozenset("mwMWOQGD@%&Œœ—…")
# A letter with what joins it: accents, variation selectors, joined pictures.
_CLUSTER = re.compile(
    r".(?:[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\ufe00-\ufe0f"
    r"\U0001f3fb-\U0001f3ff\u20e3]|\u200d.)*",
    re.DOTALL,
)


def width(text: str, size: float) -> float:
    """About how wide ``text`` is in letters of ``size``."""
    return size * sum(_part(cluster[0]) for cluster in _CLUSTER.findall(text))


def _part(letter: str) -> float:
    if letter in _NARROW:
        return NARROW
    if letter in _WIDE:
        return WIDE
    if unicodedata.east_asian_width(letter) in "FW" or ord(letter) > 0xFFFF:
        return FULL
    return WIDE * 0.8 if letter.isupper() else USUAL


def wrap(text: str, room: float, size: float, most: int) -> list[str]:
    """The lines of ``text``, each within ``room``; at most ``most``, the last then ends in …"""
    lines, line = [], ""
    for word in _words(text, room, size):
        longer = f"{line} {word}" if line else word
        if not line or width(longer, size) <= room:
            line = longer
            continue
        lines.append(line)
        line = word
        if len(lines) == most:
            return [*lines[:-1], _cut(lines[-1], room, size)]
    return [*lines, line] if line else lines


def _words(text: str, room: float, size: float) -> Iterator[str]:
    """The words of a text; one that is too wide for a line comes in pieces."""
    for word in text.split():
        piece = ""
        for cluster in _CLUSTER.findall(word):
            if piece and width(piece + cluster, size) > room:
                yield piece
                piece = ""
            piece += cluster
        yield piece


def _cut(line: str, room: float, size: float) -> str:
    clusters = _CLUSTER.findall(line)
    while clusters and width("".join(clusters) + "…", size) > room:
        clusters.pop()
    return "".join(clusters) + "…"
