"""Words that are no terms of the trade, by what they mean: vergeten and oublié, kapot and cassé."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.i18n import Language
from portal.language.parity.words import common_lines
from portal.search.words.analysis import tokens

_OWN = Path(__file__).with_name("everyday_words.txt")
_BETWEEN = " = "
_ABOUT = "#"  # begins a line that says what the next ones are about
_JOINED = "_"  # stands between the words of an expression

MOST_WORDS = 4
Stems = tuple[str, ...]
Meanings = dict[tuple[Language, Stems], tuple[tuple[Language, str], ...]]


@cache
def meanings() -> Meanings:
    """Per word or expression, as stems of its language, what may stand for it in either."""
    found: defaultdict[tuple[Language, Stems], dict[tuple[Language, str], None]] = defaultdict(dict)
    for line in _lines():
        sides = zip(Language, line.split(_BETWEEN), strict=True)
        words = {
            (each, word.replace(_JOINED, " ")): None for each, side in sides for word in side.split()
        }
        for language, said in words:
            if stems := stems_of(said, language):
                found[language, stems].update(words)
    return {key: tuple(words) for key, words in found.items()}


def stems_of(said: str, language: Language) -> Stems:
    """The stems of an expression, of back-up only the whole."""
    by_position = {each.position: each.stem for each in reversed([*tokens(said, language)])}
    return tuple(by_position[position] for position in sorted(by_position))


def _lines() -> Iterator[str]:
    own = _OWN.read_text(encoding="utf-8").splitlines()
    return (line for line in (*common_lines(), *own) if not line.startswith(_ABOUT))
