"""Translation memory: pairs of texts that were published, found again by the words they share.

Pure. A text is looked up by its rarest words, so that a thousand bulletins are not read for each.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.i18n import Language, Translated

LOOKED_UP = 8  # rarest words of a text
MOST_SEEN = 400  # candidates that are compared
ALIKE = 0.5
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True)
class Entry:
    """One text in both languages, and the REX in which it stands."""

    text: Translated
    year: int
    number: int


@dataclass(frozen=True)
class Match:
    """An entry that looks like a text. ``likeness`` lies between 0 and 1; 1 has the same words."""

    entry: Entry
    likeness: float
    identical: bool


def words(text: str) -> frozenset[str]:
    """The words and numbers of a text, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return frozenset(_WORD.findall(letters))


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but white space."""
    return one.split() == other.split()


class Memory:
    """Entries, indexed by the words of each language."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(dict.fromkeys(entries))
        self._words: dict[Language, list[frozenset[str]]] = {}
        self._where: dict[Language, dict[str, list[int]]] = {}
        for language in Language:
            found = [words(entry.text[language]) for entry in self._entries]
            where: dict[str, list[int]] = defaultdict(list)
            for index, each in enumerate(found):
                for word in each:
                    where[word].append(index)
            self._words[language], self._where[language] = found, dict(where)

    def __len__(self) -> int:
        return len(self._entries)

    def similar(self, text: str, language: Language, most: int = 3) -> list[Match]:
        """The entries most like ``text``, each once: the identical, then the nearest."""
        mine = words(text)
        matches = (
            self._match(index, text, mine, language) for index in self._candidates(mine, language)
        )
        found: dict[Translated, Match] = {}
        for match in sorted(
            (each for each in matches if each.likeness >= ALIKE),
            key=lambda each: (not each.identical, -each.likeness, -each.entry.year),
        ):
            found.setdefault(match.entry.text, match)
        return list(found.values())[:most]

    def _candidates(self, mine: frozenset[str], language: Language) -> list[int]:
        where = self._where[language]
        known = sorted((word for word in mine if word in where), key=lambda word: len(where[word]))
        seen: dict[int, None] = {}
        for word in known[:LOOKED_UP]:
            seen.update(dict.fromkeys(where[word][: MOST_SEEN - len(seen)]))
            if len(seen) >= MOST_SEEN:
                break
        return list(seen)

    def _match(self, index: int, text: str, mine: frozenset[str], language: Language) -> Match:
        entry, theirs = self._entries[index], self._words[language][index]
        likeness = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        return Match(entry, likeness, same(text, entry.text[language]))
