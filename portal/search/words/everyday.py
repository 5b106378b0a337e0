"""Words that are no terms of the trade, by what they mean: vergeten and oublié, kapot and cassé."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from portal.i18n import Language
from portal.language.parity.words import common_lines
from portal.search.words.analysis import Token, fold, stem, tokens
from portal.search.words.analysis import words as words_of

WORDS = tuple(sorted(Path(__file__).with_name("everyday_words").glob("*.txt")))
_NOT_ALIKE = Path(__file__).with_name("not_alike.txt")  # what the common list takes for the same
_BETWEEN = " = "
_ABOUT = "#"  # begins a line that says what the next ones are about
_JOINED = "_"  # stands between the words of an expression
_BESIDE_VERBS = frozenset(["se", "qui"])  # small words that leave a verb what it means

MOST_WORDS = 4
Stems = tuple[str, ...]
Said = tuple[Language, str]
Key = tuple[Language, Stems]
Meanings = dict[Key, tuple[Said, ...]]


def meanings() -> Meanings:
    """Per word or expression, as stems of its language, what may stand for it in either."""
    return _made()[0]


def kept_whole() -> frozenset[Key]:
    """The expressions that have nothing to do with their words: in verwachting, to verwachten."""
    return _made()[1]


@cache
def _made() -> tuple[Meanings, frozenset[Key]]:
    found: defaultdict[Key, dict[Said, None]] = defaultdict(dict)
    for words in said_on(common_lines()):
        _add(found, words)
    for words in said_on(lines_of(_NOT_ALIKE)):
        _part(found, words)
    _keep_alike(found)
    own = [words for subject in WORDS for words in said_on(lines_of(subject))]
    whole = _whole(own)
    for words in own:
        _add(found, words, besides=whole)
    apart = {said for said, mates in whole.items() if _means_else(found, said, mates)}
    for (language, said), mates in whole.items():
        found[language, every_stem(said, language)].update(mates)
        if (language, said) not in apart and (stems := stems_of(said, language)):
            found[language, stems].update(mates)
    said_by = {
        key: tuple(each for each in words if each not in apart) for key, words in found.items()
    }
    return said_by, frozenset((language, every_stem(said, language)) for language, said in apart)


def everyday_dutch() -> set[str]:
    """The Dutch words of our own list, without expressions."""
    sides = (line.split(_BETWEEN)[0] for path in WORDS for line in lines_of(path))
    return {word for side in sides for word in side.split() if word.isalpha()}


def longest(language: Language, stem: str) -> int:
    """How many words the longest expression has that begins with a stem, at most a few."""
    return _longest().get((language, stem), 1)


@cache
def _longest() -> dict[tuple[Language, str], int]:
    found: dict[tuple[Language, str], int] = {}
    for language, stems in meanings():
        if len(stems) > 1:
            key = language, stems[0]
            found[key] = max(min(len(stems), MOST_WORDS), found.get(key, 1))
    return found


def lines_of(path: Path) -> list[str]:
    """The lines of a list, without those that say what the next ones are about."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith(_ABOUT)]


def said_on(lines: Iterable[str]) -> Iterator[dict[Said, Stems]]:
    """The words of each line, with their stems."""
    for line in lines:
        sides = zip(Language, line.split(_BETWEEN), strict=True)
        said = [(each, word.replace(_JOINED, " ")) for each, side in sides for word in side.split()]
        yield {(each, word): stems_of(word, each) for each, word in said}


def _add(
    found: Mapping[Key, dict[Said, None]],
    words: Mapping[Said, Stems],
    besides: Container[Said] = (),
) -> None:
    """Let each of ``words`` mean all of them, but those ``besides``."""
    for said, stems in words.items():
        if stems and said not in besides:
            found[said[0], stems].update(dict.fromkeys(words))


def _whole(lines: Iterable[Mapping[Said, Stems]]) -> dict[Said, dict[Said, None]]:
    """The expressions of small words and at most one other, each with what it may stand for.

    All of their words count: in verwachting is not verwachting.
    """
    found: defaultdict[Said, dict[Said, None]] = defaultdict(dict)
    for line in lines:
        for (language, said), stems in line.items():
            if stems and said.isalpha():
                continue
            every = every_stem(said, language)
            if len(stems) < min(2, len(every)) and _BESIDE_VERBS.isdisjoint(every):
                found[language, said].update(dict.fromkeys(line))
    return found


def _means_else(found: Mapping[Key, Iterable[Said]], said: Said, mates: Iterable[Said]) -> bool:
    """Whether the word of an expression that can stand alone then means nothing like it."""
    alone = {_key_of(each) for each in found.get(_key_of(said), ())}
    return bool(alone) and alone.isdisjoint(_key_of(each) for each in mates if each != said)


def _key_of(said: Said) -> Key:
    return said[0], stems_of(said[1], said[0])


def _part(found: Mapping[Key, dict[Said, None]], words: Mapping[Said, Stems]) -> None:
    """Take back that the words of one side mean those of the other."""
    for (language, _), stems in words.items():
        for said in words:
            if said[0] is not language:
                found.get((language, stems), {}).pop(said, None)


def _keep_alike(found: Mapping[Key, dict[Said, None]]) -> None:
    """Words of one language go on standing for each other if they share one of the other."""
    others = {
        key: {stems_of(word, each) for each, word in words if each is not key[0]}
        for key, words in found.items()
    }
    for (language, stems), words in found.items():
        for each, word in [*words]:
            own = others.get((language, stems_of(word, language)), set())
            if each is language and own.isdisjoint(others[language, stems]):
                del words[each, word]


def stems_of(said: str, language: Language) -> Stems:
    """The stems of an expression, of back-up only the whole."""
    if said.isalpha():
        alone = stem(said.lower(), language)
        return (alone,) if alone else ()
    by_position = {each.position: each.stem for each in reversed([*tokens(said, language)])}
    return tuple(by_position[position] for position in sorted(by_position))


def every_stem(said: str, language: Language) -> Stems:
    """The same with its small words as they are written."""
    return tuple(each.stem for each in every_token(said, language))


def every_token(text: str, language: Language) -> list[Token]:
    """Each word of ``text``, of back-up only the whole; a small word is its own stem."""
    firsts = {each.position: each for each in reversed([*words_of(text)])}
    return [
        Token(stem(form, language) or fold(form), start, end, position)
        for position, (form, start, end, _) in sorted(firsts.items())
    ]
