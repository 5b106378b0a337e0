"""Words that are no terms of the trade, by what they mean: vergeten and oublié, kapot and cassé."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from portal.i18n import Language
from portal.language.parity.words import common_lines
from portal.search.words.analysis import tokens

_OWN = Path(__file__).with_name("everyday_words")
_NOT_ALIKE = Path(__file__).with_name("not_alike.txt")  # what the common list takes for the same
_BETWEEN = " = "
_ABOUT = "#"  # begins a line that says what the next ones are about
_JOINED = "_"  # stands between the words of an expression

MOST_WORDS = 4
Stems = tuple[str, ...]
Said = tuple[Language, str]
Key = tuple[Language, Stems]
Meanings = dict[Key, tuple[Said, ...]]


@cache
def meanings() -> Meanings:
    """Per word or expression, as stems of its language, what may stand for it in either."""
    found: defaultdict[Key, dict[Said, None]] = defaultdict(dict)
    for words in _lines(common_lines()):
        _add(found, words)
    for words in _lines(_read(_NOT_ALIKE)):
        _part(found, words)
    _keep_alike(found)
    for subject in sorted(_OWN.glob("*.txt")):
        for words in _lines(_read(subject)):
            _add(found, words)
    return {key: tuple(words) for key, words in found.items()}


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


def _read(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith(_ABOUT)]


def _lines(lines: Iterable[str]) -> Iterator[dict[Said, Stems]]:
    """The words of each line, with their stems."""
    for line in lines:
        sides = zip(Language, line.split(_BETWEEN), strict=True)
        said = [(each, word.replace(_JOINED, " ")) for each, side in sides for word in side.split()]
        yield {(each, word): stems_of(word, each) for each, word in said}


def _add(found: Mapping[Key, dict[Said, None]], words: Mapping[Said, Stems]) -> None:
    for (language, _), stems in words.items():
        if stems:
            found[language, stems].update(dict.fromkeys(words))


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
    by_position = {each.position: each.stem for each in reversed([*tokens(said, language)])}
    return tuple(by_position[position] for position in sorted(by_position))
