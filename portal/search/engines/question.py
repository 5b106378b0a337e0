"""What was typed, read in every language at once: clauses that a document must or may satisfy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from portal.i18n import Language
from portal.search.engine import Expression, Suggestion
from portal.search.engines.weights import PARTS_WEIGHT, SCATTERED, dutch_parts
from portal.search.query import Rendering, Source
from portal.search.words.analysis import Word, is_filler, stem, words
from portal.search.words.ordinary import is_ordinary

MAX_WORDS = 60
MAX_CHARACTERS = 10_000
MOST_SCATTERED = 3  # words of an expression that may stand anywhere
QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True)
class Step:
    """A stem, and how many words after the first of its phrase it stands."""

    stem: str
    offset: int = 0


@dataclass(frozen=True)
class Variant:
    """One way to satisfy a clause: a word, or several in their places, in one language.

    A ``PART`` is a word that stands in a compound, or several that stand anywhere: the parts of
    one, or the words of an expression. What is ``near`` means less or more than what was typed.
    """

    language: Language
    steps: tuple[Step, ...]
    highlighted: bool = True
    words: str = field(default="", compare=False)
    weight: float = 1.0
    source: Source = Source.TYPED
    near: bool = field(default=False, compare=False)

    @property
    def expression(self) -> Expression:
        """Its stems in their places."""
        stems = {step.offset: step.stem for step in self.steps}
        return tuple(stems.get(place, "") for place in range(self.steps[-1].offset + 1))


@dataclass(frozen=True)
class Clause:
    """A word or a quoted phrase as typed, from ``start`` to ``end``, with all its variants."""

    typed: str
    variants: tuple[Variant, ...]
    required: bool
    exact: bool = False
    start: int = 0
    end: int = 0

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a word that is said all day, in a language in which it can be read."""
        typed = (one for one in self.variants if one.source is Source.TYPED and len(one.steps) == 1)
        return any(is_ordinary(one.steps[0].stem, one.language) for one in typed)


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
    def terms(self) -> dict[Language, frozenset[Expression]]:
        """What to highlight, per language."""
        return terms_of(self.clauses)

    @property
    def near_terms(self) -> dict[Language, frozenset[Expression]]:
        """What only comes near, to highlight where nothing else stands."""
        return terms_of(self.clauses, near=True)


def terms_of(
    clauses: Iterable[Clause], *, near: bool = False
) -> dict[Language, frozenset[Expression]]:
    """What of ``clauses`` to highlight, per language; what only comes ``near`` apart from it."""
    variants = [
        one for clause in clauses for one in clause.variants if one.highlighted and one.near is near
    ]
    return {
        language: frozenset(one.expression for one in variants if one.language is language)
        for language in Language
    }


def parse(text: str, renderings: Sequence[Rendering] = ()) -> Question:
    """Read words, and phrases between quotation marks; no other character means anything."""
    text = text[:MAX_CHARACTERS]
    clauses: dict[tuple[Variant, ...], Clause] = {}
    for clause in _clauses(text, renderings):
        if clause.variants:
            clauses.setdefault(clause.variants, clause)
    kept = tuple(clauses.values())
    if not any(clause.required for clause in kept):
        kept = tuple(replace(one, required=True) for one in kept)
    return Question(kept, blank=not text.strip())


def respelled(question: Question, suggestions: Iterable[Suggestion]) -> Question:
    """The question with the suggested words instead of those that look mistyped."""
    words = {one.start: one.words for one in suggestions}
    clauses = [
        replace(one, variants=_spelled(words[one.start])) if one.start in words else one
        for one in question.clauses
    ]
    return Question(tuple(clauses), question.blank)


def stemmed(words_: str, language: Language) -> tuple[Step, ...]:
    """The stems of some words in their places."""
    found = [(stem(place[0].form, language), place[0].position) for place in _places(words_)]
    return _steps([one for one in found if one[0]])


def others(
    start: int, end: int, renderings: Sequence[Rendering], besides: Sequence[Variant]
) -> list[Variant]:
    """What else stands for the words between ``start`` and ``end``, but for ``besides``."""
    known = {(one.language, one.steps) for one in besides}
    found: list[Variant] = []
    for each in renderings:
        if each.start < end and start < each.end:
            made = _made(each.words, each.language, each.weight, each.source)
            if made and (each.language, made[0].steps) not in known:
                known.add((each.language, made[0].steps))
                found += made
    return found


