"""Names of people: beside a title they must go, by themselves somebody looks at them."""

from collections.abc import Generator, Iterable, Iterator, Sequence

from portal.language.finding import Finding, Severity, Span
from portal.language.privacy import lexicon, titles
from portal.language.privacy.acting import Acting
from portal.language.privacy.lexicon import Kind
from portal.language.privacy.rules import NAME, found
from portal.language.privacy.runs import MOST, NAMES, SURE, Name
from portal.language.reading import Reading


def names(
    reading: Reading, taken: Iterable[Span], things: Iterable[tuple[int, int]]
) -> Iterator[Finding]:
    """Every name that does not lie in ``taken``; ``things`` name nobody."""
    people = _People(reading, [(span.start, span.end) for span in taken], things)
    for start, end, severity in people.all():
        yield found(NAME, start, end, severity)


class _People(Acting):
    """One text, with the names in it."""

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

    def _after_title(self, place: int) -> int | None:
        """The place after the title or titles that stand here."""
        after = place
        while after < min(len(self.words), place + MOST) and self._is_title(after):
            after += 1
        if after == place or after == len(self.words):
            return None
        return after if self.words[after].gap in {" ", ". ", ".", ".  "} else None

    def _is_title(self, place: int) -> bool:
        word = self.words[place]
        if self.taken[place] or word.glued:
            return False
        if word.text in titles.SHORT_TITLES:
            if place and self.words[place - 1].folded in titles.TITLES:
                return False
            return place + 1 < len(self.words) and self.words[place + 1].text[0].isupper()
        if word.upper and word.after != ".":
            return word.folded in titles.TITLES and self._kind(place + 1) in SURE
        return word.folded in titles.TITLES

    def _titled(self, place: int, title: int) -> Generator[tuple[int, int, Severity], None, int]:
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
            if name and not plural and not self._is_surname(name):
                name = None
        return end

    def _is_surname(self, name: Name) -> bool:
        """Whether it goes on with a surname: Dr. Peeters en Maes."""
        return name.sure and self._kind(name.first) is not Kind.FIRST

    def _is_and(self, place: int) -> bool:
        return place < len(self.words) and self.words[place].folded in titles.AND

    def _name_after_title(self, place: int) -> Name | None:
        run = self._run(place, titled=True)
        named = [each for each in run if self._kind_in(each, titled=True) in NAMES]
        if named and not self._is_function(run):
            sure = any(self._kind(each) in SURE for each in named) or len(run) > len(named)
            return Name(run[0], run[-1] + 1, sure)
        initials = [each for each in run if self._kind(each) is Kind.INITIAL]
        if initials and self._are_somebody(initials):
            return Name(initials[0], initials[-1] + 1)
        return self._in_small_letters(place)

    def _is_function(self, run: list[int]) -> bool:
        """Madame la Présidente has a title and a function."""
        article = self.words[run[0]].text in {"le", "la", "les"}
        return article and len(run) == 2 and not self._known_particle(run)

    def _are_somebody(self, initials: Sequence[int]) -> bool:
        first = self.words[initials[0]]
        return len(initials) > 1 or (
            first.after == "." and first.text not in titles.INVENTED_INITIALS
        )

    def _in_small_letters(self, place: int) -> Name | None:
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
            return Name(place, more + 1)
        return Name(place, end + 1)

    def _untitled(self, place: int) -> tuple[Name | None, Severity]:
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
        return self._judged(run) or self._acts(place), Severity.CONFIRM

    def _after_role(self, place: int) -> bool:
        if not place or self.words[place].gap not in {" ", ": ", " : ", " (", ":"}:
            return False
        before = self.words[place - 1]
        return before.folded in titles.ROLES or before.folded.split("-")[-1] in titles.ROLES

    def _beside_role(self, run: list[int]) -> Name | None:
        """After colleague, nurse, patient: one word with a capital is a name already."""
        kept = self._without_opening(run)
        named = [each for each in kept if self._kind(each) in NAMES]
        if not named:
            initials = [each for each in kept if self._kind(each) is Kind.INITIAL]
            return Name(initials[0], initials[-1] + 1, sure=False) if len(initials) > 1 else None
        if all(self.words[each].upper and self._kind(each) is Kind.UNKNOWN for each in named):
            return None
        sure = any(self._kind(each) in SURE for each in named) or len(kept) > len(named)
        return Name(kept[0], kept[-1] + 1, sure)

    def _small_pair(self, place: int) -> Name | None:
        """A known first name and a known surname, both without capitals."""
        word = self.words[place]
        if place + 1 >= len(self.words) or not word.text.islower() or word.glued:
            return None
        following = self.words[place + 1]
        pair = lexicon.is_first(word.folded) and lexicon.is_listed_last(following.folded)
        if pair and following.gap == " " and following.text.islower() and not following.glued:
            return Name(place, place + 2)
        return None
