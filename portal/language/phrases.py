"""Phrases of one or more words, looked up in a text word by word; the longest one counts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from portal.language.reading import Part, Reading, fold

_BETWEEN = re.compile(r"[ .,'&/\-\u200b]{0,3}\Z")
_SAINTS = {"sint": ("st",), "saint": ("st",), "sainte": ("ste",)}


class Phrases:
    """Phrases by their first word. Case, accents, hyphens and the spelling of saints are folded."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        unique = {each for phrase in phrases for each in _spellings(parts_of(phrase))}
        for words in sorted(unique, key=len, reverse=True):
            if words:
                self.by_first[words[0]].append(words)

    def __contains__(self, phrase: str) -> bool:
        words = parts_of(phrase)
        return bool(words) and words in self.by_first.get(words[0], [])

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Where each phrase starts and ends, one after the other."""
        parts, place = reading.parts, 0
        while place < len(parts):
            length = self._length(reading, parts, place)
            if length:
                yield parts[place].start, parts[place + length - 1].end
            place += length or 1

    def _length(self, reading: Reading, parts: Sequence[Part], place: int) -> int:
        for words in self.by_first.get(parts[place].folded, ()):
            found = parts[place : place + len(words)]
            if tuple(each.folded for each in found) == words and _together(reading, found):
                return len(words)
        return 0


def parts_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded."""
    return tuple(re.findall(r"[^\W\d_]+", fold(phrase)))


def _together(reading: Reading, found: Sequence[Part]) -> bool:
    return all(_BETWEEN.match(reading.plain[one.end : two.start]) for one, two in pairwise(found))


def _spellings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for place, word in enumerate(words):
        for other in _SAINTS.get(word, ()):
            yield (*words[:place], other, *words[place + 1 :])
