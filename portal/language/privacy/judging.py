"""Which rows of words are a name by themselves, without a title before them."""

from portal.language.privacy import lexicon, titles
from portal.language.privacy.lexicon import Kind
from portal.language.privacy.runs import NAMES, SURE, Name, Runs

_QUOTES = frozenset("'\"«»“”„")


class Judging(Runs):
    """One text, with a judgement on each of its rows."""

    def _judged(self, run: list[int]) -> Name | None:
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

    def _whole(self, run: list[int]) -> Name:
        return Name(run[0], run[-1] + 1)

    def _with_initial(self, run: list[int]) -> Name | None:
        first = run[0]
        before = self.words[first - 1].folded if first else ""
        letter = next(each for each in run if self._kind(each) is Kind.INITIAL)
        if before in titles.LETTERED or self.words[letter].after != ".":
            return None
        last_opens = letter == run[-1] and self.words[first].opens and len(run) == 2
        return None if last_opens else self._whole(run)

    def _with_particle(self, run: list[int]) -> Name | None:
        """De Keersmacker: a particle with a capital inside a sentence, or one only in names."""
        first = self.words[run[0]]
        fixed = first.folded in titles.FIXED_PARTICLES
        double = (
            first.folded == "van" and len(run) > 2 and self.words[run[1]].folded in {"der", "den"}
        )
        mid = not first.opens and first.folded not in {"la", "les", "le", "des", "l'"}
        capital = first.text[0].isupper()
        if capital and self._kind(run[0]) is Kind.PARTICLE and (fixed or double or mid):
            return self._whole(run)
        return self._parted(run)

    def _parted(self, run: list[int]) -> Name | None:
        """Two unknown words with a particle between them: Siobhan O’Reilly."""
        first, second = self.words[run[0]], self._kind(run[1])
        sure = second is Kind.PARTICLE and self.words[run[1]].folded in titles.FIXED_PARTICLES
        if self._kind(run[0]) is Kind.PARTICLE or (first.opens and not sure):
            return None
        return None if self._names_a_thing(run[0]) else self._whole(run)

    def _two_words(self, named: list[int]) -> Name | None:
        """Two words with a capital in a row, where nothing says that they are a thing."""
        if len(named) < 2 or named[-1] - named[0] != len(named) - 1:
            return None
        loud = any(self.words[each].upper for each in named)
        if loud or self._names_a_thing(named[0]) or self._surely_ordinary(named):
            return None
        if self._in_a_title(named) or self._is_quoted(named):
            return None
        return Name(named[0], named[-1] + 1)

    def _names_a_thing(self, place: int) -> bool:
        if not place or self.words[place].opens:
            return False
        return self.words[place - 1].folded in titles.ARTICLES | titles.THING_BEFORE

    def _in_a_title(self, named: list[int]) -> bool:
        """Whether an ordinary word beside it has a capital too: Dose Rate Fault."""
        first, last = self.words[named[0]], named[-1] + 1
        before = named[0] - 1
        left = bool(named[0]) and first.gap == " " and not self.words[before].opens
        right = last < len(self.words) and self.words[last].gap == " "
        return (left and self._is_loud_thing(before)) or (right and self._is_loud_thing(last))

    def _is_loud_thing(self, place: int) -> bool:
        word = self.words[place]
        ordinary = self.things[place] or lexicon.is_ordinary(word.folded)
        return word.text[0].isupper() and ordinary and not self.taken[place]

    def _is_quoted(self, named: list[int]) -> bool:
        """Whether all that stands between quotation marks is this: a message, a button."""
        before = self.words[named[0]].gap.rstrip(" ")[-1:]
        after = self.plain[self.words[named[-1]].end :][:2].lstrip(" ")[:1]
        return bool(before) and before in _QUOTES and bool(after) and after in _QUOTES

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

    def _up_to_a_name(self, run: list[int]) -> list[int]:
        named = next((at for at, each in enumerate(run) if self._kind(each) in NAMES), 0)
        return run[: named + 1]

    def _only_opens(self, run: list[int]) -> bool:
        word, kind = self.words[run[0]], self._kind(run[0])
        if kind is Kind.PARTICLE:
            known = self._known_particle(self._up_to_a_name(run))
            return (word.text[0].islower() or (word.opens and len(run) > 2)) and not known
        doubtful = kind is Kind.DOUBTFUL and self._kind(run[-1]) is not Kind.LAST
        if len(run) < 2 or not word.opens or not (doubtful or kind is Kind.UNKNOWN):
            return False
        return lexicon.looks_ordinary(word.folded) or (
            word.upper and self._kind(run[1]) not in SURE
        )

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
