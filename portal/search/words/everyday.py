"""Words that are no terms of the trade, by what they mean: vergeten and oublié, kapot and cassé."""

from collections import defaultdict
from functools import cache
from pathlib import Path

from portal.i18n import Language
from portal.language.parity.words import common_lines
from portal.search.words.analysis import stem

_OWN = Path(__file__).with_name("everyday_words.txt")
_BETWEEN = " = "

Meanings = dict[tuple[Language, str], tuple[tuple[Language, str], ...]]


@cache
def meanings() -> Meanings:
    """Per word, as a stem of its language, the words of both languages that may stand for it."""
    found: defaultdict[tuple[Language, str], dict[tuple[Language, str], None]] = defaultdict(dict)
    for line in (*common_lines(), *_OWN.read_text(encoding="utf-8").splitlines()):
        sides = zip(Language, line.split(_BETWEEN), strict=True)
        words = {
            (each, word): stem(word.lower(), each) for each, side in sides for word in side.split()
        }
        for (language, _), stemmed in words.items():
            if stemmed:
                found[language, stemmed].update(dict.fromkeys(words))
    return {key: tuple(words) for key, words in found.items()}
