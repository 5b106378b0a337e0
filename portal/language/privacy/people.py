"""Names of people: beside a title they must go, by themselves somebody looks at them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.language.finding import Finding, Severity, Span
from portal.language.privacy import lexicon, titles
from portal.language.privacy.lexicon import Kind
from portal.language.privacy.reading import Reading, Word
from portal.language.privacy.rules import NAME, found

SURE = {Kind.FIRST, Kind.LAST}
NAMES = SURE | {Kind.DOUBTFUL, Kind.UNKNOWN}
MOST = 6


@dataclass(frozen=True)
class _Name:
    """The words from ``first`` up to ``end``; ``sure`` when one of them is a name on a list."""

    first: int
    end: int
    sure: bool = True


def names(reading: Reading, taken: Iterable[Span], things: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """Every name that does not lie in ``taken``; ``things`` name nobody."""
    people = _People(reading, [(span.start, span.end) for span in taken], things)
    for start, end, severity in people.all():
        yield found(NAME, start, end, severity)


class _People:
    """One text, word by word."""

    def __init__(
        self, reading: Reading, taken: list[tuple[int, int]], things: Iterable[tuple[int, int]]
    ) -> None:
        self.plain = reading.plain
        self.words = reading.words
        self.kinds = [lexicon.kind_of(word) for word in self.words]
        self.taken = _covered(self.words, taken)
        self.things = _covered(self.words, things)

    def all(self) -> Iterator[tuple[int, int, Severity]]:
        """Where each name starts and ends, and how grave it is."""
        place = 0
        while place < len(self.words):
            after = self._after_title(place)
            if after is not None:
                end = yield from self._titled(after, place)
                place = max(end, place + 1)
                continue
            name, severity = self._untitled(place)
            if name:
                yield (*self._span(name), severity)
            place = name.end if name else place + 1

    def _span(self, name: _Name) -> tuple[int, int]:
        last = self.words[name.end - 1]
        dotted = self.kinds[name.end - 1] is Kind.INITIAL and last.after == "."
        return self.words[name.first].start, last.end + dotted

    # Beside a title.

    def _after_title(self, place: int) -> int | None:
        """The place after the title or titles that stand here."""
        after = place
        while after < len(self.words) and self._is_title(after):
            after += 1
        if after == place or after == len(self.words):
            return None
        return after if self.words[after].gap in {" ", ". ", ".", ".  "} else None

    def _is_title(self, place: int) -> bool:
        word = self.words[place]
        if self.taken[place] or word.glued:
            return False
        if word.text in titles.SHORT_TITLES:
            return place + 1 < len(self.words) and self.words[place + 1].text[0].isupper()
        if word.upper and word.after != ".":
            return word.folded in titles.TITLES and self._kind(place + 1) in SURE
        return word.folded in titles.TITLES

    def _titled(self, place: int, title: int) -> Iterator[tuple[int, int, Severity]]:
        """The name after a title and those that are joined to it; returns where they end."""
        plural = self.words[title].folded in titles.PLURAL_TITLES
        end = place
        name = self._name_after_title(place)
        while name:
            yield (*self._span(name), Severity.BLOCK)
            end = name.end
            following = end + self._is_and(end)
            joined = following > end and self._after_title(following) is None
            name = self._name_after_title(following) if joined else None
            if name and not (name.sure or plural):
                name = None
        return end

    def _is_and(self, place: int) -> bool:
        return place < len(self.words) and self.words[place].folded in titles.AND

    def _name_after_title(self, place: int) -> _Name | None:
        run = self._run(place, titled=True)
        named = [each for each in run if self._kind(each) in NAMES]
        if named and not self._is_function(run):
            sure = any(self._kind(each) in SURE for each in named) or len(run) > len(named)
            return _Name(run[0], run[-1] + 1, sure)
        initials = [each for each in run if self._kind(each) is Kind.INITIAL]
        if initials and self._are_somebody(initials):
            return _Name(initials[0], initials[-1] + 1)
        return self._in_small_letters(place)

    def _is_function(self, run: list[int]) -> bool:
        """Madame la Présidente has a title and a function."""
        article = self.words[run[0]].text in {"le", "la", "les"}
        return article and len(run) == 2 and not self._known_particle(run)

    def _are_somebody(self, initials: Sequence[int]) -> bool:
        first = self.words[initials[0]]
        return len(initials) > 1 or (first.after == "." and first.text not in titles.FAMILY_SIGNS)

    def _in_small_letters(self, place: int) -> _Name | None:
        """A known name without capitals: dr. peeters, mijnheer van den bossche."""
        end = place
        while self._kind(end) is Kind.PARTICLE and end - place < 3:
            end += 1
        if end == len(self.words) or (end > place and not self._spaced(end)):
            return None
        word = self.words[end].folded
        particles = " ".join(each.folded for each in self.words[place:end])
        known = lexicon.is_last(word) or lexicon.is_first(word)
        if not (known or lexicon.with_particle(particles, word)) or self.things[end]:
            return None
        more = end + 1
        if self._spaced(more) and lexicon.is_listed_last(self.words[more].folded):
            return _Name(place, more + 1)
        return _Name(place, end + 1)

    def _spaced(self, place: int) -> bool:
        return place < len(self.words) and self.words[place].gap in {" ", ""}

    # By itself.

    def _untitled(self, place: int) -> tuple[_Name | None, Severity]:
        role = self._after_role(place)
        kind = self._kind(place)
        if kind is Kind.OTHER:
            if role and self.words[place].text.islower():
                return self._in_small_letters(place), Severity.CONFIRM
            return self._small_pair(place), Severity.CONFIRM
        run = self._run(place, titled=False)
        if role:
            name = self._beside_role(run)
            if name:
                return name, Severity.BLOCK if name.sure else Severity.CONFIRM
        return self._judged(run), Severity.CONFIRM

    def _after_role(self, place: int) -> bool:
        if not place or self.words[place].gap not in {" ", ": ", " : ", " (", ":"}:
            return False
        before = self.words[place - 1]
        return before.folded in titles.ROLES or before.folded.split("-")[-1] in titles.ROLES

    def _beside_role(self, run: list[int]) -> _Name | None:
        """After colleague, nurse, patient: one word with a capital is a name already."""
        kept = self._without_opening(run)
        named = [each for each in kept if self._kind(each) in NAMES]
        if not named:
            initials = [each for each in kept if self._kind(each) is Kind.INITIAL]
            return _Name(initials[0], initials[-1] + 1, sure=False) if len(initials) > 1 else None
        if all(self.words[each].upper and self._kind(each) is Kind.UNKNOWN for each in named):
            return None
        sure = any(self._kind(each) in SURE for each in named) or len(kept) > len(named)
        return _Name(kept[0], kept[-1] + 1, sure)

    def _small_pair(self, place: int) -> _Name | None:
        """A known first name and a known surname, both without capitals."""
        word = self.words[place]
        if place + 1 >= len(self.words) or not word.text.islower() or word.glued:
            return None
        following = self.words[place + 1]
        pair = lexicon.is_first(word.folded) and lexicon.is_listed_last(following.folded)
        if pair and following.gap == " " and following.text.islower() and not following.glued:
            return _Name(place, place + 2)
        return None

    def _judged(self, run: list[int]) -> _Name | None:
        """What of a run of names, initials and particles is a name by itself."""
        run = self._without_opening(run)
        if not run or self._after_saint(run[0]):
            return None
        kinds = [self._kind(each) for each in run]
        named = [each for each in run if self._kind(each) in NAMES]
        if Kind.FIRST in kinds:
            return None if self._is_month(run) else self._whole(run)
        if not named or self._is_eponym(run):
            return None
        if Kind.LAST in kinds or self._known_particle(run):
            return self._whole(run)
        if Kind.INITIAL in kinds:
            return self._with_initial(run)
        if Kind.PARTICLE in kinds:
            return self._with_particle(run)
        return self._two_words(named)

    def _whole(self, run: list[int]) -> _Name:
        return _Name(run[0], run[-1] + 1)

    def _with_initial(self, run: list[int]) -> _Name | None:
        first = run[0]
        before = self.words[first - 1].folded if first else ""
        letter = next(each for each in run if self._kind(each) is Kind.INITIAL)
        if before in titles.LETTERED or self.words[letter].after != ".":
            return None
        last_opens = letter == run[-1] and self.words[first].opens and len(run) == 2
        return None if last_opens else self._whole(run)

    def _with_particle(self, run: list[int]) -> _Name | None:
        """De Keersmacker: a particle with a capital inside a sentence, or one that is only in names."""
        first = self.words[run[0]]
        fixed = first.folded in lexicon.FIXED_PARTICLES
        double = first.folded == "van" and len(run) > 2 and self.words[run[1]].folded in {"der", "den"}
        mid = not first.opens and first.folded not in {"la", "les", "le", "des", "l'"}
        capital = first.text[0].isupper()
        if capital and self._kind(run[0]) is Kind.PARTICLE and (fixed or double or mid):
            return self._whole(run)
        return self._parted(run)

    def _parted(self, run: list[int]) -> _Name | None:
        """Two unknown words with a particle between them: Siobhan O’Reilly, not Dienst van Toravel."""
        first, second = self.words[run[0]], self._kind(run[1])
        sure = second is Kind.PARTICLE and self.words[run[1]].folded in lexicon.FIXED_PARTICLES
        if self._kind(run[0]) is Kind.PARTICLE or (first.opens and not sure):
            return None
        return None if self._names_a_thing(run[0]) else self._whole(run)

    def _two_words(self, named: list[int]) -> _Name | None:
        """Two words with a capital in a row, where nothing says that they are a thing."""
        if len(named) < 2 or named[-1] - named[0] != len(named) - 1:
            return None
        loud = any(self.words[each].upper for each in named)
        if loud or self._names_a_thing(named[0]) or self._surely_ordinary(named):
            return None
        return _Name(named[0], named[-1] + 1)

    def _names_a_thing(self, place: int) -> bool:
        if not place or self.words[place].opens:
            return False
        return self.words[place - 1].folded in titles.ARTICLES | titles.THING_BEFORE

    def _surely_ordinary(self, named: list[int]) -> bool:
        return any(lexicon.surely_ordinary(self.words[each].folded) for each in named)

    def _known_particle(self, run: list[int]) -> bool:
        particles: list[str] = []
        for each in run:
            if self._kind(each) is Kind.PARTICLE:
                particles.append(self.words[each].folded)
            elif any(
                lexicon.with_particle(" ".join(particles[at:]), self.words[each].folded)
                for at in range(len(particles))
            ):
                return True
            else:
                particles = []
        return False

    def _without_opening(self, run: list[int]) -> list[int]:
        """Without the word that only opens the sentence, and small particles that open no name."""
        kept = list(run)
        while kept and self._only_opens(kept):
            kept.pop(0)
        return kept

    def _only_opens(self, run: list[int]) -> bool:
        word, kind = self.words[run[0]], self._kind(run[0])
        if kind is Kind.PARTICLE:
            known = self._known_particle(run)
            return (word.text[0].islower() or (word.opens and len(run) > 2)) and not known
        unsure = kind in {Kind.UNKNOWN, Kind.DOUBTFUL} and word.opens
        if len(run) < 2 or not unsure:
            return False
        return lexicon.looks_ordinary(word.folded) or (word.upper and self._kind(run[1]) not in SURE)

    def _is_eponym(self, run: list[int]) -> bool:
        """Hodgkin's disease and its like: a name that names a thing, known by the words around."""
        first, end = run[0], run[-1] + 1
        before = [word.folded for word in self.words[max(0, first - 3) : first]]
        if end < len(self.words) and self.words[end].folded in titles.EPONYM_AFTER:
            return self.words[end].gap == " "
        if before[-1:] and before[-1] in titles.ARTICLES and not self.words[first].opens:
            return len(run) == 1
        return any(each in titles.EPONYM_BEFORE for each in before[-2:])

    def _after_saint(self, place: int) -> bool:
        return bool(place) and self.words[place - 1].folded in titles.SAINTS

    def _is_month(self, run: list[int]) -> bool:
        """Jan. 2020 is January."""
        word = self.words[run[-1]]
        after = self.plain[word.end : word.end + 3].lstrip(". ")
        return len(run) == 1 and after[:1].isdigit()

    # Runs.

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
        while each < len(self.words) and len(run) < MOST and self._goes_on(run, each, titled=titled):
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
        before = self._kind_in(run[-1], titled=titled)
        if before is Kind.INITIAL:
            return word.gap in {". ", ".", ".-", "-", " "} and kind is not Kind.OTHER
        if self.words[run[-1]].text.endswith("'"):
            return not word.gap
        if word.gap == ", ":
            return before in NAMES and kind in {Kind.FIRST, Kind.INITIAL} and not titled and (
                self._kind(run[0]) in {Kind.LAST, Kind.DOUBTFUL, Kind.PARTICLE, Kind.UNKNOWN}
            ) and all(self._kind(each) is not Kind.FIRST for each in run)
        return word.gap in {" ", "  "} and not self._is_acronym(run, place)

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
        return self.kinds[place] if lexicon.is_doubtful(self.words[place].folded) else kind


def _covered(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> list[bool]:
    """For each word, whether it starts inside one of the spans."""
    inside = bytearray()
    for start, end in spans:
        inside.extend(bytes(max(0, end - len(inside))))
        inside[start:end] = b"\x01" * (end - start)
    return [word.start < len(inside) and bool(inside[word.start]) for word in words]
