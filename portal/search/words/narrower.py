"""Topics, and the concrete words by which a report tells of one: datalek, and a stolen stick."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from portal.i18n import Language
from portal.search.query import Rendering, Source
from portal.search.words.analysis import tokens
from portal.search.words.everyday import MOST_WORDS, Key, Said, Stems, lines_of, said_on
from portal.search.words.widening import in_a_row, in_order, is_stop

WEIGHT = 0.25  # what a concrete word counts for, beside the word for the topic
LISTS = tuple(sorted(Path(__file__).with_name("narrower_words").glob("*.txt")))
_TOLD_BY = " : "  # stands between the words for a topic and those by which it is told


def topics(text: str) -> Iterator[Rendering]:
    """The concrete words for the topics that a text names, whichever language it is in.

    A report of the same may not name its topic at all.
    """
    for read_as in Language:
        found = in_a_row([*tokens(text, read_as)])
        for token, stems in in_order(found, lambda _stem: MOST_WORDS):
            if len(stems) == 1 and is_stop(text[token.start : token.end], read_as.other):
                continue
            for language, words in _told_by().get((read_as, stems), ()):
                yield Rendering(token.start, token.end, language, words, WEIGHT, Source.NARROWER)


@cache
def _told_by() -> Mapping[Key, tuple[Said, ...]]:
    """Per topic, as stems of its language, what may tell of it in either."""
    found: defaultdict[Key, dict[Said, None]] = defaultdict(dict)
    for path in LISTS:
        for line in lines_of(path):
            topic, told = map(_whole, said_on(line.split(_TOLD_BY)))
            for (language, _), stems in topic.items():
                found[language, stems].update(dict.fromkeys(told))
    return {key: tuple(words) for key, words in found.items()}


def _whole(said: Mapping[Said, Stems]) -> dict[Said, Stems]:
    """Without what is found by one of its words only: om de andere dag, by every dag."""
    return {one: stems for one, stems in said.items() if len(stems) >= min(2, len(one[1].split()))}
