"""The terms of one language as a tree of words, each word with all its forms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from portal.i18n import Language
from portal.language.compounds import Splitter
from portal.language.inflection import forms
from portal.language.words import Word, content, unaccented

T = TypeVar("T")
SHORT = 3  # letters of an abbreviation that counts in capitals only: tps is also "temps" in French


@dataclass
class Node(Generic[T]):
    """What follows a word; ``term`` ends here, ``capitals`` too but only where it has capitals."""

    below: dict[str, "Node[T]"] = field(default_factory=dict)
    term: T | None = None
    capitals: T | None = None


class Index(Generic[T]):
    """The ``surfaces`` (text, term, whether it builds compounds) of ``language``.

    Of two that are equal the first counts.
    """

    def __init__(self, surfaces: Iterable[tuple[str, T, bool]], language: Language) -> None:
        self._language = language
        self._root = Node[T]()
        self._bases: dict[str, list[str]] = {}
        self._parts: dict[str, T] = {}
        for text, term, builds in surfaces:
            for spelling in _spellings(text):
                self._add(spelling, term, builds)
        self._splitter = Splitter(self._parts) if language is Language.NL else None

    def starting_at(self, found: Sequence[Word], at: int, text: str) -> Iterator[tuple[int, T]]:
        """The terms that start with the word ``at``, and the number of the word after each."""
        yield from self._below(self._root, found, at, text, found[at].start)

    def parts(self, word: Word, *, apart: bool = False) -> Iterator[tuple[int, int, T]]:
        """The terms in a Dutch compound, with their places; ``apart``: also if it is a term."""
        if self._splitter is None:
            return
        exact = len(word.form) == word.end - word.start
        for start, end in self._splitter.split(word.form, apart=apart):
            place = (word.start + start, word.start + end) if exact else (word.start, word.end)
            yield (*place, self._parts[word.form[start:end]])

    def _below(
        self, node: Node[T], found: Sequence[Word], at: int, text: str, start: int
    ) -> Iterator[tuple[int, T]]:
        if at == len(found) or (not found[at].joint and found[at].start != start):
            return
        word = found[at]
        for base in self._bases.get(word.form, ()):
            if base in node.below:
                next_ = node.below[base]
                shouted = next_.capitals and not text[start : word.end].islower()
                term = next_.capitals if shouted else next_.term
                if term is not None:
                    yield at + 1, term
                yield from self._below(next_, found, at + 1, text, start)

    def _add(self, text: str, term: T, builds: bool) -> None:
        found = content(text, self._language)
        if not found:
            return
        node = self._root
        for word in found:
            node = node.below.setdefault(word.form, Node())
            self._learn(word.form)
        if _is_short(text):
            node.capitals = node.capitals or term
        else:
            node.term = node.term or term
            if builds and len(found) == 1:
                for form in self._forms(found[0].form):
                    self._parts.setdefault(form, term)

    def _learn(self, word: str) -> None:
        if self._bases.get(word, [""])[0] == word:
            return
        for form in self._forms(word):
            bases = self._bases.setdefault(form, [])
            if word not in bases:
                bases.insert(0 if form == word else len(bases), word)

    def _forms(self, word: str) -> set[str]:
        found = forms(word, self._language)
        return found | {unaccented(form) for form in found}


def _spellings(text: str) -> Iterator[str]:
    """As it is given; what has a hyphen is also written in one word: back-up, backup."""
    yield text
    if "-" in text and " " not in text and text.replace("-", "").isalpha():
        yield text.replace("-", "")


def _is_short(text: str) -> bool:
    return text.isalnum() and text.isupper() and sum(map(str.isalpha, text)) <= SHORT
