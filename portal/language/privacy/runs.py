"""Rows of names, initials and particles in a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.language.privacy import lexicon, titles
from portal.language.privacy.lexicon import Kind
from portal.language.reading import Reading, Word

SURE = {Kind.FIRST, Kind.LAST}
NAMES = SURE | {Kind.DOUBTFUL, Kind.UNKNOWN}
MOST = 6


@dataclass(frozen=True)
class Name:
    """The words from ``first`` up to ``end``; ``sure`` when one of them is a name on a list."""

    first: int
    end: int
    sure: bool = True


class Runs:
    """One text, word by word, and which words stand in a row as those of a name do."""

    def __init__(
        self, reading: Reading, taken: list[tuple[int, int]], things: Iterable[tuple[int, int]]
    ) -> None:
        self.plain = reading.plain
        self.words = reading.words
        self.kinds = [lexicon.kind_of(word) for word in self.words]
        self.taken = _covered(self.words, taken)
        self.things = _covered(self.words, things)
        for place in range(1, len(self.words)):
            if self._is_surname_here(place):
                self.kinds[place] = Kind.LAST

    def _is_surname_here(self, place: int) -> bool:
        """An ordinary word that a particle makes a surname: Marie Le Grand, but Le Grand Oral."""
        word, before = self.words[place], self.words[place - 1]
        if self.kinds[place] is not Kind.OTHER or not word.capital or word.gap not in {" ", ""}:
            return False
        inside = before.text[0].isupper() and not before.opens
        named = place > 1 and self.kinds[place - 2] is Kind.FIRST
        return (inside or named) and lexicon.with_particle(before.folded, word.folded)

    def _kind(self, place: int) -> Kind:
        if place >= len(self.words) or self.taken[place]:
            return Kind.OTHER
        kind = self.kinds[place]
        if self.things[place] and kind not in {Kind.PARTICLE, Kind.INITIAL}:
            return Kind.OTHER
        return kind

    def _run(self, place: int, *, titled: bool) -> list[int]:
        """The places of a row of names, initials and particles; it does not end on a particle."""
        run: list[int] = []
        each = place
        while (
            each < len(self.words) and len(run) < MOST and self._goes_on(run, each, titled=titled)
        ):
            run.append(each)
            each += 1
        while run and self._kind_in(run[-1], titled=titled) is Kind.PARTICLE:
            run.pop()
        return run

    def _goes_on(self, run: list[int], place: int, *, titled: bool) -> bool:
        kind = self._kind_in(place, titled=titled)
        if kind is Kind.OTHER:
            return False
        word = self.words[place]
        if not run:
            return True
        if word.text in titles.SHORT_TITLES and self.words[run[-1]].text.islower():
            return False
        before = self._kind_in(run[-1], titled=titled)
        if before is Kind.INITIAL:
            return word.gap in {". ", ".", ".-", "-", " "}
        if self.words[run[-1]].text.endswith("'"):
            return not word.gap
        if word.gap == ", ":
            return not titled and kind in {Kind.FIRST, Kind.INITIAL} and self._is_surname_only(run)
        return word.gap in {" ", "  "} and not self._is_acronym(run, place)

    def _is_surname_only(self, run: list[int]) -> bool:
        """Whether a first name may follow after a comma: Van den Broeck, Jan."""
        named = [self._kind(each) for each in run if self._kind(each) is not Kind.PARTICLE]
        return len(named) == 1 and named[0] in NAMES - {Kind.FIRST}

    def _is_acronym(self, run: list[int], place: int) -> bool:
        word = self.words[place]
        if self.kinds[place] is not Kind.UNKNOWN or not word.upper:
            return False
        return len(word.text) < 4 or self._kind(run[-1]) is not Kind.FIRST

    def _kind_in(self, place: int, *, titled: bool) -> Kind:
        """The kind here; beside a title, what is a thing elsewhere may be somebody's name."""
        kind = self._kind(place)
        if not titled or kind is not Kind.OTHER or place >= len(self.words) or self.taken[place]:
            return kind
        somebody = lexicon.is_doubtful(self.words[place].folded) or self._has_capital_particle(
            place
        )
        return self.kinds[place] if somebody else kind

    def _has_capital_particle(self, place: int) -> bool:
        """Van de Putte, Van Mechelen: beside a title a surname, though it is a town as well."""
        first = place
        while first and self.kinds[first - 1] is Kind.PARTICLE and not self.taken[first - 1]:
            first -= 1
        return first < place and self.words[first].text[0].isupper()

    def _span(self, name: Name) -> tuple[int, int]:
        last = self.words[name.end - 1]
        dotted = self.kinds[name.end - 1] is Kind.INITIAL and last.after == "."
        return self.words[name.first].start, last.end + dotted

    def _spaced(self, place: int) -> bool:
        return place < len(self.words) and self.words[place].gap in {" ", ""}


def _covered(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> list[bool]:
    """For each word, whether it starts inside one of the spans."""
    inside = bytearray()
    for start, end in spans:
        inside.extend(bytes(max(0, end - len(inside))))
        inside[start:end] = b"\x01" * (end - start)
    return [word.start < len(inside) and bool(inside[word.start]) for word in words]
