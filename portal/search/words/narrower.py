"""Topics, and the concrete words by which a report tells of one: datalek, and a stolen stick."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from portal.i18n import Language
from portal.search.words.everyday import MOST_WORDS, Key, Said, lines_of, meanings, said_on

_OWN = Path(__file__).with_name("narrower_words")
_TOLD_BY = " : "  # stands between the words for a topic and those by which it is told


@cache
def narrower() -> Mapping[Key, tuple[Said, ...]]:
    """Per topic, as stems of its language, what may tell of it in either."""
    found: defaultdict[Key, dict[Said, None]] = defaultdict(dict)
    for subject in sorted(_OWN.glob("*.txt")):
        for line in lines_of(subject):
            topic, told = said_on(line.split(_TOLD_BY))
            for (language, _), stems in topic.items():
                if stems:
                    found[language, stems].update(dict.fromkeys(told))
    return {key: tuple(words) for key, words in found.items()}


def longest(language: Language, stem: str) -> int:
    """How many words the longest expression has that begins with a stem, at most a few."""
    return _longest().get((language, stem), 1)


@cache
def _longest() -> dict[tuple[Language, str], int]:
    found: dict[tuple[Language, str], int] = {}
    for language, stems in chain(meanings(), narrower()):
        if len(stems) > 1:
            key = language, stems[0]
            found[key] = max(min(len(stems), MOST_WORDS), found.get(key, 1))
    return found
