"""What the glossary, what was learned and everyday meanings say for the words of a question."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from math import sqrt

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.search.query import Rendering, Source
from portal.search.words.analysis import Token, stem, tokens
from portal.search.words.compounds import parts
from portal.search.words.everyday import (
    Said,
    Stems,
    every_token,
    kept_whole,
    longest,
    meanings,
    stems_of,
)
from portal.search.words.known import written_apart
from portal.search.words.lexicon import Learned

EVERYDAY = 0.8  # what an everyday word of the other language counts for
ALIKE = 0.5  # and one of the same language
PART = 0.5  # what a word for a part of a compound counts for, beside a word for the whole
CLEAR = 15  # different words that may stand for one before each counts for less
LEARNED = 0.7  # what a learned word counts for if it is certain, beside the one that was typed

Read = Mapping[Language, Sequence[Token]]
Lexicon = Mapping[tuple[Language, str], tuple[Learned, ...]]


def render(
    text: str, hint: Language | None, glossary: Glossary, lexicon: Lexicon
) -> tuple[Rendering, ...]:
    """What ``glossary`` says, what ``lexicon`` says, and what everyday words mean.

    A false friend is only read in the language of ``hint``, and so is what the other language
    has as a stop word, such as les and dit.
    """
    read = _read(text)
    said = [*_of_glossary(text, hint, glossary), *_everyday(text, read)]
    every = [*said, *(one for one in _learned(read, lexicon) if not _told(one, said))]
    every += _as_one_word(text, hint, glossary)
    best: dict[tuple[int, int, Language, str], Rendering] = {}
    for one in sorted(every, key=lambda each: -each.weight):
        best.setdefault((one.start, one.end, one.language, one.words.casefold()), one)
    return tuple(best.values())


def lexicon_of(learned: list[Learned]) -> Lexicon:
    """The learned pairs by the stem of either word."""
    found: dict[tuple[Language, str], tuple[Learned, ...]] = {}
    for pair in learned:
        for language in Language:
            key = language, pair.stems[language]
            found[key] = (*found.get(key, ()), pair)
    return found


def _as_one_word(text: str, hint: Language | None, glossary: Glossary) -> Iterator[Rendering]:
    """What words mean that make one together, written apart by who asks."""
    for start, end, word in written_apart(text):
        for language in Language:
            yield Rendering(start, end, language, word)
        for one in (*_of_glossary(word, hint, glossary), *_everyday(word, _read(word))):
            yield replace(one, start=start, end=end)


def _of_glossary(text: str, hint: Language | None, glossary: Glossary) -> Iterator[Rendering]:
    for read_as in Language:
        for hit in glossary.find(text, read_as):
            stop = is_stop(hit.span.of(text), read_as.other)
            if read_as is hint or not (hit.term.false_friend or stop):
                for language in Language:
                    for words in hit.term[language]:
                        yield Rendering(hit.span.start, hit.span.end, language, words)


def _learned(read: Read, lexicon: Lexicon) -> Iterator[Rendering]:
    for read_as in Language if lexicon else ():
        for token in in_a_row(read[read_as]):
            for pair in lexicon.get((read_as, token.stem), ()):
                language = read_as.other
                weight = LEARNED * pair.probability
                words = pair.words[language]
                yield Rendering(token.start, token.end, language, words, weight, Source.LEARNED)


def _told(learned: Rendering, said: Iterable[Rendering]) -> bool:
    """Whether somebody wrote down what the word means in that language."""
    return any(
        one.language is learned.language and one.start < learned.end and learned.start < one.end
        for one in said
    )


def is_stop(word: str, language: Language) -> bool:
    """Whether a language does not search for a word."""
    return not stem(word.lower(), language)


def _read(text: str) -> Read:
    return {language: [*tokens(text, language)] for language in Language}


def _everyday(text: str, read: Read) -> Iterator[Rendering]:
    for read_as, every in read.items():
        found = in_a_row(every)
        whole = [*_expressions(every_token(text, read_as), read_as)]
        yield from whole
        yield from _expressions(found, read_as)
        for token in found:
            if not (is_stop(text[token.start : token.end], read_as.other) or _kept(token, whole)):
                yield from _meant(token, (token.stem,), read_as)
        whole_words = set(found)
        for token in every:
            if token not in whole_words:
                yield from _broader(token, (token.stem,), read_as)
            for part in (
                parts(text[token.start : token.end].lower()) if read_as is Language.NL else ()
            ):
                yield Rendering(
                    token.start, token.end, Language.NL, part, PART * ALIKE, Source.BROADER
                )
                yield from _broader(token, (stem(part, Language.NL),), Language.NL)


def _expressions(found: Sequence[Token], read_as: Language) -> Iterator[Rendering]:
    """What words that follow each other mean together."""
    for token, said in in_order(found, partial(longest, read_as)):
        if len(said) > 1:
            own = (read_as, said) in kept_whole()
            for one in _meant(token, said, read_as):
                yield replace(one, weight=1.0) if own else one


def _kept(token: Token, whole: Iterable[Rendering]) -> bool:
    """Whether a word belongs to an expression that has nothing to do with it."""
    return any(
        one.weight == 1.0 and one.start <= token.start and token.end <= one.end for one in whole
    )


def in_a_row(every: Sequence[Token]) -> list[Token]:
    """The words of a text, of back-up only the whole."""
    firsts = {each.position: each for each in reversed(every)}
    return [firsts[position] for position in sorted(firsts)]


def in_order(found: Sequence[Token], most: Callable[[str], int]) -> Iterator[tuple[Token, Stems]]:
    """Each word, and the words that follow each other taken as one, with their stems.

    ``most`` tells how many words may begin with a stem.
    """
    stems = tuple(each.stem for each in found)
    for first, token in enumerate(found):
        for end in range(first + 1, min(first + most(token.stem), len(found)) + 1):
            yield token._replace(end=found[end - 1].end), stems[first:end]


def _broader(token: Token, stems: Stems, read_as: Language) -> Iterator[Rendering]:
    """What a part of a compound means."""
    for one in _meant(token, stems, read_as):
        yield replace(one, weight=one.weight * PART, source=Source.BROADER)


def _meant(token: Token, stems: Stems, read_as: Language) -> Iterator[Rendering]:
    found = meanings().get((read_as, stems))
    if not found:
        return
    clear = min(1.0, sqrt(CLEAR / _different(found)))
    for language, words in found:
        weight = clear * (ALIKE if language is read_as else EVERYDAY)
        yield Rendering(token.start, token.end, language, words, weight, Source.EVERYDAY)


@lru_cache(maxsize=1 << 14)
def _different(found: tuple[Said, ...]) -> int:
    """How many words ``found`` are, the forms of one word counted once."""
    return len({(language, stems_of(words, language)) for language, words in found})
