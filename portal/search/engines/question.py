"""What was typed, read in every language at once: clauses that a document must or may satisfy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.i18n import Language
from portal.search.analysis import Word, stem, words
from portal.search.engine import Rendering

MAX_WORDS = 60
MAX_CHARACTERS = 10_000
QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True)
class Step:
    """A stem, and how many words after the first of its phrase it stands."""

    stem: str
    offset: int = 0


@dataclass(frozen=True)
class Variant:
    """One way to satisfy a clause: a word, or several in their places, in one language."""

    language: Language
    steps: tuple[Step, ...]
    highlighted: bool = True


@dataclass(frozen=True)
class Clause:
    """A word or a quoted phrase as typed, with all its variants."""

    typed: str
    variants: tuple[Variant, ...]
    required: bool
    exact: bool = False


@dataclass(frozen=True)
class Question:
    """Clauses; without any, either nothing was typed or nothing that can be found."""

    clauses: tuple[Clause, ...]
    blank: bool

    @property
    def understood(self) -> tuple[str, ...]:
        """The words that count, as they were typed."""
        return tuple(clause.typed for clause in self.clauses if clause.required)

    @property
    def terms(self) -> dict[Language, frozenset[str]]:
        """The stems to highlight, per language."""
        variants = [one for clause in self.clauses for one in clause.variants if one.highlighted]
        return {
            language: frozenset(
                step.stem for one in variants if one.language is language for step in one.steps
            )
            for language in Language
        }


def parse(text: str, renderings: Sequence[Rendering] = ()) -> Question:
    """Read words, and phrases between quotation marks; no other character means anything."""
    text = text[:MAX_CHARACTERS]
    clauses = {clause.variants: clause for clause in _clauses(text, renderings) if clause.variants}
    kept = tuple(clauses.values())
    if not any(clause.required for clause in kept):
        kept = tuple(Clause(one.typed, one.variants, required=True) for one in kept)
    return Question(kept, blank=not text.strip())


def _clauses(text: str, renderings: Sequence[Rendering]) -> Iterator[Clause]:
    stretches = text.translate(QUOTES).split('"')
    left, start = MAX_WORDS, 0
    for index, stretch in enumerate(stretches):
        quoted = index % 2 == 1 and index < len(stretches) - 1
        places = _places(stretch)[:left]
        left -= len(places)
        if quoted and len(places) > 1:
            yield _phrase(stretch, places)
        else:
            yield from (_word(stretch, place, _of(place[0], start, renderings)) for place in places)
        start += len(stretch) + 1


def _of(word: Word, start: int, renderings: Sequence[Rendering]) -> Iterator[Variant]:
    """What else stands for a word of a stretch that begins at ``start``."""
    for each in renderings:
        if each.start < start + word.end and start + word.start < each.end:
            found = [
                (stem(place[0].form, each.language), place[0].position)
                for place in _places(each.words)
            ]
            if steps := _steps([one for one in found if one[0]]):
                yield Variant(each.language, steps)


def _places(text: str) -> list[list[Word]]:
    return [list(place) for _, place in groupby(words(text), key=lambda word: word.position)]


def _phrase(text: str, places: Sequence[Sequence[Word]]) -> Clause:
    """Stems in their places; a stop word in between stands for any one word."""
    variants = []
    for language in Language:
        found = [(stem(place[0].form, language), place[0].position) for place in places]
        if steps := _steps([one for one in found if one[0]]):
            variants.append(Variant(language, steps))
    typed = text[places[0][0].start : places[-1][0].end]
    return Clause(typed, tuple(variants), required=True, exact=True)


def _word(text: str, place: Sequence[Word], others: Iterator[Variant]) -> Clause:
    """A word is required if it says something in every language; "van" does so in French only."""
    whole, parts = place[0], place[1:]
    variants = []
    for language in Language:
        if stemmed := stem(whole.form, language):
            variants.append(Variant(language, (Step(stemmed),)))
        apart = [(stem(part.form, language), index) for index, part in enumerate(parts)]
        steps = _steps([one for one in apart if one[0]])
        if len(steps) > 1:
            variants.append(Variant(language, steps, highlighted=False))
    required = {variant.language for variant in variants} == set(Language)
    if variants:
        variants.extend(each for each in others if each not in variants)
    return Clause(text[whole.start : whole.end], tuple(variants), required=required)


def _steps(found: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    first = found[0][1] if found else 0
    return tuple(Step(stemmed, position - first) for stemmed, position in found)