def in_parts(variant: Variant) -> list[Variant]:
    """The same in compounds: a Dutch word as a part of one, or the parts of what is one."""
    if variant.language is not Language.NL or len(variant.steps) > 1:
        return []
    weight = variant.weight * PARTS_WEIGHT
    apart = dutch_parts(variant.words.lower())
    every = [variant.steps, tuple(Step(one, at) for at, one in enumerate(apart))]
    return [
        Variant(Language.NL, steps, False, variant.words, weight, Source.PART, variant.near)
        for steps in every
        if steps
    ]


@lru_cache(maxsize=1 << 13)
def _made(words_: str, language: Language, weight: float, source: Source) -> tuple[Variant, ...]:
    """The ways to satisfy a rendering, itself first; none if its words say nothing."""
    steps = stemmed(words_, language)
    made = Variant(language, steps, True, words_, weight, source, source.is_near)
    return (made, *in_parts(made), *_scattered(made)) if steps else ()


def _scattered(variant: Variant) -> list[Variant]:
    """The few words of an expression that means the same, wherever they stand, if one says much."""
    if not 1 < len(variant.steps) <= MOST_SCATTERED or variant.near:
        return []
    if all(_says_little(one.stem, variant.language) for one in variant.steps):
        return []
    weight = variant.weight * SCATTERED
    return [replace(variant, highlighted=False, weight=weight, source=Source.PART)]


def _says_little(stemmed: str, language: Language) -> bool:
    return is_ordinary(stemmed, language) or is_filler(stemmed)


def _clauses(text: str, renderings: Sequence[Rendering]) -> Iterator[Clause]:
    stretches = text.translate(QUOTES).split('"')
    left, start = MAX_WORDS, 0
    for index, stretch in enumerate(stretches):
        quoted = index % 2 == 1 and index < len(stretches) - 1
        places = _places(stretch)[:left]
        left -= len(places)
        if quoted and len(places) > 1:
            yield _phrase(stretch, places, start)
        else:
            yield from (_word(stretch, place, start, renderings) for place in places)
        start += len(stretch) + 1


def _spelled(words_: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(language, steps, True, words_, 1.0, Source.SPELLING)
        for language in Language
        if (steps := stemmed(words_, language))
    )


def _places(text: str) -> list[list[Word]]:
    return [list(place) for _, place in groupby(words(text), key=lambda word: word.position)]


def _phrase(text: str, places: Sequence[Sequence[Word]], start: int) -> Clause:
    """Stems in their places; a stop word in between stands for any one word."""
    first, last = places[0][0].start, places[-1][0].end
    variants = []
    for language in Language:
        found = [(stem(place[0].form, language), place[0].position) for place in places]
        if steps := _steps([one for one in found if one[0]]):
            variants.append(Variant(language, steps, words=text[first:last]))
    every = tuple(variants)
    return Clause(text[first:last], every, True, True, start + first, start + last)


def _word(text: str, place: Sequence[Word], start: int, renderings: Sequence[Rendering]) -> Clause:
    """A word is required if it says something in every language; "van" does so in French only.

    An abbreviation is required too. One that is in most questions is not: a report may say "reçu"
    for "gegeven", or nothing.
    """
    whole, parts = place[0], place[1:]
    typed = text[whole.start : whole.end]
    variants: list[Variant] = []
    for language in Language:
        if found := stem(whole.form, language):
            variants.append(Variant(language, (Step(found),), words=typed))
        apart = [(stem(part.form, language), index) for index, part in enumerate(parts)]
        steps = _steps([one for one in apart if one[0]])
        if len(steps) > 1:
            variants.append(Variant(language, steps, highlighted=False, words=typed))
    required = _says_something(variants, whole.form) or _is_abbreviation(typed, text)
    first, last = start + whole.start, start + whole.end
    if variants:
        variants += [each for one in variants for each in in_parts(one)]
        variants += others(first, last, renderings, variants)
    return Clause(typed, tuple(variants), required, False, first, last)


def _says_something(variants: Iterable[Variant], form: str) -> bool:
    return {one.language for one in variants} == set(Language) and not is_filler(form)


def _is_abbreviation(typed: str, text: str) -> bool:
    """Whether a word stands in capitals in a text that does not: AI is no "ai"."""
    return len(typed) > 1 and typed.isupper() and not text.isupper()


def _steps(found: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    first = found[0][1] if found else 0
    return tuple(Step(stemmed, position - first) for stemmed, position in found)
